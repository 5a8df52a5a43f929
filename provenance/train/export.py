"""From a trained network to what the package ships: an int8 ONNX file, a tokenizer and a manifest."""

import contextlib
import hashlib
import io
import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from provenance.extract.loading import MANIFEST, NETWORK, TOKENIZER, Calibration
from provenance.train.network import Network
from provenance.train.pretrained import read_tokenizer
from provenance.train.scores import transitions

VERSION_DIGITS = 12
"""How much of the weights' hash names their version."""


class Unpadded(nn.Module):
    """A network that reads one window at a time, without padding to mask, and says only what it is asked for."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, features: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores (r, labels) and link vectors (r, width) of one window's pieces at `rows` (r)."""
        scores, vectors = self.network(ids, None, features, rows)
        return scores[0], vectors[0]


def export_network(network: Network, path: Path) -> None:
    """Write the network as ONNX with weights in 8 bits, one scale for each output channel."""
    ids = torch.randint(1000, 20000, (1, 40))
    features = torch.zeros(1, 40, 3, dtype=torch.int64)
    rows = torch.arange(1, 39, 2)
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            # The exporter that is to replace this one needs another package (onnxscript).
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                Unpadded(network).eval(),
                (ids, features, rows),
                str(plain),
                input_names=["ids", "features", "rows"],
                output_names=["scores", "vectors"],
                dynamic_axes={
                    "ids": {1: "length"},
                    "features": {1: "length"},
                    "rows": {0: "asked"},
                    "scores": {0: "asked"},
                    "vectors": {0: "asked"},
                },
                opset_version=17,
                dynamo=False,
            )
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(str(prepared), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def export_tokenizer(encoder: Path, path: Path) -> None:
    """Write the encoder's tokenizer without its padding and truncation."""
    path.write_text(read_tokenizer(encoder).to_str(), encoding="utf-8")


def write_manifest(
    out: Path, network: Network, *, windows: Mapping[str, int], calibration: Calibration, about: Mapping[str, Any]
) -> None:
    """Write what the loader needs beside the files themselves: their hashes, the random field, links and calibration.

    `about` says where the weights come from and how good they are; it is for readers.
    """
    files = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENIZER)}
    field = transitions(network)
    manifest = {
        "version": files[NETWORK][:VERSION_DIGITS],
        "files": files,
        "windows": dict(windows),
        "field": {name: _rounded(value) for name, value in attrs.asdict(field, recurse=False).items()},
        "links": {
            "content": _rounded(network.content_distance.detach().numpy()),
            "source": _rounded(network.source_distance.detach().numpy()),
        },
        "calibration": attrs.asdict(calibration),
        **about,
    }
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(values: Any) -> list[Any]:
    rounded: list[Any] = json.loads(json.dumps(values.tolist()), parse_float=lambda digits: round(float(digits), 6))
    return rounded
