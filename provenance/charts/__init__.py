"""Charts as inline SVG: bars, dots around an average, and stacked shares, for a page that loads and runs nothing.

Every function turns frozen values into markup in which all that was given is escaped. Widths are per cent and heights
pixels, so that the letters keep their size on a phone. Colours and lines are left to the style sheet: what has a kind
of source is drawn in the class `t-<source type>`. A chart says all its figures in its description too. It is an image
to a screen reader, or a group where its marks are links.

What an audit's chart shows is said in words, `bars photographs by agency`, that `read_choice` understands. `drawing`
draws, and `choosing` says what.
"""

from provenance.charts.choosing import COUNTED, Choice, Shape, css_of, draw_choice, read_choice, show_label
from provenance.charts.drawing import MOST, Mark, Stack, draw_bars, draw_dots, draw_months, draw_shares, show_share

__all__ = [
    "COUNTED",
    "MOST",
    "Choice",
    "Mark",
    "Shape",
    "Stack",
    "css_of",
    "draw_bars",
    "draw_choice",
    "draw_dots",
    "draw_months",
    "draw_shares",
    "read_choice",
    "show_label",
    "show_share",
]
