"""How sure an attribution is, and how surely its source is said to have told it.

Two logistic regressions over the same signals. One says whether an attribution is right as a corpus of attributions
counts them, where acts and attitudes ("approved", "wants") are attributions too: by it an attribution is reported. The
other says whether a reader who looks for sourced statements would count it: by it an attribution counts as told.
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

EVEN = 0.5
"""What names nobody must be likelier right than wrong."""

_MARKS = ",:;“”\"'()"
_PLAIN = frozenset("say says said tell tells told add adds added write writes wrote".split())
_BESIDE_PLAIN = frozenset("also has have had later then".split())
"""Words that stand for an utterance and nothing else, and those that change nothing about it."""

_NOUNS_TOO = frozenset(
    "claim claims promise promises report reports note notes pledge pledges boast boasts doubt doubts".split()
)
"""Words for an utterance that alone may be nouns: "despite promises that the land would be kept"."""

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
    def hangs(self) -> bool:
        """Whether the cue hangs on the sentence's subject, as ", saying" does, and needs no source of its own."""
        return bool(self.cue_words) and self.cue_words[0].endswith("ing") and self.says

    @property
    def credits(self) -> bool:
        """Whether it can mean only that the content is the source's word.

        So do "according to" and "has also said" alone, and whatever stands for an utterance of a clause: "today
        announced" that the trial was over. "Would say" and "did not say" do not.
        """
        words = set(self.cue_words)
        if self.cue_words[:2] == ("according", "to") or (words & _PLAIN and words <= _PLAIN | _BESIDE_PLAIN):
            return True
        doubted = words & (_YET_TO_COME | small_words("negating")) or any(w.endswith(("n't", "n’t")) for w in words)
        noun = len(self.cue_words) == 1 and self.cue_words[0] in _NOUNS_TOO
        return self.says and self.content[:5].lower() == "that " and not (doubted or noun)

    @property
    def supposes(self) -> bool:
        """Whether nobody says it: "let's say"."""
        return self.source.lower().replace("’", "'").endswith("let's")

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
            *_shape(one, wording),
            *_wording(one, wording, quoted),
            float(line in quoting),
            float(saying[line] > wording.says),
        )
        for one, wording, line in zip(linked, wordings, places, strict=True)
    )


def _shape(linked: Linked, wording: Wording) -> tuple[float, ...]:
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
        float(linked.source is None and not wording.hangs),
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


def is_reported(given: Sequence[float], calibration: Calibration) -> bool:
    """Whether an attribution with these signals is sure enough to be reported."""
    sure = confidence(given, calibration)
    return sure >= calibration.threshold and (sure >= EVEN or not given[SIGNALS.index("sourceless")])


def telling(given: Sequence[float], calibration: Calibration) -> float:
    """The probability that a reader takes an attribution with these signals for the source's word."""
    return _chance(given, calibration.telling, calibration.telling_bias)


def is_told(given: Sequence[float], calibration: Calibration) -> bool:
    """Whether an attribution with these signals counts as the source's word."""
    return telling(given, calibration) >= calibration.told


def _chance(given: Sequence[float], weights: Sequence[float], bias: float) -> float:
    score = bias + sum(map(float.__mul__, weights, given))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _log_odds(probability: float) -> float:
    inside = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-SUREST, min(SUREST, math.log(inside / (1 - inside))))
