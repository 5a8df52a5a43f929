"""Whom a pronoun points at."""

import re
from itertools import islice, pairwise

import attrs

from provenance.lexicon.entries import Gender, Number, Pronoun
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Mention, Role, Span
from provenance.resolve.bodies import describe, name_body
from provenance.resolve.cast import Figure, Sighting, Sort
from provenance.resolve.mourning import is_alone
from provenance.resolve.phrases import Phrase, parse
from provenance.resolve.reference import SEEN, again, figure_by_role, mention_of
from provenance.resolve.scene import Scene, Spoken
from provenance.resolve.surnames import gender_of
from provenance.resolve.words import split_words

REACH = 3
"""How many paragraphs back a pronoun may point."""

_BEFORE_OBJECTS = frozenset("of to with by for in at from about against on over under than like between".split())


def follow_pronoun(scene: Scene, phrase: Phrase) -> tuple[Mention, ...]:
    """Those a pronoun points at; empty when nobody fits."""
    pronoun, span = phrase.pronoun, phrase.span
    if pronoun is None or pronoun.person in ("relative", "demonstrative"):
        return ()
    if pronoun.person == "first":
        return _author(scene, pronoun, span)
    if pronoun.gender in (Gender.MALE, Gender.FEMALE):
        person = best_person(scene, span, pronoun.gender)
        return (person,) if person else _someone(scene, span)
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
    """The one who spoke last, where nobody fits better: a given name's gender is only a likelihood."""
    for spoken in scene.spoken_before(span.start, paragraphs=REACH):
        if len(spoken.mentions) == 1 and spoken.mentions[0].key.startswith(("someone:", "anonymous:", "person:")):
            return again(spoken.mentions, span, "pronoun-speaker")
    office = _office_before(scene, span)
    return (office,) if office else ()


def _office_before(scene: Scene, span: Span) -> Mention | None:
    """The holder of an office without a name with whom the sentence before began: "The governor left. He said"."""
    at = scene.layout.sentence_at(span.start)
    before = scene.layout.sentences[max(0, at - 1)]
    if scene.layout.paragraph_at(before.start) != scene.layout.paragraph_at(span.start):
        return None
    opening = _DEFINITE.match(scene.text, before.start, min(before.end, span.start))
    phrase = parse(split_words(scene.text, *opening.span())) if opening else None
    if phrase is None or phrase.role is None or not phrase.role.entry.office or phrase.is_plural:
        return None
    name = describe(scene, phrase)
    key = scene.local("someone", name)
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=span, title=name, rule="pronoun-office")


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
    if heading := _heading(scene, sentence, span):
        return (heading,)
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


def _heading(scene: Scene, sentence: Span, span: Span) -> Mention | None:
    """The body that a sentence begins with, for the "it" that says so behind it: "The navy sank two boats, it said"."""
    if span.start - sentence.start < 2 or not scene.text[sentence.start : span.start].rstrip().endswith(","):
        return None
    words = split_words(scene.text, sentence.start, min(span.start, sentence.start + OPENING))
    first = int(bool(words) and words[0].text == "The")
    for sighting in scene.cast.within(Span(sentence.start, span.start))[:1]:
        figure = scene.cast.figures[sighting.key]
        opens = len(words) > first and sighting.span.start == words[first].start
        if opens and figure.sort is not Sort.PERSON and not sighting.possessive and _acts(scene, sighting):
            return mention_of(figure, span, "pronoun-heading")
    texts, known = tuple(word.text for word in words[:5]), registry()
    nouns = (n for n in range(len(texts), 1, -1) if first and texts[n - 1].islower() and known.body(texts[1:n]))
    phrase = next((parse(words[:n]) for n in nouns), None)
    if phrase is None or phrase.body is None or phrase.is_plural:
        return None
    return attrs.evolve(name_body(scene, phrase, None), span=span, rule="pronoun-heading")


def _acts(scene: Scene, sighting: Sighting) -> bool:
    """Whether a verb stands right behind a name."""
    following = _NEXT_WORD.match(scene.text, sighting.span.end)
    verb = following[1] if following else ""
    return verb.endswith("ed") or verb in small_words("irregular pasts") or verb in _AFTER_NOUNS


