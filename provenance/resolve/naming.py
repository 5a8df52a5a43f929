"""From a noun phrase to the participants it stands for, each with the rule that named it."""

import re

import attrs

from provenance.lexicon.entries import HONORIFICS, Gender, Organization
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import fold, registry, spelling
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.aged import figure_by_age
from provenance.resolve.apposing import head_of_body, name_apposed, name_call, named_beside
from provenance.resolve.authors import name_author
from provenance.resolve.bodies import name_body, name_known_body
from provenance.resolve.bodies_again import body_again
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.firms import firm_called, says_of_itself
from provenance.resolve.names import is_name_word, is_person_like, split_title
from provenance.resolve.nouns import is_channel, is_clause, name_document, name_other, name_role
from provenance.resolve.outlets import described_outlet
from provenance.resolve.phrases import Form, Phrase, parse
from provenance.resolve.pronouns import follow_pronoun
from provenance.resolve.reference import again, mention_of
from provenance.resolve.relative import antecedent
from provenance.resolve.scene import Scene
from provenance.resolve.surnames import gender_of, lowered, person_key
from provenance.resolve.titles import best_title, description_after, tag_after
from provenance.resolve.words import Word


def name_phrase(scene: Scene, phrase: Phrase, statement: Span) -> tuple[Mention, ...]:
    """The participants a noun phrase stands for; empty when the reader cannot tell."""
    if phrase.form is Form.PRONOUN:
        relative = phrase.pronoun is not None and phrase.pronoun.person == "relative"
        found = _relative(scene, phrase, statement) if relative else follow_pronoun(scene, phrase)
        return found or (() if relative else _some_of_them(scene, phrase))
    if _is_surname(scene, phrase):
        phrase = attrs.evolve(phrase, form=Form.NAME, name=phrase.core)
    named = described_outlet(scene, phrase) or _speaker_in_capitals(scene, phrase)
    named = named or named_beside(scene, phrase) or head_of_body(scene, phrase)
    named = named or _account(scene, phrase) or _body_of_state(scene, phrase) or _of_party(scene, phrase)
    if named := named or name_call(scene, phrase):
        return (named,)
    if phrase.form is Form.NAME:
        if not _is_ordinary(scene, phrase):
            return (name_named(scene, phrase),)
        plural = phrase.words[0].lower.endswith("s") and not phrase.words[0].lower.endswith("ss")
        return (name_other(scene, phrase, None),) if plural else ()
    if apposed := name_apposed(scene, phrase):
        return (apposed,)
    return _rivals(scene, phrase) or _common_noun(scene, phrase, statement)


def _some_of_them(scene: Scene, phrase: Phrase) -> tuple[Mention, ...]:
    """Several people, whoever they are: "many of us". No other article speaks of the same."""
    if not any(word.lower == "of" for word in phrase.words):
        return ()
    some = name_other(scene, phrase, None)
    return (attrs.evolve(some, key=scene.local("group", some.name)),)


def _speaker_in_capitals(scene: Scene, phrase: Phrase) -> Mention | None:
    """Whose turn it is in a transcript: "VALE:" is Nora Vale, or a Vale of whom nothing else is known."""
    shown = " ".join(w.text for w in phrase.words)
    if not shown.isupper() or len(shown) < 3 or not scene.text.startswith(":", phrase.span.end):
        return None
    if registry().organization(shown) or registry().government(shown):
        return None
    name = shown.title()
    keys = scene.cast.surnames.get(name.split()[-1], ())
    if len(keys) == 1:
        return mention_of(scene.cast.figures[keys[0]], phrase.span, "speaker-in-capitals")
    return Mention(
        role=Role.ORIGINATOR,
        name=name,
        key=scene.local("person", name),
        span=phrase.span,
        rule="speaker-in-capitals",
    )


def _account(scene: Scene, phrase: Phrase) -> Mention | None:
    """The account that a handle names: "user @harrow_weir"."""
    handle = next((word for word in phrase.core if _HANDLE.fullmatch(word.text)), None)
    if handle is None or phrase.document:
        return None
    key = scene.local("person", handle.text)
    return Mention(role=Role.ORIGINATOR, name=handle.text, key=key, span=phrase.span, rule="handle")


