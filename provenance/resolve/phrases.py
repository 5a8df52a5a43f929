"""Taking a source's noun phrase apart: its conjuncts, its head, its owner, and the name in it."""

import re
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Body, DocumentNoun, Pronoun, Role, Tail, registry
from provenance.models import Span
from provenance.resolve.names import is_name_word, is_person_like, name_runs, split_title
from provenance.resolve.titles import core_end
from provenance.resolve.words import Word

DEFINITE = frozenset("the this that these those".split())
OWNERS = frozenset("his her its their our my your whose".split())
LEADERS = frozenset(
    "by from of to with for among between according and but or as via per amid than when while even".split()
)
"""Words that may precede a noun phrase in a source span without being part of it."""


T = TypeVar("T")


class Form(StrEnum):
    """What the head of a noun phrase is."""

    PRONOUN = "pronoun"
    NAME = "name"
    ROLE = "role"
    BODY = "body"
    DOCUMENT = "document"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Phrase:
    """One participant as the text words it.

    `core` is the phrase up to its first modifier on the right, determiner and owner left out; `after` is the rest.
    `name` is the proper name in it: the core's last words, or an apposition's ("the mayor, Jane Roe").
    """

    form: Form
    words: tuple[Word, ...]
    core: tuple[Word, ...] = ()
    after: tuple[Word, ...] = ()
    determiner: str = ""
    owner: tuple[Word, ...] = ()
    name: tuple[Word, ...] = ()
    pronoun: Pronoun | None = None
    role: Tail[Role] | None = None
    body: Tail[Body] | None = None
    document: Tail[DocumentNoun] | None = None
    of_government: bool = False

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(self.words[0].start, self.words[-1].end)

    @property
    def is_plural(self) -> bool:
        """Whether it names several."""
        tail = self.role or self.body or self.document
        if tail:
            return tail.plural
        last = self.core[-1].lower if self.core else ""
        return last.endswith("s") and not last.endswith("ss")

    @property
    def is_definite(self) -> bool:
        """Whether it points at somebody the reader knows by now."""
        return self.determiner in DEFINITE or bool(self.owner)

    @property
    def modifiers(self) -> tuple[Word, ...]:
        """The words of the core before its noun."""
        tail = self.role or self.body or self.document
        return self.core[: len(self.core) - tail.length] if tail else self.core[:-1]


def parse(words: tuple[Word, ...], *, of_government: bool = False) -> Phrase | None:
    """Take one noun phrase apart; None when nothing is left of it."""
    words = _trim(words)
    if not words:
        return None
    if pronoun := _pronoun(words):
        return Phrase(form=Form.PRONOUN, words=words, core=words, pronoun=pronoun)
    owner, rest = _split_owner(words)
    determiner, rest = _split_determiner(rest)
    if not rest:
        rest, determiner = words, ""
    end = core_end(rest, 0, len(rest))
    core, after = rest[:end], rest[end:]
    phrase = Phrase(
        form=Form.OTHER,
        words=words,
        core=core,
        after=after,
        determiner=determiner,
        owner=owner,
        of_government=of_government,
    )
    return _with_head(phrase)


def _trim(words: tuple[Word, ...]) -> tuple[Word, ...]:
    first, stop = 0, len(words)
    while first < stop and (words[first].is_punctuation or words[first].lower in LEADERS):
        first += 1
    while stop > first and words[stop - 1].is_punctuation and words[stop - 1].text != ")":
        stop -= 1
    return words[first:stop]


def _pronoun(words: tuple[Word, ...]) -> Pronoun | None:
    known = registry().pronouns
    lowered = [w.lower for w in words if not w.is_punctuation]
    if len(words) == 1 and words[0].text in ("US", "IT", "WHO"):
        return None
    if words[0].text[:2] in ("I'", "I’"):
        return known["i"]
    if len(lowered) > 2 and lowered[-2] == "of" and lowered[-1] in _PARTITIVE:
        return known[_PARTITIVE[lowered[-1]]]
    emphasised = len(lowered) == 2 and lowered[1] in _EMPHASIS
    return known.get(lowered[0] if emphasised else " ".join(lowered))


_PARTITIVE = {"whom": "whom", "which": "whom", "them": "they", "us": "they"}
"""What "many of whom" and "some of them" come down to."""

