"""How well found attributions agree with a reference: precision, recall and F1, by span and by link.

The measures follow those of the PolNeAR corpus (Newell, Margolin & Ruths, LREC 2018) and of CofeNet (Wang et al.,
COLING 2022): exact spans by role, and *linked* attributions, whose contents share at least half of their characters
and whose sources overlap (or are both absent).
"""

from collections.abc import Iterable, Sequence

import attrs

from provenance.models import Attribution, Span

HALF = 0.5
"""The share of characters (intersection over union) from which two contents count as the same."""

Pair = tuple[Sequence[Attribution], Sequence[Attribution]]
"""The reference attributions of one article and the found ones."""


@attrs.frozen(kw_only=True)
class Agreement:
    """Counts of items found, wanted and right; the ratios are 0 to 1, and 0 where nothing was found or wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            right=self.right + other.right, found=self.found + other.found, wanted=self.wanted + other.wanted
        )


def evaluate(articles: Iterable[Pair]) -> dict[str, Agreement]:
    """Sum the agreement over articles, under the keys `source`, `cue`, `content` (exact spans) and `linked`."""
    totals = {key: Agreement() for key in ("source", "cue", "content", "linked")}
    for wanted, found in articles:
        for role in ("source", "cue", "content"):
            totals[role] += _compare_spans(role, wanted, found)
        totals["linked"] += compare_links(wanted, found)
    return totals


def compare_links(wanted: Sequence[Attribution], found: Sequence[Attribution]) -> Agreement:
    """Pair attributions one to one, best content first, and count the pairs."""
    scored = sorted(
        (
            (-_jaccard(w.content, f.content), i, j)
            for i, w in enumerate(wanted)
            for j, f in enumerate(found)
            if w.extent.overlaps(f.extent) and _same_source(w, f)
        ),
    )
    taken_wanted, taken_found = set[int](), set[int]()
    for likeness, i, j in scored:
        if -likeness >= HALF and i not in taken_wanted and j not in taken_found:
            taken_wanted.add(i)
            taken_found.add(j)
    return Agreement(right=len(taken_found), found=len(found), wanted=len(wanted))


def _compare_spans(role: str, wanted: Sequence[Attribution], found: Sequence[Attribution]) -> Agreement:
    left = [spans for a in wanted if (spans := tuple[Span, ...](getattr(a, role)))]
    remaining = list(left)
    right, total = 0, 0
    for a in found:
        spans = tuple[Span, ...](getattr(a, role))
        total += bool(spans)
        if spans in remaining:
            remaining.remove(spans)
            right += 1
    return Agreement(right=right, found=total, wanted=len(left))


def _same_source(one: Attribution, other: Attribution) -> bool:
    if not one.source and not other.source:
        return True
    return any(a.overlaps(b) for a in one.source for b in other.source)


def _jaccard(one: Sequence[Span], other: Sequence[Span]) -> float:
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    union = sum(map(len, one)) + sum(map(len, other)) - shared
    return shared / union if union else 0.0
