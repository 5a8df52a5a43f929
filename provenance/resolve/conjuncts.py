"""The co-equal participants that a source's words name: "senators Vale and Hadley", "the governments of two states"."""

import re

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.resolve.names import name_runs, split_title
from provenance.resolve.phrases import Form, Phrase, is_opener, parse, trim
from provenance.resolve.words import Word


def split_conjuncts(words: tuple[Word, ...]) -> list[Phrase]:
    """The co-equal participants that a source's words name, in text order; those named with "including" come first.

    Words that only say where somebody spoke name nobody.
    """
    words = _one_of_them(trim(words))
    if _is_where(words):
        return []
    if (naming := _examples(words)) and _are_examples(words[: naming[0]], words[naming[1] :]):
        return [*split_conjuncts(words[naming[1] :]), *split_conjuncts(words[: naming[0]])]
    if states := _governments_of(words):
        return states
    at = _conjunction(words)
    if not at:
        phrase = parse(words)
        return [phrase] if phrase else []
    left, right = trim(words[:at]), words[at + 1 :]
    if left and left[0].lower == "both":
        left = left[1:]
    pieces = _split_list(left)
    return [p for piece in pieces if (p := parse(piece))] + split_conjuncts(right)


def _one_of_them(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without where they are heard, the words for one of those spoken of: "one" of "one on Facebook"."""
    alone = len(words) > 2 and words[0].lower in ("one", "another") and words[1].text in ("on", "in", "from", "at")
    return words[:1] if alone else words


def _is_where(words: tuple[Word, ...]) -> bool:
    """Whether words say where something was said rather than by whom: "on social media", "within his own party"."""
    if len(words) < 2 or words[0].lower not in _PLACING:
        return False
    return words[0].lower in ("on", "within") or is_opener(words[1]) or words[1].is_capital


_PLACING = frozenset("on within inside across at near outside".split())


def _examples(words: tuple[Word, ...]) -> tuple[int, int] | None:
    """Where the words end that a "including" or "such as" gives examples of, and where these begin."""
    for n, word in enumerate(words):
        if n and word.lower == "including":
            return n, n + 1
        if n and word.lower == "such" and n + 1 < len(words) and words[n + 1].lower == "as":
            return n, n + 2
    return None


def _are_examples(group: tuple[Word, ...], named: tuple[Word, ...]) -> bool:
    """Whether names are of a group, not of something that describes somebody: "an aide to senators such as Vale"."""
    phrase, first = parse(group), next((n for n, w in enumerate(named) if w.text in (",", "and", "or")), len(named))
    example = parse(named[:first])
    several = phrase is not None and phrase.is_plural and not phrase.name and not phrase.owner
    return several and bool((example and example.name) or _governments_of(named))


def _governments_of(words: tuple[Word, ...]) -> list[Phrase]:
    """The states in "the governments of South Korea and Ukraine"."""
    of = next((n for n, w in enumerate(words) if w.text == "of"), 0)
    if not of or words[of - 1].lower not in ("governments", "governments'"):
        return []
    rest = words[of + 1 :]
    states = [rest[run.first : run.stop] for run in name_runs(rest)]
    states = [s for s in states if registry().government(" ".join(w.text for w in s))]
    return [p for s in states if (p := parse(s, of_government=True))] if len(states) > 1 else []


def _conjunction(words: tuple[Word, ...]) -> int:
    """The place of the "and" that joins two participants, 0 when none does."""
    inside = {n for run in name_runs(words) for n in range(run.first, run.stop)}
    depth = 0
    for n, word in enumerate(words):
        depth += (word.text in "([") - (word.text in ")]")
        joint = word.lower in ("and", "or", "&") and 0 < n < len(words) - 1 and n not in inside and depth == 0
        if joint and _joins_participants(words, n):
            return n
    return 0


def _joins_participants(words: tuple[Word, ...], at: int) -> bool:
    """Whether the "and" at `at` has a participant on either side, rather than two words of one."""
    one, other = parse(words[:at]), parse(words[at + 1 :])
    apart = not (_takes_up(words[at + 1 :]) or _is_inside_name(words, at))
    if one is None or other is None or other.form is Form.PRONOUN or not apart:
        return False
    if (_is_title(one) and _is_titled(other)) or _is_portfolio(words, at):
        return False
    if other.form is Form.OTHER:
        return one.form is Form.NAME and not one.after and bool(one.name) and other.determiner == "the"
    if one.after and words[at - 1].text != "," and not _is_list(trim(words[:at])):
        return False
    if one.form is Form.ROLE and not one.name:
        return _joins_roles(one, other)
    bare = other.form is Form.ROLE and not (other.is_plural or other.determiner or other.name or other.owner)
    return one.form is not Form.OTHER and not (one.after and bare)


def _is_portfolio(words: tuple[Word, ...], at: int) -> bool:
    """Whether an "and" is within what one minister is for: "Culture and Sports Minister Nora Vale"."""
    matters = small_words("portfolios")
    both = all(word.is_capital and word.lower in matters for word in (words[at - 1], words[at + 1]))
    return both and any(word.text in _MINISTERS for word in words[at + 2 : at + 4])


_MINISTERS = ("Minister", "Secretary", "Commissioner", "Undersecretary")


def _is_inside_name(words: tuple[Word, ...], at: int) -> bool:
    """Whether an "and" is within a body's name: "the Harrow Wool and Allied Trades Union", where no body is before it.

    People have no article, and whatever has one is a body, a state or an office; of these none may stand before.
    """
    texts, known = tuple(word.text for word in words), registry()
    before, behind = texts[1:at], texts[at + 1 :]
    in_capitals = len(behind) > 1 and all(word.is_capital for word in (*words[1:at], *words[at + 1 :]))
    if words[0].lower != "the" or not before or not in_capitals or texts[-1] not in _BODIES:
        return False
    named = known.body(before) or known.role(before) or known.government(" ".join(before))
    return not named and known.longest_name(before) < len(before)


_BODIES = frozenset(
    "Union Guild Association Federation Confederation Council Agency Authority Ministry Department Commission "
    "Institute Society Trust Service Board Bureau Organisation Organization Alliance Corporation".split()
)


def _is_title(phrase: Phrase) -> bool:
    """Whether a phrase is but a title, whose bearer's second one follows: "former Apex CEO" and candidate Nora Vale."""
    role = registry().role(tuple(word.text for word in phrase.core))
    return bool(role and not role.plural) and not (phrase.determiner or phrase.owner or phrase.after)


def _is_titled(phrase: Phrase) -> bool:
    """Whether a phrase is a name with a title before it and no article."""
    before = len(phrase.core) - len(phrase.name) + split_title(phrase.name) if phrase.name else 0
    return before > 0 and not phrase.determiner


def _takes_up(words: tuple[Word, ...]) -> bool:
    """Whether words only take up the noun before: "national polls and those in swing states"."""
    return len(words) > 1 and words[0].lower in ("those", "that") and words[1].lower in ("in", "of", "from", "by", "at")


def _joins_roles(one: Phrase, other: Phrase) -> bool:
    """Whether a role and what follows are two: "firms and residents", not "the mayor and senator"."""
    if not one.is_plural and not other.determiner and not other.name:
        return False
    if one.role and other.role and other.form is Form.ROLE and not (one.determiner and other.determiner):
        return one.role.entry.source_type is not other.role.entry.source_type
    return True


def _is_list(words: tuple[Word, ...]) -> bool:
    """Whether words are names separated by commas: "the United States, Britain"."""
    return len(_split_list(words)) > 1


_PARTY_TAG = re.compile(r"[A-Z]{1,3}[-–][A-Z][\w.]*")


def _split_list(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    pieces, first = list[tuple[Word, ...]](), 0
    for n, word in enumerate(words):
        if word.text == ",":
            pieces.append(words[first:n])
            first = n + 1
    pieces.append(words[first:])
    pieces = [p for p in pieces if p]
    if any(len(p) == 1 and _PARTY_TAG.fullmatch(p[0].text) for p in pieces):
        return [words]
    parsed = [parse(p) for p in pieces]
    whole = all(p and p.form is not Form.OTHER and not p.after and (p.determiner != "a") for p in parsed)
    descriptions = any(p and p.form in (Form.ROLE, Form.PRONOUN) and not p.is_plural for p in parsed[1:])
    return pieces if whole and not descriptions else [words]
