"""People, groups and documents that a source names by a common noun."""

import re
from itertools import islice

import attrs

from provenance.lexicon.entries import POLLSTER
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import fold, registry
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Mention, Role, Span
from provenance.resolve.authors import is_handed, is_newest, outlet_again
from provenance.resolve.bodies import describe
from provenance.resolve.bodies_again import body_that_spoke
from provenance.resolve.cast import Figure, Sort
from provenance.resolve.firms import GROUPS
from provenance.resolve.introducing import introduce
from provenance.resolve.phrases import DEFINITE, Phrase, is_made
from provenance.resolve.reference import figure_by_role, mention_of, named_later
from provenance.resolve.scene import Scene
from provenance.resolve.staff import STAFF, staff_of
from provenance.resolve.works import TITLE, WORKS

_POSSESSIVES = frozenset(("his", "her", "its", "their", "whose"))
_SPOUSES = frozenset(("wife", "ex-wife", "husband", "ex-husband", "widow", "widower", "partner"))


def is_anonymous(scene: Scene, span: Span) -> bool:
    """Whether the words say that a name is withheld on purpose."""
    return bool(registry().anonymity.search(scene.text, span.start, span.end))


def name_role(scene: Scene, phrase: Phrase, owner: Mention | None, statement: Span) -> Mention:
    """Who a role stands for: somebody of the cast, a body's unnamed staff, a group, or somebody unnamed."""
    if phrase.role is None:
        raise ValueError("not a phrase with a role")
    withheld = _is_withheld(phrase)
    hidden = (
        withheld
        or is_anonymous(scene, phrase.span)
        or (not phrase.is_definite and is_anonymous(scene, scene.around(statement, phrase.span)))
    )
    if not phrase.is_plural and not hidden and (figure := _somebody(scene, phrase, owner)):
        return mention_of(figure, phrase.span, "role")
    if not hidden and (body := staff_of(scene, phrase, owner)):
        return body
    if not hidden and phrase.role.entry.name.endswith(GROUPS) and (group := body_that_spoke(scene, phrase)):
        return group
    if (withheld or not hidden) and not owner and (earlier := _unnamed_before(scene, phrase)):
        rule = f"{STAFF}-again" if earlier.rule.startswith(STAFF) else "role-again"
        return attrs.evolve(earlier, span=phrase.span, rule=rule)
    name = _owned_name(describe(scene, phrase), phrase, owner)
    if hidden:
        key, rule = scene.local("anonymous", name), "anonymity-phrase"
    elif phrase.is_plural:
        key, rule = f"group:{fold(name)}", "plural"
    else:
        key, rule = scene.local("someone", name), "role-unresolved"
    title = describe(scene, phrase) if phrase.role.entry.office else None
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, title=title, rule=rule)


def _is_withheld(phrase: Phrase) -> bool:
    """Whether a role says that the name is withheld: "two sources", but not "a source of income", "open sources"."""
    of_things = phrase.after and phrase.after[0].text == "of"
    read = any(word.lower in _READ for word in phrase.modifiers)
    return bool(phrase.role and phrase.role.entry.withheld and not of_things and not read)


_READ = frozenset("open public published news historical ancient primary secondary written online".split())
"""What sources are that are read and not asked."""


def _unnamed_before(scene: Scene, phrase: Phrase) -> Mention | None:
    """Whom a bare "the envoy" takes up: an unnamed envoy who spoke before, or the body for which a spokesman did."""
    if phrase.is_plural or not phrase.is_definite or len(phrase.core) > 1 or phrase.after:
        return None
    noun = phrase.core[0].lower
    for spoken in scene.spoken_before(phrase.span.start, paragraphs=12):
        earlier = spoken.mentions[0]
        staff = earlier.span is not None and earlier.rule.startswith(STAFF)
        shown = earlier.span.of(scene.text) if staff and earlier.span else earlier.name
        unnamed = staff or earlier.key.startswith(("someone:", "anonymous:"))
        if unnamed and _TIED.split(shown.lower())[0].endswith(noun):
            return earlier
    return None


_TIED = re.compile(r"\s(?:for|of|at|in|with|from)\s")
"""What stands between somebody and the body he or she is of."""


def _somebody(scene: Scene, phrase: Phrase, owner: Mention | None) -> Figure | None:
    if owner:
        return _relative(scene, phrase, owner)
    if phrase.is_definite:
        return figure_by_role(scene, phrase)
    if phrase.determiner not in ("a", "an", ""):
        return None
    return named_later(scene, phrase) or introduce(scene, phrase, describe(scene, phrase))


