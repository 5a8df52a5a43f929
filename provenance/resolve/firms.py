"""Bodies that are called like people, told by what a text says of them: "Harrow Sterling said it would appeal"."""

import re
from collections.abc import Sequence
from itertools import islice

from provenance.lexicon.registry import fold, noun_before, registry
from provenance.lexicon.reporting import reporting_forms
from provenance.models import SourceType
from provenance.resolve.cast import Cast, Figure, Sort
from provenance.resolve.spots import Spot
from provenance.resolve.surnames import gender_of, is_bare_surname, lowered, person_key, surname_of

_SAID = r"\s+(?:\w+day\s)?(?:said|says|announced|added|confirmed|warned)\s(?:(?:on|in)\s(?:a\s)?\w+\s)?(?:that\s)?"
_DOES = (
    r"(?:eliminat|appeal|co-?operat|delay|hir|invest|launch|buy|sell|acquir|recall|suspend|halt|"
    r"review|investigat|build|comply|contest|fight|defend|publish|releas|updat|expand|rais|refund|"
    r"compensat|notif|provid|comment|respond|agree|complet|receiv|report|sold|bought|laid|paid|begun|built|"
    r"slash|trim|scrap|shut|ship|licens|merg|spin|donat|stand by|work with|protest|march|strike|boycott)\w{0,3}\b"
)
_SAID_IT = re.compile(
    _SAID
    + rf"it\s(?:(?:would|will|had|has)\s(?:not\s|no\slonger\s|also\s)?{_DOES}|(?:plan|expect|intend|aim)(?:s|ed)\s)"
)
_SAID_IT_WAS = re.compile(_SAID + r"(?:it|its)\s")
_FIRMS = r"(?:company|firm|bank|chain|retailer|manufacturer|startup|start-up|charity|airline|brand|insurer|lender)"
_OWNED = re.compile(
    r"['’]s?\s(?:shares|share price|stock price|subsidiary|shareholders)\b"
    r"|\sshares\s(?:fell|rose|jumped|dropped|gained|slid|climbed|tumbled|surged|closed|were)\b"
    rf"|,\s(?:the|a|an)\s(?:[\w-]+\s){{0,3}}{_FIRMS}(?=,|\.|\s(?:that|which|founded|based|in|of|owned|behind)\b)"
)
_BEFORE = re.compile(r"\b(?:shares\s(?:of|in)|shareholders\s(?:of|in)|takeover\sof)\s$")
GROUPS = (" group", "watchdog", "regulator", "pollster")
"""How roles end that are a body's: "the rights group"."""

WINDOW = 160
"""How many characters behind a name are read."""


def find_firms(spots: Sequence[Spot], text: str) -> frozenset[str]:
    """The keys, as of people, of the names of several words that a text treats as a body's.

    A given name in front, or the surname alone, needs more than "said it would": what only a company has.
    """
    alone = frozenset(lowered(spot.name) for spot in spots if len(spot.name) == 1)
    return frozenset(
        person_key(spot.name)
        for spot in spots
        if len(spot.name) > 1 and not spot.is_titled and not spot.heading and _is_firm(spot, text, alone)
    )


def _is_firm(spot: Spot, text: str, alone: frozenset[str]) -> bool:
    start, end = spot.words[spot.run].start, spot.span.end
    if registry().figures.get(fold(" ".join(spot.name))) or is_bare_surname(spot.name):
        return False
    if _OWNED.match(text, end, end + WINDOW) or _BEFORE.search(text[max(0, start - 30) : start]):
        return True
    if gender_of(spot.name[0]) or surname_of(spot.name) in alone or _HE.search(text, end, end + WINDOW):
        return False
    return bool(_SAID_IT.match(text, end, end + WINDOW)) or is_called_body(spot)


def is_called_body(spot: Spot) -> bool:
    """Whether a noun for a body stands right before a name: "the watchdog Clean Weirs said".

    Not so "the company Ivo Vale founded", where a verb follows that is none of saying.
    """
    words = spot.words
    texts = tuple(w.text for w in words[max(0, spot.run - 3) : spot.run])
    role = registry().role(texts) if texts and texts[-1].islower() else None
    group = role is not None and not role.plural and role.entry.name.endswith(GROUPS)
    noun = noun_before(texts)
    following = words[spot.stop] if spot.stop < len(words) else None
    form = reporting_forms().get(following.text) if following else None
    ends = following is None or following.is_punctuation or (form is not None and form.saying)
    return ends and (group or (noun is not None and not noun.plural))


_HE = re.compile(r"\b(?:[Hh]e|[Hh]is|[Ss]he|[Hh]er)\b")


def firm_called(cast: Cast, word: str, offset: int) -> Figure | None:
    """The company named before whose name begins with a word: "Harrow" after "Harrow Motors"."""
    for sighting in islice(cast.before(offset), 60):
        figure = cast.figures[sighting.key]
        words = tuple(figure.name.split())
        if figure.sort is Sort.ORGANIZATION and len(words) > 1 and words[0] == word:
            body = registry().body(words)
            return figure if body and body.entry.source_type is SourceType.BUSINESS else None
    return None


def says_of_itself(text: str, end: int) -> bool:
    """Whether what stands behind a name goes on as only of a body: "said it was cooperating"."""
    return bool(_SAID_IT_WAS.match(text, end, end + WINDOW))
