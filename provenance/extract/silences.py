"""Stated silences: somebody is said not to have answered, confirmed or explained something."""

import re

from provenance.extract.passages import Prose
from provenance.extract.phrases import opening_subject, phrase_after, subject_before
from provenance.extract.places import Places
from provenance.lexicon.silences import SILENCES
from provenance.models import Attribution, Kind, Span

PRECISION = 0.9
"""Not measured on a corpus, none marks silences; every pattern has look-alikes that must give nothing."""

_SPEAKER = re.compile(r"he|she|it|they|we", re.IGNORECASE)
_COMMENT = re.compile(r"\b(?:do|does|did)(?:\s+not|n['’]t)\s+(?:\w+ly\s+)?(?:comment|discuss)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\s*(?P<about>[^.;]*?)(?=,?\s+(?:but|and|or|while|although|though|despite)\s|[.;]?\s*$|,\s)")


def find_silences(prose: Prose) -> tuple[Attribution, ...]:
    """Every stated silence in an article's prose, with who kept silent and, if it says so, what about."""
    found = []
    for passage in prose.passages:
        for clause in passage.clauses:
            for kind in SILENCES.entries():
                found += [
                    _silence(prose, clause, match, ending) for match, ending in kind.finds(clause.of(prose.masked))
                ]
    return tuple(found)


def without_restated(
    prose: Prose, claims: tuple[Attribution, ...], silences: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """The claims without those that only say that the speaker keeps silent: "said it did not comment on leaks".

    A silence that somebody says another kept is a claim all the same.
    """
    own = Places.of(_whole(one) for one in silences if _is_own(prose.text, one))
    return tuple(claim for claim in claims if not _is_covered(claim, own))


def _whole(silence: Attribution) -> Span:
    pieces = (*silence.source, *silence.cue, *silence.content)
    return Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))


def _is_own(text: str, silence: Attribution) -> bool:
    speaker = any(_SPEAKER.fullmatch(source.of(text)) for source in silence.source)
    return speaker or any(_COMMENT.search(cue.of(text)) for cue in silence.cue)


def _is_covered(claim: Attribution, own: Places) -> bool:
    length = sum(map(len, claim.content))
    return any(shared * 10 >= length * 8 for shared in own.shared(claim.content).values())


def _silence(prose: Prose, clause: Span, match: re.Match[str], ending: re.Match[str] | None) -> Attribution:
    masked, at = prose.masked, clause.start
    cue, about = Span(at + match.start(), at + len(match.string[: match.end()].rstrip())), None
    if ending:
        source = phrase_after(masked, cue.end, at + ending.start())
        cues: tuple[Span, ...] = (cue, Span(at + ending.start(), at + ending.end()))
    else:
        subject, group = subject_before(masked, clause.start, cue.start)
        before = Span(clause.start, cue.start) if cue.start > clause.start else None
        source = subject or (opening_subject(masked, before) if before else None)
        cues, about = (Span(group, cue.end),), _about(masked, cue.end, clause.end)
    return Attribution(
        kind=Kind.SILENCE,
        source=(source,) if source else (),
        cue=cues,
        content=(about,) if about else (),
        statement=clause,
        confidence=PRECISION,
        rule="silence",
    )


def _about(masked: str, start: int, end: int) -> Span | None:
    found = _ABOUT.match(masked, start, end)
    if not found or not found["about"].strip(" ."):
        return None
    return Span(found.start("about"), found.start("about") + len(found["about"].rstrip(" .")))
