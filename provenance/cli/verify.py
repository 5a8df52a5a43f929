"""`provenance verify`: is every stored span still really in the stored text?"""

from pathlib import Path

import click

from provenance.cli.options import database_option, examples
from provenance.store import open_for_reading, verify_database


@click.command(name="verify", epilog=examples("provenance verify", "provenance verify --db archive/news.db"))
@database_option(must_exist=True)
def command(database: Path) -> None:
    """Re-check every stored span, hash and count against the stored text."""
    differences = 0
    for difference in verify_database(open_for_reading(database)):
        differences += 1
        click.echo(str(difference))
    if differences:
        raise click.ClickException(f"{database}: {differences} differences; ingest the articles named above again")
    click.echo(f"{database}: every span, hash and count agrees with the stored text")
