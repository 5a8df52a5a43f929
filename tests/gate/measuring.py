"""Figures of the whole program, as `provenance extract` runs it, on annotated corpora."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from provenance.evaluate import Agreement, Pair, compare_links, evaluate
from provenance.models import Attribution, Kind, Span, Trace
from provenance.text import paragraphs, quotations
from provenance.tracing import trace_inputs
from provenance.train.corpus import read_corpus
from tests.gate.labelling import measure_labels

VARIABLE = "PROVENANCE_CORPORA"
BESIDE = Path(__file__).parents[3] / "shared" / "corpora"

ROLES = ("source", "cue", "content")

Figures = Mapping[str, float]
"""Per cent, or counts of items; more is better."""


def corpora_folder() -> Path | None:
    """Where the corpora are, None if there are none.

    Raises:
        NotADirectoryError: if the environment variable names no directory.
    """
    given = os.environ.get(VARIABLE)
    if given and not Path(given).is_dir():
        raise NotADirectoryError(f"{VARIABLE} names {given}, which is no directory")
    return Path(given) if given else BESIDE if BESIDE.is_dir() else None


def hash_folder(folder: Path) -> str:
    """The SHA-256 over the names and bytes of all files in a folder, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def measure_spans(folder: Path) -> Figures:
    """F1 of exact spans by role and of linked claims, and the recall of claims quoted from end to end.

    `folder` has PolNeAR's layout; of several annotators of an article the first counts.
    """
    traces = _trace(folder / "text")
    pairs, direct = list[Pair](), Agreement()
    for gold in read_corpus(folder):
        trace = traces[gold.name]
        assert trace.article.text == gold.text, f"{gold.name} is read as another text than the annotated one"
        wanted = [_claim(m.source, m.cue, m.content) for m in gold.versions[0]]
        found = [c.attribution for c in trace.claims if c.attribution.kind is Kind.CLAIM]
        pairs.append((wanted, found))
        direct += compare_links(list(_direct(gold.text, wanted)), found)
    figures = {name: 100 * agreement.f1 for name, agreement in evaluate(pairs).items()}
    return {**figures, "direct recall": 100 * direct.recall}


def measure_items(folder: Path) -> Figures:
    """How many items of one article annotated in full are found: claims, silences and photo credits, each as its kind.

    `folder` holds gold.json and the article's text.
    """
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    found = [claim.attribution for claim in _trace(folder / f"{gold['id']}.txt")[gold["id"]].claims]
    wanted = [
        _claim(*(tuple(Span(*pair) for pair in item[role]) for role in ROLES), kind=Kind(item["kind"]))
        for item in gold["attributions"]
    ]
    linked = [compare_links([a for a in wanted if a.kind is k], [a for a in found if a.kind is k]) for k in Kind]
    return {"items found": float(sum(agreement.right for agreement in linked))}


MEASURES: Mapping[str, Callable[[Path], Figures]] = {
    "polnear/dev": measure_spans,
    "seed": measure_items,
    "source_labels": measure_labels,
}
"""How each corpus, named by its folder among the corpora, is measured."""


def _trace(texts: Path) -> dict[str, Trace]:
    traces = {}
    for _, outcome in trace_inputs([str(texts)]):
        if isinstance(outcome, Exception):
            raise outcome
        traces[outcome.article.name] = outcome
    return traces


def _claim(*roles: tuple[Span, ...], kind: Kind = Kind.CLAIM) -> Attribution:
    """What an annotator marked, as our own evaluation reads it; `roles` are in the order of `ROLES`."""
    source, cue, content = roles
    pieces = sorted((*source, *cue, *content))
    whole = Span(pieces[0].start, max(piece.end for piece in pieces))
    return Attribution(
        kind=kind, source=source, cue=cue, content=content, statement=whole, confidence=1.0, rule="annotator"
    )


def _direct(text: str, claims: list[Attribution]) -> Iterator[Attribution]:
    """The claims whose words all stand inside quotation marks."""
    quoted = [quotation.span for line in paragraphs(text) for quotation in quotations(text, line)]
    inside = {place for span in quoted for place in range(span.start, span.end)}
    for claim in claims:
        words = (place for span in claim.content for place in range(span.start, span.end) if text[place].isalnum())
        if all(place in inside for place in words):
            yield claim
