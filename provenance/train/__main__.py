"""`python -m provenance.train --corpus PATH --encoder PATH --work PATH --out PATH`: from corpus to exported weights."""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import torch

from provenance.extract.loading import NETWORK, TOKENIZER, load_weights
from provenance.train.calibration import UNFITTED, calibrate, linked_scores, outcomes, reliability, tellings
from provenance.train.corpus import Gold, corpus_sha256, read_corpus, read_unmarked, texts_sha256
from provenance.train.dataset import make_example
from provenance.train.export import export_network, export_tokenizer, write_manifest
from provenance.train.loop import train
from provenance.train.network import MINILM, Network
from provenance.train.pretrained import deepen, read_embeddings, read_encoder, read_tokenizer
from provenance.train.pruning import prune
from provenance.train.readback import Kept
from provenance.train.rewording import near_words, reword
from provenance.train.scores import span_f1
from provenance.train.settings import Settings
from provenance.train.statements import read_statements
from provenance.train.teaching import read_taught

INITIAL_SEED = 1
"""All runs start from the same new layers, so that their weights can be averaged."""

log = logging.getLogger(__name__)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; every field of `Settings` is an option.

    A network is a run's best.pt, or the folder of weights that it wrote.
    """
    parser = argparse.ArgumentParser(prog="python -m provenance.train", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with train/ and dev/ in brat standoff")
    parser.add_argument(
        "--encoder", type=Path, required=True, help="folder of a MiniLM: model.safetensors, tokenizer.json"
    )
    parser.add_argument("--work", type=Path, required=True, help="where checkpoints go; a run found there is resumed")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go")
    parser.add_argument("--limit", type=int, help="train and choose on this many articles only")
    parser.add_argument("--merge", type=Path, nargs="*", default=[], help="other runs' --work folders to average with")
    parser.add_argument("--teachers", type=_kept, nargs="*", default=[], help="networks to learn from (--taught)")
    parser.add_argument("--unmarked", type=Path, nargs="*", default=[], help="folders of .txt that only teachers mark")
    parser.add_argument("--start", type=_kept, help="network to start from instead of the bare encoder")
    parser.add_argument("--statements", type=Path, help="folder of articles whose sourced statements are marked")
    parser.add_argument("--window", type=int, help="pieces of a window at run time, if not as many as in training")
    parser.add_argument("--overlap", type=int, default=64, help="pieces that windows share in a line; half before one")
    for field in attrs.fields(Settings):
        kind = type(field.default)
        reader = {bool: _yes, tuple: _counts}.get(kind, kind)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=reader, default=field.default)
    options = parser.parse_args(arguments)
    if (options.unmarked or options.reworded) and not (options.teachers and options.taught):
        parser.error("--unmarked and --reworded need --teachers and --taught: nobody else says what is in those texts")
    return options


def _kept(value: str) -> Kept:
    return Kept(Path(value))


def _yes(value: str) -> bool:
    return value == "yes"


def _counts(value: str) -> tuple[int, ...]:
    return tuple(map(int, value.split(",")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, choose the best epoch on dev, export, calibrate on dev and write the manifest."""
    options = parse(arguments)
    settings = Settings(**{field.name: getattr(options, field.name) for field in attrs.fields(Settings)})
    for folder in (options.work, options.out):
        folder.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    log.info("%s", settings)
    dev = read_corpus(options.corpus / "dev")[: options.limit]
    network = fit(options, settings, dev)
    if network.shape.hidden != MINILM.hidden:
        log.info("a teacher is not exported; give %s to --teachers", options.work / "best.pt")
        return
    export(options, settings, network, dev)


def fit(options: argparse.Namespace, settings: Settings, dev: Sequence[Gold]) -> Network:
    """Train on the corpus's train part, choose on its dev part, and average with other runs if told to."""
    tokenizer = read_tokenizer(options.encoder)
    train_part = read_corpus(options.corpus / "train")[: options.limit]
    unmarked = [gold for folder in options.unmarked for gold in read_unmarked(folder)][: options.limit]
    if settings.reworded:
        near = near_words(tokenizer.get_vocab(), read_embeddings(options.encoder))
        unmarked += [reword(gold, near, share=settings.reworded, seed=settings.seed) for gold in train_part]
    examples, chosen_on = ([make_example(gold, tokenizer) for gold in part] for part in ((*train_part, *unmarked), dev))
    torch.manual_seed(INITIAL_SEED)
    network = options.start.read() if options.start else read_encoder(options.encoder)
    if settings.layers > network.shape.layers:
        network = deepen(network, settings.layers)
    if settings.heads or settings.inner:
        heads, inner = settings.heads or network.shape.heads, settings.inner or network.shape.inner
        marked = examples[: len(train_part)]
        network = prune(network, marked, heads=heads, inner=inner, length=settings.length)
    if settings.taught:
        examples = list(read_taught(options.work, examples, options.teachers, length=settings.length))

    def after_epoch(candidate: Network, epoch: int) -> float:
        figures = span_f1(candidate, chosen_on, length=settings.length)
        log.info("epoch %d dev %s", epoch, {name: round(100 * value, 2) for name, value in figures.items()})
        return figures["mean"]

    network = train(network, examples, settings, options.work, after_epoch)
    states = [network.state_dict(), *(torch.load(folder / "best.pt") for folder in options.merge)]
    network.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return network


def export(options: argparse.Namespace, settings: Settings, network: Network, dev: Sequence[Gold]) -> None:
    """Write the weights, then calibrate what they say on dev, reading it exactly as at run time."""
    export_network(network, options.out / NETWORK)
    export_tokenizer(options.encoder, options.out / TOKENIZER)
    windows = {"length": options.window or settings.length, "overlap": options.overlap}
    about: dict[str, Any] = {
        "encoder": "nreimers/MiniLM-L6-H384-uncased as sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "corpus": {part: corpus_sha256(options.corpus / part) for part in ("train", "dev")},
        "unmarked": {folder.name: texts_sha256(folder) for folder in options.unmarked},
        "teachers": {teacher.name: teacher.sha256 for teacher in options.teachers},
        "started_from": options.start and options.start.sha256,
        "settings": {**attrs.asdict(settings), "averaged_runs": 1 + len(options.merge)},
    }
    write_manifest(options.out, network, windows=windows, calibration=UNFITTED, about=about)
    load_weights.cache_clear()
    weights = load_weights(options.out)
    seen = outcomes(dev, weights)
    heard = tellings(read_statements(options.statements), weights) if options.statements else None
    fitted = calibrate(seen, heard)
    about["dev"] = {"linked": linked_scores(seen, fitted), "reliability": reliability(seen)}
    write_manifest(options.out, network, windows=windows, calibration=fitted, about=about)
    load_weights.cache_clear()
    log.info("dev %s", about["dev"])


if __name__ == "__main__":
    main()
