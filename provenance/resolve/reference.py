"""Whom a pronoun or a bare "the mayor" points at."""

import re
from collections.abc import Iterable
from itertools import islice, pairwise

import attrs

from provenance.lexicon.entries import Gender, Number, Pronoun
from provenance.lexicon.registry import fold, registry
from provenance.models import Mention, Role, Span
from provenance.resolve.agreeing import confirms, contradicts
from provenance.resolve.cast import Figure, Sighting, Sort
from provenance.resolve.names import is_name_word
from provenance.resolve.phrases import Phrase, parse
from provenance.resolve.scene import Scene, Spoken
from provenance.resolve.words import split_words

REACH = 3
"""How many paragraphs back a pronoun may point."""

SEEN = 40
"""How many sightings back a pronoun looks at most, and a role that more people than this have: keeps long articles
linear."""

_BEFORE_OBJECTS = frozenset("of to with by for in at from about against on over under than like between".split())


def mention_of(figure: Figure, span: Span | None, rule: str, title: str | None = None) -> Mention:
    """An originator's mention of somebody in the cast."""
    return Mention(
        role=Role.ORIGINATOR, name=figure.name, key=figure.key, span=span, title=title or figure.title, rule=rule
    )


def again(mentions: Iterable[Mention], span: Span | None, rule: str) -> tuple[Mention, ...]:
    """Earlier originators taken up again at another place."""
    return tuple(attrs.evolve(m, span=span, rule=rule, role=Role.ORIGINATOR) for m in mentions)


def follow_pronoun(scene: Scene, phrase: Phrase) -> tuple[Mention, ...]:
    """Those a pronoun points at; empty when nobody fits."""
    pronoun, span = phrase.pronoun, phrase.span
    if pronoun is None or pronoun.person in ("relative", "demonstrative"):
        return ()
    if pronoun.person == "first":
        return _author(scene, pronoun, span)
    if pronoun.gender in (Gender.MALE, Gender.FEMALE):
        figure = best_person(scene, span.start, pronoun.gender)
        return (mention_of(figure, span, "pronoun-recency"),) if figure else _someone(scene, span)
    if pronoun.name in _OF_TWO:
        return _two(scene, span)
    if pronoun.number is Number.PLURAL:
        return _several(scene, span)
    return _thing(scene, span)


def _author(scene: Scene, pronoun: Pronoun, span: Span) -> tuple[Mention, ...]:
    """Who "I" and "we" are outside a quotation: the one in the byline, or the outlet."""
    if scene.layout.is_quoted(span.start):
        latest = scene.spoken_before(span.start, paragraphs=1)
        return again(latest[0].mentions, span, "first-person-quoted") if latest else ()
    article = scene.article
    if pronoun.number is Number.SINGULAR and not article.byline and (signed := _signature(scene, span.start)):
        return (mention_of(signed, span, "first-person-signature"),)
    if pronoun.number is Number.SINGULAR and article.byline:
        key = scene.local("person", article.byline)
        return (Mention(role=Role.ORIGINATOR, name=article.byline, key=key, span=span, rule="first-person-byline"),)
    if article.outlet:
        key = scene.local("organization", article.outlet)
        return (Mention(role=Role.ORIGINATOR, name=article.outlet, key=key, span=span, rule="first-person-outlet"),)
    return ()


def _signature(scene: Scene, offset: int) -> Figure | None:
    """Who signs the letter that an "I" stands in: the next line that is little more than a person's name."""
    here = scene.layout.paragraph_at(offset)
    for line in scene.layout.paragraphs[here + 1 : here + 12]:
        if len(line) > 60:
            continue
        first = next(iter(scene.cast.within(line)), None)
        if first and first.full and first.span.start == line.start:
            return scene.cast.figures[first.key]
    return None


def _someone(scene: Scene, span: Span) -> tuple[Mention, ...]:
    """The unnamed person who spoke last."""
    for spoken in scene.spoken_before(span.start, paragraphs=REACH):
        if len(spoken.mentions) == 1 and spoken.mentions[0].key.startswith(("someone:", "anonymous:", "person:")):
            return again(spoken.mentions, span, "pronoun-speaker")
    return ()


def _several(scene: Scene, span: Span) -> tuple[Mention, ...]:
    """Whom "they" points at: several who spoke, or a body, those of the same paragraph first."""
    here = scene.layout.paragraph_at(span.start)
    spoken = scene.spoken_before(span.start, paragraphs=REACH)
    same = [s for s in spoken if scene.layout.paragraph_at(s.at) == here]
    partial = " of " in span.of(scene.text)
    nearest = [s for s in spoken if s.plural or (_is_body(s) and not partial)]
    for earlier in (*(s for s in same if s.plural), *nearest):
        rule = "pronoun-plural" if earlier.plural else "pronoun-body"
        return again(earlier.mentions, span, rule)
    return ()


