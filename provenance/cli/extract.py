"""`provenance extract`: claims as JSON lines, without a database."""

import json

import click

from provenance.cli.options import examples, inputs_argument, private_option, workers_option
from provenance.errors import ProvenanceError
from provenance.models import Trace
from provenance.rows import to_record
from provenance.tracing import trace_inputs


@click.command(
    name="extract",
    epilog=examples(
        "provenance extract story.txt",
        "provenance extract articles/ --workers 2 > claims.jsonl",
        "provenance extract articles/ --told > statements.jsonl",
        "cat story.txt | provenance extract -",
    ),
)
@inputs_argument()
@click.option("--told", is_flag=True, help="Leave out claims that are only something done or wanted.")
@workers_option
@private_option
def command(inputs: tuple[str, ...], told: bool, workers: int, allow_private: bool) -> None:
    """Print each article's claims as one JSON object a line; needs no database."""
    failures = 0
    for _, outcome in trace_inputs(inputs, workers=workers, allow_private=allow_private):
        if isinstance(outcome, ProvenanceError):
            failures += 1
            click.echo(f"not read: {outcome}", err=True)
        else:
            click.echo(json.dumps(to_record(_only_told(outcome) if told else outcome), ensure_ascii=False))
    if failures:
        raise click.ClickException(f"{failures} of the inputs could not be read, as listed above")


def _only_told(found: Trace) -> Trace:
    # With workers this process needs nothing else of the tagger, which takes long to load.
    from provenance.pipeline import leave_out_acts  # noqa: PLC0415

    return leave_out_acts(found)
