"""A title that several share: "experts Jane Roe and Tim Cook" makes each an expert."""

from provenance.lexicon.registry import registry
from provenance.resolve.names import is_name_word
from provenance.resolve.titles import after_aside, extend_left
from provenance.resolve.wording import single_form
from provenance.resolve.words import Word


def title_of_several(words: tuple[Word, ...], first: int) -> tuple[int, int] | None:
    """The plural title of a list that the name at `first` stands in: "experts" before "Jane Roe and Tim Cook"."""
    at = first
    for _ in range(LONGEST_LIST):
        if one := single_form(words[max(0, at - 4) : at]):
            begin = extend_left(words, at - len(one))
            told = begin > 0 and words[begin - 1].lower in _ADDRESSING
            listed = at < first or _list_follows(words, first)
            return (begin, at) if listed and not told else None
        if (item := _item_before(words, at)) == at:
            return None
        at = item
    return None


LONGEST_LIST = 6
"""How many names one title may have."""

_ADDRESSING = frozenset("told tell tells telling asked ask asks asking reminded assured warned informed".split())


def _item_before(words: tuple[Word, ...], at: int) -> int:
    """Where the name begins that a comma or "and" joins to what begins at `at`; `at` itself when none is joined."""
    end = at - (at > 0 and words[at - 1].lower == "and")
    end -= end > 0 and words[end - 1].text == ","
    if end == at or end < 1:
        return at
    if words[end - 1].text == ")":
        end = next((n for n in range(end - 1, max(0, end - 7), -1) if words[n].text == "("), 0)
    else:
        end = next((n for n in (end - 2, end - 3) if n > 0 and after_aside(words, n) == end), end)
    name = end
    while name > 0 and _is_in_item(words[name - 1]) and not single_form(words[max(0, name - 4) : name]):
        name -= 1
    while name < end and not is_name_word(words[name]):
        name += 1
    titled = any(registry().role(tuple(w.text for w in words[name:n])) for n in range(name + 1, end))
    return at if name == end or titled else name


def _is_in_item(word: Word) -> bool:
    """Whether a word may belong to a name and the body behind it: "Jane Roe of the Weir Institute"."""
    return is_name_word(word) or word.text in ("of", "from", "at", "the")


def _list_follows(words: tuple[Word, ...], first: int) -> bool:
    """Whether another name is joined to the one at `first`: "Jane Roe (Ariz.) and Tim Cook"."""
    at = first
    while at < len(words) and _is_in_item(words[at]):
        at += 1
    if at < len(words) and words[at].text == "(":
        at = next((n + 1 for n in range(at, min(at + 6, len(words))) if words[n].text == ")"), at)
    at = after_aside(words, at)
    at += at < len(words) and words[at].text == ","
    at += at < len(words) and words[at].lower == "and"
    joined = at > first and at < len(words) and words[at - 1].text in (",", "and")
    return joined and is_name_word(words[at])