def _relative(scene: Scene, phrase: Phrase, owner: Mention) -> Figure | None:
    """The one in the cast that "his wife" or "Harrow's mayor" points at."""
    role = phrase.role.entry if phrase.role else None
    mine = scene.cast.figures.get(owner.key)
    if role and mine and role.name in _SPOUSES:
        others = (scene.cast.figures[k] for k in scene.cast.surnames.get(mine.surname, ()) if k != mine.key)
        return next((f for f in others if role.gender is None or f.gender in (None, role.gender)), None)
    if role and owner.key.startswith("person:"):
        return None
    named = figure_by_role(scene, phrase)
    return named if named and owner.name.split()[-1] in " ".join(named.titles) else None


def _owned_name(name: str, phrase: Phrase, owner: Mention | None) -> str:
    """A name in which a possessive is replaced by whom it stands for: "Donald Trump's surrogates"."""
    if not owner or not phrase.owner:
        return name
    first, _, rest = name.partition(" ")
    return f"{owner.name}’s {rest}" if rest and first.lower() in _POSSESSIVES else name


def name_document(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention:
    """The document a phrase cites: a bare "the report" is the one cited before, if there is one."""
    name = _owned_name(describe(scene, _unmade(phrase)), phrase, owner) + _in_journal(scene, phrase)
    noun = phrase.document.entry.name if phrase.document else ""
    bare = _is_bare(phrase) and not owner
    if bare and phrase.is_definite:
        for spoken in scene.spoken_before(phrase.span.start, paragraphs=12):
            earlier = spoken.mentions[0]
            titled = earlier.rule == TITLE and noun in WORKS
            if earlier.key.startswith("document:") and (titled or _same_sort(noun, earlier.name)):
                return Mention(
                    role=Role.ORIGINATOR, name=earlier.name, key=earlier.key, span=phrase.span, rule="document-again"
                )
    if bare and (outlet := outlet_again(scene, phrase)):
        return outlet
    if bare and phrase.is_definite and (nobleman := _nobleman(scene, phrase)):
        return mention_of(nobleman, phrase.span, "role")
    if bare and phrase.is_definite and noun in _MESSAGES and (author := _author(scene, phrase)):
        name = f"{author.name} {noun}"
    key = scene.local("document", name)
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule="document")


def _is_bare(phrase: Phrase) -> bool:
    """Whether nothing tells a document from another: "the report"; of polls "the new poll" says no more."""
    if phrase.after:
        return False
    newest = phrase.document is not None and phrase.document.entry.by == POLLSTER and is_newest(phrase.modifiers)
    return len(phrase.core) == 1 or newest


def _unmade(phrase: Phrase) -> Phrase:
    """A document's phrase without how it came about: "a survey released in May" is a survey; its author stays.

    Whoever only has it, or has seen it, is no author: "records obtained by the Post" are records.
    """
    written = any(word.lower == "by" for word in phrase.after) and not is_handed(phrase.after)
    if written or not is_made(phrase.after):
        return phrase
    return attrs.evolve(phrase, words=phrase.words[: -len(phrase.after)], after=())


def _in_journal(scene: Scene, phrase: Phrase) -> str:
    """Where a study has come out, as its name goes on: " in The Lancet"; empty when that is a place or a time."""
    after = scene.text[phrase.after[0].start : phrase.after[-1].end] if phrase.after else ""
    found = _PUBLISHED.match(after) if _unmade(phrase) is not phrase else None
    if not found:
        return ""
    led, name = found["led"] or "", found["name"]
    known = led.strip() not in ("", "the") or name.split()[0].lower() in small_words("journals")
    return f" in {' '.join((led + name).split())}" if known else ""


_PUBLISHED = re.compile(
    r"published\b(?:\s[\w.]+){0,4}?\sin\s(?P<led>the\s(?:journal\s(?:of\s)?)?|The\s)?"
    r"(?P<name>[A-Z][\w-]*(?:\s(?:(?:of|and|&|the|in|for)\s){0,2}[A-Z][\w-]*){0,5})"
)


def _nobleman(scene: Scene, phrase: Phrase) -> Figure | None:
    """Whom a bare "the count" takes up where the article names a Count Roe."""
    if phrase.core[-1].text != "count":
        return None
    for sighting in islice(scene.cast.before(phrase.span.start), 60):
        figure = scene.cast.figures[sighting.key]
        before = scene.text[max(0, sighting.span.start - 6) : sighting.span.end]
        if figure.sort is Sort.PERSON and (before.startswith("Count ") or figure.name.startswith("Count ")):
            return figure
    return None


