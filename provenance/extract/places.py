"""Which stretches of a text are taken, and by whom; without a look at each of their characters."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from provenance.models import Span

NOBODY = 0


@attrs.define
class Places:
    """Stretches of a text with their owners; of two that overlap, the one that came first keeps what they share."""

    _taken: list[tuple[int, int, int]] = attrs.field(factory=list)
    """(start, end, owner), sorted and disjoint."""

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Places":
        """The places of spans, whoever owns them."""
        places = cls()
        places.take(spans, NOBODY)
        return places

    def take(self, spans: Iterable[Span], owner: int) -> None:
        """Give `owner` what nobody has of the spans."""
        for span in spans:
            free = span.start
            for start, end, _ in list(self._within(span)):
                if free < start:
                    insort(self._taken, (free, start, owner))
                free = end
            if free < span.end:
                insort(self._taken, (free, span.end, owner))

    def touches(self, spans: Iterable[Span]) -> bool:
        """Whether any of the spans is partly taken."""
        return any(True for span in spans for _ in self._within(span))

    def shared(self, spans: Iterable[Span]) -> Counter[int]:
        """How many code points of each owner lie in the spans."""
        found = Counter[int]()
        for span in spans:
            for start, end, owner in self._within(span):
                found[owner] += min(end, span.end) - max(start, span.start)
        return found

    def _within(self, span: Span) -> Iterator[tuple[int, int, int]]:
        at = bisect_right(self._taken, span.start, key=lambda piece: piece[1])
        while at < len(self._taken) and self._taken[at][0] < span.end:
            yield self._taken[at]
            at += 1
