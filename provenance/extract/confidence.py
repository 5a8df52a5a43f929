"""How sure an attribution is, and how surely its source is said to have told it.

Two logistic regressions over the same signals. One says whether an attribution is right as a corpus of attributions
counts them, where acts and attitudes ("approved", "wants") are attributions too. The other says whether a reader who
looks for sourced statements would count it. What is reported is worth both; what is stored is the first.
"""

import math
from collections import Counter
from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from provenance.extract.linking import Linked
from provenance.extract.loading import Calibration
from provenance.lexicon.grammar import small_words
from provenance.lexicon.reporting import reporting_in

SIGNALS = (
    *("content", "cue", "source", "content link", "source link"),
    *("length", "in pieces", "sourceless", "content first", "reporting word", "saying word", "source length"),
    *("quoted", "to do", "yet to come", "beside a quotation", "beside a saying word"),
)
"""What `signals` gives, in order."""

SUREST = 8.0
"""Signals are log-odds, cut off at this."""

TOLD_COUNTS = 0.3
"""How much of an attribution's worth is that a reader takes it for told; chosen on dev data."""

DOUBTFUL = 0.35
"""Seven of ten attributions less sure than this are wrong, on dev."""

EVEN = 0.5

_MARKS = ",:;“”\"'()"
_YET_TO_COME = frozenset("will would could may might shall".split())

Ints = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True)
class Wording:
    """An attribution's words as the text has them."""

    cue: str
    source: str
    content: str

    @property
    def cue_words(self) -> tuple[str, ...]:
        """The words of the cue in lower case, without punctuation."""
        return tuple(word.strip(_MARKS) for word in self.cue.lower().split())

    @property
    def is_whole(self) -> bool:
        """Whether the content has a word, and the cue its negation: "given any sign of" has lost it."""
        words = {*self.cue_words, *self.source.lower().split()}
        negated = not words.isdisjoint(small_words("negating")) or any(w.endswith(("n't", "n’t")) for w in words)
        lost = not negated and not small_words("needing negation").isdisjoint(self.cue_words)
        return not lost and any(map(str.isalnum, self.content))

    @property
    def says(self) -> bool:
        """Whether the cue holds a word that stands for an utterance."""
        return "according" in self.cue_words or any(entry.saying for entry in reporting_in(self.cue_words))


def signals(
    linked: Sequence[Linked], wordings: Sequence[Wording], *, quoted: Ints, lines: Ints
) -> tuple[tuple[float, ...], ...]:
    """What speaks for each attribution, named by `SIGNALS`: its spans and links, its shape, wording and company.

    `quoted` (n words) is 1 for a word between quotation marks; `lines` (n) numbers the line it stands in. A cue that
    says ("said") is surer than one that tells of an act ("approved"), a clause surer told than what somebody means
    "to do", and an act beside a quotation surer told than one alone.
    """
    places = [int(lines[one.contents[0].first]) for one in linked]
    saying = Counter(line for line, wording in zip(places, wordings, strict=True) if wording.says)
    quoting = set(lines[quoted == 1].tolist())
    return tuple(
        (
            *_shape(one),
            *_wording(one, wording, quoted),
            float(line in quoting),
            float(saying[line] > wording.says),
        )
        for one, wording, line in zip(linked, wordings, places, strict=True)
    )


def _shape(linked: Linked) -> tuple[float, ...]:
    surest = linked.source_link if linked.source is None else linked.source.sureness
    odds = (
        *(min(one.sureness for one in linked.contents), linked.cue.sureness, surest),
        *(linked.content_link, linked.source_link),
    )
    words = sum(one.last + 1 - one.first for one in linked.contents)
    return (
        *map(_log_odds, odds),
        math.log(words),
        float(len(linked.contents) > 1),
        float(linked.source is None),
        float(linked.contents[0].first < linked.cue.first),
    )


def _wording(linked: Linked, wording: Wording, quoted: Ints) -> tuple[float, ...]:
    inside = np.concatenate([quoted[one.first : one.last + 1] for one in linked.contents])
    return (
        float(any(True for _ in reporting_in(wording.cue_words))),
        float(wording.says),
        math.log1p(len(wording.source.split())),
        float(inside.mean()),
        float(wording.content[:3].lower() == "to "),
        float(any(word in _YET_TO_COME for word in wording.cue_words)),
    )


def confidence(given: Sequence[float], calibration: Calibration) -> float:
    """The probability that an attribution with these signals is right."""
    return _chance(given, calibration.weights, calibration.bias)


def worth(given: Sequence[float], calibration: Calibration) -> float:
    """The weighed mean of the probabilities that an attribution is right and that a reader takes it for told.

    Nothing, when it is likely wrong: less than `DOUBTFUL` sure. One that states no source credits nobody with telling:
    of it the first alone counts, and must be at least a half.
    """
    sure = confidence(given, calibration)
    if sure < DOUBTFUL:
        return 0.0
    if given[SIGNALS.index("sourceless")]:
        return sure if sure >= EVEN else 0.0
    told = _chance(given, calibration.telling, calibration.telling_bias)
    return (1 - TOLD_COUNTS) * sure + TOLD_COUNTS * told


def _chance(given: Sequence[float], weights: Sequence[float], bias: float) -> float:
    score = bias + sum(map(float.__mul__, weights, given))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-SUREST, min(SUREST, math.log(inside / (1 - inside))))
