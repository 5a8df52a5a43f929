"""Who stands behind what an outlet passes on: whom it cites, and who speaks in what it reports."""

import re

from provenance.lexicon.grammar import small_words
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Attribution, Mention, Span
from provenance.resolve.conjuncts import split_conjuncts
from provenance.resolve.naming import name_phrase
from provenance.resolve.outlets import is_outlet
from provenance.resolve.phrases import Form, Phrase
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word, split_words

_CITING = re.compile(
    r"\b(?:[Cc]iting|[Qq]uoting|which (?:cited|quoted)"
    r"|attributing (?:it|this|that|them|the \w+) to|citing as its source)"
    r"\s+[“\"]?"
)
_END = re.compile(r"[,;:“”\"()—]|\s(?:that|who|which|as)\s")
_APPOSED = re.compile(r",\s(?P<name>[A-Z][\w.’'-]+(?:\s(?:[a-z]{2,3}\s)?[A-Z][\w.’'-]+){1,3}),")
"""A name between commas behind a noun: "citing the regional governor, Nora Vale, said"."""

_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
_ASIDE = re.compile(r"^(?P<who>[^,]{2,90}),[^,]{2,120},$")
_TAIL = re.compile(
    r"(?:[,?!]|[,?!]?[”\"’])\s+(?P<who>[^,;:.“”\"]{2,90}?|[^,;:“”\"]{2,60},[^,;:“”\"]{2,90},)\s+"
    r"(?P<verb>[a-z]+)(?:\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?[\s,]*$"
)
_PER = re.compile(r",\s+according to\s+(?P<who>[^,;:“”\"()]{3,90}?)[\s,]*$")
_OPENING = re.compile(r"\s*(?:that\s+)?(?=[^\s“\"])")
_MARKS = frozenset('“”";:()—–')
_HELPING = frozenset("has had have also then later earlier once recently privately publicly reportedly again".split())
_PASSIVE = frozenset("was were be been being is are to not and or who which that whose".split())
OPENING_WORDS = 28
"""In how many words of what is reported the one who speaks in it must have come."""

TAIL = 160
"""How many characters before its end."""

GAP = 80
"""How many characters may stand between what was said and who passed it on: ", police said, according to"."""


def name_place(scene: Scene, place: Span, statement: Span) -> tuple[Mention, ...]:
    """The participants whom the words at a place name, if they are somebody or something that can be a source."""
    phrases = split_conjuncts(split_words(scene.text, place.start, place.end))
    return tuple(m for phrase in phrases if _is_nameable(phrase) for m in name_phrase(scene, phrase, statement))


def _is_nameable(phrase: Phrase) -> bool:
    if phrase.form is Form.PRONOUN:
        return phrase.pronoun is not None and phrase.pronoun.gender is not None and phrase.pronoun.person == "third"
    return phrase.form in (Form.NAME, Form.ROLE, Form.DOCUMENT, Form.BODY) or bool(phrase.name)


