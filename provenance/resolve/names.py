"""Proper names in running text: where they are, and which part of one is a title."""

import re
from itertools import pairwise

import attrs

from provenance.lexicon.entries import HONORIFICS
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import is_honored, registry
from provenance.resolve.surnames import HONORS, QUOTE_MARKS, SUFFIXES, has_particle
from provenance.resolve.words import Word


@attrs.frozen
class Run:
    """Neighbouring capitalised words: the first, and the one after the last, of a list of words."""

    first: int
    stop: int


def is_name_word(word: Word) -> bool:
    """Whether a word can be part of a proper name."""
    small = word.lower.rstrip(".") in small_words("never names") and not _INITIAL.fullmatch(word.text)
    if small and word.text.isupper() and registry().organization(word.text):
        return True
    return (word.is_capital or has_particle(word.text)) and not small and len(word.text) < 40 and not is_where(word)


_INITIAL = re.compile(r"[A-Z]\.")


def is_where(word: Word) -> bool:
    """Whether a word says where or whose what follows is, and is no part of its name: "Harrow-based"."""
    place, _, participle = word.text.rpartition("-")
    return place[:1].isupper() and participle in small_words("joined to places")


def name_runs(words: tuple[Word, ...]) -> list[Run]:
    """The runs of capitalised words, with the small words inside them, in order."""
    runs, at = list[Run](), 0
    while at < len(words):
        if is_name_word(words[at]) or _is_given_name_here(words, at) or _opens_surname(words, at):
            stop = _run_end(words, at)
            runs.append(Run(at, stop))
            at = stop
        else:
            at += 1
    return runs


def _is_given_name_here(words: tuple[Word, ...], at: int) -> bool:
    """Whether a month is a given name before a surname: "April Vale", "Jan Brill", but not "in April Vale said"."""
    if words[at].text == "Will":
        return _is_will(words, at)
    if words[at].lower not in small_words("months as given names") or not words[at].is_capital:
        return False
    when = at > 0 and (words[at - 1].lower in small_words("before months") or words[at - 1].text.isdigit())
    return not when and at + 1 < len(words) and is_name_word(words[at + 1]) and not _gap(words[at], words[at + 1])


def _is_will(words: tuple[Word, ...], at: int) -> bool:
    """Whether Will is somebody: "Will Vale said", but not "Will Vale resign?"."""
    if at + 1 >= len(words) or not is_name_word(words[at + 1]) or _gap(words[at], words[at + 1]):
        return False
    following = words[at + 2].text if at + 2 < len(words) else ","
    return following in (",", "said", "says", "told", "was", "is", "has", "had") or following.endswith("ed")


def _opens_surname(words: tuple[Word, ...], at: int) -> bool:
    """Whether a surname begins here with its particles: "von der Leyen"."""
    if words[at].text not in small_words("particles of bare surnames"):
        return False
    stop = at + 1
    while stop < min(at + 3, len(words)) and words[stop].text in small_words("particles"):
        stop += 1
    close = stop < len(words) and not any(_gap(*pair) for pair in pairwise(words[at : stop + 1]))
    noun = at > 0 and words[at - 1].lower in small_words("determiners")
    return close and not noun and is_name_word(words[stop]) and not words[stop].text.isupper()


def _run_end(words: tuple[Word, ...], first: int) -> int:
    texts = tuple(w.text for w in words[first : first + 10])
    at = first + max(1, registry().longest_name(texts)) - 1
    while not words[at].possessive:
        following = at + 1
        while following < len(words) and _joins(words, first, at, following):
            following += 1
        if nickname := _nickname_end(words, at):
            at = nickname
            continue
        if (
            following >= len(words)
            or not (is_name_word(words[following]) or _NUMBERED.fullmatch(words[following].text))
            or _gap(words[following - 1], words[following])
        ) and not (following == at + 1 and _is_name_inside(words, following)):
            break
        if at > first and words[following].text in HONORS:
            break
        at = following
    return at + 1


def _is_name_inside(words: tuple[Word, ...], at: int) -> bool:
    """Whether what is hardly ever a name is one here: "Premier He Lifan", "Mr. So", "Nora May"."""
    if at < len(words) and not _gap(words[at - 1], words[at]):
        inner = words[at].text.istitle() and words[at].lower in small_words("prepositions in names")
        goes_on = inner and at + 1 < len(words) and is_name_word(words[at + 1])
        if goes_on or words[at].text == "plc" or _is_given_name_here(words, at):
            return True
    if at >= len(words) or words[at].lower not in small_words("names after all") or not words[at].text.istitle():
        return False
    if _gap(words[at - 1], words[at]) or words[at - 1].text.isupper():
        return False
    before, given = words[at - 1], registry().given_names
    if before.lower.rstrip(".") in HONORIFICS or registry().role((before.text,)) or is_hyphened_role(before.text):
        return True
    aged = at + 2 < len(words) and words[at + 1].text == "," and words[at + 2].text.isdigit()
    return aged or before.text in given or before.lower in small_words("months as given names")


