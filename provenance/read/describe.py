"""What in a text is not prose: captions, furniture, and the byline they give. All formats use this one function."""

from collections.abc import Sequence

import attrs

from provenance.models import Caption, Span
from provenance.read.captions import Figure, find_captions
from provenance.read.dateline import LINES, dateline_outlet
from provenance.read.furniture import choose_byline, find_furniture
from provenance.read.lines import split_lines


@attrs.frozen(kw_only=True)
class Description:
    """The captions and the furniture of a text, in text order, its author, and the outlet of its byline or dateline."""

    captions: tuple[Caption, ...] = ()
    furniture: tuple[Span, ...] = ()
    byline: str | None = None
    outlet: str | None = None


def describe(text: str, *, figures: Sequence[Figure] = ()) -> Description:
    """Find captions, furniture, the byline and the outlet of a dateline in a text.

    `figures` are the lines that a page marks up as captions: they count as such whatever they say. Of other lines none
    is both: what reads as furniture ("By Jane Roe/Example Wire") is not looked at as a caption.
    """
    lines = split_lines(text)
    marked = {figure.line for figure in figures}
    furniture = find_furniture(text, [line for line in lines if line not in marked])
    taken = {item.span for item in furniture}
    captions = find_captions(text, [line for line in lines if line not in taken], figures=figures)
    return Description(
        captions=tuple(captions.values()),
        furniture=tuple(item.span for item in furniture),
        byline=choose_byline(furniture),
        outlet=next((item.outlet for item in furniture if item.outlet), None)
        or dateline_outlet(text, (line for line in lines[:LINES] if line not in taken)),
    )
