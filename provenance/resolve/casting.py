"""Reading an article's cast off its capitalised words."""

import re
from collections import Counter, defaultdict
from itertools import zip_longest

import attrs

from provenance.lexicon.entries import Gender
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import spelling
from provenance.resolve.cast import Cast, Figure, Sighting, Sort
from provenance.resolve.firms import find_firms
from provenance.resolve.known import find_bodies
from provenance.resolve.people import find_people
from provenance.resolve.spots import Spot, find_spots
from provenance.resolve.surnames import lowered, person_key, plain, short_names
from provenance.resolve.words import Layout, split_words


def build_cast(layout: Layout, scope: str) -> Cast:
    """Find everybody an article names; `scope` keeps bare surnames of different articles apart. Linear in the text."""
    lines = [split_words(layout.text, p.start, p.end) for p in layout.paragraphs]
    ordinary = Counter(w.text for line in lines for w in line if w.text.islower())
    spots = [spot for line in lines for spot in find_spots(line, ordinary)]
    firms = find_firms(spots, layout.text)
    people = find_people(spots, layout.text, scope, firms)
    bodies = find_bodies(spots, people, firms)
    return _assemble(spots, people, bodies, layout.text, frozenset(ordinary))


def _assemble(
    spots: list[Spot], people: dict[str, Figure], bodies: dict[str, Figure], text: str, ordinary: frozenset[str]
) -> Cast:
    surnames, roles = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for figure in people.values():
        key = figure.key
        surnames[figure.surname].append(key)
        given = plain(figure.name.split()[0])
        if " " in figure.name and given != figure.surname:
            surnames[given].append(key)
        for rank in small_words("given ranks") & figure.roles:
            surnames[f"{rank.title()} {figure.surname}"].append(key)
        for role in dict.fromkeys(sorted(figure.roles)):
            roles[role].append(key)
    for figure in people.values():
        for name in short_names(tuple(figure.name.split())):
            surnames.setdefault(name, []).append(figure.key)
    full = Counter(person_key(spot.name) for spot in spots if len(spot.name) > 1)
    sightings = [s for spot in spots if (s := _sight(spot, people, bodies, surnames, full))]
    sightings.sort(key=lambda s: s.span)
    figures = {**{f.key: f for f in people.values()}, **{f.key: f for f in bodies.values()}}
    _infer_genders(figures, sightings, text)
    return Cast(
        figures=figures,
        sightings=tuple(sightings),
        surnames={name: tuple(keys) for name, keys in surnames.items()},
        aliases={name: figure.key for name, figure in bodies.items()},
        roles={role: tuple(keys) for role, keys in roles.items()},
        starts=tuple(s.span.start for s in sightings),
        weight=Counter(s.key for s in sightings),
        ordinary=ordinary,
    )


def _infer_genders(figures: dict[str, Figure], sightings: list[Sighting], text: str) -> None:
    """Give people the gender of the pronouns that follow their names where nobody else is named in between.

    A given name says less than a text that twice calls its bearer otherwise.
    """
    told = defaultdict[str, Counter[Gender]](Counter)
    for sighting, following in zip_longest(sightings, sightings[1:]):
        if figures[sighting.key].sort is not Sort.PERSON or sighting.possessive:
            continue
        end = min(sighting.span.end + 200, following.span.start if following else len(text))
        found = {word.lower() for word in _GENDERED.findall(text, sighting.span.end, end)}
        genders = {Gender.FEMALE if word in ("she", "her") else Gender.MALE for word in found}
        if len(genders) == 1:
            told[sighting.key].update(genders)
    for key, votes in told.items():
        (gender, count), *others = votes.most_common()
        if not others and (figures[key].gender is None or count >= CONTRADICTED):
            figures[key] = attrs.evolve(figures[key], gender=gender)


CONTRADICTED = 2
"""How often the text must call somebody otherwise than the given name does."""

_GENDERED = re.compile(r"\b(?:[Hh]e|[Hh]is|[Ss]he|[Hh]er)\b")


def _sight(
    spot: Spot,
    people: dict[str, Figure],
    bodies: dict[str, Figure],
    surnames: dict[str, list[str]],
    full: Counter[str],
) -> Sighting | None:
    last = spot.words[spot.stop - 1]
    whole = spelling(" ".join(w.text for w in spot.words[spot.run : spot.stop]))
    if len(spot.name) > 1 and (key := person_key(spot.name)) in people:
        return Sighting(span=spot.span, key=people[key].key, full=True, possessive=last.possessive)
    if keys := surnames.get(lowered(spot.name)):
        best = max(keys, key=lambda k: (full[k], -keys.index(k)))
        return Sighting(span=spot.span, key=best, possessive=last.possessive)
    if whole in bodies:
        return Sighting(span=spot.span, key=bodies[whole].key, possessive=last.possessive)
    return None
