"""The organizations and governments an article names, by every spelling it uses."""

import re
from collections import defaultdict
from collections.abc import Mapping

from provenance.lexicon.entries import Organization
from provenance.lexicon.registry import fold, registry, spelling
from provenance.models import SourceType
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.firms import is_called_body
from provenance.resolve.names import is_person_like
from provenance.resolve.spots import Spot
from provenance.resolve.surnames import gender_of, person_key

SHORTEST_ACRONYM = 3
"""Two initials stand for too much."""

_ACRONYM = re.compile(r"[A-Z][A-Z.&-]{1,9}s?$")


def find_bodies(spots: list[Spot], people: Mapping[str, Figure], firms: frozenset[str]) -> dict[str, Figure]:
    """The organizations and governments, by every spelling the article uses, none of the people among them.

    `firms` are names that the text treats as a body's, as keys of people.
    """
    found: dict[str, Figure] = {}
    surnames = frozenset(figure.surname for figure in people.values())
    for spot in spots:
        words = spot.words[spot.run : spot.stop]
        texts = tuple(w.text for w in words)
        titled = spot.is_titled and is_person_like(spot.words[spot.first : spot.stop], titled=True)
        person = titled or (len(texts) > 1 and person_key(texts) in people)
        figure = None if person else known_body(texts) or _unknown_body(texts, firms) or _described(spot, surnames)
        if figure:
            found.setdefault(spelling(" ".join(texts)), figure)
            if acronym := _acronym_after(spot):
                found.setdefault(acronym, figure)
    return {**_by_initials(spots, found), **found}


def _by_initials(spots: list[Spot], found: dict[str, Figure]) -> dict[str, Figure]:
    """Acronyms that the article leaves undefined, where they are the initials of one body alone that it names."""
    named = defaultdict[str, set[str]](set)
    figures = {figure.key: figure for figure in found.values() if figure.sort is Sort.ORGANIZATION}
    for figure in figures.values():
        named["".join(word[0] for word in figure.name.split() if word[0].isupper())].add(figure.key)
    used = {spot.words[spot.run].text for spot in spots if spot.stop - spot.run == 1}
    return {
        spelling(acronym): figures[next(iter(keys))]
        for acronym, keys in named.items()
        if len(keys) == 1 and len(acronym) >= SHORTEST_ACRONYM and acronym in used
    }


def known_body(texts: tuple[str, ...]) -> Figure | None:
    """The organization or government that some words are registered as."""
    name, known = " ".join(texts), registry()
    if body := known.organization(name):
        shown = name if _is_of_many_states(body) else body.name
        return Figure(sort=Sort.ORGANIZATION, name=shown, key=f"organization:{fold(body.name)}")
    if (state := known.government(name)) and state.by != "demonym":
        shown = state.country.government if state.by == "capital" else state.country.name
        return Figure(sort=Sort.GOVERNMENT, name=shown, key=f"government:{state.country.code.lower()}")
    return None


def _is_of_many_states(body: Organization) -> bool:
    """Whether any state has such a body, so that each text's own spelling is its name: "Ministry of Defence"."""
    return body.country is None and body.source_type in _OF_STATES and "Ministry" in body.name


_OF_STATES = (SourceType.GOVERNMENT, SourceType.SECURITY)


def _unknown_body(texts: tuple[str, ...], firms: frozenset[str]) -> Figure | None:
    known = registry()
    worded = any(known.body(texts[:n]) for n in range(1, len(texts) + 1))
    if len(texts) > 1 and (worded or person_key(texts) in firms):
        name = " ".join(texts)
        return Figure(sort=Sort.ORGANIZATION, name=name, key=f"organization:{fold(name)}")
    return None


def _described(spot: Spot, surnames: frozenset[str]) -> Figure | None:
    """The body of one word that a noun right before it makes one: "Swiss drugmaker Nordmark said"."""
    name = spot.name
    if len(name) > 1 or spot.is_titled or name[0] in surnames or gender_of(name[0]) or not spot.run:
        return None
    if not is_called_body(spot) or registry().longest_name(name):
        return None
    return Figure(sort=Sort.ORGANIZATION, name=name[0], key=f"organization:{fold(name[0])}")


def _acronym_after(spot: Spot) -> str | None:
    """The acronym that a name defines: "Harrow Flood Agency (HFA)"."""
    words, at = spot.words, spot.stop
    if at + 2 < len(words) and words[at].text == "(" and words[at + 2].text == ")":
        acronym = words[at + 1].text.strip("“”\"'")
        initials = "".join(w.text[0] for w in words[spot.run : at] if w.is_capital)
        if _ACRONYM.match(acronym) and acronym.replace(".", "").rstrip("s") in initials:
            return spelling(acronym)
    return None
