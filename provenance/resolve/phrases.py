"""Taking a source's noun phrase apart: its conjuncts, its head, its owner, and the name in it."""

import re
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

import attrs

from provenance.lexicon.entries import Body, DocumentNoun, Pronoun, Role
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Tail, registry
from provenance.models import SourceType, Span
from provenance.resolve.names import is_name_word, is_person_like, is_where, name_runs, split_title, without_honors
from provenance.resolve.numbered import is_numbered
from provenance.resolve.surnames import HONORS
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
    words = trim(words)
    if not words:
        return None
    if pronoun := _pronoun(words):
        return Phrase(form=Form.PRONOUN, words=words, core=words, pronoun=pronoun)
    owner, rest = _split_owner(words)
    determiner, rest = _split_determiner(rest)
    if not rest:
        rest, determiner = words, ""
    while len(rest) > 1 and is_where(rest[0]) and is_name_word(rest[1]):
        rest = rest[1:]
    end = core_end(rest, 0, len(rest))
    end += end < len(rest) and _is_document(rest[: end + 1])
    end = _made_from(rest[:end]) or end
    end -= end > 2 and rest[end - 1].text in HONORS
    core, after = rest[:end], rest[end:]
    if core[-1].lower in _COPIES and len(after) > 1 and after[0].text == "of":
        return parse(after[1:])
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


def _is_document(words: tuple[Word, ...]) -> bool:
    """Whether the last of some words, which may look like a participle, ends a document's name: "a court filing"."""
    return bool((found := registry().document(tuple(word.text for word in words))) and found.length > 1)


def _made_from(core: tuple[Word, ...]) -> int:
    """Where a core goes on to say how its document came about, or 0: "a letter sent", "figures her aides released"."""
    known, texts = registry(), tuple(word.text for word in core)
    if known.document(texts):
        return 0
    ends = (n for n in range(1, len(core)) if known.document(texts[:n]))
    return next((n for n in ends if is_made(core[n:]) or core[n].lower in _OPENING), 0)


def is_made(words: tuple[Word, ...]) -> bool:
    """Whether words begin with a participle, an adverb before it or not."""
    texts = [word.text for word in words[:2]]
    adverb = len(texts) > 1 and (texts[0].endswith("ly") or texts[0] in _SINCE_WHEN) and texts[0].islower()
    made = texts[1] if adverb else "".join(texts[:1])
    return made.islower() and (made in _MADE or made.endswith(("ed", "ing")))


_MADE = frozenset("written sent given made drawn seen taken shown put set kept held left found".split())
_OPENING = OWNERS | frozenset("the available open monday tuesday wednesday thursday friday saturday sunday".split())
_SINCE_WHEN = frozenset("long never once since later first".split())

_COPIES = frozenset("copy copies draft drafts version batch cache set sheaf stack tranche trove".split())
"""What is the document itself to whoever cites it: "a copy of the letter", "a trove of records"."""


