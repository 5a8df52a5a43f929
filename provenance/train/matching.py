"""Which predicted attributions are right: the linked measure of the corpus's scorers.

A prediction is right when its content overlaps a marked one by half (Jaccard, over what is not white space) and their
sources overlap, or both have none. At most one prediction counts for each marked attribution.
"""

from collections.abc import Sequence

from provenance.extract.statements import Evidence
from provenance.models import Span
from provenance.train.corpus import Marked

HALF = 0.5


def match(text: str, predicted: Sequence[Evidence], marked: Sequence[Marked]) -> tuple[bool, ...]:
    """For each prediction whether it is right, by a maximum one-to-one matching."""
    theirs = [(_places(text, one.content), _places(text, one.source)) for one in marked]
    candidates = []
    for one in predicted:
        content, source = _places(text, one.content), _places(text, one.source)
        candidates.append([at for at, (c, s) in enumerate(theirs) if _agree(content, c, source, s)])
    owner: dict[int, int] = {}
    for at in range(len(candidates)):
        _assign(at, candidates, owner, set())
    right = set(owner.values())
    return tuple(at in right for at in range(len(predicted)))


def _agree(content: set[int], marked_content: set[int], source: set[int], marked_source: set[int]) -> bool:
    shared = len(content & marked_content)
    if not shared or shared < HALF * len(content | marked_content):
        return False
    return bool(source & marked_source) or not (source or marked_source)


def _assign(at: int, candidates: Sequence[Sequence[int]], owner: dict[int, int], seen: set[int]) -> bool:
    for gold in candidates[at]:
        if gold not in seen:
            seen.add(gold)
            if gold not in owner or _assign(owner[gold], candidates, owner, seen):
                owner[gold] = at
                return True
    return False


def _places(text: str, spans: Sequence[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end) if not text[at].isspace()}
