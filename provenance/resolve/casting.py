"""Reading an article's cast off its capitalised words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import Gender, fold, lower, registry, spelling
from provenance.models import Span
from provenance.resolve.cast import Cast, Figure, Sighting, Sort
from provenance.resolve.names import (
    HONORIFICS,
    bare,
    gender_of,
    is_family_first,
    is_person_like,
    lowered,
    name_runs,
    person_key,
    plain,
    split_title,
    surname_of,
)
from provenance.resolve.titles import (
    best_title,
    clause_after,
    description_after,
    extends_left,
    rank_title,
    tag_after,
    title_before,
)
from provenance.resolve.words import Layout, Word, split_words

PLACE_PREPOSITIONS = frozenset("in at near from outside across around throughout toward".split())
_ACRONYM = re.compile(r"[A-Z][A-Z.&-]{1,9}s?$")
_SENTENCE_ENDS = frozenset('.?!:“”"‘—')


@attrs.frozen(kw_only=True)
class Spot:
    """A run of capitalised words: the words of its line, where the run, the name in it and the run's end are."""

    words: tuple[Word, ...]
    run: int
    first: int
    stop: int
    heading: bool = False

    @property
    def name(self) -> tuple[str, ...]:
        """The words of the name, its title left out."""
        return tuple(w.text for w in self.words[self.first : self.stop])

    @property
    def span(self) -> Span:
        """The place of the name, a possessive ending left out."""
        last = self.words[self.stop - 1]
        return Span(self.words[self.first].start, last.start + len(last.text))

    def shown(self, text: str) -> str:
        """The name as the article writes it."""
        return " ".join(self.span.of(text).split())

    @property
    def is_titled(self) -> bool:
        """Whether an office or an honorific stands right before the name."""
        return self.first > self.run


def build_cast(layout: Layout, scope: str) -> Cast:
    """Find everybody an article names; `scope` keeps bare surnames of different articles apart. Linear in the text."""
    lines = [split_words(layout.text, p.start, p.end) for p in layout.paragraphs]
    ordinary = Counter(w.text for line in lines for w in line if w.text.islower())
    spots = [spot for line in lines for spot in _spots(line, ordinary)]
    people = _people(spots, layout.text, scope)
    bodies = _bodies(spots)
    return _assemble(spots, people, bodies, layout.text, frozenset(ordinary))


_SMALL_IN_TITLES = frozenset(
    "with from over into onto after that this than under about upon when where while during before against between among "
    "through without because amid".split()
)
"""Words of four letters and more that stay small in a title."""


def is_heading(words: tuple[Word, ...]) -> bool:
    """Whether a line is set in title case or capitals, so that capitals say nothing about names."""
    if len(words) <= 8 and any(w.text == "," for w in words):
        return False
    long = [w for w in words if len(w.text) > 3 and w.text[:1].isalpha()]
    plain_words = [w for w in long if w.text.islower() and w.text not in _SMALL_IN_TITLES]
    return len(long) - len(plain_words) >= 3 and len(plain_words) * 10 <= len(long)


def _spots(words: tuple[Word, ...], ordinary: Counter[str]) -> Iterator[Spot]:
    if is_heading(words):
        for n, word in enumerate(words):
            if word.is_capital and word.lower not in small_words("never names"):
                yield Spot(words=words, run=n, first=n, stop=n + 1, heading=True)
        return
    for run in name_runs(words):
        first = run.first
        if (
            _begins_sentence(words, first)
            and ordinary[words[first].lower]
            and not _is_known_start(words, first, run.stop)
        ):
            first += 1
            while first < run.stop and not words[first].is_capital:
                first += 1
        if first < run.stop:
            cut = split_title(words[first : run.stop])
            yield Spot(words=words, run=first, first=first + cut, stop=run.stop)


def _begins_sentence(words: tuple[Word, ...], at: int) -> bool:
    return at == 0 or words[at - 1].text in _SENTENCE_ENDS