_OF_TWO = frozenset(("both", "the two", "the pair", "the duo"))


def _two(scene: Scene, span: Span) -> tuple[Mention, ...]:
    """The two whom "both" takes up: those who spoke together, or are named with "and" between them."""
    for earlier in scene.spoken_before(span.start, paragraphs=REACH):
        if len(earlier.mentions) == 2:
            return again(earlier.mentions, span, "pronoun-two")
    for later, before in pairwise(_recent(scene, span.start)):
        if _JOINED.fullmatch(scene.text, before.span.end, later.span.start) and later.key != before.key:
            pair = (scene.cast.figures[before.key], scene.cast.figures[later.key])
            return tuple(mention_of(figure, span, "pronoun-two") for figure in pair)
    return ()


_JOINED = re.compile(r",? and (?:(?:the|his|her|[A-Z]\w+) ){0,3}")


def _is_body(spoken: Spoken) -> bool:
    return spoken.mentions[0].key.startswith(("organization:", "government:", "body:"))


def _thing(scene: Scene, span: Span) -> tuple[Mention, ...]:
    """What "it" points at: the body or document that heads the sentence, or spoke last."""
    sentence = scene.layout.sentence(span.start)
    for sighting in reversed(
        scene.cast.within(Span(sentence.start, span.start)) if span.start > sentence.start else ()
    ):
        figure = scene.cast.figures[sighting.key]
        before = scene.text[max(0, sighting.span.start - 8) : sighting.span.start].split()
        placed = bool(before) and before[-1].lower() in ("in", "at", "near")
        if figure.sort is not Sort.PERSON and not sighting.possessive and not placed and not _modifies(scene, sighting):
            return (mention_of(figure, span, "pronoun-thing-recency"),)
    spoken = scene.spoken_before(span.start, paragraphs=REACH)
    inside = [s for s in spoken if s.at >= sentence.start]
    for earlier in (*inside, *spoken):
        if len(earlier.mentions) == 1 and earlier.mentions[0].key.startswith(
            ("organization:", "government:", "document:", "body:")
        ):
            return again(earlier.mentions, span, "pronoun-thing")
    for sighting in _recent(scene, span.start):
        figure = scene.cast.figures[sighting.key]
        if figure.sort is not Sort.PERSON and not sighting.possessive:
            return (mention_of(figure, span, "pronoun-thing-recency"),)
    return ()


def _modifies(scene: Scene, sighting: Sighting) -> bool:
    """Whether a name only describes the noun after it: "U.S. carbon emissions"."""
    following = re.match(r"\s(?:[a-z]+)", scene.text[sighting.span.end : sighting.span.end + 24])
    return bool(following and following.group().strip() not in _AFTER_NOUNS)


_AFTER_NOUNS = frozenset(
    "to is was has had have will would can could said says and or but that which who in on at for with by from as when "
    "while after before did does struggles faces must may might should".split()
)


def _recent(scene: Scene, offset: int) -> list[Sighting]:
    """The sightings before an offset that a pronoun there may point at, nearest first."""
    here, found = scene.layout.paragraph_at(offset), list[Sighting]()
    for sighting in scene.cast.before(offset):
        if here - scene.layout.paragraph_at(sighting.span.start) > REACH or len(found) >= SEEN:
            break
        found.append(sighting)
    return found


SENTENCE_AWAY, PARAGRAPH_AWAY = -0.7, -0.5
NAMED_FIRST, POSSESSOR, OBJECT, RIGHT_GENDER = 1.0, -0.8, -0.7, 0.3
SPOKE, SPOKE_LAST, SPOKE_EARLIER, HEADS_SENTENCE = 1.6, 0.8, -0.8, 1.2
ALONE_IN_PARAGRAPH = 2.0
"""What speaks for and against somebody whom a pronoun may mean; chosen by reading articles, not fitted."""


