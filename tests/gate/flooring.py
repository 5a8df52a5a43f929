"""The floors: what the figures must not fall below, and on which corpus they were measured."""

import json
import math
from collections.abc import Mapping
from pathlib import Path

import attrs
import cattrs

from tests.gate.measuring import Figures

FLOORS = Path(__file__).parent / "floors.json"


@attrs.frozen(kw_only=True)
class Floor:
    """What is asked on one corpus: each figure at least as high as in `figures`.

    `sha256` is that of the corpus; `slack` is how far below a measured figure its floor is set.
    """

    sha256: str
    slack: float
    figures: dict[str, float]


class WouldFall(Exception):
    """Floors would be lowered, or measured on another corpus, and nobody has allowed it."""


def read_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors by corpus."""
    return cattrs.structure(json.loads(path.read_text(encoding="utf-8")), dict[str, Floor])


def write_floors(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """Write the floors, the same bytes for the same floors."""
    path.write_text(json.dumps(cattrs.unstructure(dict(floors)), indent=2) + "\n", encoding="utf-8")


def find_shortfalls(floor: Floor, measured: Figures) -> list[str]:
    """What falls short, in words; a figure that is not measured any more does too."""
    return [
        f"{name} is {measured.get(name, math.nan):.2f}, its floor is {least:.2f}"
        for name, least in floor.figures.items()
        if not measured.get(name, math.nan) >= least
    ]


def describe_change(corpus: str, floor: Floor, sha256: str) -> str | None:
    """Says that a corpus is not the one the floors were measured on, None if it is."""
    if sha256 == floor.sha256:
        return None
    return f"the corpus {corpus} has changed: its sha256 is {sha256}, the floors were measured on {floor.sha256}"


def renew(corpus: str, floor: Floor, measured: Figures, *, sha256: str, allow_regression: bool = False) -> Floor:
    """The floor raised to just below what is measured; where that would be lower, it stays.

    With `allow_regression` it becomes what is measured less the slack, lower or not, on the corpus as it is.

    Raises:
        WouldFall: if without `allow_regression` a figure falls short of its floor, or the corpus has changed.
    """
    reasons = [*filter(None, [describe_change(corpus, floor, sha256)]), *find_shortfalls(floor, measured)]
    if reasons and not allow_regression:
        raise WouldFall("; ".join(reasons))
    least = {name: math.floor(10 * (value - floor.slack) + 1e-6) / 10 for name, value in measured.items()}
    if not allow_regression:
        least = {name: max(value, floor.figures.get(name, value)) for name, value in least.items()}
    return attrs.evolve(floor, sha256=sha256, figures=least)
