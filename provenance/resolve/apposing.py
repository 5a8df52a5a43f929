"""The name that stands in apposition to a noun: "the chief executive, Nora Vale,", "her publisher, Vale & Low"."""

import re

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import DESCRIBED, fold, registry
from provenance.models import Mention, Role, SourceType
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.known import known_body
from provenance.resolve.names import name_runs, split_title, without_honors
from provenance.resolve.phrases import Form, Phrase, parse
from provenance.resolve.reference import mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.surnames import lowered, person_key, plain
from provenance.resolve.titles import best_title
from provenance.resolve.words import Word


def name_apposed(scene: Scene, phrase: Phrase) -> Mention | None:
    """The person or body whose name stands behind a noun and a comma."""
    if phrase.name and not (_is_never_person(phrase) and _is_only_of_body(scene, phrase, phrase.name)):
        return _person(scene, phrase)
    if phrase.form not in (Form.ROLE, Form.BODY, Form.OTHER) or (phrase.is_plural and not _is_one(phrase)):
        return None
    piece = _piece(phrase)
    near = bool(phrase.after) and (phrase.after[0].text == "," or phrase.core[-1].lower in small_words("quantities"))
    if not piece or not near:
        return None
    return _body(scene, phrase, piece) or _by_one_name(scene, phrase, piece)


def name_call(scene: Scene, phrase: Phrase) -> Mention | None:
    """The body whose name is a call: "Save the Weir, a residents’ group"; a source may begin behind its first word."""
    if phrase.form is not Form.NAME or len(phrase.after) < 3 or phrase.after[0].text != ",":
        return None
    name = phrase.name[0].start
    call = _CALL.search(scene.text[max(0, name - LONGEST_CALL) : name])
    stop = next((n for n, word in enumerate(phrase.after) if n and word.is_punctuation), len(phrase.after))
    noun = parse(phrase.after[1:stop])
    if not call or call[1].lower() not in small_words("calls") or not noun or noun.form is not Form.BODY:
        return None
    shown = " ".join((call[0] + scene.text[name : phrase.name[-1].end]).split())
    key = f"organization:{fold(shown)}"
    return Mention(role=Role.ORIGINATOR, name=shown, key=key, span=phrase.span, rule=DESCRIBED)


_CALL = re.compile(r"\b([A-Z][a-z]+)\s(?:the|our)\s$")
LONGEST_CALL = 24
"""How many characters the words of a call before its last name may have: "Save the"."""


def _is_one(phrase: Phrase) -> bool:
    """Whether a phrase about several is of one body: "a coalition of unions"."""
    return phrase.determiner in ("a", "an", "the", "another") and not phrase.core[-1].lower.endswith("s")


def _piece(phrase: Phrase) -> tuple[Word, ...]:
    """The words between the first comma and the next, when they are one name and nothing else."""
    marks = [n for n, word in enumerate(phrase.after) if word.text == ","]
    if not marks:
        return ()
    stop = marks[1] if len(marks) > 1 else len(phrase.after)
    piece = without_honors(phrase.after[marks[0] + 1 : stop])
    if piece and piece[0].lower == "the":
        piece = piece[1:]
    run = name_runs(piece)[:1]
    return piece if run and run[0].first == 0 and run[0].stop == len(piece) else ()


def _body(scene: Scene, phrase: Phrase, name: tuple[Word, ...]) -> Mention | None:
    """The body of that name: one of the tables, one by its words, or an acronym where a noun says it is a body."""
    texts = tuple(word.text for word in name)
    figure = known_body(texts)
    if figure and figure.sort is Sort.ORGANIZATION and not _is_place(figure.name):
        return mention_of(figure, phrase.span, "apposition")
    worded = len(texts) > 1 and (registry().body(texts) is not None or "&" in texts)
    if worded or _is_only_of_body(scene, phrase, name):
        shown = " ".join(scene.text[name[0].start : name[-1].end].split())
        key = f"organization:{fold(shown)}"
        return Mention(role=Role.ORIGINATOR, name=shown, key=key, span=phrase.span, rule=DESCRIBED)
    return None


def _is_only_of_body(scene: Scene, phrase: Phrase, name: tuple[Word, ...]) -> bool:
    """Whether a name can only be of a body, as the noun before it stands for one: "the firm, Vale Sterling,"."""
    texts = tuple(word.text for word in name)
    if not _is_for_body(phrase) or not phrase.is_definite or split_title(name) or phrase.after[0].text != ",":
        return False
    if phrase.core[-1].lower in small_words("places") or registry().government(" ".join(texts)):
        return False
    person = scene.cast.figures.get(person_key(texts))
    return not (person and (person.titles or person.gender))