def best_person(scene: Scene, offset: int, gender: Gender) -> Figure | None:
    """The person a singular personal pronoun at `offset` most likely points at.

    Nearness in sentences counts most; then speaking before, being named first in a sentence, and not being a possessor
    or an object. Names inside quotations do not count, nor does anybody of the other gender.
    """
    scores = dict[str, float]()
    for sighting in _recent(scene, offset):
        if _may_be(scene.cast.figures[sighting.key], gender) and not scene.layout.is_quoted(sighting.span.start):
            right = RIGHT_GENDER if scene.cast.figures[sighting.key].gender is gender else 0.0
            _raise(scores, sighting.key, _score_sighting(scene, sighting, offset) + right)
    titled = _role_before(scene, offset)
    if not titled and (alone := _alone_in_paragraph(scene, offset, gender)):
        _raise(scores, alone, scores.get(alone, 0.0) + ALONE_IN_PARAGRAPH)
    speakers = [s for s in scene.spoken_before(offset, paragraphs=REACH) if len(s.mentions) == 1]
    for rank, spoken in enumerate(speakers[:3]):
        key = spoken.mentions[0].key
        if key in scene.cast.figures and _may_be(scene.cast.figures[key], gender):
            _raise(scores, key, SPOKE + SPOKE_EARLIER * rank + _distance(scene, spoken.at, offset))
            scores[key] += SPOKE_LAST if rank == 0 else 0.0
    if titled and _may_be(titled, gender):
        _raise(scores, titled.key, HEADS_SENTENCE)
    return scene.cast.figures[max(scores, key=lambda key: scores[key])] if scores else None


def _alone_in_paragraph(scene: Scene, offset: int, gender: Gender) -> str | None:
    """The key of the only one whom the paragraph has named so far and whom the pronoun may mean, at its beginning."""
    paragraph = scene.layout.paragraphs[scene.layout.paragraph_at(offset)]
    before = scene.cast.within(Span(paragraph.start, offset)) if paragraph.start < offset else ()
    named = [
        s for s in before if _may_be(scene.cast.figures[s.key], gender) and not scene.layout.is_quoted(s.span.start)
    ]
    keys = {s.key for s in named}
    opening = scene.layout.sentence(paragraph.start)
    return named[0].key if len(keys) == 1 and named[0].span.start < opening.end else None


def _may_be(figure: Figure, gender: Gender) -> bool:
    return figure.sort is Sort.PERSON and figure.gender in (None, gender)


def _raise(scores: dict[str, float], key: str, score: float) -> None:
    scores[key] = max(scores.get(key, score), score)


def _distance(scene: Scene, at: int, offset: int) -> float:
    layout = scene.layout
    sentences = layout.sentence_at(offset) - layout.sentence_at(at)
    return SENTENCE_AWAY * sentences + PARAGRAPH_AWAY * (layout.paragraph_at(offset) - layout.paragraph_at(at))


def _role_before(scene: Scene, offset: int) -> Figure | None:
    """Whom "the president" means earlier in the sentence that a pronoun stands in."""
    start = max(scene.layout.sentence(offset).start, offset - 300)
    for match in reversed(list(_DEFINITE.finditer(scene.text, start, offset))):
        phrase = parse(split_words(scene.text, match.start(), match.end()))
        office = phrase is not None and phrase.role is not None and phrase.role.entry.office and not phrase.is_plural
        if phrase and office and not scene.layout.is_quoted(match.start()) and (f := figure_by_role(scene, phrase)):
            return f
    return None


_DEFINITE = re.compile(
    r"\b[Tt]he\s+(?:former\s+)?(?:[A-Z][\w.]+\s+)?[a-z]+(?:\s+(?:general|minister|leader|speaker|chief|executive))?"
)


def _score_sighting(scene: Scene, sighting: Sighting, offset: int) -> float:
    sentence = scene.layout.sentence(sighting.span.start)
    people = (
        s
        for s in scene.cast.within(Span(max(sentence.start, sighting.span.start - 300), sighting.span.end))
        if s.span.start < sighting.span.start and not s.possessive
    )
    first = not sighting.possessive and not any(scene.cast.figures[s.key].sort is Sort.PERSON for s in people)
    before = scene.text[max(sentence.start, sighting.span.start - 16) : sighting.span.start].split()
    score = _distance(scene, sighting.span.start, offset) + (NAMED_FIRST if first else 0.0)
    score += POSSESSOR if sighting.possessive else 0.0
    return score + (OBJECT if before and before[-1].lower() in _BEFORE_OBJECTS else 0.0)


# ------------------------------------------------------------------ "the mayor"


def figure_by_role(scene: Scene, phrase: Phrase) -> Figure | None:
    """The person of the cast whom a role points at: the last one named before, else the only one named at all."""
    if phrase.role is None:
        return None
    names = _roles_of(phrase)
    every = {k for name in names for k in scene.cast.roles.get(name, ())}
    if len(every) > SEEN:
        every &= {s.key for s in islice(scene.cast.before(phrase.span.start), SEEN)}
    every = {k for k in every if _modifiers_agree(phrase, scene.cast.figures[k])}
    counts = {k: confirms(phrase, scene.cast.figures[k]) for k in every}
    best = {k for k in every if counts[k] and counts[k] == max(counts.values())}
    keys = best or (every & {k for name in names[:1] for k in scene.cast.roles.get(name, ())}) or every
    if not keys:
        return _known_candidate(scene, names) or _epithet(scene, phrase)
    for sighting in scene.cast.before(phrase.span.start):
        if sighting.key in keys:
            return scene.cast.figures[sighting.key]
    return scene.cast.figures[min(keys)] if len(keys) == 1 else None


