"""Stated silences: somebody is said not to have answered, confirmed or explained something."""

import re

from provenance.extract.passages import Prose
from provenance.extract.phrases import opening_subject, phrase_after, subject_before
from provenance.lexicon.silences import SILENCES
from provenance.models import Attribution, Kind, Span

PRECISION = 0.9
"""Not measured on a corpus, none marks silences; every pattern has look-alikes that must give nothing."""

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
