"""Drawing: frozen values to markup in which all that was given is escaped."""

from collections.abc import Callable, Sequence
from html import escape

import attrs

MOST = 15
"""How many bars, dots or rows of shares are drawn; a table beside the chart has the rest."""

LONGEST_LABEL = 42
"""In characters; a longer label is cut, and whole where the mouse rests on it."""

DESCRIBED = 40
"""How many figures a description lists."""

ROW, BAR_TOP, BAR = 38, 20, 10
TOP, PLOT, VOLUME, AXIS = 8, 180, 34, 20
"""In pixels: the height of a row, its bar's place and height; then the heights that a plot over time is made of."""

REACH = 88
"""How far dots can go, in per cent: what is beyond is left to the figures."""

MONTHS = 6
"""How many months have their name under a plot over time."""


@attrs.frozen(kw_only=True)
class Mark:
    """A figure with its label: a bar, a dot, or a part of a stack. `css` colours it; `address` makes it a link."""

    label: str
    value: float
    css: str = "plain"
    address: str = ""


@attrs.frozen(kw_only=True)
class Stack:
    """Parts of a whole under one label, in the order in which they are drawn."""

    label: str
    parts: tuple[Mark, ...]
    address: str = ""

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(part.value for part in self.parts)


def draw_bars(marks: Sequence[Mark], *, title: str) -> str:
    """A bar for each of the first marks, on one scale from zero."""
    shown = marks[:MOST]
    most = max((mark.value for mark in shown), default=0)
    if most <= 0:
        return ""
    rows = [
        _row(place, mark, show_count(mark.value), _bar(0, 100 * mark.value / most, mark))
        for place, mark in enumerate(shown)
    ]
    return _figure(title, _describe(shown, show_count), rows, height=ROW * len(rows), left_out=len(marks) - len(shown))


def draw_dots(marks: Sequence[Mark], *, average: float | None, title: str) -> str:
    """A dot for each of the first marks, whose values are shares from 0 to 1, and a line where the average is."""
    shown = marks[:MOST]
    if not shown:
        return ""
    edge = _round_up(max(*(mark.value for mark in shown), average or 0, 0.01))
    rows = [
        _row(place, mark, show_share(mark.value), _track(mark, REACH * mark.value / edge), top=AXIS)
        for place, mark in enumerate(shown)
    ]
    height = ROW * len(rows) + AXIS
    described = _describe(shown, show_share)
    if average is not None:
        rows.insert(0, _average(average, REACH * average / edge, height))
        described = f"All together {show_share(average)}. {described}"
    return _figure(title, described, rows, height=height, left_out=len(marks) - len(shown))


def draw_shares(stacks: Sequence[Stack], *, title: str) -> str:
    """A bar of full width for each of the first stacks, divided among its parts, and what the colours mean."""
    shown = [stack for stack in stacks if stack.total > 0][:MOST]
    if not shown:
        return ""
    rows = [
        _row(place, Mark(label=stack.label, value=0, address=stack.address), show_count(stack.total), _divided(stack))
        for place, stack in enumerate(shown)
    ]
    described = "; ".join(f"{stack.label}: {_describe_parts(stack)}" for stack in shown[:DESCRIBED])
    left_out = len(stacks) - len(shown)
    return _figure(title, described, rows, height=ROW * len(rows), left_out=left_out, legend=_legend(shown))


