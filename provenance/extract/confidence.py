"""How sure an attribution is, and how surely its source is said to have told it.

Two logistic regressions over the same signals. One says whether an attribution is right as a corpus of attributions
counts them, where acts and attitudes ("approved", "wants") are attributions too. The other says whether a reader who
looks for sourced statements would count it. What is reported is worth both; what is stored is the first.
"""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.extract.linking import Linked
from provenance.extract.loading import Calibration
from provenance.lexicon.reporting import reporting_forms

SIGNALS = (
    *("content", "cue", "source", "content link", "source link"),
    *("length", "in pieces", "sourceless", "reporting word", "source length", "quoted", "to do", "yet to come"),
)
"""What `signals` gives, in order."""

SUREST = 8.0
"""Signals are log-odds, cut off at this."""

TOLD_COUNTS = 0.75
"""How much of an attribution's worth is that a reader takes it for told; chosen on dev data."""

DOUBTFUL = 0.3
"""Three of four attributions less sure than this are wrong, on dev."""

_MARKS = ",:;“”\"'()"
_YET_TO_COME = frozenset("will would could may might shall".split())


def signals(linked: Linked, quoted: npt.NDArray[np.int64], *, cue: str, source: str, content: str) -> tuple[float, ...]:
    """What speaks for an attribution, named by `SIGNALS`: log-odds of its spans and links, then its shape and wording.

    `quoted` (n words) is 1 for a word between quotation marks; `cue`, `source` and `content` are the text's words. A
    cue that reports ("said") is surer than one that tells of an act ("approved"), a clause surer told than what
    somebody means "to do".
    """
    surest = linked.source_link if linked.source is None else linked.source.sureness
    inside = np.concatenate([quoted[one.first : one.last + 1] for one in linked.contents])
    odds = (
        *(min(one.sureness for one in linked.contents), linked.cue.sureness, surest),
        *(linked.content_link, linked.source_link),
    )
    shape = (math.log(len(inside)), float(len(linked.contents) > 1), float(linked.source is None))
    words = [word.strip(_MARKS) for word in cue.lower().split()]
    wording = (
        float(any(word in reporting_forms() for word in words)),
        math.log1p(len(source.split())),
        float(inside.mean()),
        float(content[:3].lower() == "to "),
        float(any(word in _YET_TO_COME for word in words)),
    )
    return (*map(_log_odds, odds), *shape, *wording)


def confidence(given: Sequence[float], calibration: Calibration) -> float:
    """The probability that an attribution with these signals is right."""
    return _chance(given, calibration.weights, calibration.bias)


def worth(given: Sequence[float], calibration: Calibration) -> float:
    """The weighed mean of the probabilities that an attribution is right and that a reader takes it for told.

    Nothing, when it is likely wrong: less than `DOUBTFUL` sure.
    """
    sure = confidence(given, calibration)
    if sure < DOUBTFUL:
        return 0.0
    told = _chance(given, calibration.telling, calibration.telling_bias)
    return (1 - TOLD_COUNTS) * sure + TOLD_COUNTS * told


def _chance(given: Sequence[float], weights: Sequence[float], bias: float) -> float:
    score = bias + sum(map(float.__mul__, weights, given))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-SUREST, min(SUREST, math.log(inside / (1 - inside))))