_NUMBERED = re.compile(r"\d[A-Z]{1,2}")


def _nickname_end(words: tuple[Word, ...], at: int) -> int:
    """The surname's place after a nickname in quotation marks: Kevin “Coach” Roe; 0 when there is none."""
    if at + 4 >= len(words) or words[at + 1].text not in QUOTE_MARKS or words[at + 3].text not in QUOTE_MARKS:
        return 0
    fits = is_name_word(words[at + 2]) and is_name_word(words[at + 4]) and words[at + 1].start - words[at].end == 1
    return at + 4 if fits and words[at + 4].start - words[at + 3].end == 1 else 0


def _joins(words: tuple[Word, ...], first: int, last: int, at: int) -> bool:
    """Whether the small word `at` may stand inside the run that so far reaches from `first` to `last`."""
    word = words[at]
    if _gap(words[at - 1], word) or at - last > 3:
        return False
    if word.text in small_words("particles"):
        return True
    if word.text not in small_words("connectors"):
        return False
    if word.text == "a":
        return words[at - 1].text in ("for", "of")
    if word.text in ("and", "&", "the"):
        inside = at - last > 1 or word.text == "&" or any(w.text in ("of", "for", "on") for w in words[first:last])
        return inside or (word.text == "and" and _is_of_one_body(words, first, last, at))
    return word.text in ("of", "for") and _goes_on(words, first, last, at)


def _is_of_one_body(words: tuple[Word, ...], first: int, last: int, at: int) -> bool:
    """Whether "and" joins what one body is for: "the Ethics and Anti-Corruption Commission", not two that are known."""
    if first == 0 or words[first - 1].lower != "the":
        return False
    known, left = registry(), tuple(w.text for w in words[first : last + 1])
    if _is_known(left) or known.body(left) or known.role(left) or left[0] in known.given_names:
        return False
    stop = next((n for n in range(at + 1, min(at + 7, len(words))) if not is_name_word(words[n])), at + 7)
    right = tuple(w.text for w in words[at + 1 : stop])
    role = known.role(right) if right else None
    held = role is not None and role.entry.office and not role.plural and len(right) > role.length
    body = known.body(right) if right and not known.longest_name(right) else None
    return held or (body is not None and body.entry.noun and len(right) > body.length)


def _is_known(texts: tuple[str, ...]) -> bool:
    """Whether the tables know somebody by the first words of a name; of a state and a body’s purpose it is nobody."""
    known = registry()
    length = known.longest_name(texts)
    of_state = 0 < length < len(texts) and known.government(" ".join(texts[:length])) is not None
    return length > 0 and not (of_state and not known.longest_name(texts[length:]))


def _goes_on(words: tuple[Word, ...], first: int, last: int, at: int) -> bool:
    """Whether "of" continues one name: of a body ("Bank of England"), or of a title that a person's name follows."""
    titled = words[last].text in _TITLES_OF and sum(map(is_name_word, words[at + 1 : at + 4])) > 2
    titled = titled or (words[last].text in _HEADS_OF and _is_somebody(words[at + 2 : at + 8]))
    if words[at].text == "for" and words[last].text == "Secretary":
        return titled
    body = any(registry().body((w.text,)) for w in words[first : last + 1])
    return titled or body or words[last].text in _BEFORE_OF


_TITLES_OF = frozenset(("Chief", "Director", "Minister", "Head", "Secretary", "Commissioner"))
"""Titles that go on with "of" in capitals when a name follows: "Director of Dam Affairs Jane Roe"."""

_HEADS_OF = frozenset("Leader President Chairman Speaker Governor Mayor Dean Emir Sultan King Queen Prince".split())
"""Titles that do so where a person's name surely ends what follows: "Leader of the League Ayatollah Ali Vale"."""


def _is_somebody(words: tuple[Word, ...]) -> bool:
    """Whether a given name or an office, and behind it a name, stands among capitalised words."""
    stop = next((n for n, word in enumerate(words) if not is_name_word(word)), len(words))
    known = registry()
    return any(w.text in known.given_names or known.office((w.text,)) for w in words[:stop] if w != words[-1])


_BEFORE_OF = frozenset(
    "Secretary Bank House Bureau Centers League Speaker Board Committee Center Centre Council Institute Citizens "
    "Club Church College Academy Daughters Sons Friends Mothers Chamber Fraternal Order".split()
)


