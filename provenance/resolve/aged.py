"""Whom an age points at: "the 22-year-old", "the 22-year-old striker"."""

import re
from itertools import islice

from provenance.resolve.cast import Figure, Sort
from provenance.resolve.phrases import Phrase
from provenance.resolve.pronouns import REACH
from provenance.resolve.reference import SEEN
from provenance.resolve.scene import Scene

_AGED = re.compile(r"(\d{1,3})-year-old")


def figure_by_age(scene: Scene, phrase: Phrase) -> Figure | None:
    """The person whose age the text gives so, else the only one whom this paragraph names, or these paragraphs do.

    Whoever only has something in this paragraph ("Vale's sister, Ines Marlow") is not spoken of.
    """
    match = next((m for word in phrase.core if (m := _AGED.fullmatch(word.lower))), None)
    if match is None or phrase.determiner != "the" or phrase.is_plural:
        return None
    here, people, inside = scene.layout.paragraph_at(phrase.span.start), dict[str, Figure](), dict[str, Figure]()
    for sighting in islice(scene.cast.before(phrase.span.start), SEEN):
        figure = scene.cast.figures[sighting.key]
        if figure.sort is not Sort.PERSON:
            continue
        if scene.text.startswith(f", {match[1]},", sighting.span.end):
            return figure
        if here - scene.layout.paragraph_at(sighting.span.start) <= REACH - 1:
            people[sighting.key] = figure
        if here == scene.layout.paragraph_at(sighting.span.start) and not sighting.possessive:
            inside[sighting.key] = figure
    return next((next(iter(group.values())) for group in (inside, people) if len(group) == 1), None)