_EMPHASIS = frozenset("himself herself themselves also both each all".split())


def _split_owner(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The possessor before the rest: "His" surrogates, "Apple's" chief executive."""
    if words[0].lower in OWNERS and len(words) > 1:
        return words[:1], words[1:]
    end = core_end(words, 0, len(words))
    for n, word in enumerate(words[: end - 1]):
        if word.possessive and is_name_word(words[n]):
            first = n
            while first > 0 and (is_name_word(words[first - 1]) or words[first - 1].text in small_words("particles")):
                first -= 1
            return words[first : n + 1], words[n + 1 :]
    return (), words


def _split_determiner(words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    first = 0
    while first < len(words) - 1 and (
        words[first].lower in small_words("determiners") or _is_number(words[first]) or words[first].lower == "number"
    ):
        if words[first + 1].text == "of" and words[first].lower in small_words("quantities"):
            break
        if is_name_word(words[first]) and registry().longest_name(tuple(w.text for w in words[first:])) > 1:
            break
        first += 1
    return (words[0].lower if first else ""), words[first:]


_TENS = re.compile(
    r"\w+-(?:thirds?|quarters?|fifths?)|half|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|\d[\d,.]*|(?:\w+teen|eleven|twelve|hundred)"
)


def is_opener(word: Word) -> bool:
    """Whether a word can begin a noun phrase of which it is not the noun."""
    return word.lower in small_words("determiners") or word.lower in OWNERS or _is_number(word)


def _is_number(word: Word) -> bool:
    return bool(_TENS.fullmatch(word.lower))


def _with_head(phrase: Phrase) -> Phrase:
    """A phrase with its head found: a registered name, a numbered article, another name, or a noun of the tables."""
    core = phrase.core
    texts = tuple(w.text for w in core)
    if registry().longest_name(texts) == len(texts):
        return attrs.evolve(phrase, form=Form.NAME, name=core)
    if len(core) > 1 and core[0].lower in _NUMBERED_PARTS and core[1].text[:1].isdigit():
        return attrs.evolve(phrase, form=Form.DOCUMENT)
    if tail := _name_tail(core):
        document = registry().document(texts)
        if len(core) > 1 and document and not registry().role(texts) and not _is_titled_body(core, tail, document):
            return attrs.evolve(phrase, form=Form.DOCUMENT, document=document)
        if not _is_noun_in_capitals(core, tail) and not (phrase.determiner and _ends_in_noun(texts)):
            return attrs.evolve(phrase, form=Form.NAME, name=tail)
    return _counted(phrase) or _clipped(phrase) or _with_noun(phrase, texts)


def _ends_in_noun(texts: tuple[str, ...]) -> bool:
    """Whether an article makes capitals a description: "a Harrow Democrat", "the super PAC"."""
    role, body = registry().role(texts), registry().body(texts)
    return bool((role and not body) or (body and body.length == len(texts) and body.entry.noun))


_NUMBERED_PARTS = frozenset(("article", "section", "chapter", "amendment"))


def _counted(phrase: Phrase) -> Phrase | None:
    """A phrase headed by what it counts: "a number of cities" is about cities."""
    if phrase.core[-1].lower not in small_words("quantities") or not phrase.after or phrase.after[0].text != "of":
        return None
    inner = parse(phrase.after[1:])
    if inner is None or inner.form is Form.PRONOUN:
        return None
    if inner.form is Form.NAME:
        return phrase
    several, name = phrase.core[-1].lower != "one", _apposed_name(phrase.after)
    return attrs.evolve(
        phrase, form=inner.form, name=name, role=_as(inner.role, several), body=_as(inner.body, several)
    )


def _clipped(phrase: Phrase) -> Phrase | None:
    """A pronoun whose source span runs on into its clause."""
    first, second = phrase.core[0].lower, phrase.core[1].text if len(phrase.core) > 1 else ""
    if first not in _SUBJECTS or not second.islower():
        return None
    return attrs.evolve(phrase, form=Form.PRONOUN, pronoun=registry().pronouns[first])


def _with_noun(phrase: Phrase, texts: tuple[str, ...]) -> Phrase:
    known = registry()
    role, body, document = known.role(texts), known.body(texts), known.document(texts)
    longest = max((t.length for t in (role, body, document) if t), default=0)
    if role and role.length == longest:
        phrase = attrs.evolve(phrase, form=Form.ROLE, role=role)
    elif body and body.length == longest and body.entry.noun:
        phrase = attrs.evolve(phrase, form=Form.BODY, body=body)
    elif document:
        phrase = attrs.evolve(phrase, form=Form.DOCUMENT, document=document)
    name = _apposed_name(phrase.after) if phrase.form in (Form.ROLE, Form.OTHER) else ()
    return attrs.evolve(phrase, name=name)


_SUBJECTS = frozenset("he she they i we".split())
"""Pronouns that begin a clause: a source span that runs on after one is about that one."""


def _as(tail: Tail[T] | None, plural: bool) -> Tail[T] | None:
    return attrs.evolve(tail, plural=plural) if tail else None


def _name_tail(core: tuple[Word, ...]) -> tuple[Word, ...]:
    """The proper name that the core ends with."""
    runs = name_runs(core)
    if not runs or runs[-1].stop != len(core):
        return ()
    return core[runs[-1].first :]


def _is_titled_body(core: tuple[Word, ...], tail: tuple[Word, ...], document: Tail[DocumentNoun]) -> bool:
    """Whether a name of capitals only ends in a word of bodies: "The Harrow Post" is an outlet, no post."""
    body = registry().body(tuple(word.text for word in core))
    return tail == core and body is not None and body.length >= document.length


def _is_noun_in_capitals(core: tuple[Word, ...], tail: tuple[Word, ...]) -> bool:
    """Whether capitals belong to a headline or a sentence's start: "Protesters", "Black Lawmakers", "Judge"."""
    texts = tuple(w.text for w in tail)
    known = registry()
    if len(core) > len(tail) and len(tail) == 1:
        tail_noun = known.role(texts)
        return bool(tail_noun and tail_noun.plural)
    role, document, body = known.role(texts), known.document(texts), known.body(texts)
    if role and (role.plural or role.length == len(texts)):
        return True
    return bool((document and document.length == len(texts)) or (body and body.length == len(texts) == 1))


_NOT_A_TITLE = frozenset("who which that whose where when and of in at for with from to as".split())


def _apposed_name(after: tuple[Word, ...]) -> tuple[Word, ...]:
    """The person's name in apposition: ", Tim Cook," after "the chief executive"."""
    marks = [n for n, word in enumerate(after) if word.text == ","]
    for mark, end in pairwise([*marks, len(after)]):
        piece = after[mark + 1 : end]
        piece = piece[: next((n for n, word in enumerate(piece) if word.text == "("), len(piece))]
        runs = name_runs(piece)
        if not runs or runs[-1].stop != len(piece) or piece[0].lower in _NOT_A_TITLE:
            continue
        name = piece[runs[-1].first :]
        name = name[split_title(name) :]
        if len(name) > 1 and is_person_like(name):
            return name
    return ()


# ------------------------------------------------------------------ conjuncts


def split_conjuncts(words: tuple[Word, ...]) -> list[Phrase]:
    """The co-equal participants that a source's words name, in text order; those that "including" names come first."""
    words = _trim(words)
    if including := next((n for n, w in enumerate(words) if w.lower == "including" and n), 0):
        return [*split_conjuncts(words[including + 1 :]), *split_conjuncts(words[:including])]
    if states := _governments_of(words):
        return states
    at = _conjunction(words)
    if not at:
        phrase = parse(words)
        return [phrase] if phrase else []
    left, right = _trim(words[:at]), words[at + 1 :]
    if left and left[0].lower == "both":
        left = left[1:]
    pieces = _split_list(left)
    return [p for piece in pieces if (p := parse(piece))] + split_conjuncts(right)


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
    if one is None or other is None or other.form in (Form.OTHER, Form.PRONOUN):
        return False
    if one.after and words[at - 1].text != "," and not _is_list(_trim(words[:at])):
        return False
    if one.form is other.form is Form.NAME:
        return True
    if one.form is Form.ROLE and not one.name:
        return _joins_roles(one, other)
    return one.form is not Form.OTHER


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