def draw_months(stacks: Sequence[Stack], *, title: str) -> str:
    """A column of full height for each stack, in their order, divided among its parts; below it, how many they are."""
    shown = [stack for stack in stacks if stack.total > 0]
    if not shown:
        return ""
    most, width = max(stack.total for stack in shown), 100 / len(shown)
    every = -(-len(shown) // MONTHS)
    grid = "".join(
        f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/><text class="tick" x="-8" y="{y + 4}">{percent}</text>'
        for y, percent in ((TOP, "100%"), (TOP + PLOT // 2, "50%"), (TOP + PLOT, "0%"))
    )
    columns = [_column(stack, place * width, width, most) for place, stack in enumerate(shown)]
    labels = "".join(
        f'<text class="month" x="{(place + 0.5) * width:.2f}%" y="{TOP + PLOT + VOLUME + AXIS}">'
        f"{escape(stack.label)}</text>"
        for place, stack in enumerate(shown)
        if place % every == 0
    )
    described = "; ".join(f"{stack.label}: {_describe_parts(stack)}" for stack in shown[-DESCRIBED:])
    height = TOP + PLOT + VOLUME + AXIS + TOP
    return _figure(title, described, [grid, *columns, labels], height=height, legend=_legend(shown), css="months")


def show_count(value: float) -> str:
    """A number of things."""
    return f"{value:,.0f}"


def show_share(value: float) -> str:
    """A number from 0 to 1 as per cent, with a decimal where it would else be zero."""
    return f"{value:.0%}" if value >= 0.01 or value == 0 else f"{value:.1%}"


def _figure(
    title: str,
    described: str,
    drawn: Sequence[str],
    *,
    height: int,
    left_out: int = 0,
    legend: str = "",
    css: str = "",
) -> str:
    linked = any("<a " in piece for piece in drawn)
    rest = f'<p class="left-out">and {left_out:,} more</p>' if left_out else ""
    return (
        f'<figure class="chart{" " + css if css else ""}">'
        f'<svg role="{"group" if linked else "img"}" aria-label="{escape(title)}" width="100%" height="{height}">'
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc>{''.join(drawn)}</svg>{legend}{rest}</figure>"
    )


def _row(place: int, mark: Mark, figure: str, drawn: str, *, top: int = 0) -> str:
    """A label with its figure at the right, and what is drawn below them."""
    inside = (
        f"<title>{escape(_cut(mark.label, 200))}: {figure}</title>"
        f'<rect class="hit" width="100%" height="{ROW - 2}"/>'
        f'<text class="label" y="14">{escape(_cut(mark.label, LONGEST_LABEL))}</text>'
        f'<text class="figure" x="100%" y="14">{figure}</text>{drawn}'
    )
    return f'<g transform="translate(0 {top + place * ROW})">{_linked(inside, mark.address)}</g>'


def _bar(left: float, width: float, mark: Mark) -> str:
    return (
        f'<rect class="mark {escape(mark.css)}" x="{left:.2f}%" y="{BAR_TOP}" width="{max(width, 0.4):.2f}%" '
        f'height="{BAR}"/>'
    )


def _track(mark: Mark, place: float) -> str:
    y = BAR_TOP + BAR // 2
    return (
        f'<line class="grid" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        f'<circle class="mark {escape(mark.css)}" cx="{place:.2f}%" cy="{y}" r="6"/>'
    )


def _average(share: float, place: float, height: int) -> str:
    anchor = "end" if place > 60 else "start"
    return (
        f'<line class="average" x1="{place:.2f}%" x2="{place:.2f}%" y1="{AXIS - 4}" y2="{height}"/>'
        f'<text class="average {anchor}" x="{place:.2f}%" y="12">all together {show_share(share)}</text>'
    )


def _divided(stack: Stack) -> str:
    left, drawn = 0.0, ""
    for part in filter(_is_drawn, stack.parts):
        width = 100 * part.value / stack.total
        words = f"<title>{escape(part.label)}: {show_count(part.value)}, {show_share(part.value / stack.total)}</title>"
        drawn += (
            f'<rect class="mark {escape(part.css)}" x="{left:.2f}%" y="{BAR_TOP}" width="{width:.2f}%" '
            f'height="{BAR + 2}">{words}</rect>'
        )
        left += width
    return drawn


def _column(stack: Stack, left: float, width: float, most: float) -> str:
    """A column of shares from the bottom up, with the first part lowest, and below it a bar for their number."""
    bottom, drawn = float(TOP + PLOT), ""
    place = f'x="{left + width * 0.06:.2f}%" width="{width * 0.88:.2f}%"'
    for part in filter(_is_drawn, stack.parts):
        height = PLOT * part.value / stack.total
        bottom -= height
        share = show_share(part.value / stack.total)
        words = f"<title>{escape(f'{stack.label}, {part.label}: {show_count(part.value)}, {share}')}</title>"
        drawn += f'<rect class="mark {escape(part.css)}" {place} y="{bottom:.2f}" height="{height:.2f}">{words}</rect>'
    height = max((VOLUME - 8) * stack.total / most, 1)
    drawn += (
        f'<rect class="volume" {place} y="{TOP + PLOT + 6}" height="{height:.2f}">'
        f"<title>{escape(f'{stack.label}: {show_count(stack.total)} in all')}</title></rect>"
    )
    return _linked(drawn, stack.address, name=f"{stack.label}: {show_count(stack.total)} in all")


def _linked(inside: str, address: str, *, name: str = "") -> str:
    label = f' aria-label="{escape(name)}"' if name else ""
    return f'<a href="{escape(address)}"{label}>{inside}</a>' if address else inside


def _legend(stacks: Sequence[Stack]) -> str:
    """What the colours mean, in the order of the parts; what no stack has any of is left out."""
    parts = {part.label: part.css for stack in stacks for part in stack.parts}
    seen = {part.label for stack in stacks for part in filter(_is_drawn, stack.parts)}
    entries = "".join(
        f'<li><i class="dot {escape(css)}"></i>{escape(_cut(label, LONGEST_LABEL))}</li>'
        for label, css in parts.items()
        if label in seen
    )
    return f'<ul class="chart-legend">{entries}</ul>'


def _describe(marks: Sequence[Mark], show: Callable[[float], str]) -> str:
    return "; ".join(f"{_cut(mark.label, 200)}: {show(mark.value)}" for mark in marks[:DESCRIBED])


def _describe_parts(stack: Stack) -> str:
    parts = ", ".join(f"{part.label} {show_share(part.value / stack.total)}" for part in filter(_is_drawn, stack.parts))
    return f"{show_count(stack.total)} ({parts})"


def _is_drawn(part: Mark) -> bool:
    return part.value > 0


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _round_up(share: float) -> float:
    """The end of a scale: the next tenth, or the next hundredth of a small share."""
    step = 0.1 if share > 0.1 else 0.01
    return min(1.0, round(-(-round(share, 6) // step) * step, 6))
