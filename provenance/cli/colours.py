"""An article in the terminal: claims in their source type's colour, and their chain beside them."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from provenance.models import Claim, Identity, Kind, SentenceStatus, SourceType, Span, Trace
from provenance.rows import show_chain
from provenance.text import paragraphs

COLOURS: dict[SourceType | None, str] = {
    SourceType.GOVERNMENT: "bright_blue",
    SourceType.POLITICAL: "magenta",
    SourceType.SECURITY: "dark_orange",
    SourceType.JUDICIARY: "medium_purple",
    SourceType.INTERGOVERNMENTAL: "cyan",
    SourceType.STATE_MEDIA: "red",
    SourceType.NEWS_MEDIA: "yellow",
    SourceType.PRESS: "khaki3",
    SourceType.BUSINESS: "green",
    SourceType.ACADEMIC: "turquoise2",
    SourceType.CIVIL_SOCIETY: "spring_green3",
    SourceType.INDIVIDUAL: "light_salmon3",
    SourceType.PHOTO_CREDIT: "grey62",
    SourceType.UNKNOWN: "white",
    None: "grey50",
}


def paint_trace(trace: Trace) -> RenderableType:
    """Lay out a trace as two columns: the text with its claims coloured, and each claim's number, chain and type."""
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(ratio=3)
    grid.add_column(ratio=2)
    numbered = list(enumerate(trace.claims, start=1))
    text = _paint_text(trace, numbered)
    for paragraph in paragraphs(trace.article.text):
        begins = [(n, c) for n, c in numbered if paragraph.contains(_beginning(c))]
        grid.add_row(text[paragraph.start : paragraph.end], Group(*(_describe(n, c) for n, c in begins)))
        grid.add_row("", "")
    return Group(_head(trace), grid, _summary(trace))


def _beginning(claim: Claim) -> Span:
    start = (claim.attribution.content or (claim.attribution.statement,))[0].start
    return Span(start, start + 1)


def _paint_text(trace: Trace, numbered: Sequence[tuple[int, Claim]]) -> Text:
    text = Text(_printable(trace.article.text))
    for sentence in trace.sentences:
        if sentence.status is SentenceStatus.FURNITURE:
            text.stylize("dim strike", sentence.span.start, sentence.span.end)
    for _, claim in numbered:
        colour = COLOURS[claim.source_type]
        for spans, style in (
            (claim.attribution.content, colour),
            (claim.attribution.cue, f"{colour} underline"),
            (claim.attribution.source, f"bold {colour}"),
        ):
            for span in spans:
                text.stylize(style, span.start, span.end)
    return text


def _printable(text: str) -> str:
    """Replace control characters one for one: a hostile article must not steer the terminal, nor move an offset."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _describe(number: int, claim: Claim) -> Text:
    colour = COLOURS[claim.source_type]
    line = Text(f"{number} ", style="dim")
    line.append(_printable(show_chain(claim)), style=f"bold {colour}")
    marks = [claim.source_type.value if claim.source_type else claim.abstained or "no source stated"]
    marks += [] if claim.identity is Identity.UNSTATED else [claim.identity.value]
    marks += [] if claim.attribution.kind is Kind.CLAIM else [claim.attribution.kind.value]
    marks += ["hedged"] if claim.hedged else []
    marks += [] if claim.told or claim.attribution.kind is not Kind.CLAIM else ["not told"]
    line.append(f"  {' · '.join(marks)} · {claim.confidence:.2f}", style="dim")
    return line


def _head(trace: Trace) -> Text:
    article = trace.article
    head = Text(_printable(article.title or article.name), style="bold")
    known = [part for part in (article.byline, article.outlet, article.published) if part]
    return head.append(f"\n{_printable(' · '.join(known) or 'byline, outlet and date unknown')}\n", style="dim")


def _summary(trace: Trace) -> Text:
    prose = [s for s in trace.sentences if s.status is not SentenceStatus.FURNITURE]
    bare = sum(s.status is SentenceStatus.UNATTRIBUTED for s in prose)
    share = f"{bare} of {len(prose)} sentences rest on no stated source" if prose else "no sentences"
    return Text(f"{len(trace.claims)} claims, silences and credits; {share}.", style="italic")