OPENING = 80
"""In how many characters a sentence has named what it is about."""


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
ALONE_IN_PARAGRAPH, INTRODUCED, FALLBACK, MOURNED = 2.0, 1.0, -3.0, 1.5
"""What speaks for and against somebody whom a pronoun may mean; chosen by reading articles, not fitted."""


def best_person(scene: Scene, span: Span, gender: Gender) -> Mention | None:
    """The person a singular personal pronoun at `span` most likely points at, named or not.

    Nearness in sentences counts most; then speaking before, being named first in a sentence, and not being a possessor
    or an object. Names inside quotations do not count, nor does anybody of the other gender.
    """
    offset, scores = span.start, dict[str, float]()
    speakers = sorted(
        (s for s in scene.spoken_before(offset, paragraphs=REACH) if _may_have_spoken(scene, s, gender)),
        key=lambda s: -s.at,
    )
    for sighting in _recent(scene, offset):
        if _may_be(scene.cast.figures[sighting.key], gender) and not scene.layout.is_quoted(sighting.span.start):
            right = RIGHT_GENDER if scene.cast.figures[sighting.key].gender is gender else 0.0
            right += SPOKE if speakers and _speaks_since(scene, sighting, speakers[0].at, offset) else 0.0
            _raise(scores, sighting.key, _score_sighting(scene, sighting, offset) + right)
    titled = _role_before(scene, offset)
    if (
        not titled
        and not _is_heard_here(scene, speakers, span)
        and (alone := _alone_in_paragraph(scene, offset, gender))
    ):
        _raise(scores, alone, scores.get(alone, 0.0) + ALONE_IN_PARAGRAPH)
    for rank, spoken in enumerate(speakers[:3]):
        key = spoken.mentions[0].key
        _raise(scores, key, SPOKE + SPOKE_EARLIER * rank + _distance(scene, spoken.at, offset))
        scores[key] += (SPOKE_LAST if rank == 0 else 0.0) + (FALLBACK if _is_fallback(scene, spoken, span) else 0.0)
    if titled and _may_be(titled, gender):
        _raise(scores, titled.key, HEADS_SENTENCE)
    late = scene.cast.figures.get(scene.mourned)
    if late and _may_be(late, gender) and is_alone(scene.layout, scene.cast, late.key, offset):
        _raise(scores, late.key, MOURNED)
    best = max(scores, key=lambda key: scores[key], default="")
    if figure := scene.cast.figures.get(best):
        return mention_of(figure, span, "pronoun-recency")
    return next((again(s.mentions, span, "pronoun-speaker")[0] for s in speakers if s.mentions[0].key == best), None)


def _may_have_spoken(scene: Scene, spoken: Spoken, gender: Gender) -> bool:
    """Whether a pronoun of a gender can mean the one who spoke, named or not."""
    mention = spoken.mentions[0]
    if len(spoken.mentions) > 1 or not mention.key.startswith(("person:", "someone:", "anonymous:")):
        return False
    if figure := scene.cast.figures.get(mention.key):
        return _may_be(figure, gender)
    words, known = tuple(mention.name.lower().split()), registry()
    if words[0] in known.pronouns or words[0] in small_words("quantities") or _has_asked(scene, mention):
        return False
    if called := _called(scene, mention):
        return called is gender
    unlike = mention.key.startswith("person:") and not gender_of(mention.name)
    single = len(words) == 1 and (unlike or words[0] in small_words("determiners"))
    if not spoken.told or single:
        return False
    roles = [role for stop in range(1, len(words) + 1) if (role := known.role(words[:stop]))]
    told = next((role.entry.gender for role in roles if role.entry.gender), None)
    return not any(role.plural for role in roles) and (told or gender_of(mention.name.split()[0])) in (None, gender)


def _called(scene: Scene, mention: Mention) -> Gender | None:
    """The gender of what stands before a name that only an apposition gives: "his wife, Marit"."""
    noun, comma, _ = mention.span.of(scene.text).partition(",") if mention.span else ("", "", "")
    role = registry().role(tuple(noun.split())) if comma else None
    return role.entry.gender if role else None