def without_honors(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without the letters behind a name: "Nora Vale" of "Nora Vale KC"."""
    stop = len(words)
    while stop > 1 and words[stop - 1].text in HONORS:
        stop -= 1
    return words[:stop]


def _gap(left: Word, right: Word) -> bool:
    return right.start - left.end > 2 or left.end == right.start


def is_person_like(words: tuple[Word, ...], *, titled: bool = False) -> bool:
    """Whether capitalised words could be a person's name: no word of them belongs to a body or a state."""
    texts = tuple(w.text for w in words)
    known = registry()
    if not _is_spelt_like_person(texts, titled=titled):
        return False
    if titled and len(texts) == 1 and known.is_of_bodies_and_people(texts[0]):
        return True
    place = len(texts) > 1 and not titled and _ends_in_place(texts)
    if place or known.organization(" ".join(texts)) or known.government(" ".join(texts)):
        return False
    if known.longest_name(texts) or _is_demonym(texts[0]):
        return len(texts) > 1 and (titled or texts[0] in known.given_names)
    role = known.role(texts) if len(texts) > 1 else None
    if role and (role.plural or not (texts[0] in known.given_names or (role.length == 1 and role.entry.office))):
        return False
    return not any(known.body(texts[:n]) for n in range(2, len(texts) + 1)) and not known.body(texts[:1])


def _is_spelt_like_person(texts: tuple[str, ...], *, titled: bool) -> bool:
    if (
        not texts
        or len(texts) > 6
        or texts[0].endswith("-based")
        or (len(texts) == 2 and not titled and texts[0].lower() in small_words("leanings"))
        or any(text in small_words("connectors") - small_words("particles") for text in texts)
    ):
        return False
    if any(text.lower() in small_words("prepositions in names") for text in texts[1:-1]):
        return False
    return not any(
        (text[:1].isdigit() and not _NUMBERED.fullmatch(text))
        or "/" in text
        or "&" in text
        or text.startswith(("@", "#"))
        for text in texts
    )


def _ends_in_place(texts: tuple[str, ...]) -> bool:
    """Whether a state ends the name of what is hardly a person: "Civic Nebraska", but "Pat Jordan"."""
    known = registry()
    surname = texts[-1].lower() in small_words("surnames of states") or known.is_of_bodies_and_people(texts[-1])
    if texts[0] in known.given_names or surname:
        return False
    return bool(known.government(texts[-1]) or known.organization(texts[-1]))


def split_title(words: tuple[Word, ...]) -> int:
    """How many of the first words are a title, office or honorific before a person's name, 0 when none is."""
    texts = tuple(w.text for w in words)
    known, cut = registry(), 0
    if any(text.lower() in small_words("prepositions in names") for text in texts[1:-1]):
        return 0
    quoted = next((n for n, text in enumerate(texts) if text in QUOTE_MARKS), len(texts))
    for stop in range(1, min(quoted + 1, len(texts))):
        if texts[stop] in SUFFIXES and stop == len(texts) - 1:
            break
        given = (stop == 1 and _is_given_before_surname(texts)) or _is_given_after_title(texts, stop, cut)
        adjective = stop == 1 and len(texts) == 2 and texts[0].lower() in small_words("leanings")
        role = known.role(texts[:stop]) or is_hyphened_role(texts[stop - 1])
        inside = "of" in texts[cut:stop] and cut and role and not known.office((texts[stop - 1],))
        if is_honored(texts[:stop]) or (role and not given and not adjective and not inside):
            cut = stop
    if cut and cut == quoted and texts[cut] == "(" and ")" in texts[cut:-1]:
        return texts.index(")", cut) + 1
    if cut and cut < len(texts) and texts[cut] in ("of", "for"):
        cut = _after_of(texts, cut)
        cut = cut if cut < len(texts) else 0
    if not cut and len(texts) > 2 and (texts[0].lower() in small_words("parties") or _is_demonym(texts[0])):
        cut = 1
    return cut


def _is_given_before_surname(texts: tuple[str, ...]) -> bool:
    """Whether a word that may be a rank is a given name, as only a surname follows: "Dean Vale", "Marine Le Roux"."""
    alone = len(texts) == 2 or (len(texts) == 3 and texts[1].lower() in small_words("particles"))
    return alone and (texts[0] in registry().given_names or texts[0].lower() in small_words("given ranks"))


def _is_given_after_title(texts: tuple[str, ...], stop: int, cut: int) -> bool:
    """Whether the word before the last is a given name, as a whole title stands before it: "Chairman Dean Vale"."""
    named = texts[stop - 1].lower() in small_words("given ranks") and stop == len(texts) - 1
    return named and 0 < cut == stop - 1 and texts[cut - 1].lower() not in small_words("modifiers")


def is_hyphened_role(text: str) -> bool:
    """Whether a word with a hyphen says what somebody is: "Ex-mayor", "Oscar-winner"; a double name does not."""
    first, hyphen, last = text.partition("-")
    if last.lower() in ("elect", "designate", "general") or last.startswith("of-"):
        return bool(registry().role((first,)))
    if not hyphen or not last or not (last.islower() or first.lower() in ("ex", "then", "vice")):
        return False
    return last.lower() in small_words("achievers") or bool(registry().role((last,)))


def _after_of(texts: tuple[str, ...], of: int) -> int:
    """Where the name begins after a title like "Secretary of Education" or "Minister for Health"."""
    given = registry().given_names
    found = next((n for n in range(of + 2, len(texts) - 1) if texts[n] in given), None)
    if found:
        return found
    return len(texts) - 2 if len(texts) - of > 3 else len(texts)


def _is_demonym(word: str) -> bool:
    state = registry().government(word)
    return bool(state and state.by == "demonym")
