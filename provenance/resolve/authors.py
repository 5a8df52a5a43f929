"""Whose a document is where that is the source: the pollster of a poll, the outlet of a report.

The Markkula Center's annotators count a poll as its pollster's and a story as its outlet's word; of any other document
the document itself is the source. A share of those asked ("64 percent of voters") stays the group that it is.
"""

import re
from itertools import islice, pairwise

from provenance.lexicon.entries import OUTLETS, POLLSTER
from provenance.lexicon.registry import fold, registry, spelling
from provenance.lexicon.unmarked import POLLSTERS
from provenance.models import Mention, Role, SourceType, Span
from provenance.resolve.cast import Sort
from provenance.resolve.known import known_body
from provenance.resolve.names import name_runs
from provenance.resolve.phrases import Phrase
from provenance.resolve.reference import again, mention_of
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word

FAR = 12
"""How many paragraphs back "the poll" may point."""

_NEWEST = frozenset("new newest latest last current recent same".split())


def name_author(scene: Scene, phrase: Phrase, owner: Mention | None) -> Mention | None:
    """The pollster or outlet that a phrase with a poll or a report at its head names; None when it names none."""
    by = phrase.document.entry.by if phrase.document else None
    if by is None:
        return None
    if owner and owner.key.startswith("organization:") and _makes(by, tuple(owner.name.split())):
        return mention_of_author(scene, phrase, tuple(owner.name.split()), by)
    before = _names(phrase.modifiers)
    words = before or _names_after(phrase.after, 10 if by == POLLSTER else 4)
    texts = _partners(tuple(word.text for word in words)) if by == POLLSTER else tuple(word.text for word in words)
    if texts and (_makes(by, texts) or (by == POLLSTER and not before and _is_firm(texts))):
        return mention_of_author(scene, phrase, texts, by)
    return _latest(scene, phrase) if by == POLLSTER and not texts else None


def mention_of_author(scene: Scene, phrase: Phrase, texts: tuple[str, ...], by: str) -> Mention:
    """A document's author as its source."""
    if figure := known_body(texts):
        return mention_of(figure, phrase.span, by)
    name = _pollster(" ".join(texts))
    if key := scene.cast.aliases.get(spelling(name)):
        return mention_of(scene.cast.figures[key], phrase.span, by)
    return Mention(role=Role.ORIGINATOR, name=name, key=f"organization:{fold(name)}", span=phrase.span, rule=by)


def _pollster(name: str) -> str:
    """The name of a pollster in full: "Siena College" for "Siena". Partners keep their joint name."""
    known = (entry.name for entry in POLLSTERS.entries() if name in entry.aliases)
    return name if "/" in name else next(known, name)


def _names(modifiers: tuple[Word, ...]) -> tuple[Word, ...]:
    """The last proper name before the noun: "late July Reuters/Ipsos" poll, "Associated Press election" data."""
    runs = name_runs(modifiers)
    return modifiers[runs[-1].first : runs[-1].stop] if runs else ()


