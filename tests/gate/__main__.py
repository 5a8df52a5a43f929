"""Print what is measured beside its floor; with --update, raise the floors to just below it."""

import click
from rich.console import Console
from rich.table import Table

from tests.gate.flooring import WouldFall, describe_change, find_shortfalls, read_floors, renew, write_floors
from tests.gate.measuring import MEASURES, VARIABLE, corpora_folder, hash_folder


@click.command(name="python -m tests.gate", help=__doc__)
@click.option("--update", is_flag=True, help="Write the floors anew; none is lowered.")
@click.option("--allow-regression", is_flag=True, help="With --update: lower floors, or measure on another corpus.")
def main(update: bool, allow_regression: bool) -> None:
    """Measure every corpus that is here."""
    if allow_regression and not update:
        raise click.UsageError("--allow-regression goes with --update")
    folder, floors, wrong = corpora_folder(), read_floors(), list[str]()
    if folder is None:
        raise click.ClickException(f"no corpora here; name their directory in {VARIABLE}")
    for corpus, measure in MEASURES.items():
        measured, digest, before = measure(folder / corpus), hash_folder(folder / corpus), floors[corpus]
        try:
            if update:
                floors[corpus] = renew(corpus, before, measured, sha256=digest, allow_regression=allow_regression)
            else:
                wrong += [*filter(None, [describe_change(corpus, before, digest)]), *find_shortfalls(before, measured)]
        except WouldFall as refused:
            wrong.append(f"{refused}; --allow-regression writes it anyway")
        table = Table(corpus, "measured", "floor")
        for name, value in measured.items():
            table.add_row(name, f"{value:.2f}", f"{floors[corpus].figures.get(name, 0):.2f}")
        Console().print(table)
    if wrong:
        raise click.ClickException("\n".join(wrong))
    if update:
        write_floors(floors)


if __name__ == "__main__":
    main()
