"""Bodies taken up again by a noun: "the fund", "the rights group"."""

from itertools import islice

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import DESCRIBED, registry
from provenance.models import Mention, SourceType
from provenance.resolve.cast import Sort
from provenance.resolve.names import is_where
from provenance.resolve.phrases import Phrase
from provenance.resolve.reference import mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word


def body_again(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body named before whose last noun a bare "the fund" is: the Harrow Relief Fund, the Fund for Weirs."""
    if phrase.determiner != "the" or len(phrase.core) > 1 or phrase.after or not phrase.core[0].text.islower():
        return None
    noun = phrase.core[0].text
    if registry().is_of_bodies_and_people(noun):
        return None
    for sighting in islice(scene.cast.before(phrase.span.start), 60):
        figure = scene.cast.figures[sighting.key]
        if figure.sort is Sort.ORGANIZATION and ends_in(figure.name.split(), noun):
            return mention_of(figure, phrase.span, "nominal-body")
    for spoken in scene.spoken_before(phrase.span.start)[:3]:
        earlier = spoken.mentions[0]
        if (
            earlier.rule == DESCRIBED
            and earlier.span
            and noun in earlier.span.of(scene.text).lower().split(",")[0].split()
        ):
            return attrs.evolve(earlier, span=phrase.span, rule="nominal-body")
    return None


def ends_in(words: list[str], noun: str) -> bool:
    """Whether a noun ends a body's name, or what it is for alone follows."""
    ends = (n for n, word in enumerate(words) if word.lower() == noun)
    return any(n + 1 == len(words) or words[n + 1] in ("of", "for", "on") for n in ends)


def body_that_spoke(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body whose word came last, where a noun for bodies of its kind takes it up: "the rights group".

    Of a body of which nothing is known it is enough to have spoken right before, or to have the noun in its name.
    """
    tail = phrase.body or phrase.role
    said = [word.lower for word in unplaced(phrase.core)]
    if tail is None or not phrase.is_definite or phrase.is_plural or phrase.owner or len(said) > tail.length:
        return None
    for rank, spoken in enumerate(scene.spoken_before(phrase.span.start, paragraphs=2)[:3]):
        earlier = spoken.mentions[0]
        if len(spoken.mentions) > 1 or not earlier.key.startswith(("organization:", "body:")):
            continue
        words = earlier.name.lower().split()
        own = len(words) > 1 and set(said) <= set(words) and said[-1] not in small_words("places")
        if own or (rank == 0 and _is_of_kind(earlier, said[-1], tail.entry.source_type)):
            return attrs.evolve(earlier, span=phrase.span, rule="nominal-body")
    return None


def _is_of_kind(mention: Mention, noun: str, kind: SourceType) -> bool:
    """Whether a body may be called by a noun of a kind, as far as the tables or the text tell what it is."""
    body, tail = registry().organization(mention.name), registry().body(tuple(mention.name.split()))
    if body or tail:
        return (body.source_type if body else tail.entry.source_type if tail else None) is kind
    return mention.key.startswith("organization:") and noun in small_words("generic bodies")


def unplaced(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words behind one that says where somebody is: "group" of "New York-based group"."""
    return words[max((n + 1 for n, word in enumerate(words) if is_where(word)), default=0) :]
