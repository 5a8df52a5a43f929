"""People whom a story's opening describes before it names them.

    A harbor envoy said the talks would go on.
    “Nobody has left,” Nora Vale told reporters. The envoy added that …

News introduces everybody whom it quotes. Whoever is named without a word of who that is, right after somebody who was
described without a name, has been introduced already.
"""

import re

import attrs

from provenance.models import SourceType, Span
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.phrases import Phrase
from provenance.resolve.scene import Scene

OPENING = 2
"""How many paragraphs the opening has, counted from the one that describes."""


UNSAID = (SourceType.UNKNOWN, SourceType.INDIVIDUAL)
"""Kinds of role that say too little of somebody: a story of a fire has many neighbours."""


def introduce(scene: Scene, phrase: Phrase, description: str) -> Figure | None:
    """The person who is named next, now known as the phrase describes; None where the story makes no such promise."""
    here = scene.layout.paragraph_at(phrase.span.start)
    role = phrase.role.entry if phrase.role else None
    if role is None or role.staff or role.source_type in UNSAID or here >= OPENING:
        return None
    if phrase.determiner not in ("a", "an") or phrase.is_plural:
        return None
    figure = _named_next(scene, here, phrase.span)
    if figure is None or figure.titles or figure.reason:
        return None
    known = attrs.evolve(figure, title=description, titles=(description,))
    scene.cast.figures[figure.key] = known
    for name in (role.name, *role.kin):
        scene.cast.roles.setdefault(name, (figure.key,))
    return known


def _named_next(scene: Scene, here: int, place: Span) -> Figure | None:
    """The first person named after a place, by full name, in this paragraph's rest or one of the next two."""
    end = scene.layout.paragraphs[here : here + OPENING + 1][-1].end
    following = scene.cast.within(Span(place.end, end)) if place.end < end else ()
    people = [s for s in following if _is_person(scene, s.key)]
    earlier = {s.key for s in scene.cast.before(place.start)}
    first = people[0] if people else None
    if first is None or not first.full or first.key in earlier or _DESCRIBED.match(scene.text, first.span.end):
        return None
    return scene.cast.figures[first.key]


_DESCRIBED = re.compile(r"(?:[’']s)?,?\s(?:\(|(?:an?|the|who|whose|of|from|one|\d+|his|her|their)\b)")


def _is_person(scene: Scene, key: str) -> bool:
    return scene.cast.figures[key].sort is Sort.PERSON
