"""`provenance ingest`: articles into the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress as Bar
from rich.progress import ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from provenance.cli.options import database_option, examples, inputs_argument, private_option, workers_option
from provenance.ingest import Progress, Summary, ingest_inputs
from provenance.store import RunStatus


class _Speed(ProgressColumn):
    """Articles a second, averaged over the last seconds."""

    def render(self, task: Task) -> Text:
        """The speed, or nothing before it is known."""
        return Text(f"{task.speed:.1f} articles/s" if task.speed else "")


@click.command(
    name="ingest",
    epilog=examples(
        "provenance ingest story.txt page.html archive.jsonl",
        "provenance ingest articles/ --db db/news.db --workers 2",
        "provenance ingest https://example.com/story",
        "cat story.txt | provenance ingest -",
    ),
)
@inputs_argument()
@database_option(must_exist=False)
@workers_option
@private_option
def command(inputs: tuple[str, ...], *, database: Path, workers: int, allow_private: bool) -> None:
    """Read articles, find and trace their claims, and store both; what is stored unchanged is left alone."""
    with _show_progress() as on_progress:
        summary = ingest_inputs(inputs, database, workers=workers, allow_private=allow_private, on_progress=on_progress)
    click.echo(_summarise(summary, database))
    if summary.status is RunStatus.INTERRUPTED:
        raise click.ClickException("interrupted; run the same command again to complete it")
    if summary.counts.n_failed:
        place = f"the table ingest_errors keeps why, as run {summary.run}"
        raise click.ClickException(f"{summary.counts.n_failed} inputs failed, as listed above; {place}")


@contextmanager
def _show_progress() -> Iterator[Callable[[Progress], None]]:
    """A line that tells articles, claims and failures so far, and one line for each failure, on standard error."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:.0f} articles"),
        _Speed(),
        TextColumn("{task.fields[claims]} claims"),
        TextColumn("{task.fields[failures]} failures"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("ingest", total=None, claims=0, failures=0)

        def on_progress(progress: Progress) -> None:
            counts = progress.counts
            bar.update(task, advance=1, claims=counts.n_claims, failures=counts.n_failed)
            if progress.failure is not None:
                bar.console.print(
                    f"[red]not read:[/red] {escape(progress.failure.message)}", highlight=False, soft_wrap=True
                )

        yield on_progress


def _summarise(summary: Summary, database: Path) -> str:
    counts = summary.counts
    return (
        f"{database}: {counts.n_articles} articles read, {counts.n_written} written with {counts.n_claims} claims, "
        f"{counts.n_unchanged} unchanged, {counts.n_failed} failed"
    )