def _is_place(name: str) -> bool:
    entry = registry().organization(name)
    return entry is not None and entry.source_type is SourceType.GOVERNMENT and not registry().body(tuple(name.split()))


def _is_for_body(phrase: Phrase) -> bool:
    """Whether a noun stands for a body, whatever else it may stand for: "the state broadcaster"."""
    outlet = phrase.core[-1].lower in small_words("nouns for outlets")
    return phrase.form is Form.BODY or outlet or _is_never_person(phrase)


def _is_never_person(phrase: Phrase) -> bool:
    """Whether a noun with a name behind it tells that it is a body's, though alone it may be a thing: "the label"."""
    noun, known = phrase.core[-1].lower, registry()
    of_bodies = known.body((noun.title(),)) is not None and known.role((noun,)) is None
    return noun in small_words("nouns for named bodies") or (of_bodies and not known.is_of_bodies_and_people(noun))


def _by_one_name(scene: Scene, phrase: Phrase, name: tuple[Word, ...]) -> Mention | None:
    """Somebody whom a role right before one word names: "her husband, Dave", "a nurse, Ilaria"."""
    if len(name) > 1 or phrase.form is not Form.ROLE or phrase.after[0].text != ",":
        return None
    text, known = name[0].text, registry()
    if not text.isalpha() or not text.istitle() or name[0].possessive or known.longest_name((text,)):
        return None
    if known.role((text,)) or known.body((text,)) or phrase.core[-1].lower in small_words("nouns for outlets"):
        return None
    title = " ".join(scene.text[(phrase.owner or phrase.core)[0].start : phrase.core[-1].end].split())
    keys = scene.cast.surnames.get(lowered((text,)), ())
    if len(keys) == 1:
        figure = scene.cast.figures[keys[0]]
        return mention_of(figure, phrase.span, "apposition", figure.title or best_title([title]))
    key, office = scene.local("person", text), best_title([title])
    return Mention(role=Role.ORIGINATOR, name=text, key=key, span=phrase.span, title=office, rule="apposition")


def head_of_body(scene: Scene, phrase: Phrase) -> Mention | None:
    """The person in "the Harrow Council, whose director, Nora Vale,"."""
    whose = next((n for n, word in enumerate(phrase.after) if word.lower == "whose" and n), None)
    if whose is None or phrase.after[whose - 1].text != "," or (phrase.name and phrase.form is not Form.NAME):
        return None
    inner = parse(phrase.after[whose:])
    if inner is None or not inner.name or inner.form is not Form.ROLE:
        return None
    return _person(scene, inner)


def named_beside(scene: Scene, phrase: Phrase) -> Mention | None:
    """The person in "A teacher in Harrow, Vale, said" and "A teacher, Vale was", the surname behind the first comma."""
    if phrase.form not in (Form.ROLE, Form.OTHER) or phrase.is_plural or phrase.determiner not in ("a", "an"):
        return None
    beside = _BESIDE.match(scene.text, phrase.core[-1].end)
    keys = scene.cast.surnames.get(plain(beside[1]), ()) if beside else ()
    return mention_of(scene.cast.figures[keys[0]], phrase.span, "apposition-beside") if len(keys) == 1 else None


_BESIDE = re.compile(r"[^,.;:]{0,80},\s([A-Z][\w’'-]+)(?=,(?! (?:and|or)\b)|\s(?:is|was|has|had)\b)")


def _person(scene: Scene, phrase: Phrase) -> Mention:
    """The person in "Harrow Yarn's chief executive, Nora Vale"."""
    key = person_key(tuple(w.text for w in phrase.name))
    first = phrase.core[0] if not phrase.owner or phrase.owner[0].lower == "whose" else phrase.owner[0]
    last = phrase.after[_comma(phrase) - 1] if _comma(phrase) else phrase.core[-1]
    title = " ".join(scene.text[first.start : last.end].split())
    name = " ".join(w.text for w in phrase.name)
    figure = scene.cast.figures.get(key) or Figure(sort=Sort.PERSON, name=name, key=key)
    return mention_of(figure, phrase.span, "apposition", figure.title or best_title([title]))


def _comma(phrase: Phrase) -> int:
    """How many words after the core come before the apposition's comma."""
    at = next(n for n, w in enumerate(phrase.after) if w.start == phrase.name[0].start)
    return next((n for n in range(at, -1, -1) if phrase.after[n].text == ","), 0)
