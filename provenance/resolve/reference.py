"""Whom a bare "the mayor" points at."""

from collections.abc import Iterable
from itertools import islice

import attrs

from provenance.lexicon.registry import fold, registry
from provenance.models import Mention, Role, Span
from provenance.resolve.agreeing import confirms, contradicts
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.names import is_name_word
from provenance.resolve.phrases import Phrase
from provenance.resolve.scene import Scene

SEEN = 40
"""How many sightings back a pronoun looks at most, and a role that more people than this have: keeps long articles
linear."""


def mention_of(figure: Figure, span: Span | None, rule: str, title: str | None = None) -> Mention:
    """An originator's mention of somebody in the cast."""
    return Mention(
        role=Role.ORIGINATOR, name=figure.name, key=figure.key, span=span, title=title or figure.title, rule=rule
    )


def again(mentions: Iterable[Mention], span: Span | None, rule: str) -> tuple[Mention, ...]:
    """Earlier originators taken up again at another place."""
    return tuple(attrs.evolve(m, span=span, rule=rule, role=Role.ORIGINATOR) for m in mentions)


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
