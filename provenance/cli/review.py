"""`provenance review`: a human verdict on a claim, kept beside what the machine said."""

from pathlib import Path

import click

from provenance.cli.options import database_option, examples
from provenance.models import SourceType
from provenance.store import Verdict, add_review, open_database


@click.command(
    name="review",
    epilog=examples(
        "provenance review 9c0d1b7e4a553f2a confirmed",
        'provenance review 9c0d1b7e4a553f2a corrected --source "The harbour master" --note "see paragraph 4"',
    ),
)
@click.argument("claim")
@click.argument("verdict", type=click.Choice([v.value for v in Verdict if v is not Verdict.UNREVIEWED]))
@click.option("--source", help="Who the source really is.")
@click.option(
    "--source-type", type=click.Choice([t.value for t in SourceType]), help="What kind of source it really is."
)
@click.option("--note", help="Why, in your words.")
@click.option("--reviewer", envvar="USER", help="Who says so; your login name by default.")
@database_option(must_exist=True)
def command(
    claim: str,
    verdict: str,
    *,
    source: str | None,
    source_type: str | None,
    note: str | None,
    reviewer: str | None,
    database: Path,
) -> None:
    """Record a verdict on a claim; the claim itself stays as found, and later ingests keep the verdict."""
    if verdict == Verdict.CORRECTED and not (source or source_type or note):
        raise click.UsageError("say what is right: --source, --source-type or --note")
    db = open_database(database, create=False)
    add_review(db, claim, verdict, source_name=source, source_type=source_type, note=note, reviewer=reviewer)
    click.echo(f"{claim}: {verdict}")
