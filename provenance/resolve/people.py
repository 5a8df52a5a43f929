"""The people an article names, each once, with what it calls them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import attrs

from provenance.lexicon.entries import HONORIFICS, Gender
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import TOWNS, fold, lower, registry
from provenance.models import Span
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.firms import GROUPS
from provenance.resolve.holding import office_held
from provenance.resolve.names import is_hyphened_role, is_person_like, name_runs
from provenance.resolve.reasons import reason_for
from provenance.resolve.sharing import title_of_several
from provenance.resolve.spots import Spot, begins_sentence
from provenance.resolve.surnames import (
    HONORS,
    bare,
    gender_of,
    has_particle,
    is_family_first,
    lowered,
    person_key,
    short_names,
    surname_of,
)
from provenance.resolve.titles import (
    best_title,
    description_after,
    extends_left,
    rank_title,
    rank_words,
    tag_after,
    title_before,
)
from provenance.resolve.wording import neat
from provenance.resolve.words import Word, split_words

PLACE_PREPOSITIONS = frozenset("in at near from outside across around throughout toward".split())


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
    reason: Span | None = None
    roles: dict[str, None] = attrs.Factory(dict)


MOST_TITLES = 20
"""How many descriptions of one person are kept."""


def find_people(spots: list[Spot], text: str, scope: str, firms: frozenset[str]) -> dict[str, Figure]:
    """Everybody named in full, or by surname with an office, under the key of the name as written; `firms` are none.

    Two capitalised words are somebody's name when a title, an age, a given name or a pronoun says so, or when the
    surname stands alone elsewhere.
    """
    drafts: dict[str, _Draft] = {}
    singles = Counter(
        lowered(spot.name) for spot in spots if _is_short(spot.name) and not spot.heading and not _is_outlet(spot)
    )
    for spot in spots:
        if len(spot.name) > 1 and _may_be_person(spot):
            draft = drafts.setdefault(
                person_key(spot.name), _Draft(name=bare(spot.name), key=person_key(spot.name), shown=spot.shown(text))
            )
            draft.full += 1
            draft.inside = draft.inside or not begins_sentence(spot.words, spot.run) or not _is_verbal(spot.name[0])
            _describe(draft, spot, text)
            draft.strong = draft.strong or _is_surely_person(spot, text)
    for key in firms & drafts.keys():
        if all(title.lower().endswith(GROUPS) for title in drafts[key].titles):
            drafts.pop(key)
    accepted = {key: d for key, d in drafts.items() if d.strong or (d.inside and _stands_alone(d.name, singles))}
    accepted = _without_shorter(accepted)
    known = {name for d in accepted.values() for name in (surname_of(d.name), *short_names(d.name))}
    accepted = {key: d for key, d in accepted.items() if not _is_rank_of_another(d, accepted.values())}
    for spot in spots:
        if len(spot.name) == 1 and lowered(spot.name) not in known and _may_be_surname(spot):
            key = f"person:{fold(spot.name[0])}@{scope}"
            _describe(accepted.setdefault(key, _Draft(name=spot.name, key=key, shown=spot.name[0])), spot, text)
    _describe_by_surname(accepted, spots, text)
    return {key: _figure(draft) for key, draft in accepted.items()}


def _may_be_person(spot: Spot) -> bool:
    """Whether a name could be a person's: also "Anka Ledger", which by its words could be an outlet's."""
    words = spot.words[spot.first : spot.stop]
    if is_person_like(words, titled=spot.is_titled):
        return True
    known, texts = registry(), spot.name
    surname = len(texts) == 2 and known.is_of_bodies_and_people(texts[1]) and not known.organization(" ".join(texts))
    return surname and not _is_outlet(spot) and is_person_like(words[:1])


def _is_outlet(spot: Spot) -> bool:
    """Whether an article makes a name with an outlet's word an outlet's: "the Post", "the Harrow Star"."""
    after_article = spot.run > 0 and spot.words[spot.run - 1].lower == "the"
    return after_article and registry().is_of_bodies_and_people(spot.name[-1])


def _is_rank_of_another(draft: _Draft, drafts: Iterable[_Draft]) -> bool:
    """Whether what looks like a given name is somebody else's rank: "Dean Vale" where "Nora Vale, the dean" is."""
    rank = draft.name[0].lower()
    if rank not in small_words("given ranks"):
        return False
    surname = surname_of(draft.name)
    return any(rank in d.roles and d is not draft and surname_of(d.name) == surname for d in drafts)


