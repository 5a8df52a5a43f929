"""Organizations and governments as sources: by registered name, by capital, by the name in a noun phrase."""

from itertools import islice

from provenance.lexicon.entries import OUTLETS, Country
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import DESCRIBED, fold, noun_before, registry, spelling
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.bodies_again import body_again, body_that_spoke, ends_in, unplaced
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.known import known_body
from provenance.resolve.names import is_name_word, split_title
from provenance.resolve.phrases import Phrase
from provenance.resolve.reference import mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word

GOVERNMENT_NOUNS = frozenset(("government", "governments", "regime", "cabinet", "authorities"))


def name_known_body(scene: Scene, phrase: Phrase) -> Mention | None:
    """The organization or government that a whole core names."""
    texts = tuple(w.text for w in phrase.core)
    whole, known = spelling(" ".join(texts)), registry()
    state = known.government(whole)
    if state and state.by == "demonym" and phrase.determiner != "the":
        state = None
    if state and not known.organization(whole):
        shown = state.country.name if state.by == "name" and not phrase.of_government else state.country.government
        return _government(state.country, shown, phrase.span, f"registry-{state.by}")
    if longer := _longer_name(scene, texts, phrase.span.start):
        return mention_of(longer, phrase.span, "short-name")
    if figure := known_body(texts) or _described(phrase):
        return mention_of(figure, phrase.span, "registry")
    if found := _called(scene, phrase) or _report_on(scene, phrase, texts) or _in_cast(scene, phrase, whole):
        return found
    texts = _undescribed(phrase, texts)
    body = known.body(texts) if len(texts) > 1 else None
    if (body and body.length < len(texts)) or _is_ministry(texts):
        return Mention(
            role=Role.ORIGINATOR,
            name=" ".join(texts),
            key=f"organization:{fold(' '.join(texts))}",
            span=phrase.span,
            rule="body-word",
        )
    return None


def _is_ministry(texts: tuple[str, ...]) -> bool:
    """Whether a name says which ministry is meant, and whose: "Kenyan Ministry of Public Health"."""
    at = next((n for n, text in enumerate(texts[:-2]) if text in _MINISTRIES and texts[n + 1] in ("of", "for")), None)
    if at is None or not all(text[:1].isupper() or text in small_words("connectors") for text in texts):
        return False
    roles = (registry().role(texts[:stop]) for stop in range(at + 3, len(texts) + 1))
    return all(role is None or role.plural for role in roles)


_MINISTRIES = ("Ministry", "Department", "Directorate")


def _undescribed(phrase: Phrase, texts: tuple[str, ...]) -> tuple[str, ...]:
    """A body's name without what it is: "Harrow Kettles AG" of "German kettle maker Harrow Kettles AG"."""
    before, name = phrase.core[: len(phrase.core) - len(phrase.name)], tuple(w.text for w in phrase.name)
    noun = bool(before) and before[-1].text.islower() and before[-1].text.isalpha()
    described = noun and phrase.core[len(before) :] == phrase.name and len(name) > 1
    return name if described else texts


def _report_on(scene: Scene, phrase: Phrase, texts: tuple[str, ...]) -> Mention | None:
    """What somebody in the article found: "the Roe Report" where Roe is a person is no outlet."""
    body, noun = registry().body(texts), registry().document(texts[-1:])
    if not (noun and body and body.entry.after_name and scene.cast.surnames.get(" ".join(texts[:-1]))):
        return None
    name = " ".join(texts)
    key = scene.local("document", name)
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule="document")


def _in_cast(scene: Scene, phrase: Phrase, whole: str) -> Mention | None:
    """The body that the article names so, in full or by an acronym."""
    if not (key := scene.cast.aliases.get(whole)):
        return None
    figure = scene.cast.figures[key]
    return mention_of(figure, phrase.span, "full-name" if spelling(figure.name) == whole else "acronym")


def _described(phrase: Phrase) -> Figure | None:
    """The registered body whose name follows what it is: "the state news agency KCNA"."""
    before = phrase.core[: len(phrase.core) - len(phrase.name)]
    described = before and before[-1].text.islower() and phrase.core[len(before) :] == phrase.name
    return known_body(tuple(word.text for word in phrase.name)) if described else None