def _is_known_start(words: tuple[Word, ...], first: int, stop: int) -> bool:
    texts = tuple(w.text for w in words[first:stop])
    known = registry()
    return bool(
        known.organization(" ".join(texts)) or (len(texts) > 1 and (known.office(texts) or gender_of(texts[0])))
    )


# ------------------------------------------------------------------ people


@attrs.define(kw_only=True)
class _Draft:
    """A person while the article is being read."""

    name: tuple[str, ...]
    key: str
    strong: bool = False
    inside: bool = False
    shown: str
    full: int = 0
    gender: Gender | None = None
    titles: list[str] = attrs.Factory(list)
    reasons: list[Span] = attrs.Factory(list)
    roles: list[str] = attrs.Factory(list)


def _people(spots: list[Spot], text: str, scope: str) -> dict[str, Figure]:
    drafts: dict[str, _Draft] = {}
    singles = Counter(plain(spot.name[0]) for spot in spots if len(spot.name) == 1 and not spot.heading)
    for spot in spots:
        if len(spot.name) > 1 and is_person_like(spot.words[spot.first : spot.stop], titled=spot.is_titled):
            draft = drafts.setdefault(
                person_key(spot.name), _Draft(name=bare(spot.name), key=person_key(spot.name), shown=spot.shown(text))
            )
            draft.full += 1
            draft.inside = draft.inside or not _begins_sentence(spot.words, spot.run) or not _is_verbal(spot.name[0])
            _describe(draft, spot, text)
            draft.strong = draft.strong or _is_surely_person(spot, text)
    accepted = {key: d for key, d in drafts.items() if d.strong or (d.inside and singles[surname_of(d.name)])}
    known = {surname_of(d.name) for d in accepted.values()}
    accepted = {key: d for key, d in accepted.items() if lowered(d.name) not in known}
    for spot in spots:
        if len(spot.name) == 1 and plain(spot.name[0]) not in known and _may_be_surname(spot):
            key = f"person:{fold(spot.name[0])}@{scope}"
            _describe(accepted.setdefault(key, _Draft(name=spot.name, key=key, shown=spot.name[0])), spot, text)
    _describe_by_surname(accepted, spots, text)
    return {key: _figure(draft) for key, draft in accepted.items()}


def _is_verbal(word: str) -> bool:
    """Whether a capital at a sentence's start may stand on a participle or an adverb."""
    return word.lower().endswith(("ing", "ed", "ly", "wide")) or bool(registry().government(word))


def _may_be_surname(spot: Spot) -> bool:
    word = spot.words[spot.first]
    if not spot.is_titled and (spot.heading or not registry().public_figure(word.text, ())):
        return False
    return word.text.isalpha() and word.lower not in small_words("never names") and is_person_like((word,))


_TAKEN_UP = re.compile(r"\s[a-z][^.?!\n]{2,120}[.?!]\s+(?:He|She)\s")
"""A name's sentence, after which "He" or "She" takes the name up."""


def _is_surely_person(spot: Spot, text: str) -> bool:
    words, stop = spot.words, spot.stop
    if spot.is_titled or gender_of(spot.name[0]) or is_family_first(spot.name):
        return not (spot.run and words[spot.run - 1].lower in PLACE_PREPOSITIONS and not spot.is_titled) or bool(
            gender_of(spot.name[0])
        )
    if _TAKEN_UP.match(text, spot.span.end):
        return True
    aged = stop + 1 < len(words) and words[stop].text == "," and words[stop + 1].text.isdigit()
    return aged or title_before(words, spot.first) < spot.first


def _describe_by_surname(accepted: dict[str, _Draft], spots: list[Spot], text: str) -> None:
    """Take up titles written with a surname alone: "Sen. Roe", "Roe, head of the council,"."""
    owners = defaultdict[str, list[str]](list)
    for key, draft in accepted.items():
        owners[surname_of(draft.name)].append(key)
    for spot in spots:
        keys = owners.get(plain(spot.name[0]), ()) if len(spot.name) == 1 else ()
        if len(keys) == 1:
            _describe(accepted[keys[0]], spot, text)


