"""The body for which somebody without a name speaks: "State Department officials", "a spokesman for the ministry"."""

from itertools import islice

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import STAFF_OF_FIRM, fold, registry
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.bodies import body_in, name_body
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.names import is_name_word
from provenance.resolve.phrases import Form, Phrase, parse
from provenance.resolve.reference import mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.surnames import lowered, person_key
from provenance.resolve.words import Word

STAFF = "staff-of-body"
"""The rule of a mention of a body by those who work there."""

AFFILIATING = frozenset(("of", "at", "for", "with", "from", "in", "inside", "within"))
_SPEAKERS = frozenset("spokesman spokeswoman spokesperson official representative".split())
"""Of whom a noun before says for whom they speak: "a company spokesman" is of the company the story is about."""

_OF_FIRMS = frozenset(("executive", "company executive", "company official"))
_NO_FIRMS = frozenset("Hollywood Bollywood Valley Street City Coast County Republican Democratic".split())
"""What in capitals before an executive is no company."""

_OF_PEOPLE = frozenset("lawyer attorney counsel adviser advisor aide".split())

_OF_STATE = (SourceType.GOVERNMENT, SourceType.SECURITY, SourceType.JUDICIARY)


_VAGUE = frozenset("agency bureau commission council department ministry office service".split())
"""Nouns that do not say which body is meant, nor what it is for."""


