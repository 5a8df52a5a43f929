"""The tagger's weights: found in the package, checked against their manifest, loaded once for the process."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from provenance.errors import MissingWeights
from provenance.extract.decoding import Transitions
from provenance.extract.linking import LinkBias

HOME = Path(__file__).parent / "weights"
MANIFEST, NETWORK, TOKENIZER = "manifest.json", "tagger.onnx", "tokenizer.json"
REMEDY = "install provenance again, or take provenance/extract/weights from its repository as it is"


@attrs.frozen(kw_only=True)
class Calibration:
    """Turns signals into the probability that an attribution is right, and that its source is said to have told it.

    What is less sure than `threshold` is not reported; what is told at least as surely as `told` is somebody's word.
    """

    weights: tuple[float, ...]
    bias: float
    telling: tuple[float, ...]
    telling_bias: float
    threshold: float
    told: float


@attrs.frozen(kw_only=True, eq=False)
class Weights:
    """Everything the tagger needs that was learned.

    `length` and `overlap` are of windows, in pieces.
    """

    version: str
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    transitions: Transitions
    bias: LinkBias
    calibration: Calibration
    length: int
    overlap: int


@lru_cache(maxsize=2)
def load_weights(home: Path = HOME) -> Weights:
    """Load the weights in `home`, on one thread; the same object each time.

    Raises:
        MissingWeights: if a file is absent, or is not the one the manifest was written for.
    """
    manifest = _manifest(home / MANIFEST)
    try:
        files = {name: _checked(home / name, digest) for name, digest in manifest["files"].items()}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        tokenizer = Tokenizer.from_str(files[TOKENIZER].decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        field, links = manifest["field"], manifest["links"]
        return Weights(
            version=manifest["version"],
            session=onnxruntime.InferenceSession(files[NETWORK], options, providers=["CPUExecutionProvider"]),
            tokenizer=tokenizer,
            transitions=Transitions(**{name: np.array(field[name], np.float32) for name in ("start", "step", "end")}),
            bias=LinkBias(**{name: np.array(links[name], np.float32) for name in ("content", "source")}),
            calibration=_calibration(manifest["calibration"]),
            **manifest["windows"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MissingWeights(f"not a usable manifest ({error})", where=str(home / MANIFEST), remedy=REMEDY) from error


def _calibration(stored: dict[str, Any]) -> Calibration:
    return Calibration(**{**stored, **{name: tuple(stored[name]) for name in ("weights", "telling")}})


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise MissingWeights(f"cannot be read ({error.strerror})", where=str(path), remedy=REMEDY) from error
    except ValueError as error:
        raise MissingWeights("is not JSON", where=str(path), remedy=REMEDY) from error
    if not isinstance(found, dict):
        raise MissingWeights("is not a JSON object", where=str(path), remedy=REMEDY)
    return found


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingWeights(f"cannot be read ({error.strerror})", where=str(path), remedy=REMEDY) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise MissingWeights("is not the file its manifest was written for", where=str(path), remedy=REMEDY)
    return content