def trim(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without punctuation at their ends, prepositions before them, and a time, "itself" or "there" after."""
    first, stop = 0, len(words)
    while first < stop and (words[first].is_punctuation or words[first].lower in LEADERS):
        first += 1
    first += _saying_how(words[first:stop])
    stop -= time_after(words[first:stop])
    stop -= stop - first > 1 and words[stop - 1].lower in _EMPHATIC
    while stop > first and words[stop - 1].is_punctuation and words[stop - 1].text != ")":
        stop -= 1
    return words[first:stop]


def _saying_how(words: tuple[Word, ...]) -> int:
    """How many of the first words say on what occasion somebody speaks: "Cross-examining, Nora Vale"."""
    if len(words) < 4 or words[1].text != "," or not words[2].is_capital:
        return 0
    return 2 if is_made(words[:1]) or is_made((attrs.evolve(words[0], text=words[0].lower),)) else 0


def time_after(words: tuple[Word, ...]) -> int:
    """How many of the last words say when: "a poll this week", "an official on Monday"."""
    if len(words) > 2 and words[-2].lower in _WHICH_TIME and words[-1].lower in _TIMES:
        return 3 if words[-3].lower in ("earlier", "later", "of") and len(words) > 3 else 2
    if len(words) > 2 and words[-2].lower == "on" and words[-1].lower in _DAYS:
        return 2
    if len(words) > 3 and [word.lower for word in words[-3:-1]] == ["the", "same"] and words[-1].lower in _TIMES:
        return 3
    return 0


_EMPHATIC = frozenset(("himself", "herself", "itself", "themselves", "here", "there"))
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TIMES = _DAYS | frozenset("week weekend month year spring summer fall autumn winter morning afternoon evening".split())
_WHICH_TIME = frozenset(("this", "last", "next"))


def _pronoun(words: tuple[Word, ...]) -> Pronoun | None:
    known, lowered = registry().pronouns, [w.lower for w in words if not w.is_punctuation]
    if len(words) == 1 and words[0].text in ("US", "IT", "WHO"):
        return None
    if words[0].text[:2] in ("I'", "I’"):
        return known["i"]
    if len(lowered) > 2 and lowered[-2] == "of" and lowered[-1] in _PARTITIVE and _TIES.isdisjoint(lowered):
        return known[_PARTITIVE[lowered[-1]]]
    return known.get(lowered[0] if len(lowered) == 2 and lowered[1] in _EMPHASIS else " ".join(lowered))


_PARTITIVE = {"whom": "whom", "which": "whom", "them": "they", "us": "they"}
"""What "many of whom" and "some of them" come down to."""

_TIES = frozenset("who which that for with to by from".split())
"""Words by which a noun is only tied to some of them: "a lawyer for two of them"."""

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
    if is_numbered(core):
        return attrs.evolve(phrase, form=Form.DOCUMENT)
    if _is_outlet_again(phrase) or (_name_tail(core) == core and _is_office_for(texts)):
        return attrs.evolve(phrase, form=Form.NAME, name=core)
    if tail := _name_tail(core):
        document = registry().document(texts)
        named = registry().role(texts) or registry().is_surname(texts)
        if len(core) > 1 and document and not named and not _is_titled_body(core, tail, document):
            return attrs.evolve(phrase, form=Form.DOCUMENT, document=document)
        if not _is_noun_in_capitals(core, tail) and not (phrase.determiner and _ends_in_noun(texts)):
            return attrs.evolve(phrase, form=Form.NAME, name=tail)
    return _counted(phrase) or _clipped(phrase) or _with_noun(phrase, texts)


def _is_office_for(texts: tuple[str, ...]) -> bool:
    """Whether a name begins with a word for a body and whose: "Office for Statistics", "Guild of Harrow Bakers"."""
    if len(texts) < 3 or texts[1] not in ("for", "of") or not all(t[:1].isupper() for t in (texts[0], *texts[2:4])):
        return False
    return registry().body(texts[:1]) is not None and (not (role := registry().role(texts)) or role.plural)


def _is_outlet_again(phrase: Phrase) -> bool:
    """Whether "the" before a capital makes a word an outlet's name alone: "the Post", "The Herald", but "The post"."""
    word = phrase.core[0]
    body = registry().body((word.text,)) if len(phrase.core) == 1 and phrase.determiner == "the" else None
    news = body is not None and body.entry.source_type is SourceType.NEWS_MEDIA
    return bool(body and news and not body.entry.noun and word.is_capital)


def _ends_in_noun(texts: tuple[str, ...]) -> bool:
    """Whether an article makes capitals a description: "a Harrow Democrat", "the super PAC"."""
    role, body = registry().role(texts), registry().body(texts)
    if role and {"of", "for"} & set(texts[: -role.length]):
        return False
    return bool((role and not body) or (body and body.length == len(texts) and body.entry.noun))


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
    outlet = body is not None and body.entry.noun and body.entry.source_type is SourceType.NEWS_MEDIA
    if role and role.length == longest and not (outlet and body and body.length == longest):
        phrase = attrs.evolve(phrase, form=Form.ROLE, role=role)
    elif body and body.length == longest and body.entry.noun:
        phrase = attrs.evolve(phrase, form=Form.BODY, body=body)
    elif document and not _is_share(phrase):
        phrase = attrs.evolve(phrase, form=Form.DOCUMENT, document=document)
    alone = phrase.form in (Form.ROLE, Form.OTHER) and not phrase.is_plural
    return attrs.evolve(phrase, name=_apposed_name(phrase.after) if alone else ())


def _is_share(phrase: Phrase) -> bool:
    """Whether an average is one of people rather than a published one: "an average of 9 percent of them"."""
    after = phrase.after[:3]
    counted = len(after) > 2 and after[0].text == "of" and _is_number(after[1]) and after[2].lower in ("percent", "%")
    return phrase.core[-1].lower == "average" and counted


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
    if body and tail == core and len(core) > body.length and body.entry.source_type is SourceType.NEWS_MEDIA:
        return False
    called = body is not None and role is not None and body.length >= role.length and len(texts) > body.length
    if role and not called and (role.plural or role.length == len(texts)):
        return True
    if len(texts) == 1 and "-" in texts[0] and body and body.entry.source_type is SourceType.NEWS_MEDIA:
        return False
    return bool((document and document.length == len(texts)) or (body and body.length == len(texts) == 1))


_NOT_A_TITLE = frozenset("who which that whose where when and of in at for with from to as".split())


def _ends_name(piece: tuple[Word, ...], at: int) -> bool:
    """Whether a name ends here: before a bracket, or before the place in "Sen. Tom Hadley of Vermont"."""
    return piece[at].text == "(" or (at > 1 and piece[at].text == "of" and is_name_word(piece[at - 1]))


def _apposed_name(after: tuple[Word, ...]) -> tuple[Word, ...]:
    """The person's name in apposition: ", Tim Cook," after "the chief executive"."""
    marks = [n for n, word in enumerate(after) if word.text == ","]
    for mark, end in pairwise([*marks, len(after)]):
        piece = after[mark + 1 : end]
        piece = piece[: next((n for n, word in enumerate(piece) if _ends_name(piece, n)), len(piece))]
        piece = without_honors(piece)
        runs = name_runs(piece)
        led = piece[0].text.islower() and any(word.text == "by" for word in piece[1:3]) if piece else False
        if not runs or led or runs[-1].stop != len(piece) or piece[0].lower in _NOT_A_TITLE:
            continue
        name = piece[runs[-1].first :]
        name = name[split_title(name) :]
        if len(name) > 1 and is_person_like(name):
            return name
    return ()
