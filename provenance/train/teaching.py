"""What trained networks expect of every label in the texts to learn from: soft targets for a smaller network.

A label that annotators do not agree on is a coin toss to learn by heart; a teacher's probability says how it falls.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from provenance.extract.encoding import windows
from provenance.train.dataset import Example, Floats, Slice, Taught, collate
from provenance.train.network import Network, log_total, lowered
from provenance.train.readback import Kept

BATCH = 8
OVERLAP = 64
"""How many pieces the windows share, so that no word is judged without context."""


def read_taught(
    folder: Path, examples: Sequence[Example], teachers: Iterable[Kept], *, length: int
) -> tuple[Example, ...]:
    """The examples with what the teachers expect on average; each is asked once, its answers are kept in `folder`."""
    told = [_answers(folder / f"taught-{teacher.name}.npz", examples, teacher, length) for teacher in teachers]
    return tuple(
        example.taught_by(Taught(labels=_mean([t.labels for t in each]), steps=_mean([t.steps for t in each])))
        for example, *each in zip(examples, *told, strict=True)
    )


def _answers(kept: Path, examples: Sequence[Example], teacher: Kept, length: int) -> list[Taught]:
    if not kept.exists():
        network = teacher.read()
        arrays = dict[str, Floats]()
        for example in examples:
            taught = teach(network, example, length=length)
            arrays |= {f"{example.name} labels": taught.labels, f"{example.name} steps": taught.steps}
        np.savez(kept, allow_pickle=False, **arrays)
    stored = np.load(kept)
    return [Taught(labels=stored[f"{e.name} labels"], steps=stored[f"{e.name} steps"]) for e in examples]


def teach(network: Network, example: Example, *, length: int) -> Taught:
    """What a network expects of an article's words, each from the window where it has most context."""
    cut = windows(example.pieces, length=length, overlap=OVERLAP)
    labels, steps = list[Floats](), list[Floats]()
    for at in range(0, len(cut), BATCH):
        chunk = cut[at : at + BATCH]
        found = _expected(network, [Slice(example=example, version=0, start=w.start, end=w.end) for w in chunk])
        for window, label, step in zip(chunk, *found, strict=True):
            first, after = np.searchsorted(example.heads, [window.keep_start, window.keep_end])
            before = int(np.searchsorted(example.heads, window.start))
            labels.append(label[first - before : after - before])
            steps.append(step[first - before : after - before])
    return Taught(labels=np.concatenate(labels), steps=np.concatenate(steps))


def _expected(network: Network, cut: Sequence[Slice]) -> tuple[Floats, Floats]:
    """Probabilities of labels (b, w, k) and of pairs of labels (b, w, k, k): the slopes of the field's logarithm."""
    batch = collate(cut)
    ids, mask, features, heads, words = (
        torch.from_numpy(value) for value in (batch.ids, batch.mask, batch.features, batch.heads, batch.word_mask)
    )
    with torch.no_grad(), lowered():
        scores, _ = network(ids, mask, features)
    by_word = scores.float().gather(1, heads[:, :, None].expand(-1, -1, scores.shape[2])).requires_grad_()
    steps = network.steps().detach().expand(*by_word.shape[:2], -1, -1).clone().requires_grad_()
    log_total(network, by_word, words, steps).sum().backward()
    return _slope(by_word), _slope(steps)


def _slope(of: Tensor) -> Floats:
    if of.grad is None:
        raise ValueError("the field's logarithm depends on every score")
    return np.asarray(of.grad.numpy(), dtype=np.float16)


def _mean(several: Sequence[Floats]) -> Floats:
    total = sum((one.astype(np.float32) for one in several), start=np.zeros(1, dtype=np.float32))
    return np.asarray(total / len(several), dtype=np.float16)