def _without_shorter(drafts: dict[str, _Draft]) -> dict[str, _Draft]:
    """Those who are no more than a part of somebody's name: a surname, or what a longer name began with before."""
    surnames, parts = {surname_of(d.name) for d in drafts.values()}, dict[str, bool]()
    kept = dict[str, _Draft]()
    for key, draft in drafts.items():
        name, described = lowered(draft.name), bool(draft.titles)
        if name not in surnames and not (name in parts and (parts[name] or not described)):
            kept[key] = draft
            parts.update(dict.fromkeys(short_names(draft.name), described))
    return kept


def _stands_alone(name: tuple[str, ...], singles: Counter[str]) -> bool:
    """Whether a text has a surname alone, or what is left of it without a particle: "al-Ansari", "Ansari"."""
    return bool(singles[surname_of(name)] or (has_particle(name[-1]) and singles[short_names(name)[0]]))


def _is_short(name: tuple[str, ...]) -> bool:
    """Whether a name is one word, or particles and one: "Vale", "Le Roux", "von der Leyen"."""
    return len(name) < 4 and all(word.lower() in small_words("particles") for word in name[:-1])


def _is_verbal(word: str) -> bool:
    """Whether a capital at a sentence's start may stand on a participle or an adverb."""
    return word.lower().endswith(("ing", "ed", "ly", "wide")) or bool(registry().government(word))


def _may_be_surname(spot: Spot) -> bool:
    word = spot.words[spot.first]
    if spot.is_titled and not _is_office(spot.words[spot.run : spot.stop]):
        return False
    if not spot.is_titled and (spot.heading or not registry().public_figure(word.text, ())):
        return False
    return (
        (word.text.isalpha() or has_particle(word.text))
        and word.lower not in small_words("never names")
        and is_person_like((word,), titled=spot.is_titled)
    )


def _is_office(words: tuple[Word, ...]) -> bool:
    """Whether a title before one last word makes that a surname: "Judge Roe", not "Student Left"."""
    texts = tuple(w.text for w in words)
    role, whole = registry().role(texts[:-1]), registry().role(texts)
    if whole and texts[-1].lower() in small_words("never surnames"):
        return False
    if (whole and whole.length == len(texts)) or (role and role.plural and not role.entry.office):
        return False
    honored = words[-2].lower.rstrip(".") in HONORIFICS or is_hyphened_role(texts[-2])
    return honored or rank_title(texts[:-1]) > 1 or bool(role and (role.entry.office or role.entry.short))


_TAKEN_UP = re.compile(r"\s[a-z][^.?!\n]{2,120}[.?!]\s+(?:He|She)\s")
"""A name's sentence, after which "He" or "She" takes the name up."""


def _is_surely_person(spot: Spot, text: str) -> bool:
    words, stop = spot.words, spot.stop
    outlet = registry().is_of_bodies_and_people(spot.name[-1])
    named = spot.run == 0 or words[spot.run - 1].lower != "the" or bool(gender_of(spot.name[0]))
    given = named and _is_given(spot.name[0]) and not (outlet and spot.name[0].lower() in small_words(TOWNS))
    if spot.is_titled or given or is_family_first(spot.name):
        return given or spot.is_titled or not (spot.run and words[spot.run - 1].lower in PLACE_PREPOSITIONS)
    if _TAKEN_UP.match(text, spot.span.end) and not outlet:
        return True
    if _is_described(spot) or (not outlet and office_held(words, stop)):
        return True
    aged = stop + 1 < len(words) and words[stop].text == "," and words[stop + 1].text.isdigit()
    return aged or title_before(words, spot.first) < spot.first


def _is_given(word: str) -> bool:
    return bool(gender_of(word)) or word.lower() in small_words("months as given names")


def _is_described(spot: Spot) -> bool:
    """Whether what a person does stands behind a name: ", a farmer,"."""
    words, after = spot.words, description_after(spot.words, spot.stop)
    placed = spot.run > 0 and (words[spot.run - 1].lower in PLACE_PREPOSITIONS or words[spot.run - 1].text == "of")
    if after is None or placed or (after[1] < len(words) and words[after[1]].text not in ",.;—–)"):
        return False
    described = tuple(w.text for w in words[slice(*after)])
    return described[:1] in (("a",), ("an",), ("the",)) and any(_roles_in(described))


def _describe_by_surname(accepted: dict[str, _Draft], spots: list[Spot], text: str) -> None:
    """Take up titles written with a surname alone: "Sen. Roe", "Roe, head of the council,"."""
    owners = defaultdict[str, list[str]](list)
    for key, draft in accepted.items():
        owners[surname_of(draft.name)].append(key)
    for spot in spots:
        keys = owners.get(lowered(spot.name), ())
        if len(keys) == 1:
            _describe(accepted[keys[0]], spot, text)


