"""Bodies that are called like people, told by what a text says of them: "Harrow Sterling said it would appeal"."""

import re
from collections.abc import Iterable
from itertools import islice

from provenance.lexicon.registry import fold, registry
from provenance.models import SourceType
from provenance.resolve.cast import Cast, Figure, Sort
from provenance.resolve.spots import Spot
from provenance.resolve.surnames import gender_of, is_bare_surname, person_key

_SAID = r"\s+(?:\w+day\s)?(?:said|says|announced|added|confirmed|warned)\s(?:(?:on|in)\s(?:a\s)?\w+\s)?(?:that\s)?"
_SAID_IT = re.compile(
    _SAID + r"it\s(?:would|will|had|has|plans|expects|intends|aims|planned|expected|intended)\s"
    r"(?!be\b|been\b|take|seem|appear|make|become|come|happen|rain|snow|matter|help|depend|mean|not\b|never\b)"
)
_SAID_IT_WAS = re.compile(_SAID + r"(?:it|its)\s")
_FIRMS = r"(?:company|firm|bank|chain|retailer|manufacturer|startup|start-up|charity|airline|brand|insurer|lender)"
_OWNED = re.compile(
    r"['’]s?\s(?:shares|share price|stock price|subsidiary|shareholders)\b"
    r"|\sshares\s(?:fell|rose|jumped|dropped|gained|slid|climbed|tumbled|surged|closed|were)\b"
    rf"|,\s(?:the|a|an)\s(?:[\w-]+\s){{0,3}}{_FIRMS}(?=,|\.|\s(?:that|which|founded|based|in|of|owned|behind)\b)"
)
_BEFORE = re.compile(r"\b(?:shares\s(?:of|in)|shareholders\s(?:of|in)|takeover\sof)\s$")
WINDOW = 160
"""How many characters behind a name are read."""


def find_firms(spots: Iterable[Spot], text: str) -> frozenset[str]:
    """The keys, as of people, of the names of several words that a text treats as a body's.

    A given name in front needs more than "said it would": what only a company has.
    """
    return frozenset(
        person_key(spot.name)
        for spot in spots
        if len(spot.name) > 1 and not spot.is_titled and not spot.heading and _is_firm(spot, text)
    )


def _is_firm(spot: Spot, text: str) -> bool:
    start, end = spot.words[spot.run].start, spot.span.end
    if registry().figures.get(fold(" ".join(spot.name))) or is_bare_surname(spot.name):
        return False
    if _OWNED.match(text, end, end + WINDOW) or _BEFORE.search(text[max(0, start - 30) : start]):
        return True
    return gender_of(spot.name[0]) is None and bool(_SAID_IT.match(text, end, end + WINDOW))


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