def _is_unnamed(spoken: Spoken) -> bool:
    return spoken.mentions[0].key.startswith(("someone:", "anonymous:"))


def _is_fallback(scene: Scene, spoken: Spoken, span: Span) -> bool:
    """Whether who spoke is meant only if nobody else is.

    That is who has no name and spoke longer ago or in the same breath, or may be somebody known under a description:
    "the actor", "the Harrow Republican".
    """
    place = spoken.mentions[0].span
    sentences = scene.layout.sentence_at(span.start) - scene.layout.sentence_at(spoken.at)
    again_subject = sentences == 1 and span.of(scene.text).lower() in ("he", "she")
    described = place is not None and place.of(scene.text).lower().startswith("the ")
    return _is_unnamed(spoken) and (described or not again_subject)


def _is_heard_here(scene: Scene, speakers: list[Spoken], span: Span) -> bool:
    """Whether the last to speak is somebody of this paragraph whom the cast does not know."""
    if not speakers or speakers[0].mentions[0].key in scene.cast.figures:
        return False
    same = scene.layout.paragraph_at(speakers[0].at) == scene.layout.paragraph_at(span.start)
    return same and not _is_fallback(scene, speakers[0], span)


def _has_asked(scene: Scene, mention: Mention) -> bool:
    """Whether somebody only puts a question, which the next one answers."""
    return mention.span is not None and bool(_ASKING.match(scene.text, mention.span.end))


_ASKING = re.compile(r"\W{1,3}(?:then |later |also |had |has )?(?:asked|asks|wondered|inquired|shouted|interrupted)\b")


def _speaks_since(scene: Scene, sighting: Sighting, last: int, offset: int) -> bool:
    """Whether a name after the last one who spoke has a word for an utterance behind it: ", Vale continued"."""
    match = _NEXT_WORD.match(scene.text, sighting.span.end) if sighting.span.start > last else None
    form = reporting_forms().get(match[1]) if match else None
    near = scene.layout.sentence_at(offset) - scene.layout.sentence_at(sighting.span.start) <= 1
    before = scene.text[max(0, sighting.span.start - 24) : sighting.span.start].lower().split()
    return near and form is not None and form.saying and _BEFORE_OBJECTS.isdisjoint(before[-2:])


_NEXT_WORD = re.compile(r"\s(?:also\s|later\s|then\s)?([a-z]+)\b")


def _is_introduced(scene: Scene, sighting: Sighting, offset: int) -> bool:
    """Whether the sentence before the pronoun's names somebody new, and nobody else."""
    at = scene.layout.sentence_at(sighting.span.start)
    here = scene.layout.paragraph_at(offset)
    if scene.layout.sentence_at(offset) != at + 1 or scene.layout.paragraph_at(sighting.span.start) != here:
        return False
    new = all(s.key != sighting.key for s in islice(scene.cast.before(sighting.span.start), SEEN))
    people = (s for s in scene.cast.within(scene.layout.sentences[at]) if s.key in scene.cast.figures)
    return new and all(s.key == sighting.key for s in people if scene.cast.figures[s.key].sort is Sort.PERSON)


def _alone_in_paragraph(scene: Scene, offset: int, gender: Gender) -> str | None:
    """The key of the only one whom the paragraph has named so far and whom the pronoun may mean, at its beginning."""
    paragraph = scene.layout.paragraphs[scene.layout.paragraph_at(offset)]
    before = scene.cast.within(Span(paragraph.start, offset)) if paragraph.start < offset else ()
    only, opening = "", scene.layout.sentence(paragraph.start)
    for sighting in before:
        if only == sighting.key or not _may_be(scene.cast.figures[sighting.key], gender):
            continue
        if not scene.layout.is_quoted(sighting.span.start):
            if only or sighting.span.start >= opening.end:
                return None
            only = sighting.key
    return only or None


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
    alone = first and sighting.full and _is_introduced(scene, sighting, offset)
    score = _distance(scene, sighting.span.start, offset) + (NAMED_FIRST if first else 0.0)
    score += (POSSESSOR if sighting.possessive else 0.0) + (INTRODUCED if alone else 0.0)
    return score + (OBJECT if before and before[-1].lower() in _BEFORE_OBJECTS else 0.0)
