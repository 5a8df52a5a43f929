"""`provenance audit`: the questions of `db/audits`, in the terminal or for another program."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from provenance.audit import (
    Audit,
    Findings,
    as_csv,
    as_json,
    as_table,
    find_audit,
    list_audits,
    read_condition,
    run_audit,
)
from provenance.cli.options import database_option, examples


def _print_table(audit: Audit, findings: Findings) -> None:
    Console().print(as_table(audit, findings))


PRINTERS: dict[str, Callable[[Audit, Findings], None]] = {
    "table": _print_table,
    "csv": lambda _, findings: click.echo(as_csv(findings), nl=False),
    "json": lambda _, findings: click.echo(as_json(findings), nl=False),
}


def _read_parameters(_: click.Context, __: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise click.BadParameter(f"{wrong[0]!r} is not NAME=VALUE")
    return dict(pair.split("=", 1) for pair in pairs)


@click.command(
    name="audit",
    epilog=examples(
        "provenance audit                                  # what can be asked",
        "provenance audit state-media-claims -p since=2026-01-01",
        "provenance audit second-hand-claims --format csv > second-hand.csv",
        "provenance audit anonymous-share-by-outlet --fail-on 'anonymous_share>0.2'",
    ),
)
@click.argument("name", required=False)
@click.option(
    "parameters",
    "-p",
    "--param",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_read_parameters,
    help="Narrow the question, e.g. -p outlet='The Harbour Post'; may be given several times.",
)
@click.option(
    "form",
    "--format",
    type=click.Choice(list(PRINTERS)),
    default="table",
    show_default=True,
    help="How to print what was found.",
)
@click.option(
    "fail_on",
    "--fail-on",
    metavar="CONDITION",
    help="Exit with 1 when this holds, e.g. 'rows>0' or 'anonymous_share>0.2' in any row.",
)
@database_option(must_exist=True)
def command(name: str | None, *, parameters: dict[str, str], form: str, fail_on: str | None, database: Path) -> None:
    """Ask a question about sourcing; without a name, list the questions."""
    if name is None:
        Console().print(_list_questions())
        return
    condition = read_condition(fail_on) if fail_on else None
    findings = run_audit(database, name, parameters)
    PRINTERS[form](find_audit(name), findings)
    if condition and condition.holds(findings):
        raise click.ClickException(f"{name}: {fail_on} holds")


def _list_questions() -> Table:
    table = Table("audit", "question", "parameters")
    for audit in list_audits():
        table.add_row(audit.name, audit.title, ", ".join(p.name for p in audit.parameters))
    return table