def _describe(draft: _Draft, spot: Spot, text: str) -> None:
    """Add what stands before and after a name to what is known of a person."""
    words, first = spot.words, spot.first
    honorific = words[first - 1].lower.rstrip(".") if spot.is_titled else ""
    begin = spot.run if spot.is_titled else title_before(words, first)
    if spot.is_titled:
        begin = _extend(words, spot.run)
    before = _title_text(words, begin, first, text)
    after = description_after(words, spot.stop)
    tag = tag_after(words, spot.stop, text)
    parts = [before] if before else []
    if tag:
        parts = [" ".join([*parts, tag.of(text)])] if tag.of(text).startswith("(") else [*parts, tag.of(text)]
    if after:
        first_word = after[0] + (words[after[0]].lower in ("a", "an", "the") and after[1] - after[0] > 1)
        parts.append(text[words[first_word].start : words[after[1] - 1].end])
    title = " ".join(", ".join(parts).split())
    if parts and title not in draft.titles and not title.lower().startswith(("another ", "one of ")):
        draft.titles.append(title)
    if reason := _reason(words, begin, first, spot.stop, after):
        draft.reasons.append(reason)
    for piece in (tuple(w.text for w in words[begin:first]), tuple(w.text for w in words[slice(*(after or (0, 0)))])):
        draft.roles.extend(_roles_in(piece))
    draft.gender = draft.gender or HONORIFICS.get(honorific) or _role_gender(draft.roles)


def _reason(words: tuple[Word, ...], begin: int, first: int, stop: int, after: tuple[int, int] | None) -> Span | None:
    """The words that say why somebody is heard, other than by office: "a neighbor", "who saw the flood"."""
    if clause := clause_after(words, after[1] if after else stop):
        return Span(words[clause[0]].start, words[clause[1] - 1].end)
    if after and not rank_title(tuple(w.text for w in words[slice(*after)])):
        return Span(words[after[0]].start, words[after[1] - 1].end)
    if begin < first and not rank_title(tuple(w.text for w in words[begin:first])):
        kept = [w for w in words[begin:first] if w.text != "," and w.lower.rstrip(".") not in HONORIFICS]
        return Span(kept[0].start, kept[-1].end) if kept else None
    return None


def _extend(words: tuple[Word, ...], first: int) -> int:
    """Where a title written in capitals begins, words like "former" and a body's name before it included."""
    at = first
    while at > 0 and first - at < 6 and extends_left(words[at - 1]) and not _begins_sentence(words, at):
        at -= 1
    return at


def _title_text(words: tuple[Word, ...], begin: int, first: int, text: str) -> str:
    """The words of a title, honorifics and a leading article left out; empty when nothing is left."""
    kept = [w for w in words[begin:first] if w.text != ","]
    while kept and (kept[0].lower in ("the", "a", "an") or kept[0].lower.rstrip(".") in HONORIFICS):
        kept.pop(0)
    return text[kept[0].start : kept[-1].end] if kept else ""


def _roles_in(texts: tuple[str, ...]) -> Iterator[str]:
    """The roles named in a title or description, with those that may take the person up again."""
    known = registry()
    for stop in range(1, len(texts) + 1):
        found = known.role(texts[:stop])
        if found and not found.plural:
            yield from (found.entry.name, *found.entry.kin)


def _role_gender(roles: Iterable[str]) -> Gender | None:
    table = registry().roles
    genders = (table[lower(tuple(name.split()))][0].gender for name in roles if lower(tuple(name.split())) in table)
    return next((g for g in genders if g), None)


