"""How sure the tagger may be: a logistic regression from its signals to whether an attribution is right."""

from collections.abc import Sequence
from itertools import pairwise

import attrs
import numpy as np
import numpy.typing as npt

from provenance.extract.loading import Calibration, Weights
from provenance.extract.tagger import QUOTED, REPORTS, SIGNALS, confidence, find, needed
from provenance.train.corpus import Gold
from provenance.train.matching import match

RIDGE = 1.0
FREE = 1e-6
"""Next to no penalty on the bias, so that there is a solution when all outcomes are alike."""

WORTH = 0.001
"""How much F1 is given up for precision: a claim that is wrong costs a reader more than one that is missing."""

ACTS_WORTH = 0.008
"""And how much for leaving out acts that nobody is said to have told of, which few readers take for claims."""

ROUNDS = 50
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

UNFITTED = Calibration(weights=(0.0,) * len(SIGNALS), bias=0.0, threshold=0.0, act_threshold=0.0)
"""Reports everything, for want of anything to fit to."""

Doubles = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]


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


def calibrate(seen: Outcomes) -> Calibration:
    """Fit the regression and choose the highest thresholds that cost no more F1 than they are worth.

    First the one for all with an F1 within `WORTH` of the best, then a higher one for acts within `ACTS_WORTH` of that.
    Where nothing was found there is neither.
    """
    if not len(seen.right):
        return UNFITTED
    weights = _fit(seen.signals, seen.right)
    fitted = Calibration(weights=tuple(weights[1:].tolist()), bias=float(weights[0]), threshold=0.0, act_threshold=0.0)
    sureness, every = _sureness(seen.signals, fitted), np.ones(len(seen.right), dtype=np.bool_)
    threshold = _highest(sureness, seen, every, WORTH)
    told = (seen.signals[:, [REPORTS, QUOTED]] > 0).any(axis=1)
    act_threshold = _highest(
        sureness, seen, ~told & (sureness >= threshold), ACTS_WORTH, kept=told & (sureness >= threshold)
    )
    return attrs.evolve(fitted, threshold=threshold, act_threshold=max(threshold, act_threshold))


def _highest(sureness: Doubles, seen: Outcomes, among: Chosen, worth: float, kept: Chosen | None = None) -> float:
    """The highest threshold for those `among` all with an F1 within `worth` of the best, where others are `kept`."""
    given = among & False if kept is None else kept
    order = np.flatnonzero(among)[np.argsort(-sureness[among], kind="stable")]
    if not len(order):
        return 0.0
    matched = seen.right[given].sum() + np.cumsum(seen.right[order])
    f1 = 2 * matched / (given.sum() + np.arange(1, len(order) + 1) + seen.marked)
    chosen = int(np.flatnonzero(f1 >= f1.max() - worth)[0])
    return round(float(sureness[order[chosen]]), 3)


def linked_scores(seen: Outcomes, fitted: Calibration) -> dict[str, float]:
    """Precision, recall and F1 of what is reported, in per cent."""
    kept = _sureness(seen.signals, fitted) >= np.array([needed(row, fitted) for row in seen.signals.tolist()])
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
