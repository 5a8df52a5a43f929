"""One list out of several: no claim twice, none inside another of its kind, no silence told as a claim."""

from provenance.extract.places import Places
from provenance.models import Attribution, Kind


def merge(claims: tuple[Attribution, ...], *others: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Join claims with silences and credits, sorted by extent.

    A claim whose cue is part of a silence's evidence gives way to it. Of two claims that share a cue, or half of whose
    content is the same, the surer one stays, or the earlier when they are equally sure.
    """
    rest = tuple(other for found in others for other in found)
    hushed = Places.of(span for one in rest if one.kind is Kind.SILENCE for span in (*one.cue, *one.content))
    speaking = [claim for claim in claims if not hushed.touches(claim.cue)]
    return tuple(sorted((*_disjoint(speaking), *_disjoint(rest)), key=lambda a: (a.extent, a.kind, a.cue, a.content)))


def _disjoint(found: list[Attribution] | tuple[Attribution, ...]) -> list[Attribution]:
    kept: list[Attribution] = []
    cues, contents = Places(), Places()
    for claim in sorted(found, key=lambda a: (-a.confidence, a.extent, a.cue)):
        if cues.touches(claim.cue) or any(
            shared * 2 >= min(_length(claim), _length(kept[owner]))
            for owner, shared in contents.shared(claim.content).items()
        ):
            continue
        cues.take(claim.cue, len(kept))
        contents.take(claim.content, len(kept))
        kept.append(claim)
    return kept


def _length(claim: Attribution) -> int:
    return sum(len(span) for span in claim.content)
