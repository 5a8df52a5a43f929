"""`provenance audit`: the questions of `db/audits`, in the terminal or for another program."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
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
    list_shared,
    read_condition,
    run_audit,
)
from provenance.cli.options import database_option, describe_quality, examples
from provenance.errors import UnknownAudit
from provenance.ingest import find_version
from provenance.report import compose_report, gather_report, write_whole


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
        "provenance audit --all --html report.html -p since=2026-01-01",
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
    help="How to print what was found. [default: table]",
)
@click.option("everything", "--all", is_flag=True, help="Ask every question; with --html.")
@click.option(
    "html",
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the answers to this file, as one page to mail around.",
)
@click.option(
    "fail_on",
    "--fail-on",
    metavar="CONDITION",
    help="Exit with 1 when this holds, e.g. 'rows>0' or 'anonymous_share>0.2' in any row.",
)
@database_option(must_exist=True)
def command(
    name: str | None, *, parameters: dict[str, str], form: str | None, everything: bool, html: Path | None,
    fail_on: str | None, database: Path,
) -> None:  # fmt: skip
    """Ask a question about sourcing, or all of them for a page to mail around; without a name, list the questions."""
    _refuse_together(name, everything=everything, html=html, fail_on=fail_on, form=form)
    if html:
        _write_report(html, list_audits() if name is None else (find_audit(name),), parameters, database)
        return
    if name is None:
        Console().print(_list_questions())
        return
    condition = read_condition(fail_on) if fail_on else None
    findings = run_audit(database, name, parameters)
    PRINTERS[form or "table"](find_audit(name), findings)
    if condition and condition.holds(findings):
        raise click.ClickException(f"{name}: {fail_on} holds")


def _refuse_together(
    name: str | None, *, everything: bool, html: Path | None, fail_on: str | None, form: str | None
) -> None:
    """Refuse options that do not belong together, or that would be passed over."""
    if everything and (name or not html):
        raise click.UsageError("--all asks every question: leave the name out, and name the page with --html")
    if html and not everything and name is None:
        raise click.UsageError("name a question for the page, or ask all of them with --all")
    if fail_on and (html or name is None):
        raise click.UsageError("--fail-on is for one question, printed here: name it, and leave --html out")
    if form and html:
        raise click.UsageError("--format is for what is printed here: leave it or --html out")


def _write_report(path: Path, audits: Sequence[Audit], parameters: Mapping[str, str], database: Path) -> None:
    if len(audits) > 1:
        _refuse_unshared(parameters)
    report = gather_report(database, audits, parameters)
    program = f"provenance {find_version().program}"
    page = compose_report(report, made=date.today().isoformat(), program=program, quality=describe_quality())
    write_whole(path, page)
    asked = f"{len(audits)} audit{'s' * (len(audits) != 1)}"
    click.echo(f"{click.format_filename(path)}: {asked} of {report.figures.articles} articles")


def _refuse_unshared(parameters: Mapping[str, str]) -> None:
    shared = [parameter.name for parameter in list_shared()]
    if strange := [name for name in parameters if name not in shared]:
        remedy = f"narrow all of them by {', '.join(shared)}"
        raise UnknownAudit(f"not every audit takes a parameter {strange[0]!r}", remedy=remedy)


def _list_questions() -> Table:
    table = Table("audit", "question", "parameters")
    for audit in list_audits():
        table.add_row(audit.name, audit.title, ", ".join(p.name for p in audit.parameters))
    return table
