"""`provenance evaluate`: how well the program does on articles whose claims somebody has marked."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from provenance.cli.options import examples
from provenance.errors import ProvenanceError
from provenance.evaluate import Agreement, Pair, evaluate
from provenance.models import Article, Kind
from provenance.pipeline import trace
from provenance.rows import from_record


@click.command(
    name="evaluate",
    epilog=examples(
        "provenance extract articles/ > reference.jsonl    # correct it by hand, then:",
        "provenance evaluate reference.jsonl",
    ),
)
@click.argument("reference", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(reference: Path) -> None:
    """Extract anew from a corrected `extract` output and print precision, recall and F1."""
    Console().print(_tabulate(evaluate(_pairs(reference))))


def _pairs(reference: Path) -> Iterator[Pair]:
    empty = True
    with reference.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            empty = False
            try:
                text, wanted = from_record(json.loads(line))
            except (ProvenanceError, ValueError, RecursionError) as wrong:
                raise ProvenanceError(str(wrong), where=f"{reference} line {number}") from wrong
            article = Article(name=f"line {number}", origin=f"{reference}#{number}", text=text)
            found = [claim.attribution for claim in trace(article).claims]
            yield [a for a in wanted if a.kind is Kind.CLAIM], [a for a in found if a.kind is Kind.CLAIM]
    if empty:
        remedy = "write one object of `provenance extract` a line"
        raise ProvenanceError("holds no articles", where=str(reference), remedy=remedy)


def _tabulate(scores: dict[str, Agreement]) -> Table:
    table = Table("", "precision", "recall", "F1", "right", "found", "wanted")
    for name, agreement in scores.items():
        ratios = (agreement.precision, agreement.recall, agreement.f1)
        counts = (agreement.right, agreement.found, agreement.wanted)
        table.add_row(name, *(f"{100 * ratio:.1f}" for ratio in ratios), *map(str, counts))
    return table