def cited(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Whom an outlet cites: "The Post reported, citing two officials, that …"."""
    span = scene.around(attribution.statement, attribution.extent)
    for match in _CITING.finditer(scene.text, span.start, span.end):
        inside = (c for c in attribution.content[1:] if c.contains(Span(*match.span())) and c.start < match.start())
        if scene.layout.is_quoted(match.start()) or any(inside):
            continue
        end = _phrase_end(scene, match.end(), span.end)
        place = Span(match.end(), max(end, match.end() + 1))
        if named := name_place(scene, place, place):
            return named
    return ()


def _phrase_end(scene: Scene, start: int, limit: int) -> int:
    """Where a phrase ends at the latest: at a mark, a clause, or its sentence's end; a stop within it is none."""
    limit = min(limit, scene.layout.sentence(start).end)
    stop = _END.search(scene.text, start, limit)
    named = _APPOSED.match(scene.text, stop.start(), limit) if stop else None
    if named and named["name"].split()[0] not in _DAYS:
        return named.end("name")
    return stop.start() if stop else limit


def nested_speaker(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Who speaks in what an outlet reports: "According to the Post, spokeswoman Jane Roe said …"."""
    if not attribution.content:
        return ()
    last = attribution.content[-1]
    after = (s.start for s in (*attribution.source, *attribution.cue) if 0 <= s.start - last.end < GAP)
    end = min(after, default=last.end)
    place = _at_beginning(scene, attribution.content[0]) or _at_end(scene, Span(last.start, end))
    named = name_place(scene, place, attribution.statement) if place else ()
    return tuple(m for m in named if not m.key.startswith("document:") and not is_outlet(m))[:2]


def _at_beginning(scene: Scene, piece: Span) -> Span | None:
    """The subject of the reporting word that a reported clause begins with: "(that) Vale had told aides …"."""
    opening = _OPENING.match(scene.text, piece.start, piece.end)
    if not opening or scene.layout.is_quoted(piece.start):
        return None
    words = split_words(scene.text, opening.end(), min(piece.end, opening.end() + 400))[:OPENING_WORDS]
    for at, word in enumerate(words):
        if word.text in _MARKS or (at and word.text == "."):
            return None
        if at and is_telling(word):
            ordering = word.lower in ("told", "tells") and any(w.lower == "to" for w in words[at + 1 : at + 5])
            return None if ordering else _subject(scene, words[:at])
    return None


def is_telling(word: Word) -> bool:
    """Whether a word is a finite verb of saying: "said", "warned", "told"; what people think is not heard."""
    form = reporting_forms().get(word.lower)
    said = form is not None and form.saying and word.lower not in small_words("thoughts")
    said = said or word.lower in small_words("judging aloud")
    return (
        said and word.text.islower() and (word.lower.endswith(("ed", "said", "told", "wrote")) or word.lower in _SAYS)
    )


_SAYS = frozenset("say says tells claims warns insists denies".split())


def _subject(scene: Scene, words: tuple[Word, ...]) -> Span | None:
    """The noun phrase that words before a verb are, without its helping words; None if it is none that speaks."""
    while words and (words[-1].lower in _HELPING or words[-1].lower.endswith("ly")):
        words = words[:-1]
    if words and words[0].lower in _SCENE and (comma := _comma(words)) + 1 < len(words):
        words = words[comma + 1 :]
    if not words or words[-1].lower in _PASSIVE or words[0].lower in _SCENE:
        return None
    place = Span(words[0].start, words[-1].end)
    marks = place.of(scene.text).count(",")
    aside = _ASIDE.match(place.of(scene.text)) if marks == 2 else None
    clause = any(word.lower in small_words("clause words") - _INSIDE for word in words[: _comma(words)])
    return None if clause or marks not in (0, 2) or (marks and not aside) else place


def _comma(words: tuple[Word, ...]) -> int:
    return next((n for n, word in enumerate(words) if word.text == ","), len(words))


_SCENE = frozenset("in on at for with by from after before during while when as since if although though".split())
_INSIDE = frozenset("of for in at from on with".split())
"""Prepositions that may stand inside a noun phrase."""


def _at_end(scene: Scene, piece: Span) -> Span | None:
    """Whoever is said to have said it at the end of what is reported: "“It held,” Vale said"."""
    start = max(piece.start, piece.end - TAIL)
    if (per := _PER.search(scene.text, start, piece.end)) and not scene.layout.is_quoted(per.start("who")):
        return Span(*per.span("who"))
    match = _TAIL.search(scene.text, start, piece.end)
    if not match or not all(is_telling(word) for word in split_words(match["verb"])):
        return None
    place = Span(*match.span("who"))
    return (
        None
        if scene.layout.is_quoted(place.start)
        else _subject(scene, split_words(scene.text, place.start, place.end))
    )


def beside(scene: Scene, attribution: Attribution) -> tuple[Mention, ...]:
    """Who follows an outlet in the source's words: "Yahoo News, spokesman Jane Roe" after "according to"."""
    source = Span(attribution.source[0].start, attribution.source[-1].end)
    comma = scene.text.find(",", source.start, source.end - 1)
    if comma < 0:
        return ()
    place = Span(comma + 1, source.end)
    return tuple(m for m in name_place(scene, place, place) if m.key.startswith("person:"))