def _called(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body that a noun before its name makes one: "the news website Weir", "local outlet Dam Watch"."""
    noun = noun_before(tuple(w.text for w in phrase.core[: len(phrase.core) - len(phrase.name)]))
    if noun is None or noun.plural or split_title(phrase.name):
        return None
    name = " ".join(scene.text[phrase.name[0].start : phrase.name[-1].end].split())
    key = f"organization:{fold(name)}"
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule=DESCRIBED)


def _longer_name(scene: Scene, texts: tuple[str, ...], before: int) -> Figure | None:
    """The outlet or body named before in full whose last words stand for it: "the Times" after "the Harrow Times"."""
    body = registry().body(texts)
    if len(texts) > 1 and (known_body(texts) or not body or body.entry.source_type is not SourceType.NEWS_MEDIA):
        return None
    for sighting in islice(scene.cast.before(before), 60):
        figure = scene.cast.figures[sighting.key]
        words = tuple(figure.name.split())
        ends = len(words) > len(texts) and words[-len(texts) :] == texts
        if figure.sort is Sort.ORGANIZATION and ends and (body or registry().body(words)):
            return figure
    return None


def _government(country: Country, name: str, span: Span, rule: str) -> Mention:
    return Mention(role=Role.ORIGINATOR, name=name, key=f"government:{country.code.lower()}", span=span, rule=rule)


def body_in(scene: Scene, words: tuple[Word, ...], span: Span, rule: str) -> Mention | None:
    """The body that words name before a noun ("State Department officials") or after it ("officials in Tehran")."""
    texts = tuple(w.text for w in words)
    known_from = next((n for n in range(len(texts)) if registry().longest_name(texts[n:]) == len(texts) - n > 1), None)
    longer = bool(known_from) and _ends_longer_name(scene, words, known_from or 0)
    first = (known_from or 0) - longer
    names = list(words[first:]) if known_from is not None else [w for w in words if scene.is_proper(w)]
    if not names:
        return None
    kept = tuple(w for w in words if names[0].start <= w.start <= names[-1].start)
    texts = tuple(w.text for w in kept)
    whole, known = spelling(" ".join(texts)), registry()
    if state := known.government(whole):
        return _government(state.country, state.country.government, span, f"{rule}-{state.by}")
    if figure := known_body(texts):
        return mention_of(figure, span, rule)
    if key := scene.cast.aliases.get(whole):
        return mention_of(scene.cast.figures[key], span, rule)
    opens = len(kept) == 1 and scene.layout.sentence(kept[0].start).start >= kept[0].start - 1
    if longer or (not opens and any(known.body(texts[:n]) for n in range(1, len(texts) + 1))):
        key = f"organization:{fold(' '.join(texts))}"
        return Mention(role=Role.ORIGINATOR, name=" ".join(texts), key=key, span=span, rule=rule)
    return None


def _ends_longer_name(scene: Scene, words: tuple[Word, ...], at: int) -> bool:
    """Whether the state at a place only ends a company's name: "Air New Zealand", but "communist North Korea"."""
    state = registry().government(" ".join(word.text for word in words[at:]))
    before = words[at - 1]
    return state is not None and state.by == "name" and scene.is_proper(before) and before.text in _FIRST_OF_FIRMS


_FIRST_OF_FIRMS = frozenset("Air Virgin Bank Telecom Statistics Cricket Rugby Athletics Football Hockey".split())
"""Words that a state's name follows in the name of a firm or a federation, not of its government."""


def name_body(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention:
    """The organization that a noun like "campaign", "court" or "government" stands for, with what stands before it."""
    if phrase.body is None:
        raise ValueError("not a phrase with a word for a body")
    noun = phrase.core[len(phrase.core) - phrase.body.length :]
    names = [w for w in unplaced(phrase.modifiers) if scene.is_proper(w)]
    if phrase.body.entry.source_type is SourceType.STATE_MEDIA:
        return _state_media(scene, phrase, names)
    if noun[-1].lower in GOVERNMENT_NOUNS and (country := _country(scene, phrase, names, owner)):
        return _government(country, country.government, phrase.span, "government-of")
    if names or owner:
        return _known_outlet(phrase, names) or _owned(scene, phrase, owner)
    if phrase.is_definite and not phrase.is_plural and (earlier := _taken_up(scene, phrase, noun)):
        return earlier
    if noun[-1].lower in ("police", "authorities") or (phrase.is_definite and not phrase.is_plural):
        return _unnamed(scene, phrase, "body", "nominal-unresolved")
    bare = not phrase.determiner and not phrase.is_plural and len(phrase.words) == len(phrase.core)
    bare = (bare and noun[-1].lower not in _AT_LARGE) or (noun[-1].lower in _COURTS and not phrase.is_plural)
    return _unnamed(scene, phrase, "body" if bare else "group", "plural" if phrase.is_plural else "nominal-unresolved")


_COURTS = frozenset(("court", "tribunal", "bench"))
"""What rules as one, whichever it is: "a federal appeals court" is no group of people."""

_AT_LARGE = frozenset(("society", "trust"))
"""Nouns for bodies that without an article stand for no body at all."""


def _taken_up(scene: Scene, phrase: Phrase, noun: tuple[Word, ...]) -> Mention | None:
    """The body that a definite noun takes up: one named before, else one that has spoken."""
    figure = _latest(scene, phrase, noun)
    if figure:
        return mention_of(figure, phrase.span, "nominal-body")
    return body_that_spoke(scene, phrase) or body_again(scene, phrase)


def _known_outlet(phrase: Phrase, names: list[Word]) -> Mention | None:
    """The outlet that a noun behind its name says it is: "Iran’s Fars news agency"."""
    figure = known_body(tuple(word.text for word in names)) if names else None
    media = phrase.body is not None and phrase.body.entry.source_type in OUTLETS
    entry = registry().organization(figure.name) if figure and media else None
    outlet = figure and entry and entry.source_type in OUTLETS
    return mention_of(figure, phrase.span, "registry") if figure and outlet else None


def _unnamed(scene: Scene, phrase: Phrase, prefix: str, rule: str) -> Mention:
    name = describe(scene, phrase)
    key = f"group:{fold(name)}" if prefix == "group" else scene.local(prefix, name)
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule=rule)


def describe(scene: Scene, phrase: Phrase) -> str:
    """A phrase as the name of an unnamed source: without its article, and without clauses that follow."""
    words = list(phrase.words)
    while len(words) > 1 and words[0].lower in ("the", "a", "an"):
        words.pop(0)
    for n, word in enumerate(words):
        if n and (word.text in ",;:(—–[" or word.lower in ("who", "which", "that", "whose", "whom", "where")):
            words = words[:n]
            break
    last = words[-1]
    end = last.start + len(last.text) if last.possessive else last.end + scene.text.startswith("%", last.end)
    return " ".join(scene.text[words[0].start : end].split())


def _owned(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention:
    """A body named by whose it is: "the Obama administration", "Trump's campaign", "Vale’s department"."""
    core = phrase.core[1:] if phrase.core[0].lower == "own" and len(phrase.core) > 1 else phrase.core
    noun = written(scene, core)
    name = f"{owner.name} {noun}" if owner else noun
    if force := _force_of(owner, noun):
        name = force
    elif owner and not any(scene.is_proper(word) for word in phrase.modifiers) and noun.split()[-1] not in _LIKE_NAMES:
        name = f"{owner.name}’s {noun}"
    if phrase.owner and _is_part_of_name(phrase):
        name = written(scene, (*phrase.owner, *phrase.core))
    elif owner and owner.key.startswith("government:") and any(scene.is_proper(word) for word in phrase.modifiers):
        name = noun
    if key := scene.cast.aliases.get(spelling(name)):
        return mention_of(scene.cast.figures[key], phrase.span, "full-name")
    return Mention(role=Role.ORIGINATOR, name=name, key=f"organization:{fold(name)}", span=phrase.span, rule="body-of")


def _force_of(owner: Mention | None, noun: str) -> str:
    """A state's forces by the one name that "Harrow's military" and "the Harrow military" both are; else empty."""
    country = country_of(owner.key) if owner and noun in _FORCES else None
    return f"{country.demonyms[0]} {noun}" if country and country.demonyms else ""


_FORCES = frozenset(("military", "army", "navy", "air force", "armed forces", "coast guard", "border guard"))
_LIKE_NAMES = frozenset(("campaign", "administration"))
"""Nouns before which a name needs no possessive: "the Vale campaign" and "Vale’s campaign" are one."""


def _is_part_of_name(phrase: Phrase) -> bool:
    """Whether whose a body is belongs to its name: "the Harrow County Sheriff’s Office"."""
    of_office = registry().role(tuple(word.text for word in phrase.owner)) is not None
    return of_office and phrase.core[0].is_capital and phrase.owner[-1].is_capital


def written(scene: Scene, words: tuple[Word, ...]) -> str:
    """Words as the text has them, the possessive of the last one left out."""
    last = words[-1]
    return " ".join(scene.text[words[0].start : last.start + len(last.text)].split())


def _country(scene: Scene, phrase: Phrase, names: list[Word], owner: Mention | None) -> Country | None:
    """The state whose government is meant."""
    known = registry()
    for text in (" ".join(w.text for w in names), *(w.text for w in names)):
        if state := known.government(text):
            return state.country
    of = [w for w in phrase.after if is_name_word(w)] if phrase.after and phrase.after[0].text in ("of", "in") else []
    if of and (state := known.government(" ".join(w.text for w in of))):
        return state.country
    if owner and (state := known.government(owner.name)):
        return state.country
    if names:
        return None
    return _country_nearby(scene, phrase.span.start) or _main_country(scene, mostly=True)


def _country_nearby(scene: Scene, offset: int) -> Country | None:
    """The state named last before an offset in the same paragraph."""
    block = scene.layout.paragraph_at(offset)
    for sighting in scene.cast.before(offset):
        if scene.layout.paragraph_at(sighting.span.start) != block:
            return None
        if sighting.key.startswith("government:"):
            return country_of(sighting.key)
    return None


def _state_media(scene: Scene, phrase: Phrase, names: list[Word]) -> Mention:
    """A state's media without a name: the state is in the phrase, or the one the article names most."""
    noun = " ".join(w.text for w in phrase.core[len(phrase.core) - (phrase.body.length if phrase.body else 1) :])
    state = registry().government(" ".join(w.text for w in names)) if names else None
    country = state.country if state else _main_country(scene)
    demonym = country.demonyms[0] + " " if country and country.demonyms else ""
    name = f"{demonym}{noun[0].lower()}{noun[1:]}" if demonym else noun
    return Mention(
        role=Role.ORIGINATOR, name=name, key=f"organization:{fold(name)}", span=phrase.span, rule="state-media-of"
    )


def _main_country(scene: Scene, *, mostly: bool = False) -> Country | None:
    """The state that an article names most; with `mostly` only when it makes more than half of all such names."""
    weights = {k: n for k, n in scene.cast.weight.items() if k.startswith("government:")}
    if not mostly:
        weights.pop("government:us", None)
    if not weights:
        return None
    key = max(sorted(weights), key=lambda k: weights[k])
    if mostly and weights[key] * 2 <= sum(weights.values()):
        return None
    return country_of(key)


def country_of(key: str) -> Country | None:
    """The state that a government's key stands for."""
    return registry().countries.get(key.partition(":")[2].upper())


def _latest(scene: Scene, phrase: Phrase, noun: tuple[Word, ...]) -> Figure | None:
    """The organization named last that a bare noun can take up again: "the court", "the company"."""
    wanted = noun[-1].lower
    if wanted in small_words("places"):
        return None
    for sighting in islice(scene.cast.before(phrase.span.start), 60):
        figure = scene.cast.figures[sighting.key]
        if figure.sort is Sort.ORGANIZATION and _fits(figure, wanted, phrase):
            return figure
    return None


def _fits(figure: Figure, wanted: str, phrase: Phrase) -> bool:
    """Whether a noun can take a body up: by a word of its name, or as what any body of that kind is called."""
    entry = registry().organization(figure.name)
    forms = [form.lower().split() for form in (entry.forms if entry else (figure.name,))]
    stems = {word.rstrip("s") for words in forms for word in words}
    said = [word.lower for word in unplaced(phrase.core)]
    if any(word not in small_words("generic bodies") and word.rstrip("s") not in stems for word in said):
        return False
    if any(ends_in(words, wanted) for words in forms):
        return True
    if wanted not in small_words("generic bodies") or phrase.body is None:
        return False
    tail = registry().body(tuple(figure.name.split()))
    kind = entry.source_type if entry else tail.entry.source_type if tail else None
    place = kind is SourceType.GOVERNMENT and not tail and not figure.name.isupper()
    return kind in _MEANT_BY.get(wanted, (phrase.body.entry.source_type,)) and not place


_MEANT_BY = {
    "agency": (SourceType.GOVERNMENT, SourceType.INTERGOVERNMENTAL, SourceType.SECURITY),
    **dict.fromkeys(
        ("organization", "organisation", "group"),
        (SourceType.CIVIL_SOCIETY, SourceType.INTERGOVERNMENTAL),
    ),
}
"""What kinds of body a noun may take up, where they are more than its own."""
