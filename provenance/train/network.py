"""The tagger's network in torch: a BERT encoder with feature embeddings, label scores, link vectors and their losses.

The encoder follows Devlin et al. (2019), for a teacher with the relative positions of MPNet (Song et al., 2020). Labels
are scored by a linear-chain conditional random field (Lafferty et al., 2001) over the first pieces of words.
"""

import math

import attrs
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from provenance.extract.decoding import LABELS, forbidden
from provenance.extract.encoding import FEATURE_SIZES
from provenance.extract.linking import (
    CONTENT_FIRST,
    CONTENT_LAST,
    CUE_OF_CONTENT,
    CUE_OF_SOURCE,
    DISTANCES,
    SOURCE_OF_CUE,
    SOURCELESS,
    VECTOR,
    WIDTH,
)
from provenance.train.dataset import NOT_IN_WINDOW, Batch

FORBIDDEN = -1e4
FARTHEST = 128
"""The distance in pieces from which on relative positions are all alike."""


@attrs.frozen(kw_only=True)
class Shape:
    """The encoder's sizes; the defaults are MiniLM-L6-H384-uncased's.

    `heads` and `inner` are each layer's count of attention heads, of `head` numbers each, and of inner units. `gaps` is
    how many classes of relative positions it tells apart, 0 when it knows absolute positions only.
    """

    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 384
    heads: tuple[int, ...] = (12,) * 6
    head: int = 32
    inner: tuple[int, ...] = (1536,) * 6
    dropout: float = 0.1
    gaps: int = 0
    norm_floor: float = 1e-12

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return len(self.heads)


MINILM = Shape()
MPNET = Shape(positions=514, hidden=768, heads=(12,) * 12, head=64, inner=(3072,) * 12, gaps=32, norm_floor=1e-5)


class Dropout(nn.Module):
    """Dropout with a fast generator: torch's own draws on one thread and takes a quarter of a training step."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.dropped = round(share * 256)
        self.random = np.random.default_rng(0)

    def forward(self, states: Tensor) -> Tensor:
        """The states with a share of their values set to nought, the rest scaled up; in training only."""
        if not self.training or not self.dropped:
            return states
        drawn = torch.frombuffer(bytearray(self.random.bytes(states.numel())), dtype=torch.uint8)
        return states * ((drawn >= self.dropped).view(states.shape).to(states.dtype) * (256 / (256 - self.dropped)))


class Embeddings(nn.Module):
    """Piece, position and feature embeddings; the piece embeddings stay as they came."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
        self.position_embeddings = nn.Embedding(shape.positions, shape.hidden)
        self.token_type_embeddings = nn.Embedding(2, shape.hidden)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.norm_floor)
        self.features = nn.ModuleList(nn.Embedding(size, shape.hidden) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = Dropout(shape.dropout)
        self.word_embeddings.weight.requires_grad_(False)

    def forward(self, ids: Tensor, features: Tensor) -> Tensor:
        """The first states (b, l, hidden) of pieces."""
        positions = self.position_embeddings.weight[: ids.shape[1]]
        total = self.word_embeddings(ids) + positions + self.token_type_embeddings.weight[0]
        for at, table in enumerate(self.features):
            total = total + table(features[:, :, at])
        return self.dropout(self.LayerNorm(total))


class Layer(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, shape: Shape, at: int) -> None:
        super().__init__()
        self.heads, self.head, self.dropout = shape.heads[at], shape.head, Dropout(shape.dropout)
        attended, inner = self.heads * self.head, shape.inner[at]
        self.query, self.key, self.value = (nn.Linear(shape.hidden, attended) for _ in range(3))
        self.attended = nn.Linear(attended, shape.hidden)
        self.attended_norm = nn.LayerNorm(shape.hidden, eps=shape.norm_floor)
        self.inner, self.outer = nn.Linear(shape.hidden, inner), nn.Linear(inner, shape.hidden)
        self.outer_norm = nn.LayerNorm(shape.hidden, eps=shape.norm_floor)

    def forward(self, states: Tensor, bias: Tensor | None, rows: Tensor | None = None) -> Tensor:
        """The next states, of all pieces or only of those at `rows` (r).

        `bias` (b, 1, 1, l) is added to what each piece attends to.
        """
        asked = states if rows is None else states[:, rows]
        query, key, value = (
            part(of).view(of.shape[0], of.shape[1], self.heads, self.head).transpose(1, 2)
            for part, of in ((self.query, asked), (self.key, states), (self.value, states))
        )
        scores = (query / self.head**0.5) @ key.transpose(2, 3)
        if bias is not None:
            scores = scores + bias.to(query.dtype)
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        mixed = mixed.transpose(1, 2).reshape(asked.shape[0], asked.shape[1], self.heads * self.head)
        states = self.attended_norm(asked + self.dropout(self.attended(mixed)))
        return self.outer_norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))