def _known_candidate(scene: Scene, names: tuple[str, ...]) -> Figure | None:
    """Who "the presidential nominee" is where nobody is called one: the public figure named far more than any other."""
    if "candidate" not in names:
        return None
    weight = scene.cast.weight
    known = [f for f in scene.cast.figures.values() if f.sort is Sort.PERSON and fold(f.name) in registry().figures]
    ranked = sorted(known, key=lambda f: -weight[f.key])
    if not ranked or any(weight[f.key] * FAR_MORE > weight[ranked[0].key] for f in ranked[1:]):
        return None
    return ranked[0]


FAR_MORE = 2
"""How many times as often a public figure is named than any other for whom the story must be about."""


def _roles_of(phrase: Phrase) -> tuple[str, ...]:
    """The roles that a phrase names, its own first, each with its kin: "the former mayor and senator"."""
    if phrase.role is None:
        return ()
    texts, known = tuple(w.text for w in phrase.core), registry()
    others = [t.entry for stop in range(1, len(texts)) if (t := known.role(texts[:stop])) and not t.plural]
    roles = [phrase.role.entry, *(r for r in others if r.name not in phrase.role.entry.name)]
    return tuple(dict.fromkeys(name for role in roles for name in (role.name, *role.kin)))


def _epithet(scene: Scene, phrase: Phrase) -> Figure | None:
    """Whom a description like "the Harrow businessman" takes up: the last speaker, if nothing speaks against it."""
    if not phrase.modifiers and phrase.role and phrase.role.length < 2:
        return None
    for spoken in scene.spoken_before(phrase.span.start, paragraphs=2)[:1]:
        figure = scene.cast.figures.get(spoken.mentions[0].key)
        gender = phrase.role.entry.gender if phrase.role else None
        if (
            figure
            and figure.sort is Sort.PERSON
            and len(spoken.mentions) == 1
            and figure.gender in (None, gender or figure.gender)
        ):
            former = any(w.lower in ("former", "ex") for w in phrase.modifiers)
            if not figure.titles or (former and "former" in " ".join(figure.titles).lower()):
                return figure
    return None


def named_later(scene: Scene, phrase: Phrase) -> Figure | None:
    """The one person of the article whom "a Harrow judge" in its opening lines introduces before the name comes."""
    if phrase.role is None or phrase.is_plural or scene.layout.paragraph_at(phrase.span.start) > 2:
        return None
    names = (phrase.role.entry.name, *phrase.role.entry.kin)
    keys = {k for name in names for k in scene.cast.roles.get(name, ())}
    if len(keys) != 1:
        return None
    figure = scene.cast.figures[min(keys)]
    if any(s.key == figure.key for s in scene.cast.before(phrase.span.start)):
        return None
    return figure if phrase.role.entry.office and _modifiers_agree(phrase, figure) else None


def _same_body(phrase: Phrase, described: str) -> bool:
    """Whether the body in "the founder of Harrow Aid" is one that the text ties to somebody."""
    if not phrase.after or phrase.after[0].text not in ("of", "at", "for"):
        return True
    stop = next((n for n, w in enumerate(phrase.after) if n and w.is_punctuation), len(phrase.after))
    names = [w.lower for w in phrase.after[:stop] if is_name_word(w)]
    return not names or any(name in described for name in names)


def _was(phrase: Phrase, figure: Figure) -> bool:
    """Whether the text calls somebody a former holder of the phrase's role."""
    names = set(_roles_of(phrase))
    pieces = [p.split() for title in figure.titles for p in title.split(",") if "former" in p.lower() or "ex-" in p]
    found = (registry().role(tuple(p[:stop])) for p in pieces for stop in range(1, len(p) + 1))
    return any(names & {tail.entry.name, *tail.entry.kin} for tail in found if tail)


def _modifiers_agree(phrase: Phrase, figure: Figure) -> bool:
    """Whether nothing in "the Democratic nominee" contradicts what the text calls somebody."""
    described = " ".join(figure.titles).lower()
    if any(w.lower in ("former", "ex") for w in phrase.modifiers) and not _was(phrase, figure):
        return False
    if not _same_body(phrase, described):
        return False
    if contradicts(phrase, figure):
        return False
    for word in phrase.modifiers:
        state = registry().government(word.text)
        if state and state.by == "demonym" and not any(d in " ".join(figure.titles) for d in state.country.demonyms):
            others = [g for w in described.title().split() if (g := registry().government(w))]
            if any(g.country.code != state.country.code for g in others):
                return False
    return True
