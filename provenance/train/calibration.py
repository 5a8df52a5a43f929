"""How sure the tagger may be: logistic regressions from its signals to whether an attribution is right, and told."""

import math
from collections.abc import Sequence
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from provenance.extract.confidence import SIGNALS, confidence, is_reported, telling
from provenance.extract.loading import Calibration, Weights
from provenance.extract.tagger import find
from provenance.train.corpus import Gold
from provenance.train.matching import match
from provenance.train.statements import Stated, is_stated

RIDGE = 1.0
FREE = 1e-6
"""Next to no penalty on the bias, so that there is a solution when all outcomes are alike."""

GIVEN_UP = 0.001
"""How much F1 is given up for recall: what is unsure can be left out by its confidence, what is missing is not seen."""

WORD = 0.91
"""What share of claims that count as somebody's word must be told in articles whose sourced statements are marked."""

ROUNDS = 50
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_NOTHING = (0.0,) * len(SIGNALS)
UNFITTED = Calibration(weights=_NOTHING, bias=0.0, telling=_NOTHING, telling_bias=0.0, threshold=0.0, told=0.0)
"""Reports everything, for want of anything to fit to."""

Doubles = npt.NDArray[np.float64]


@attrs.frozen(kw_only=True, eq=False)
class Outcomes:
    """Every attribution found in some articles: `signals` (n, k), `right` (n), `article` (n); how many are marked."""

    signals: Doubles
    right: Doubles
    article: npt.NDArray[np.int64]
    marked: int


def outcomes(golds: Sequence[Gold], weights: Weights) -> Outcomes:
    """What the tagger finds, and what of it is right, in articles as their first annotator marked them."""
    signals: list[tuple[float, ...]] = []
    right: list[bool] = []
    article: list[int] = []
    for number, gold in enumerate(golds):
        found = list(find(gold.text, weights))
        signals += [one.signals for one in found]
        right += match(gold.text, [one.evidence for one in found], gold.versions[0])
        article += [number] * len(found)
    return Outcomes(
        signals=np.array(signals, dtype=np.float64).reshape(-1, len(SIGNALS)),
        right=np.array(right, dtype=np.float64),
        article=np.array(article, dtype=np.int64),
        marked=sum(len(gold.versions[0]) for gold in golds),
    )


@attrs.frozen(kw_only=True, eq=False)
class Tellings:
    """Every attribution found in articles with marked statements: `signals` (n, k), and which are `told` in one (n)."""

    signals: Doubles
    told: Doubles


def tellings(articles: Sequence[Stated], weights: Weights) -> Tellings:
    """What the tagger finds in articles whose sourced statements are marked, and what of it stands in one."""
    found = [
        (one.signals, is_stated(one.evidence, article)) for article in articles for one in find(article.text, weights)
    ]
    return Tellings(
        signals=np.array([signals for signals, _ in found], dtype=np.float64).reshape(-1, len(SIGNALS)),
        told=np.array([told for _, told in found], dtype=np.float64),
    )


def calibrate(seen: Outcomes, heard: Tellings | None = None) -> Calibration:
    """Fit the regressions, choose the lowest threshold with an F1 within `GIVEN_UP` of the best, and the least told.

    Where nothing was found there is neither; without tellings every attribution is told.
    """
    if not len(seen.right):
        return UNFITTED
    weights, told = _fit(seen.signals, seen.right), np.zeros(len(SIGNALS) + 1)
    if heard is not None and len(heard.told):
        told = _fit(heard.signals, heard.told)
    fitted = Calibration(
        weights=tuple(weights[1:].tolist()),
        bias=float(weights[0]),
        telling=tuple(told[1:].tolist()),
        telling_bias=float(told[0]),
        threshold=0.0,
        told=0.0,
    )
    sureness = _sureness(seen.signals, fitted)
    order = np.argsort(-sureness, kind="stable")
    f1 = 2 * np.cumsum(seen.right[order]) / (np.arange(1, len(order) + 1) + seen.marked)
    chosen = int(np.flatnonzero(f1 >= f1.max() - GIVEN_UP)[-1])
    threshold = math.floor(1000 * float(sureness[order[chosen]])) / 1000
    return attrs.evolve(fitted, threshold=threshold, told=_least_told(heard, fitted))


def _least_told(heard: Tellings | None, fitted: Calibration) -> float:
    """The lowest chance of being told from which on `WORD` of what is found, and has a source, is told.

    In twentieths, rounded up: a few hundred claims tell no finer.
    """
    if heard is None or not len(heard.told):
        return 0.0
    sourced = heard.signals[:, SIGNALS.index("sourceless")] == 0
    chances = np.array([telling(row, fitted) for row in heard.signals[sourced].tolist()])
    order = np.argsort(-chances, kind="stable")
    share = np.cumsum(heard.told[sourced][order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= WORD)
    return math.ceil(20 * float(chances[order[enough[-1]]])) / 20 if len(enough) else 1.0


def linked_scores(seen: Outcomes, fitted: Calibration) -> dict[str, float]:
    """Precision, recall and F1 of what is reported, in per cent."""
    kept = np.array([is_reported(row, fitted) for row in seen.signals.tolist()], dtype=np.bool_)
    matched = float(seen.right[kept].sum())
    figures = {
        "precision": matched / max(1, int(kept.sum())),
        "recall": matched / max(1, seen.marked),
        "f1": 2 * matched / max(1, int(kept.sum()) + seen.marked),
    }
    return {name: round(100 * value, 1) for name, value in figures.items()}


def reliability(seen: Outcomes, folds: int = 5) -> tuple[tuple[float, float, int, float, float], ...]:
    """Bounds, number, mean confidence and share right of each bin; every article is judged by a fit on the others."""
    sureness = np.zeros(len(seen.right))
    for fold in range(folds):
        held = seen.article % folds == fold
        rest = Outcomes(
            signals=seen.signals[~held], right=seen.right[~held], article=seen.article[~held], marked=seen.marked
        )
        sureness[held] = _sureness(seen.signals[held], calibrate(rest))
    rows = []
    for low, high in pairwise(BINS):
        inside = (sureness >= low) & ((sureness < high) | (high == 1.0))
        if inside.any():
            rows.append(
                (low, high, int(inside.sum()), float(sureness[inside].mean()), float(seen.right[inside].mean()))
            )
    return tuple(rows)


def _sureness(signals: Doubles, fitted: Calibration) -> Doubles:
    return np.array([confidence(row, fitted) for row in signals.tolist()])


def _fit(signals: Doubles, right: Doubles) -> Doubles:
    """Newton's method for ridge-penalised logistic regression, bias first."""
    inputs = np.column_stack([np.ones(len(signals)), signals])
    weights = np.zeros(inputs.shape[1])
    penalty = RIDGE * np.eye(len(weights))
    penalty[0, 0] = FREE
    for _ in range(ROUNDS):
        guess = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        slope = inputs.T @ (guess - right) + penalty @ weights
        curve = (inputs * (guess * (1 - guess))[:, None]).T @ inputs + penalty
        weights -= np.linalg.solve(curve, slope)
    return weights
