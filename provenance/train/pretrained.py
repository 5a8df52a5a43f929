"""Encoders to start from, read from their checkpoints: MiniLM and other BERTs, and MPNet.

Both kinds cut text into the same word pieces. MPNet numbers them differently; its embeddings and its tokenizer's pieces
are put into BERT's order, so that a teacher and what it teaches read the same numbers.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import attrs
import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from provenance.extract.encoding import CLS, PAD, SEP
from provenance.extract.loading import TOKENIZER
from provenance.train.network import MINILM, MPNET, Network, Shape

CHECKPOINT = "model.safetensors"
MASK = 103
"""BERT's number for a hidden piece."""

MPNET_MASK = "<mask>"
OURS_IN_MPNET = {CLS: 0, PAD: 1, SEP: 2, MASK: 30526}
FIRST_IN_MPNET = 4
"""How many special pieces MPNet puts before BERT's list."""

BERT_LAYER = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "outer_norm",
}
MPNET_LAYER = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "attended",
    "attention.LayerNorm": "attended_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "outer_norm",
}
RELATIVE = "encoder.relative_attention_bias.weight"
"""What an MPNet checkpoint has and a BERT has not."""


def read_encoder(folder: Path) -> Network:
    """A network with the encoder of a Hugging Face checkpoint; labels and links are new."""
    state = load_file(folder / CHECKPOINT)
    network = Network(MPNET if RELATIVE in state else MINILM)
    network.load_state_dict(_mpnet(state) if RELATIVE in state else _bert(state), strict=False)
    return network


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a Hugging Face checkpoint, which neither frames nor pads, with BERT's numbers for the pieces."""
    found = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))
    numbers = found["model"]["vocab"]
    if numbers.get(MPNET_MASK) == OURS_IN_MPNET[MASK]:
        last = FIRST_IN_MPNET + MPNET.vocabulary
        ours = {piece: at - FIRST_IN_MPNET for piece, at in numbers.items() if FIRST_IN_MPNET <= at < last}
        ours = {piece: at for piece, at in ours.items() if piece != MPNET_MASK}
        found |= {"model": {**found["model"], "vocab": ours}, "added_tokens": [], "post_processor": None}
    tokenizer = Tokenizer.from_str(json.dumps(found))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def read_embeddings(folder: Path) -> npt.NDArray[np.float32]:
    """What a MiniLM's checkpoint makes of each piece before any layer (pieces, size)."""
    words = load_file(folder / CHECKPOINT)["embeddings.word_embeddings.weight"]
    return np.asarray(words.float().numpy(), dtype=np.float32)


def read_trained(path: Path) -> Network:
    """A network that was trained before, ready to be asked."""
    return rebuild(torch.load(path))


def rebuild(state: Mapping[str, Tensor]) -> Network:
    """The network whose parameters these are, ready to be asked."""
    base = MPNET if "gaps.weight" in state else MINILM
    layers = range(1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers.")))
    rows = {part: [len(state[f"layers.{at}.{part}.bias"]) for at in layers] for part in ("query", "inner")}
    shape = attrs.evolve(base, heads=tuple(n // base.head for n in rows["query"]), inner=tuple(rows["inner"]))
    network = Network(shape)
    network.load_state_dict(state)
    network.eval()
    return network


def deepen(network: Network, layers: int) -> Network:
    """The network with more layers, spread evenly, that say almost the same until they have learnt.

    A new layer is a copy of the one below it whose two halves add nothing yet and whose norms are the norm that its
    input has just been through. With copies alone spans lose five times as much.
    """
    old = network.shape.layers
    more = [(at + 1) * old // (layers - old + 1) for at in range(layers - old)]
    below = sorted([*range(old), *more])
    heads, inner = (tuple(of[at] for at in below) for of in (network.shape.heads, network.shape.inner))
    deeper = Network(attrs.evolve(network.shape, heads=heads, inner=inner))
    for at, (layer, came_from) in enumerate(zip(deeper.layers, below, strict=True)):
        layer.load_state_dict(network.layers[came_from].state_dict())
        if at and below[at - 1] == came_from:
            _silence(layer)
    rest = {name: value for name, value in network.state_dict().items() if not name.startswith("layers.")}
    deeper.load_state_dict(rest, strict=False)
    deeper.eval()
    return deeper


def _silence(layer: nn.Module) -> None:
    for name in ("attended", "outer"):
        for value in getattr(layer, name).parameters():
            nn.init.zeros_(value)
    layer.attended_norm.load_state_dict(layer.outer_norm.state_dict())


def _bert(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    found = {key: value for key, value in state.items() if key.startswith("embeddings.") and "position_ids" not in key}
    return found | _layers(state, MINILM, BERT_LAYER)


def _mpnet(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    words, positions = (state[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position"))
    rows = torch.arange(MPNET.vocabulary) + FIRST_IN_MPNET
    for ours, theirs in OURS_IN_MPNET.items():
        rows[ours] = theirs
    found = {
        "embeddings.word_embeddings.weight": words[rows],
        # Its first two positions stand for padding.
        "embeddings.position_embeddings.weight": positions.roll(-2, dims=0),
        "embeddings.token_type_embeddings.weight": torch.zeros(2, MPNET.hidden),
        "gaps.weight": state[RELATIVE],
    }
    norms = {f"embeddings.LayerNorm.{kind}": state[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
    return found | norms | _layers(state, MPNET, MPNET_LAYER)


def _layers(state: Mapping[str, Tensor], shape: Shape, names: Mapping[str, str]) -> dict[str, Tensor]:
    return {
        f"layers.{layer}.{ours}.{kind}": state[f"encoder.layer.{layer}.{theirs}.{kind}"]
        for layer in range(shape.layers)
        for theirs, ours in names.items()
        for kind in ("weight", "bias")
    }
