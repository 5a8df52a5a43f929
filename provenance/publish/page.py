"""What a reader page shows, put together from rows: the marked-up text, a card for each claim, the sourcing mix."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from provenance.publish.segments import NOBODY, Mark, Paragraph, split_text

Row = Mapping[str, Any]

UNSTATED = "unstated"
"""The group of claims for which the article names nobody."""

SOURCELESS = ("unattributed", "furniture")
"""The statuses of sentences that rest on no stated source."""

BAR_WIDTH = 1000
"""Width of the bar's drawing, in its own units."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """Everything that is known about one claim. `group` is what it is coloured and filtered by."""

    claim: Row
    group: str
    chain: tuple[Row, ...]
    justification: str | None


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One colour of the bar, or one entry of the legend: a group and how many claims are in it."""

    group: str
    count: int
    share: float = 0.0
    left: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Page:
    """A reader page, ready for its template."""

    article: Row
    paragraphs: tuple[Paragraph, ...]
    cards: Mapping[str, Card]
    mix: tuple[Slice, ...]
    legend: tuple[Slice, ...]
    sentences: Counter[str] = field(default_factory=Counter)


def compose_page(
    article: Row,
    *,
    claims: Sequence[Row],
    spans: Iterable[Row],
    chains: Iterable[Row],
    sentences: Sequence[Row],
    order: Sequence[str],
) -> Page:
    """Put a page together from the rows of one article; `order` is the order of the groups in the bar and legend."""
    evidence, hops = defaultdict[str, list[Row]](list), defaultdict[str, list[Row]](list)
    for span in spans:
        evidence[span["claim"]].append(span)
    for hop in chains:
        hops[hop["claim"]].append(hop)
    cards = {
        claim["id"]: Card(
            claim=claim,
            group=group_of(claim),
            chain=tuple(hops[claim["id"]]),
            justification=next((s["text"] for s in evidence[claim["id"]] if s["role"] == "justification"), None),
        )
        for claim in claims
    }
    marks = [mark for claim in claims for mark in mark_claim(claim, evidence[claim["id"]])]
    marks += [
        Mark(claim=NOBODY, role=s["status"], start=s["start"], end=s["end"])
        for s in sentences
        if s["status"] in SOURCELESS
    ]
    ranks = {group: rank for rank, group in enumerate(order)}
    said = Counter(card.group for card in cards.values() if card.claim["kind"] == "claim")
    return Page(
        article=article,
        paragraphs=split_text(article["text"], marks),
        cards=cards,
        mix=slice_bar(said, ranks),
        legend=slice_bar(Counter(card.group for card in cards.values()), ranks),
        sentences=Counter(s["status"] for s in sentences),
    )


def group_of(claim: Row) -> str:
    """What a claim is coloured by: the type of its source, or its kind where it is no claim at all."""
    return str(claim["source_type"] or UNSTATED) if claim["kind"] == "claim" else str(claim["kind"])


def mark_claim(claim: Row, spans: Sequence[Row]) -> list[Mark]:
    """The marks of a claim's evidence. What has no content is marked at its cue, else its source, else its sentence."""
    marks = [Mark(claim=claim["id"], role=s["role"], start=s["start"], end=s["end"]) for s in spans]
    if any(mark.role == "content" for mark in marks):
        return marks
    shown = [m for role in ("cue", "source") for m in marks if m.role == role][:1]
    start, end = (shown[0].start, shown[0].end) if shown else (claim["context_start"], claim["context_end"])
    return [*marks, Mark(claim=claim["id"], role="content", start=start, end=end)]


def slice_bar(counts: Mapping[str, int], ranks: Mapping[str, int]) -> tuple[Slice, ...]:
    """Lay counts out along a bar of `BAR_WIDTH`, known groups in their order, others after them by name."""
    total, left, slices = sum(counts.values()), 0.0, list[Slice]()
    for group in sorted(counts, key=lambda group: (ranks.get(group, len(ranks)), group)):
        share = counts[group] / total
        width = round(share * BAR_WIDTH, 2)
        slices.append(Slice(group=group, count=counts[group], share=share, left=round(left, 2), width=width))
        left += width
    return tuple(slices)
