"""The tagger's network in torch: a BERT encoder with feature embeddings, label scores, link vectors and their losses.

The encoder follows Devlin et al. (2019) and takes its weights from a MiniLM checkpoint (Wang et al., 2020). Labels are
scored by a linear-chain conditional random field (Lafferty et al., 2001) over the first pieces of words.
"""

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
from provenance.train.dataset import NOT_IN_WINDOW

FORBIDDEN = -1e4


@attrs.frozen(kw_only=True)
class Shape:
    """The encoder's sizes; the defaults are MiniLM-L6-H384-uncased's."""

    vocabulary: int = 30522
    positions: int = 512
    layers: int = 6
    hidden: int = 384
    heads: int = 12
    inner: int = 1536
    dropout: float = 0.1


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
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=1e-12)
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

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, Dropout(shape.dropout)
        self.query, self.key, self.value, self.attended = (nn.Linear(shape.hidden, shape.hidden) for _ in range(4))
        self.attended_norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.inner, self.outer = nn.Linear(shape.hidden, shape.inner), nn.Linear(shape.inner, shape.hidden)
        self.outer_norm = nn.LayerNorm(shape.hidden, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """The next states; `bias` (b, 1, 1, l) is added to what each piece attends to."""
        batch, length, hidden = states.shape
        query, key, value = (
            part(states).view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = (query / (hidden // self.heads) ** 0.5) @ key.transpose(2, 3) + bias.to(query.dtype)
        mixed = scores.softmax(dim=-1).to(value.dtype) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, hidden)
        states = self.attended_norm(states + self.dropout(self.attended(mixed)))
        return self.outer_norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))


class Network(nn.Module):
    """Pieces in; label scores (b, l, labels) and link vectors (b, l, `WIDTH`) out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embeddings = Embeddings(shape)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.dropout = Dropout(shape.dropout)
        self.labels = nn.Linear(shape.hidden, len(LABELS))
        self.links = nn.Linear(shape.hidden, WIDTH)
        self.start, self.end = nn.Parameter(torch.zeros(len(LABELS))), nn.Parameter(torch.zeros(len(LABELS)))
        self.step = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.content_distance, self.source_distance = (nn.Parameter(torch.zeros(DISTANCES)) for _ in range(2))

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores and link vectors of padded windows."""
        states = self.embeddings(ids, features)
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * FORBIDDEN
        for layer in self.layers:
            states = layer(states, bias)
        states = self.dropout(states)
        return self.labels(states), self.links(states)

    def seed(self, seed: tuple[int, ...]) -> None:
        """Make what is dropped in training repeatable."""
        for number, module in enumerate(self.modules()):
            if isinstance(module, Dropout):
                module.random = np.random.default_rng((*seed, number))

    def steps(self) -> Tensor:
        """The transition scores with the impossible ones ruled out."""
        return self.step.masked_fill(torch.from_numpy(forbidden()), FORBIDDEN)


def field_loss(network: Network, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
    """Minus the log-likelihood of `labels` (b, w) under the random field, summed over the batch."""
    steps, rows = network.steps(), torch.arange(len(labels))
    total = network.start + scores[:, 0]
    path = network.start[labels[:, 0]] + scores[rows, 0, labels[:, 0]]
    for at in range(1, labels.shape[1]):
        on = mask[:, at].bool()
        moved = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, at]
        total = torch.where(on[:, None], moved, total)
        path = path + on * (steps[labels[:, at - 1], labels[:, at]] + scores[rows, at, labels[:, at]])
    last = labels[rows, mask.sum(dim=1) - 1]
    return (torch.logsumexp(total + network.end, dim=1) - path - network.end[last]).sum()


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
    contents: Tensor
    cues: Tensor
    sources: Tensor
    cue_of_content: Tensor
    source_of_cue: Tensor
    content_distance: Tensor
    source_distance: Tensor


def pretrained(state: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """A Hugging Face BERT state dict under this network's names; what it has no use for is left out."""
    renamed = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "attended",
        "attention.output.LayerNorm": "attended_norm",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "outer_norm",
    }
    found = {key: value for key, value in state.items() if key.startswith("embeddings.") and "position_ids" not in key}
    for layer in range(shape.layers):
        for theirs, ours in renamed.items():
            for kind in ("weight", "bias"):
                found[f"layers.{layer}.{ours}.{kind}"] = state[f"encoder.layer.{layer}.{theirs}.{kind}"]
    return found