_STUDIES = ("report", "study", "paper", "analysis", "survey", "review", "research", "finding")


def _same_sort(noun: str, name: str) -> bool:
    """Whether a bare noun can take up a document: "the report" takes up a study too, "the site" no note on a site."""
    lowered = _PLACE.sub("", name.lower())
    return noun in lowered or (noun in _STUDIES and any(other in lowered.split() for other in _STUDIES))


_PLACE = re.compile(r"\s(?:on|in|at)\s.*")

_MESSAGES = ("statement", "letter", "memo", "press release", "resolution", "news release", "communique")


def is_channel(scene: Scene, phrase: Phrase) -> bool:
    """Whether a document is only how somebody spoke: "in a statement" beside a speaker who stands elsewhere."""
    before = scene.text[max(0, phrase.words[0].start - 4) : phrase.words[0].start].split()
    inside = bool(before) and before[-1] == "in"
    return inside and phrase.determiner == "a" and bool(phrase.document) and phrase.core[-1].lower in _MESSAGES


def _author(scene: Scene, phrase: Phrase) -> Mention | None:
    """Who spoke last in the paragraph: whose statement "the statement" is."""
    here = scene.layout.paragraph_at(phrase.span.start)
    latest = scene.spoken_before(phrase.span.start, paragraphs=1)[:1]
    return next((s.mentions[0] for s in latest if scene.layout.paragraph_at(s.at) == here), None)


_VERBS = frozenset("was were is are has have had will would could may might can did does do shall must".split())
_MAY_OPEN = frozenset(
    "yes no well not even only just about around nearly almost none roughly more less once so plenty".split()
)


def is_clause(phrase: Phrase) -> bool:
    """Whether words that no table knows are a clause or a scrap rather than somebody: "In the seven", "said"."""
    words = phrase.words
    lead = next((n for n, w in enumerate(words) if w.lower in ("who", "which", "that", "whose")), len(words))
    first, last = words[0].lower, words[-1].lower
    if any(w.lower in _VERBS for w in words[:lead]) or _opens_clause(first) or _opens_clause(last):
        return True
    scrap = (len(first) < 3 and not first[:1].isdigit()) or first in DEFINITE or first in reporting_forms()
    return len(words) == 1 and scrap


def _opens_clause(word: str) -> bool:
    return word in small_words("never names") and word not in small_words("determiners") and word not in _MAY_OPEN


def name_other(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention:
    """A source that no table knows: kept as its words."""
    name = _owned_name(describe(scene, phrase), phrase, owner)
    if _SHARE.fullmatch(name) and (asked := _asked_before(scene, phrase)):
        name = f"{name} of {asked}"
    if is_anonymous(scene, phrase.span):
        key = scene.local("anonymous", name)
        return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule="anonymity-phrase")
    key = scene.local("someone", name) if is_one_person(phrase) else f"group:{fold(name)}"
    return Mention(role=Role.ORIGINATOR, name=name, key=key, span=phrase.span, rule="phrase")


_SHARE = re.compile(r"(?:(?:just|only|about|nearly|almost|some|around) )?[\d.,]+(?:%| percent| per cent)")
_AMONG = re.compile(r"(?:^|\W)[Aa]mong ([^,.;:]{3,80}), $")


def _asked_before(scene: Scene, phrase: Phrase) -> str | None:
    """Of whom a bare share is one: "Among farmers, 44% said"."""
    start = max(scene.layout.sentence(phrase.span.start).start, phrase.span.start - 100)
    found = _AMONG.search(scene.text[start : phrase.span.start])
    return found[1] if found else None


def is_one_person(phrase: Phrase) -> bool:
    """Whether a noun that no table knows is one person's: "someone in the hall", "the radio talker", "another"."""
    if phrase.is_plural or phrase.determiner in _FOR_SEVERAL:
        return False
    head = phrase.core[-1].lower
    if head in _SOMEONE or (head in ("one", "another", "other") and len(phrase.core) == 1):
        return True
    ends_so = head.endswith(("er", "or", "ist", "ian", "geon", "-year-old")) and head not in small_words("not people")
    return ends_so and not phrase.core[-1].is_capital


_FOR_SEVERAL = frozenset("all both few many most other others several some these those two".split())
_SOMEONE = frozenset("someone somebody anyone anybody person".split())