def _figure(draft: _Draft) -> Figure:
    surname = surname_of(draft.name)
    given = draft.name[0] if len(draft.name) > 1 and not is_family_first(draft.name) else ""
    known = registry().figures.get(fold(" ".join(draft.name)))
    if not known and len(draft.name) == 1:
        known = registry().public_figure(surname, draft.titles)
    return Figure(
        sort=Sort.PERSON,
        name=known.name if known and len(draft.name) == 1 else draft.shown,
        key=person_key(tuple(known.name.split())) if known else draft.key,
        surname=surname,
        gender=gender_of(given) or draft.gender,
        titles=tuple(draft.titles),
        title=best_title(draft.titles),
        reason=draft.reasons[0] if draft.reasons else None,
        roles=frozenset(draft.roles),
    )


# ------------------------------------------------------------------ bodies


def _bodies(spots: list[Spot]) -> dict[str, Figure]:
    """The organizations and governments, by every spelling the article uses."""
    found: dict[str, Figure] = {}
    for spot in spots:
        words = spot.words[spot.run : spot.stop]
        texts = tuple(w.text for w in words)
        titled = spot.is_titled and is_person_like(spot.words[spot.first : spot.stop], titled=True)
        figure = None if titled else known_body(texts) or _unknown_body(texts)
        if figure:
            found.setdefault(spelling(" ".join(texts)), figure)
            if acronym := _acronym_after(spot):
                found.setdefault(acronym, figure)
    return found


def known_body(texts: tuple[str, ...]) -> Figure | None:
    """The organization or government that some words are registered as."""
    name, known = " ".join(texts), registry()
    if body := known.organization(name):
        return Figure(sort=Sort.ORGANIZATION, name=body.name, key=f"organization:{fold(body.name)}")
    if (state := known.government(name)) and state.by != "demonym":
        shown = state.country.government if state.by == "capital" else state.country.name
        return Figure(sort=Sort.GOVERNMENT, name=shown, key=f"government:{state.country.code.lower()}")
    return None


def _unknown_body(texts: tuple[str, ...]) -> Figure | None:
    known = registry()
    if len(texts) > 1 and any(known.body(texts[:n]) for n in range(1, len(texts) + 1)):
        name = " ".join(texts)
        return Figure(sort=Sort.ORGANIZATION, name=name, key=f"organization:{fold(name)}")
    return None


def _acronym_after(spot: Spot) -> str | None:
    """The acronym that a name defines: "Harrow Flood Agency (HFA)"."""
    words, at = spot.words, spot.stop
    if at + 2 < len(words) and words[at].text == "(" and words[at + 2].text == ")":
        acronym = words[at + 1].text.strip("“”\"'")
        initials = "".join(w.text[0] for w in words[spot.run : at] if w.is_capital)
        if _ACRONYM.match(acronym) and acronym.replace(".", "").rstrip("s") in initials:
            return spelling(acronym)
    return None


# ------------------------------------------------------------------ the cast


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
        for role in dict.fromkeys(sorted(figure.roles)):
            roles[role].append(key)
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
    """Give people of unknown gender the one of the pronouns that follow where nobody else is named in between."""
    for sighting, following in zip_longest(sightings, sightings[1:]):
        figure = figures[sighting.key]
        if figure.sort is not Sort.PERSON or figure.gender or sighting.possessive:
            continue
        end = min(sighting.span.end + 200, following.span.start if following else len(text))
        found = {word.lower() for word in _GENDERED.findall(text, sighting.span.end, end)}
        genders = {Gender.FEMALE if word in ("she", "her") else Gender.MALE for word in found}
        if len(genders) == 1:
            figures[figure.key] = attrs.evolve(figure, gender=genders.pop())


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
    if keys := surnames.get(plain(" ".join(spot.name))):
        best = max(keys, key=lambda k: (full[k], -keys.index(k)))
        return Sighting(span=spot.span, key=best, possessive=last.possessive)
    if whole in bodies:
        return Sighting(span=spot.span, key=bodies[whole].key, possessive=last.possessive)
    return None
