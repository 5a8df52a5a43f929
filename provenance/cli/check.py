"""`provenance check`: articles against a desk's rules, for an editor or a build."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import attrs
import click
from sqlite_utils import Database

from provenance.cli.findings import Result, annotate_unread, as_annotations, as_record, as_text, summarise
from provenance.cli.options import examples, private_option, workers_option
from provenance.errors import ProvenanceError, UnusableDatabase
from provenance.models import SourceType
from provenance.policy import Policy, Review, Severity, apply_reviews, check_trace, load_policy
from provenance.read.inputs import File, Record
from provenance.read.open import HTML_SUFFIXES
from provenance.rows import from_rows
from provenance.store import Judgement, find_judgements, list_articles, open_for_reading, read_article
from provenance.store.opening import explained
from provenance.tracing import trace_inputs

Outcome = Result | tuple[str, ProvenanceError]
"""An article that was checked, or what was named and why there is none."""

BREACHED, UNUSABLE = 1, 2


class _Unusable(click.ClickException):
    """Nothing could be checked."""

    exit_code = UNUSABLE


@attrs.frozen(kw_only=True)
class _Form:
    """A way to print: what is printed of an article, and of what could not be read."""

    show: Callable[[Result], str]
    show_unread: Callable[[str, ProvenanceError], str]


FORMS = {
    "text": _Form(show=as_text, show_unread=lambda label, reason: ""),
    "json": _Form(
        show=lambda result: json.dumps(as_record(result), ensure_ascii=False),
        show_unread=lambda label, reason: json.dumps({"input": label, "error": str(reason)}, ensure_ascii=False),
    ),
    "github": _Form(show=as_annotations, show_unread=annotate_unread),
}


@click.command(
    name="check",
    epilog=examples(
        "provenance check story.txt",
        "provenance check --show-policy > policy.yml       # rules to begin with; then:",
        "provenance check --policy policy.yml articles/ --format json",
        "provenance check --db db/news.db                  # what is stored, as reviewers corrected it",
    ),
)
@click.argument("articles", nargs=-1, metavar="[PATH|URL…]")
@click.option("--policy", "file", type=click.Path(path_type=Path), help="The rules. [default: the program's own]")
@click.option(
    "form",
    "--format",
    type=click.Choice(list(FORMS)),
    default="text",
    show_default=True,
    help="For people, one JSON object a line, or annotations of GitHub Actions.",
)
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Check stored articles instead: those of the given ids, names or URLs, or all of them.",
)
@click.option("--show-policy", is_flag=True, help="Print the rules and check nothing.")
@workers_option
@private_option
@click.pass_context
def command(
    context: click.Context, articles: tuple[str, ...], *, file: Path | None, form: str, database: Path | None,
    show_policy: bool, workers: int, allow_private: bool,
) -> None:  # fmt: skip
    """Check articles against a policy: which rules they break, where, and the words that show it.

    Exits with 0 when no rule of severity `breach` is broken, with 1 when one is, and with 2 when none is but something
    could not be checked.
    """
    with _explained():
        policy, text = load_policy(file)
        if show_policy:
            click.echo(text, nl=False)
            return
        if database:
            outcomes = _check_stored(articles, policy, database)
        elif articles:
            outcomes = _check_read(articles, policy, workers=workers, allow_private=allow_private)
        else:
            raise click.UsageError("name an article to check, or a database with --db")
        context.exit(_report(outcomes, form))


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what this program refuses into exit code 2: a build must tell it from a breach."""
    try:
        yield
    except ProvenanceError as refused:
        raise _Unusable(str(refused)) from refused


def _check_read(articles: tuple[str, ...], policy: Policy, *, workers: int, allow_private: bool) -> Iterator[Outcome]:
    for item, outcome in trace_inputs(articles, workers=workers, allow_private=allow_private):
        if isinstance(outcome, ProvenanceError):
            yield item.label, outcome
        else:
            path = item.path if isinstance(item, File | Record) else None
            in_file = isinstance(item, File) and not item.path.lower().endswith((*HTML_SUFFIXES, ".json"))
            checked = check_trace(outcome, policy)
            yield Result(label=item.label, path=path, in_file=in_file, article=outcome.article, checked=checked)


def _check_stored(references: tuple[str, ...], policy: Policy, database: Path) -> Iterator[Outcome]:
    with closing(open_for_reading(database)) as db, explained(str(database)):
        for reference in references or list_articles(db):
            try:
                yield _check_rows(db, reference, policy)
            except UnusableDatabase:
                raise
            except ProvenanceError as refused:
                yield reference, refused
            except (ValueError, KeyError) as wrong:
                what = f"the stored rows do not fit together ({wrong})"
                remedy = "look at them with: provenance verify"
                yield reference, ProvenanceError(" ".join(what.split()), where=reference, remedy=remedy)


def _check_rows(db: Database, reference: str, policy: Policy) -> Result:
    rows = read_article(db, reference)
    judged = find_judgements(db, rows.article.id)
    trace = apply_reviews(from_rows(rows), [_review(judged.get(claim.id)) for claim in rows.claims])
    checked = check_trace(trace, policy, captions_known=False)
    return Result(label=rows.article.id, path=None, in_file=False, article=trace.article, checked=checked)


def _review(judged: Judgement | None) -> Review | None:
    if judged is None:
        return None
    source_type = SourceType(judged.source_type) if judged.source_type else None
    return Review(verdict=judged.verdict, source_name=judged.source_name, source_type=source_type)


def _report(outcomes: Iterator[Outcome], form: str) -> int:
    """Print every outcome as it comes, and the sum of them; give the exit code."""
    printed = FORMS[form]
    checked = unread = breached = breaches = warnings = 0
    for outcome in outcomes:
        if isinstance(outcome, Result):
            _print(printed.show(outcome))
            checked += 1
            breached += outcome.count(Severity.BREACH) > 0
            breaches += outcome.count(Severity.BREACH)
            warnings += outcome.count(Severity.WARNING)
        else:
            unread += 1
            _print(printed.show_unread(*outcome))
            click.echo(f"not read: {outcome[1]}", err=True)
    click.echo(summarise(checked, unread, breached, breaches=breaches, warnings=warnings), err=form != "text")
    return BREACHED if breaches else UNUSABLE if unread else 0


def _print(text: str) -> None:
    if text:
        click.echo(text)
