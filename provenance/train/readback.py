"""Weights that were shipped, read back from their 8 bits: to go on from where an earlier run's own are lost."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from provenance.extract.loading import MANIFEST, NETWORK
from provenance.train.network import FORBIDDEN, Network
from provenance.train.pretrained import read_trained, rebuild

_PREFIX = "network."
_KINDS = "embeddings.token_type_embeddings.weight"

Stored = Mapping[str, npt.NDArray[Any]]


@attrs.frozen
class Kept:
    """A network that an earlier run left: the `best.pt` in its --work folder, or the --out folder of its weights."""

    path: Path

    @property
    def file(self) -> Path:
        """The file that holds the network."""
        return self.path / NETWORK if self.path.is_dir() else self.path

    @property
    def name(self) -> str:
        """The name of the folder that it lies in."""
        return self.file.parent.name

    @property
    def sha256(self) -> str:
        """What identifies it."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    def read(self) -> Network:
        """The network, ready to be asked."""
        return read_shipped(self.path) if self.path.is_dir() else read_trained(self.path)


def read_shipped(folder: Path) -> Network:
    """The network in a folder of exported weights; it differs from the one exported by what 8 bits round off."""
    graph = onnx.load(folder / NETWORK).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    named = [name for name in stored if name.startswith(_PREFIX)]
    plain = {name: stored[name] for name in named if not name.endswith(("_quantized", "_scale", "_zero_point"))}
    tables = [name.removesuffix("_quantized") for name in named if name.endswith("_quantized")]
    state = {name: value.astype(np.float32) for name, value in plain.items()}
    state |= {name: _widened(stored, name) for name in tables}
    # Products with constants lose their names; the node's says whose they are: /network/layers.0/query/MatMul_quant.
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            owner = ".".join(node.output[0].strip("/").split("/")[:-1])
            state[f"{owner}.weight"] = _widened(stored, node.input[1].removesuffix("_quantized")).T
    # So does the one row of the kinds of tokens that is used, which is added to every piece.
    (kind,) = (value for name, value in stored.items() if name.startswith("onnx::Add"))
    state[_PREFIX + _KINDS] = np.stack([kind, np.zeros_like(kind)])
    return rebuild(_tensors(state) | _rest(folder))


def _widened(stored: Stored, name: str) -> npt.NDArray[np.float32]:
    quantized, scale, zero = (
        stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point")
    )
    return np.asarray((quantized - zero) * scale, dtype=np.float32)


def _tensors(state: Stored) -> dict[str, Tensor]:
    return {name.removeprefix(_PREFIX): torch.from_numpy(value.copy()) for name, value in state.items()}


def _rest(folder: Path) -> dict[str, Tensor]:
    """The random field's scores and those of distances, which the manifest holds.

    What it rules out is left to learn anew: a window, unlike a text, may start inside a piece.
    """
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    field, links = manifest["field"], manifest["links"]
    start, step, end = (torch.tensor(field[name]) for name in ("start", "step", "end"))
    return {
        "start": start.masked_fill(start <= FORBIDDEN, 0.0),
        "end": end,
        "step": step.masked_fill(step <= FORBIDDEN, 0.0),
        "content_distance": torch.tensor(links["content"]),
        "source_distance": torch.tensor(links["source"]),
    }