_HANDLE = re.compile(r"@\w{2,40}")


def _body_of_state(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body that a state before it makes one of its own: "Peru’s General Staff", "Peru’s Security Council"."""
    state = registry().government(" ".join(word.text for word in phrase.owner)) if phrase.owner else None
    texts = tuple(word.text for word in phrase.core)
    if state is None or state.by == "demonym" or len(texts) < 2 or not all(map(is_name_word, phrase.core)):
        return None
    known, staff = registry().organization(" ".join(texts)), texts[-1] in ("Staff", "Staffs")
    foreign = known is not None and known.country not in (None, state.country.code)
    if not staff and not (registry().body(texts) and (known is None or foreign or _is_of_all(known))):
        return None
    name = " ".join(scene.text[phrase.owner[0].start : phrase.core[-1].end].split())
    return Mention(role=Role.ORIGINATOR, name=name, key=f"organization:{fold(name)}", span=phrase.span, rule="body-of")


def _is_of_all(known: Organization) -> bool:
    return known.source_type is SourceType.INTERGOVERNMENTAL


def _common_noun(scene: Scene, phrase: Phrase, statement: Span) -> tuple[Mention, ...]:
    """The participant that a phrase without a name stands for."""
    if is_channel(scene, phrase) or (phrase.form is Form.OTHER and is_clause(phrase)):
        return ()
    if phrase.form in (Form.ROLE, Form.OTHER) and (aged := figure_by_age(scene, phrase)):
        return (mention_of(aged, phrase.span, "age"),)
    owner = _owner(scene, phrase, statement)
    if phrase.form is Form.ROLE:
        return (name_role(scene, phrase, owner, statement),)
    if phrase.form is Form.BODY:
        return (name_body(scene, phrase, owner),)
    if phrase.form is Form.DOCUMENT:
        return (name_author(scene, phrase, owner) or name_document(scene, phrase, owner),)
    return (body_again(scene, phrase) or name_other(scene, phrase, owner),)


def _is_surname(scene: Scene, phrase: Phrase) -> bool:
    """Whether a word that the tables know is somebody's surname here: "King" where Nora King is in the article."""
    alone = len(phrase.words) == 1 and phrase.words[0].is_capital
    return alone and phrase.form in (Form.ROLE, Form.BODY, Form.DOCUMENT) and bool(scene.cast.within(phrase.span))


def _is_ordinary(scene: Scene, phrase: Phrase) -> bool:
    """Whether a single word has its capital only from standing at a sentence's start: "Voting", "Modeled"."""
    if len(phrase.words) > 1 or len(phrase.name) > 1 or scene.cast.within(phrase.span):
        return False
    word = phrase.name[0]
    starts = scene.layout.sentence(word.start).start >= word.start - 1
    known = registry()
    if known.longest_name((word.text,)) or not starts:
        return False
    return word.lower in scene.cast.ordinary or word.lower.endswith(("ing", "ed", "wide", "ly"))


def _rivals(scene: Scene, phrase: Phrase) -> tuple[Mention, ...]:
    """The several people whom a bare "the candidates" takes up: those who last spoke together."""
    role = phrase.role.entry if phrase.role else None
    if not role or not phrase.is_plural or phrase.determiner not in ("the", "both") or len(phrase.words) > 3:
        return ()
    if role.name not in RIVALS and not RIVALS & set(role.kin):
        return ()
    together = [
        s for s in scene.history if len(s.mentions) > 1 and all(m.key.startswith("person:") for m in s.mentions)
    ]
    return again(together[-1].mentions, phrase.span, "plural-again") if together else ()


RIVALS = frozenset(("candidate", "rival", "leader", "man", "woman", "lawmaker", "senator", "player"))
"""Roles whose plural, with "the" alone, takes up people named before."""


def _relative(scene: Scene, phrase: Phrase, statement: Span) -> tuple[Mention, ...]:
    """Whom "who" and "which" take up: the noun phrase right before, else whoever spoke last in the sentence."""
    before = antecedent(scene, phrase)
    if before and before.form is not Form.PRONOUN and (named := name_phrase(scene, before, statement)):
        return tuple(attrs.evolve(m, span=phrase.span, rule="relative-" + m.rule) for m in named)
    sentence = scene.layout.sentence(phrase.span.start)
    latest = scene.spoken_before(phrase.span.start, paragraphs=1)
    if latest and latest[0].at >= sentence.start:
        return again(latest[0].mentions, phrase.span, "relative-speaker")
    return ()


def _owner(scene: Scene, phrase: Phrase, statement: Span) -> Mention | None:
    """Whose it is: "his" surrogates, "Apple's" lawyers."""
    if not phrase.owner:
        return None
    owner = parse(phrase.owner)
    named = name_phrase(scene, owner, statement) if owner else ()
    return named[0] if named else None


def name_named(scene: Scene, phrase: Phrase) -> Mention:
    """The person or body that a proper name stands for."""
    core, whole = phrase.core, spelling(" ".join(w.text for w in phrase.core))
    single = lowered((core[-1].text,)) if len(core) == 1 else ""
    outlet = phrase.determiner == "the" and registry().is_of_bodies_and_people(single)
    key = person_key(tuple(w.text for w in core))
    person = single in scene.cast.surnames if single else key in scene.cast.figures
    body = _firm(scene, phrase, single) if single else None
    body = body or (name_known_body(scene, phrase) if outlet or not person else None)
    if body:
        return body
    cut = split_title(phrase.name)
    name = phrase.name[cut:]
    texts = tuple(w.text for w in name)
    cast = scene.cast
    if (key := person_key(texts)) in cast.figures and len(texts) > 1:
        return _person(scene, cast.figures[key], phrase, "full-name")
    short = lowered(texts)
    long = lowered(tuple(w.text for w in core))
    keys = () if outlet else cast.surnames.get(short, ()) or cast.surnames.get(long, ())
    if keys and (figure := _by_surname(scene, keys, phrase, cut)):
        return _person(scene, figure, phrase, "surname" if figure.surname in (short, long) else "given-name")
    if _is_people_of(phrase):
        return name_other(scene, phrase, None)
    if _is_of_person(scene, phrase, cut):
        key = person_key(texts) if len(texts) > 1 else scene.local("person", texts[0])
        figure = Figure(sort=Sort.PERSON, name=" ".join(texts), key=key)
        return _person(scene, figure, phrase, "name-as-written")
    shown = " ".join(w.text for w in core) if whole else phrase.span.of(scene.text)
    key = f"organization:{fold(shown)}"
    return Mention(role=Role.ORIGINATOR, name=shown, key=key, span=phrase.span, rule="body-as-written")


def _is_of_person(scene: Scene, phrase: Phrase, cut: int) -> bool:
    """Whether a name that nothing else in the article knows is a person’s; `cut` is where it begins behind a title."""
    name, core = phrase.name[cut:], phrase.core
    if _is_byname(scene, phrase):
        return True
    given = len(core) == 1 and gender_of(name[0].text) is not None
    aged = bool(_AGE.match(scene.text, core[-1].end))
    titled = given or aged or cut > 0 or len(phrase.name) < len(core) or bool(phrase.owner)
    named = titled or (len(name) > 1 and not phrase.determiner)
    return named and is_person_like(name, titled=cut > 0)


_AGE = re.compile(r",\s\d{1,3}(?=[,.;]|\sand\b)|\s\(\d{1,3}\)")
"""Somebody’s age behind a name."""


def _is_byname(scene: Scene, phrase: Phrase) -> bool:
    """Whether a name is all that somebody goes by: "a driver who gave her name as Ilse", "known only as Weir Rat"."""
    first = phrase.name[0].start
    return bool(_BYNAME.search(scene.text[max(0, first - LONGEST_BYNAME) : first]))


_BYNAME = re.compile(
    r"\b(?:(?:gave|giving|used|using|with) (?:only )?(?:his|her|their|the|an?)(?: \w+){0,2} names? "
    r"|(?:known|identified|named|nicknamed|introduced|posting|writing|(?:her|him)self)(?: online| only| just)? )"
    r"(?:only |just )?as $"
)
LONGEST_BYNAME = 60
"""How many characters the words that lead to a byname may have."""


def _firm(scene: Scene, phrase: Phrase, word: str) -> Mention | None:
    """The company that the first word of its name stands for, if nobody bears it as a surname or only a body fits."""
    if registry().longest_name((word,)) and not scene.cast.surnames.get(word):
        return None
    if scene.cast.surnames.get(word) and not says_of_itself(scene.text, phrase.span.end):
        return None
    figure = firm_called(scene.cast, word, phrase.span.start)
    return mention_of(figure, phrase.span, "short-name") if figure else None


def _of_party(scene: Scene, phrase: Phrase) -> Mention | None:
    """Some who are of a party, where its name stands for them: "many Social Democrats", "some Conservatives"."""
    if phrase.determiner not in _SEVERAL or not phrase.core[-1].text.endswith("s"):
        return None
    entry = registry().organization(" ".join(word.text for word in phrase.core))
    party = entry is not None and entry.source_type is SourceType.POLITICAL
    return name_other(scene, phrase, None) if party else None


_SEVERAL = frozenset("many some most several few all other".split())


def _is_people_of(phrase: Phrase) -> bool:
    """Whether a capitalised plural names people rather than a body: "many Harrowites", "Ukrainians", "Feminists"."""
    last = phrase.core[-1].text
    several = phrase.determiner in ("many", "some", "most", "several", "few", "these", "those", "all", "other")
    state = registry().government(last.rstrip("s")) if last.endswith("s") else None
    people = bool(state and state.by == "demonym") or last.endswith(("ists", "ians", "ocrats", "crats"))
    leaning = len(phrase.core) == 2 and phrase.core[0].lower in small_words("leanings")
    return last.endswith("s") and (leaning or (len(phrase.core) == 1 and (several or people)))


def _by_surname(scene: Scene, keys: tuple[str, ...], phrase: Phrase, cut: int) -> Figure | None:
    """Whose surname it is: the honorific's gender decides, then who spoke last, then who is named most."""
    before = phrase.core[-2].lower.rstrip(".") if len(phrase.core) > 1 else ""
    gender: Gender | None = HONORIFICS.get(before)
    figures = [scene.cast.figures[k] for k in keys]
    fitting = [f for f in figures if gender is None or f.gender in (None, gender)] or figures
    if len(fitting) == 1:
        return fitting[0]
    recent = next((s.key for s in scene.cast.within(phrase.span) if s.key in {f.key for f in fitting}), None)
    if recent:
        return scene.cast.figures[recent]
    return max(fitting, key=lambda f: scene.cast.weight[f.key])


def _person(scene: Scene, figure: Figure, phrase: Phrase, rule: str) -> Mention:
    own = None if figure.title else _own_title(scene, phrase)
    return mention_of(figure, phrase.span, rule, best_title([own]) if own else None)


def _own_title(scene: Scene, phrase: Phrase) -> str | None:
    """What the phrase itself says of the person it names, when the cast knows nothing."""
    front = phrase.core[: len(phrase.core) - len(phrase.name) + split_title(phrase.name)]
    front = tuple(w for w in front if w.lower.rstrip(".") not in HONORIFICS)
    parts = [_shown(scene, front)] if front else []
    if phrase.owner and not front:
        parts.append(" ".join(w.text for w in phrase.owner))
    if tag := tag_after(phrase.after, 0, scene.text):
        parts.append(tag.of(scene.text))
    if after := description_after(phrase.after, 0):
        parts.append(_shown(scene, phrase.after[slice(*after)]))
    return ", ".join(parts) or None


def _shown(scene: Scene, words: tuple[Word, ...]) -> str:
    return " ".join(scene.text[words[0].start : words[-1].end].split())
