"""Options, and words, that several commands share."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

DEFAULT_DATABASE = Path("db/news.db")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def database_option(*, must_exist: bool) -> Decorator:
    """The `--db` option: which database to work on."""
    return click.option(
        "--db",
        "database",
        type=click.Path(path_type=Path, dir_okay=False),
        default=DEFAULT_DATABASE,
        show_default=True,
        help="The database to work on." if must_exist else "The database to write; created if it is missing.",
    )


def inputs_argument(name: str = "inputs") -> Decorator:
    """The `PATH|URL…` argument: files, directories, globs, web addresses, or - for standard input."""
    return click.argument(name, nargs=-1, required=True, metavar="PATH|URL…")


workers_option: Decorator = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes read and extract at the same time.",
)

private_option: Decorator = click.option(
    "--allow-private",
    is_flag=True,
    help="Also fetch from private and loopback addresses.",
)


def examples(*lines: str) -> str:
    """Lay out examples for `--help`: one command a line, kept as written."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def describe_quality() -> str:
    """How much is found, as measured when the tagger was made; nothing where its weights do not say."""
    manifest = files("provenance.extract") / "weights" / "manifest.json"
    measured = (
        json.loads(manifest.read_text(encoding="utf-8")).get("dev", {}).get("linked") if manifest.is_file() else None
    )
    if not measured:
        return ""
    return (
        f"On the articles by which this version's tagger was chosen, it finds {measured['recall']:.0f} of 100 marked "
        f"attributions, and {measured['precision']:.0f} of 100 that it finds are marked."
    )