def staff_of(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention | None:
    """The body whose unnamed staff a role is; None where no body is named. An analyst is of no state."""
    if phrase.role is None or not phrase.role.entry.staff:
        return None
    body = _body_of(scene, phrase, owner)
    private = phrase.role.entry.source_type in (SourceType.BUSINESS, SourceType.NEWS_MEDIA)
    return None if body and private and _is_state(body) else body


def _is_state(body: Mention) -> bool:
    """Whether a body is a state, or a place that governs itself."""
    entry = registry().organization(body.name)
    place = entry is not None and entry.source_type is SourceType.GOVERNMENT and not body.name.isupper()
    return body.key.startswith("government:") or (place and registry().body(tuple(body.name.split())) is None)


def _body_of(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention | None:
    """The body that the words around a role name, the surest first."""
    if owner and owner.key.startswith(("organization:", "government:")) and not _may_be_client(phrase, owner):
        return Mention(role=Role.ORIGINATOR, name=owner.name, key=owner.key, span=phrase.span, rule=STAFF)
    before = phrase.modifiers
    if before and before[-1].text in ("of", "for") and len(before) < len(phrase.core) - 1:
        before = phrase.core[:-1]
    named = body_in(scene, before, phrase.span, STAFF) or _firm(scene, phrase)
    if named or phrase.role is None:
        return named
    if phrase.core[0].lower == "police" and phrase.role.entry.name.startswith("police"):
        return _police(scene, phrase.span)
    if phrase.after:
        return _at(scene, phrase) if phrase.after[0].lower in AFFILIATING else None
    if owner or phrase.role.entry.name not in _SPEAKERS or phrase.is_plural:
        return None
    return _by_noun(scene, phrase.modifiers, phrase.span) if phrase.modifiers else _spoken_of(scene, phrase)


def _may_be_client(phrase: Phrase, owner: Mention) -> bool:
    """Whether one unknown word may be somebody who has lawyers and aides, and no body: "Vale’s lawyers"."""
    counsel = phrase.role is not None and phrase.role.entry.name in _OF_PEOPLE
    return counsel and owner.rule == "body-as-written" and " " not in owner.name


def _firm(scene: Scene, phrase: Phrase) -> Mention | None:
    """The company that no table knows right before its executive: "a Norvane executive"; nobody is a place's."""
    words = phrase.modifiers
    while words and not words[0].is_capital:
        words = words[1:]
    name = " ".join(word.text for word in words)
    if phrase.role is None or phrase.role.entry.name not in _OF_FIRMS or not words:
        return None
    if (
        not scene.is_proper(words[0])
        or not all(word.is_capital for word in words)
        or words[-1].text in _NO_FIRMS
        or registry().government(name)
    ):
        return None
    key = f"organization:{fold(name)}"
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule=STAFF_OF_FIRM)


def _at(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body that a name or a noun behind a preposition stands for: "officials at Harrow Water", "at the agency"."""
    ends = (n for n, w in enumerate(phrase.after) if n and (w.is_punctuation or w.lower in ("who", "which")))
    words = phrase.after[1 : next(ends, None)]
    where = next((n for n, word in enumerate(words) if word.text in ("in", "at")), 0)
    if where > 1 and words[0].lower == "the" and not any(map(scene.is_proper, words[:where])):
        return _by_noun(scene, words[1:where], phrase.span)
    if body := body_in(scene, words, phrase.span, STAFF) or _of_unknown(scene, phrase, words):
        return body
    pointed = bool(words) and words[0].lower in ("the", "that", "this")
    return _by_noun(scene, words[1:], phrase.span) if pointed else None


def _of_unknown(scene: Scene, phrase: Phrase, words: tuple[Word, ...]) -> Mention | None:
    """The body for which a spokesman speaks, where nobody in the article is called so: "a spokesman for Nordmark"."""
    texts = tuple(word.text for word in words)
    speaks = phrase.role is not None and phrase.role.entry.name.startswith("spokes") and phrase.after[0].text == "for"
    if not (speaks and texts and all(map(is_name_word, words))) or words[-1].possessive:
        return None
    somebody = scene.cast.surnames.get(lowered(texts)) or person_key(texts) in scene.cast.figures
    if somebody or texts[0] in registry().given_names or len(texts) > 1:
        return None
    key = f"organization:{fold(texts[0])}"
    return Mention(role=Role.ORIGINATOR, name=texts[0], key=key, span=phrase.span, rule=f"{STAFF}-as-written")


def _by_noun(scene: Scene, words: tuple[Word, ...], span: Span) -> Mention | None:
    """The body that a noun takes up, or that says enough of it alone: "the foreign ministry"."""
    inner = parse(words)
    if inner is None or inner.form is not Form.BODY or inner.body is None or inner.owner:
        return None
    last = inner.core[-1].lower
    if last in small_words("places") or (inner.is_plural and last != "police"):
        return None
    named = name_body(scene, attrs.evolve(inner, determiner="the"), None)
    told = inner.body.entry.source_type in _OF_STATE and (len(inner.core) > 1 or last not in _VAGUE)
    if not (named.key.startswith("organization:") or (told and named.key.startswith(("body:", "government:")))):
        return None
    return attrs.evolve(named, span=span, rule=STAFF)


def _spoken_of(scene: Scene, phrase: Phrase) -> Mention | None:
    """The one body that the sentence, or else the sentence before, is about: "Harrow Yarn shut. A spokesman said"."""
    if phrase.determiner not in ("a", "an") or len(phrase.words) > 2:
        return None
    here = scene.layout.sentence(phrase.span.start)
    last = scene.layout.sentence(here.start - 2) if here.start > 1 else here
    for start, end in ((here.start, phrase.span.start), (last.start, last.end)):
        seen = scene.cast.within(Span(start, end)) if start < end else ()
        figures = [scene.cast.figures[key] for key in dict.fromkeys(sighting.key for sighting in seen)]
        if figures:
            return mention_of(figures[0], phrase.span, STAFF) if len(figures) == 1 and _speaks(figures[0]) else None
    return None


def _speaks(figure: Figure) -> bool:
    """Whether a figure is a body that has a spokesman of its own, no place and no outlet that reported of others."""
    if figure.sort is not Sort.ORGANIZATION:
        return False
    entry, tail = registry().organization(figure.name), registry().body(tuple(figure.name.split()))
    kind = entry.source_type if entry else tail.entry.source_type if tail else SourceType.NEWS_MEDIA
    place = kind is SourceType.GOVERNMENT and tail is None and not figure.name.isupper()
    return kind not in (SourceType.NEWS_MEDIA, SourceType.STATE_MEDIA) and not place


def _police(scene: Scene, span: Span) -> Mention:
    """The police that an article speaks of: the force it names, else just the police."""
    for sighting in islice(scene.cast.before(span.start), 60):
        figure = scene.cast.figures[sighting.key]
        entry = registry().organization(figure.name)
        if figure.sort is Sort.ORGANIZATION and "Police" in " ".join(entry.forms if entry else (figure.name,)):
            return mention_of(figure, span, STAFF)
    for figure in islice(scene.cast.figures.values(), 60):
        for word in " ".join(figure.titles).split():
            if (entry := registry().organization(word)) and "Police" in " ".join(entry.forms):
                key = f"organization:{fold(entry.name)}"
                return Mention(role=Role.ORIGINATOR, name=entry.name, key=key, span=span, rule=STAFF)
    key = scene.local("body", "police")
    return Mention(role=Role.ORIGINATOR, name="police", key=key, span=span, rule=STAFF)
