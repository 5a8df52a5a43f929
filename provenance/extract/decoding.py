"""Label scores to spans: constrained Viterbi, and marginals for how sure each label is.

Labels are BIO over words. The network scores each word by itself; the transition scores of a conditional random field,
learned with it, say which label may follow which. Linear in the number of words.
"""

from enum import StrEnum

import attrs
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Piece(StrEnum):
    """What a tagged stretch is a piece of an attribution as."""

    SOURCE = "source"
    CUE = "cue"
    CONTENT = "content"


OUTSIDE = 0
NEVER = np.float32(-1e6)
"""A score no path can make up for."""

RESCALED = 8
"""Every so many words the recursions' states are made to add up to one, or they would vanish or overflow."""

LABELS = ("O", *(f"{prefix}-{piece}" for piece in Piece for prefix in "BI"))
"""The labels in the order of the network's scores."""


@attrs.frozen(kw_only=True, eq=False)
class Transitions:
    """The random field: `start` (k), `step` (k, k; from, to) and `end` (k), as scores to add."""

    start: Floats
    step: Floats
    end: Floats


@attrs.frozen(kw_only=True, order=True)
class Tagged:
    """A stretch of words `first` to `last`, both included, and the least of its words' marginals."""

    first: int
    last: int
    piece: Piece
    sureness: float


def begin(piece: Piece) -> int:
    """The label of the first word of a piece."""
    return 1 + 2 * list(Piece).index(piece)


def forbidden() -> npt.NDArray[np.bool_]:
    """Which label (second axis) may never follow which (first axis): an I- needs its own B- or I- before it."""
    banned = np.zeros((len(LABELS), len(LABELS)), dtype=np.bool_)
    for piece in Piece:
        inside = begin(piece) + 1
        banned[:, inside] = True
        banned[[begin(piece), inside], inside] = False
    return banned


def parting() -> npt.NDArray[np.bool_]:
    """Which label (second axis) parts a word from the one before (first axis): all but O after O and I- in a piece."""
    parts = np.ones((len(LABELS), len(LABELS)), dtype=np.bool_)
    parts[OUTSIDE, OUTSIDE] = False
    for piece in Piece:
        parts[[begin(piece), begin(piece) + 1], begin(piece) + 1] = False
    return parts


def viterbi(scores: Floats, transitions: Transitions, joined: npt.NDArray[np.bool_] | None = None) -> Ints:
    """The best label sequence for `scores` (n, k) that never parts a word from the one before where `joined` (n)."""
    count = len(scores)
    joined = np.zeros(count, dtype=np.bool_) if joined is None else joined
    if not count:
        return np.zeros(0, dtype=np.int64)
    best = transitions.start + scores[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    into, columns = np.ascontiguousarray(transitions.step.T), np.arange(scores.shape[1])
    whole = np.where(parting().T, NEVER, into)
    for at, apart in enumerate((~joined[1:]).tolist(), start=1):
        paths = (into if apart else whole) + best
        back[at] = paths.argmax(axis=1)
        best = paths[columns, back[at]] + scores[at]
    labels = np.zeros(count, dtype=np.int64)
    labels[-1] = int((best + transitions.end).argmax())
    for at in range(count - 1, 0, -1):
        labels[at - 1] = back[at, labels[at]]
    return labels


def marginals(scores: Floats, transitions: Transitions) -> Floats:
    """The probability of each label at each word (n, k), by the scaled forward and backward recursions.

    Both run in one loop, one row each, the backward one from the end on; a state holds what is emitted at its own word.
    """
    count = len(scores)
    if not count:
        return scores
    emitted = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    step = np.exp(transitions.step.astype(np.float64))
    steps, both = np.stack([step, step.T]), np.stack([emitted, emitted[::-1]], axis=1)[:, :, None]
    states = np.empty_like(both)
    states[0] = state = np.exp([[transitions.start], [transitions.end]]) * both[0]
    for at in range(1, count):
        state = state @ steps * both[at]
        if at % RESCALED == 0:
            state /= state.sum(axis=2, keepdims=True)
        states[at] = state
    forward, backward = states[:, 0, 0], states[::-1, 1, 0]
    reached = np.vstack([np.exp(transitions.start), forward[:-1] @ step]) * backward
    return np.asarray(reached / reached.sum(axis=1, keepdims=True), dtype=np.float32)


def stretches(labels: Ints, probabilities: Floats) -> tuple[Tagged, ...]:
    """The tagged stretches of a label sequence, in order; an I- with nothing before it begins one."""
    found: list[Tagged] = []
    pieces = list(Piece)
    at, sequence = 0, labels.tolist()
    while at < len(sequence):
        label, first = sequence[at], at
        at += 1
        if label == OUTSIDE:
            continue
        inside = label + label % 2
        while at < len(sequence) and sequence[at] == inside:
            at += 1
        sureness = float(probabilities[np.arange(first, at), labels[first:at]].min())
        found.append(Tagged(first=first, last=at - 1, piece=pieces[(label - 1) // 2], sureness=sureness))
    return tuple(found)