def _partners(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The name of a joint poll with a slash between its partners, however the article joins them.

    So "Associated Press-GfK" has one name everywhere, and "Tribune-Review", a single outlet, keeps its hyphen.
    """
    known = registry()
    for n, word in enumerate(texts):
        left, hyphen, right = word.partition("-")
        first, second = (*texts[:n], left), (right, *texts[n + 1 :])
        alone = n + 1 == len(texts) and known.body((right,)) and not known.organization(right)
        whole = known.organization(" ".join(texts)) or (_tail_length(texts) > len(texts) - n - 1)
        joint = _is_outlet(first) or (known.body(first) and _makes(POLLSTER, second))
        if hyphen and right[:1].isupper() and not alone and not whole and joint:
            return (*texts[:n], f"{left}/{right}", *second[1:])
    return texts


def _tail_length(texts: tuple[str, ...]) -> int:
    """How many of the last words of a name are a word for a body, or 0."""
    tail = registry().body(texts)
    return tail.length if tail else 0


def _is_outlet(texts: tuple[str, ...]) -> bool:
    """Whether words name an outlet: registered, or with a word of outlets behind what it is called after."""
    entry, tail = registry().organization(" ".join(texts)), registry().body(texts)
    kind = entry.source_type if entry else tail.entry.source_type if tail and tail.length < len(texts) else None
    return kind in OUTLETS


_HANDED = frozenset("obtained viewed reviewed seen received examined".split())


def is_handed(after: tuple[Word, ...]) -> bool:
    """Whether the name after "by" is who has a document rather than who wrote it: "records obtained by the Post"."""
    return any(word.lower in _HANDED and by.lower == "by" for word, by in pairwise(after[:6]))


_ORDERED = frozenset("commissioned funded ordered paid sponsored supported backed financed".split())
"""What is done to a poll by whoever wants it, and not by who makes it."""


def _names_after(after: tuple[Word, ...], reach: int) -> tuple[Word, ...]:
    """The proper name of an author after "by" or "from", which is one of the next `reach` words."""
    by = (n for n, word in enumerate(after[:reach]) if word.lower in ("by", "from") and not _is_ordering(after[:n]))
    at = next(by, None)
    rest = after[at + 1 :] if at is not None and not is_handed(after) else ()
    rest = rest[1:] if rest and rest[0].lower == "the" else rest
    runs = name_runs(rest)
    return rest[: runs[0].stop] if runs and runs[0].first == 0 else ()


def _is_ordering(before: tuple[Word, ...]) -> bool:
    """Whether "by" after these words names who has ordered a poll: "commissioned by", "paid for by"."""
    return any(word.lower in _ORDERED for word in before[-2:])


def _makes(by: str, texts: tuple[str, ...]) -> bool:
    """Whether a name is surely a pollster's or outlet's: a place before "poll" says only where people were asked."""
    name, known = " ".join(texts), registry()
    entry = known.organization(name)
    if by != POLLSTER:
        return _is_outlet(texts)
    if entry:
        return entry.source_type is not SourceType.GOVERNMENT
    tail = known.body(texts)
    shared = "/" in name or (tail is not None and tail.length < len(texts))
    return shared or name in {form for pollster in POLLSTERS.entries() for form in pollster.forms}


def _is_firm(texts: tuple[str, ...]) -> bool:
    """Whether the name after "by" is a firm's rather than a person's or a state's: "a poll by Harrow Insight"."""
    known = registry()
    if len(texts) == 1:
        return bool(_COINED.fullmatch(texts[0]))
    return texts[0] not in known.given_names and not known.government(" ".join(texts))


_COINED = re.compile(r"(?:[A-Z][a-z]+){2,}|[A-Z][a-z]+[A-Z]{2,}|[A-Z]+[A-Z][a-z]+")
"""A single word spelt as only firms are: "HarrowPoll", "SurveyHW"."""


def is_newest(modifiers: tuple[Word, ...]) -> bool:
    """Whether words before a poll only say that it is the one spoken of: "the new poll", "the same survey"."""
    return all(word.lower in _NEWEST for word in modifiers)


def _latest(scene: Scene, phrase: Phrase) -> Mention | None:
    """The pollster of the poll cited last, for "the poll" and "the new survey"."""
    plain = is_newest(phrase.modifiers) and (not phrase.after or phrase.after[0].is_punctuation)
    if not (phrase.is_definite or phrase.modifiers) or phrase.is_plural or not plain:
        return None
    for spoken in scene.spoken_before(phrase.span.start, paragraphs=FAR):
        if spoken.mentions[0].rule.startswith(POLLSTER):
            return again(spoken.mentions[:1], phrase.span, f"{POLLSTER}-again")[0]
    return None


_OF_OUTLETS = frozenset(("paper", "site", "website", "web site", "blog"))
_WRITTEN = re.compile(r"\b(?:an?|his|her|their|new|research|working|white|academic)\s+(?:[a-z-]+\s+)?paper\b")
NEAR = 2000
"""How many characters back an outlet may be named that "the paper" takes up."""


def outlet_again(scene: Scene, phrase: Phrase) -> Mention | None:
    """The outlet that a bare "the paper" or "the site" takes up: the last one named, if the article calls it a site."""
    noun = phrase.document.entry.name if phrase.document else ""
    if noun not in _OF_OUTLETS or phrase.determiner != "the":
        return None
    start = phrase.span.start
    if noun == "paper" and _WRITTEN.search(scene.text, max(0, start - NEAR), start):
        return None
    for sighting in islice(scene.cast.before(start), 60):
        figure = scene.cast.figures[sighting.key]
        if start - sighting.span.start > NEAR:
            return None
        if figure.sort is Sort.ORGANIZATION and _is_outlet(tuple(figure.name.split())):
            called = noun == "paper" or _is_site(scene, sighting.span)
            return mention_of(figure, phrase.span, "outlet-again") if called else None
    return None


_SITE_BEFORE = re.compile(r"\b(?:web ?site|site|blog),?\s+$")
_SITE_AFTER = re.compile(r",\s+(?:an?|the)\s+(?:[\w-]+\s+){0,4}?(?:web ?site|site|blog)\b")


def _is_site(scene: Scene, named: Span) -> bool:
    """Whether the words around an outlet's name call it a site: "the news site Axios", "Axios, a news website"."""
    before = scene.text[max(0, named.start - 20) : named.start]
    return bool(_SITE_BEFORE.search(before) or _SITE_AFTER.match(scene.text, named.end))