class Network(nn.Module):
    """Pieces in; label scores (b, l, labels) and link vectors (b, l, `WIDTH`) out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = Embeddings(shape)
        self.gaps = nn.Embedding(shape.gaps, shape.heads[0]) if shape.gaps else None
        self.layers = nn.ModuleList(Layer(shape, at) for at in range(shape.layers))
        self.dropout = Dropout(shape.dropout)
        self.labels = nn.Linear(shape.hidden, len(LABELS))
        self.links = nn.Linear(shape.hidden, WIDTH)
        self.start, self.end = nn.Parameter(torch.zeros(len(LABELS))), nn.Parameter(torch.zeros(len(LABELS)))
        self.step = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.content_distance, self.source_distance = (nn.Parameter(torch.zeros(DISTANCES)) for _ in range(2))

    def forward(
        self, ids: Tensor, mask: Tensor | None, features: Tensor, rows: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Label scores and link vectors of windows, of all their pieces or only of those at `rows` (r).

        `mask` is 0 where windows are padded, None where they are not.
        """
        states = self.embeddings(ids, features)
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(states.dtype)) * FORBIDDEN
        if self.gaps is not None:
            at = torch.arange(ids.shape[1])
            gaps = self.gaps(gap_class(at - at[:, None], self.shape.gaps)).permute(2, 0, 1)[None]
            bias = gaps if bias is None else bias + gaps
        *lower, last = self.layers
        for layer in lower:
            states = layer(states, bias)
        # The last layer's states go nowhere but out: what is not asked for need not be there.
        states = self.dropout(last(states, bias, rows))
        return self.labels(states), self.links(states)

    def seed(self, seed: tuple[int, ...]) -> None:
        """Make what is dropped in training repeatable."""
        for number, module in enumerate(self.modules()):
            if isinstance(module, Dropout):
                module.random = np.random.default_rng((*seed, number))

    def steps(self) -> Tensor:
        """The transition scores with the impossible ones ruled out."""
        return self.step.masked_fill(torch.from_numpy(forbidden()), FORBIDDEN)


def gap_class(gaps: Tensor, classes: int) -> Tensor:
    """The classes of distances between pieces: exact when near, wider with the distance, one half for each direction.

    These are T5's buckets (Raffel et al., 2020), which MPNet took over.
    """
    half, exact = classes // 2, classes // 4
    size = gaps.abs()
    wider = torch.log(size.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    far = (exact + wider.long()).clamp(max=half - 1)
    return (gaps > 0) * half + torch.where(size < exact, size, far)


def field_loss(network: Network, scores: Tensor, labels: Tensor, steps: Tensor, mask: Tensor) -> Tensor:
    """The cross-entropy between what is expected of a label sequence and the random field, summed over the batch.

    `labels` (b, w, k) holds each label's probability at each word, `steps` (b, w, k, k) that of each pair of labels at
    a word and the one before. For a marked text these are 0 and 1, and the loss is its negative log-likelihood; for a
    teacher's marginals it is the structural distillation of Wang et al. (2020).
    """
    expected = (scores * labels).sum() + (network.steps() * steps[:, 1:]).sum()
    expected = expected + (labels[:, 0] @ network.start).sum()
    expected = expected + (labels[torch.arange(len(labels)), mask.sum(dim=1) - 1] @ network.end).sum()
    return log_total(network, scores, mask).sum() - expected


def log_total(network: Network, scores: Tensor, mask: Tensor, steps: Tensor | None = None) -> Tensor:
    """The logarithm of the sum over all label sequences (b). `steps` (b, w, k, k) replaces the network's own."""
    own = network.steps()
    total = network.start + scores[:, 0]
    for at in range(1, scores.shape[1]):
        step = own if steps is None else steps[:, at]
        moved = torch.logsumexp(total[:, :, None] + step, dim=1) + scores[:, at]
        total = torch.where(mask[:, at, None].bool(), moved, total)
    return torch.logsumexp(total + network.end, dim=1)


def link_loss(network: Network, vectors: Tensor, batch: "Targets") -> Tensor:
    """Cross-entropy of each content's cue and each cue's source among those in the window, summed over the batch."""
    rows = torch.arange(len(vectors))[:, None]
    contents, cues, sources = batch.contents.clamp(min=0), batch.cues.clamp(min=0), batch.sources.clamp(min=0)
    content = vectors[rows, contents[:, :, 0], CONTENT_FIRST] + vectors[rows, contents[:, :, 1], CONTENT_LAST]
    cue = vectors[rows, cues]
    to_cue = content @ cue[:, :, CUE_OF_CONTENT].transpose(1, 2) / VECTOR**0.5
    to_cue = to_cue + network.content_distance[batch.content_distance]
    to_cue = to_cue.masked_fill((batch.cues < 0)[:, None, :], FORBIDDEN)
    to_source = cue[:, :, CUE_OF_SOURCE] @ vectors[rows, sources, SOURCE_OF_CUE].transpose(1, 2) / VECTOR**0.5
    to_source = to_source + network.source_distance[batch.source_distance]
    to_source = to_source.masked_fill((batch.sources < 0)[:, None, :], FORBIDDEN)
    to_source = torch.cat([to_source, cue[:, :, SOURCELESS:]], dim=2)
    return sum(
        (
            functional.cross_entropy(
                scores.flatten(0, 1), target.flatten(), ignore_index=NOT_IN_WINDOW, reduction="sum"
            )
            for scores, target in ((to_cue, batch.cue_of_content), (to_source, batch.source_of_cue))
        ),
        start=torch.zeros(()),
    )


@attrs.frozen(kw_only=True, eq=False)
class Targets:
    """A `dataset.Batch` as tensors; see there."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    heads: Tensor
    word_mask: Tensor
    labels: Tensor
    steps: Tensor
    contents: Tensor
    cues: Tensor
    sources: Tensor
    cue_of_content: Tensor
    source_of_cue: Tensor
    content_distance: Tensor
    source_distance: Tensor

    @classmethod
    def of(cls, batch: Batch) -> "Targets":
        """A batch's arrays as tensors."""
        return cls(**{name: torch.from_numpy(value) for name, value in attrs.asdict(batch, recurse=False).items()})


def lowered(wanted: bool = True) -> torch.autocast:
    """Sums in bfloat16, if wanted and the processor has AVX-512: without it they take a hundred times as long."""
    able = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=wanted and able)