def _describe(draft: _Draft, spot: Spot, text: str) -> None:
    """Add what stands before and after a name to what is known of a person."""
    words, first = spot.words, spot.first
    honorific = words[first - 1].lower.rstrip(".") if spot.is_titled else ""
    near = _extend(words, spot.run) if spot.is_titled else title_before(words, first)
    begin = title_before(words, near) if spot.is_titled else near
    if any(word.lower == "and" for word in words[begin:near]):
        begin = near
    shared = title_of_several(words, first) if begin == first else None
    after = description_after(words, spot.stop) or office_held(words, spot.stop)
    before = _title_text(words, *(shared or (begin, first)), text)
    title = _whole_title(before, after, spot, text)
    if title and len(draft.titles) < MOST_TITLES and title not in draft.titles:
        draft.titles.append(title)
    draft.reason = draft.reason or reason_for(words, shared or (near, first), spot.stop, after)
    pieces = [before, *([text[words[after[0]].start : words[after[1] - 1].end]] if after else [])]
    for piece in pieces:
        draft.roles.update(dict.fromkeys(_roles_in(tuple(_whole(w, piece) for w in split_words(piece)))))
    draft.gender = draft.gender or HONORIFICS.get(honorific) or _role_gender(draft.roles)


def _whole_title(before: str, after: tuple[int, int] | None, spot: Spot, text: str) -> str:
    """The title before a name, the party after it and the description behind that; empty when there is none."""
    words, tag = spot.words, tag_after(spot.words, spot.stop, text)
    parts = [before] if before else _honor_of_office(words, spot.stop)
    if tag:
        parts = [" ".join([*parts, tag.of(text)])] if tag.of(text).startswith("(") else [*parts, tag.of(text)]
    described = text[words[after[0]].start : words[after[1] - 1].end] if after else _place_of_office(spot, before, text)
    if not described.lower().startswith(_OF_MANY):
        parts.append(neat(_OF_BODY.sub("", described, count=1) if rank_words(described) else described))
    title = " ".join(", ".join(part for part in parts if part).split())
    return "" if title.lower().startswith(_OF_MANY) else title


def _place_of_office(spot: Spot, before: str, text: str) -> str:
    """Of what place somebody holds an office that is always one of a place: "Gov. Nora Vale of Harrow"."""
    words, stop = spot.words, spot.stop
    placed = before.rpartition(" ")[2].lower().rstrip(".") in small_words("offices of places")
    if not placed or stop + 1 >= len(words) or words[stop].text != "of" or not words[stop + 1].is_capital:
        return ""
    run = next(iter(name_runs(words[stop + 1 : stop + 6])), None)
    if run is None or run.first or words[stop + run.stop].possessive:
        return ""
    return text[words[stop + 1].start : words[stop + run.stop].end]


def _whole(word: Word, text: str) -> str:
    """A word with its possessive."""
    return text[word.start : word.end]


def _honor_of_office(words: tuple[Word, ...], stop: int) -> list[str]:
    """The office that stands in letters behind a name: "Nora Vale MP"."""
    honor = words[stop].text if stop < len(words) else ""
    return [honor] if honor in HONORS and registry().role((honor,)) else []


_OF_BODY = re.compile(r"^(?:of|from|with|at)\s+")
"""What ties somebody to a body, where the body is all that a title says."""

_OF_MANY = ("another ", "one of ")
"""How words begin that say only that there are others of the kind."""


def _extend(words: tuple[Word, ...], first: int) -> int:
    """Where a title written in capitals begins, words like "former" and a body's name before it included."""
    at = first
    while at > 0 and first - at < 6 and extends_left(words[at - 1]) and not begins_sentence(words, at):
        at -= 1
    in_charge = at == first and at > 1 and words[at - 1].text == "of" and registry().role((words[at - 2].text,))
    return at - 2 if in_charge and words[at - 2].is_capital else at


def _title_text(words: tuple[Word, ...], begin: int, first: int, text: str) -> str:
    """The words of a title, honorifics and a leading article left out; empty when nothing is left."""
    kept = [w for w in words[begin:first] if w.text != ","]
    while kept and (kept[0].lower in ("the", "a", "an") or kept[0].lower.rstrip(".") in HONORIFICS):
        kept.pop(0)
    if kept and kept[-1].lower.rstrip(".") in HONORIFICS and not registry().role(tuple(w.text for w in kept)):
        kept.pop()
    return neat(text[kept[0].start : kept[-1].end]) if kept else ""


def _roles_in(texts: tuple[str, ...]) -> Iterator[str]:
    """The roles named in a title or description, with those that may take the person up again."""
    known = registry()
    for stop in range(1, len(texts) + 1):
        found = known.role(texts[:stop])
        if found and not found.plural and texts[stop - 1][-2:] not in ("'s", "’s"):
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
        reason=draft.reason,
        roles=frozenset(draft.roles),
    )
