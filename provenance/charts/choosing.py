"""Choosing: what a chart shows of a table, as said in words, and the values that are drawn for it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

import attrs

from provenance.charts.drawing import Mark, Stack, draw_bars, draw_dots, draw_shares

Cell = str | int | float | None
"""What a cell of a table holds."""

COUNTED = "rows"
"""In place of a column: the number of rows."""

UNNAMED = "not stated"
"""The label of rows that have none."""

SAFE_CLASS = re.compile(r"[a-z][a-z_]*")
CHOICE = re.compile(r"(?P<shape>\w+) (?P<value>\w+) by (?P<by>\w+)(?: (?:in|over) (?P<within>\w+))?")
CLASSES = {"source_type": "t", "cue_stance": "v"}
"""How the class of a value begins, for the columns whose values have colours of their own."""


class Shape(Enum):
    """How figures are drawn; each but `BARS` takes a second column."""

    BARS = "bars"
    """A bar for each label: `bars photographs by agency`."""
    DOTS = "dots"
    """A share for each label, and the share of all: `dots anonymous_share by outlet over claims`."""
    SHARES = "shares"
    """What each label is made of: `shares claims by article in source_type`."""


@attrs.frozen(kw_only=True)
class Choice:
    """Which columns of a table a chart shows. `within` is what a share is of, or what labels are divided into."""

    shape: Shape
    value: str
    by: str
    within: str = ""

    def __str__(self) -> str:
        """The words that `read_choice` reads as this choice."""
        preposition = "over" if self.shape is Shape.DOTS else "in"
        within = f" {preposition} {self.within}" if self.within else ""
        return f"{self.shape.value} {self.value} by {self.by}{within}"


def read_choice(words: str) -> Choice:
    """Read what a chart shows: a shape, a column or `rows`, `by` a column, `in` or `over` another.

    Raises:
        ValueError: if the words say no such thing.
    """
    match = CHOICE.fullmatch(words)
    if match is None or match["shape"] not in {shape.value for shape in Shape}:
        raise ValueError(f"not a chart: {words!r}; write it as `bars photographs by agency`")
    choice = Choice(shape=Shape(match["shape"]), value=match["value"], by=match["by"], within=match["within"] or "")
    if bool(choice.within) == (choice.shape is Shape.BARS):
        raise ValueError(
            f"not a chart: {words!r}; `dots` end with `over` a column, `shares` with `in` one, `bars` do not"
        )
    return choice


def draw_choice(choice: Choice, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> str:
    """Draw the chart that was chosen for a table; nothing where the table has no such column or no figures."""
    needed = {choice.value, choice.by, *filter(None, [choice.within])} - {COUNTED}
    if not needed <= set(columns):
        return ""
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    match choice.shape:
        case Shape.BARS:
            return draw_bars(add_up(records, choice), title=title)
        case Shape.DOTS:
            marks = [
                Mark(label=show_label(record[choice.by]), value=as_number(record[choice.value])) for record in records
            ]
            return draw_dots(marks, average=average(records, choice), title=title)
        case Shape.SHARES:
            return draw_shares(stack_up(records, choice), title=title)


def add_up(records: Iterable[Mapping[str, Cell]], choice: Choice) -> tuple[Mark, ...]:
    """One mark for each label, the largest first; it has the colour of its source type where all its rows have one."""
    sums, classes = dict[str, float](), dict[str, set[str]]()
    for record in records:
        label = show_label(record[choice.by])
        sums[label] = sums.get(label, 0) + (1 if choice.value == COUNTED else as_number(record[choice.value]))
        classes.setdefault(label, set()).add(css_of("source_type", record.get("source_type")))
    marks = [
        Mark(label=label, value=value, css=next(iter(classes[label])) if len(classes[label]) == 1 else "plain")
        for label, value in sums.items()
    ]
    return tuple(sorted(marks, key=lambda mark: -mark.value))


def stack_up(records: Iterable[Mapping[str, Cell]], choice: Choice) -> tuple[Stack, ...]:
    """One stack for each label; labels and parts are in the order in which the rows first name them."""
    sums, classes = dict[str, dict[str, float]](), dict[str, str]()
    for record in records:
        parts = sums.setdefault(show_label(record[choice.by]), {})
        part = show_label(record[choice.within])
        classes.setdefault(part, css_of(choice.within, record[choice.within]))
        parts[part] = parts.get(part, 0) + (1 if choice.value == COUNTED else as_number(record[choice.value]))
    return tuple(
        Stack(
            label=label,
            parts=tuple(Mark(label=part, value=parts.get(part, 0), css=css) for part, css in classes.items()),
        )
        for label, parts in sums.items()
    )


def average(records: Iterable[Mapping[str, Cell]], choice: Choice) -> float | None:
    """The share of all rows together, each weighing as much as it has of what the share is of; None of nothing."""
    pairs = [(as_number(record[choice.value]), as_number(record[choice.within])) for record in records]
    whole = sum(weight for _, weight in pairs)
    return sum(share * weight for share, weight in pairs) / whole if whole else None


def show_label(value: Cell) -> str:
    """A cell as a label: a vocabulary's value without its underscores, and a word for nothing."""
    words = "" if value is None else str(value)
    return words.replace("_", " ") if SAFE_CLASS.fullmatch(words) else words or UNNAMED


def css_of(column: str, value: Cell) -> str:
    """The class that colours a value of a column; "plain" for what has no colour of its own."""
    if column not in CLASSES:
        return "plain"
    word = "unstated" if value is None else str(value)
    return f"{CLASSES[column]}-{word}" if SAFE_CLASS.fullmatch(word) else "plain"


def as_number(value: Cell) -> float:
    """A cell as a number; words and nothing are zero."""
    return value if isinstance(value, int | float) else 0
