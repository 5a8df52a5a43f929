"""Exact-span scores of a network on held-out articles, to choose between epochs."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch

from provenance.extract.decoding import Floats, Piece, Transitions, stretches, viterbi
from provenance.extract.encoding import windows
from provenance.train.dataset import Example, Slice, collate
from provenance.train.network import Network, lowered

BATCH = 16


def predict(network: Network, example: Example, *, length: int, overlap: int) -> tuple[Floats, Floats]:
    """Label scores and link vectors of an article's words, each from the window where it has most context."""
    cut = windows(example.pieces, length=length, overlap=overlap)
    scores: list[Floats] = []
    vectors: list[Floats] = []
    for at in range(0, len(cut), BATCH):
        chunk = cut[at : at + BATCH]
        batch = collate([Slice(example=example, version=0, start=w.start, end=w.end) for w in chunk])
        with torch.no_grad(), lowered():
            found = network(*(torch.from_numpy(value) for value in (batch.ids, batch.mask, batch.features)))
        for kept, rows in zip((scores, vectors), found, strict=True):
            for window, row in zip(chunk, rows.float().numpy(), strict=True):
                kept.append(row[window.keep_start - window.start + 1 : window.keep_end - window.start + 1])
    return np.concatenate(scores)[example.heads], np.concatenate(vectors)[example.heads]


def transitions(network: Network) -> Transitions:
    """The network's random field as arrays; a text never starts inside a piece."""
    start = network.start.detach().clone()
    start[2::2] = -1e4
    return Transitions(start=start.numpy(), step=network.steps().detach().numpy(), end=network.end.detach().numpy())


def span_f1(network: Network, examples: Sequence[Example], *, length: int, overlap: int = 64) -> dict[str, float]:
    """F1 of exact word spans by piece, and their mean, over articles as their first annotator marked them."""
    matched, predicted, gold = Counter[Piece](), Counter[Piece](), Counter[Piece]()
    field = transitions(network)
    for example in examples:
        scores, _ = predict(network, example, length=length, overlap=overlap)
        found, marked = (
            {(one.piece, one.first, one.last) for one in stretches(labels, np.ones_like(scores))}
            for labels in (viterbi(scores, field), example.labels[0])
        )
        matched.update(piece for piece, _, _ in found & marked)
        predicted.update(piece for piece, _, _ in found)
        gold.update(piece for piece, _, _ in marked)
    figures = {str(piece): 2 * matched[piece] / max(1, predicted[piece] + gold[piece]) for piece in Piece}
    return {**figures, "mean": sum(figures.values()) / len(figures)}
