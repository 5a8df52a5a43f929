"""One list out of several: no claim twice, none inside another of its kind, no silence told as a claim."""

from collections.abc import Iterable

from provenance.models import Attribution, Kind, Span


def merge(claims: tuple[Attribution, ...], *others: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Join claims with silences and credits, sorted by extent.

    A claim whose cue is part of a silence's evidence gives way to it. Of two claims that share a cue, or half of whose
    content is the same, the surer one stays, or the earlier when they are equally sure.
    """
    rest = tuple(other for found in others for other in found)
    hushed = {at for other in rest if other.kind is Kind.SILENCE for at in places((*other.cue, *other.content))}
    speaking = [claim for claim in claims if hushed.isdisjoint(places(claim.cue))]
    return tuple(sorted((*_disjoint(speaking), *_disjoint(rest)), key=lambda a: (a.extent, a.kind, a.cue, a.content)))


def _disjoint(found: list[Attribution] | tuple[Attribution, ...]) -> list[Attribution]:
    kept: list[Attribution] = []
    taken_cues, taken = set[int](), dict[int, int]()
    for claim in sorted(found, key=lambda a: (-a.confidence, a.extent, a.cue)):
        cue, content = places(claim.cue), places(claim.content)
        shared = [taken[at] for at in content if at in taken]
        if cue & taken_cues or any(
            shared.count(i) * 2 >= min(len(content), len(places(kept[i].content))) for i in set(shared)
        ):
            continue
        taken_cues |= cue
        taken |= dict.fromkeys((at for at in content if at not in taken), len(kept))
        kept.append(claim)
    return kept


def places(spans: Iterable[Span]) -> set[int]:
    """The offsets that spans cover."""
    return {at for span in spans for at in range(span.start, span.end)}
