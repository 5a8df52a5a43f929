"""Claims passed on in a parenthesis: "Oduya confirmed, aides relayed, that it left" is Oduya's claim, not the aides'.

The parenthesis stays in the text between cue and content, where the relay chain is read off it.
"""

import re

import attrs

from provenance.extract.cues import cue_span
from provenance.extract.passages import Prose
from provenance.extract.phrases import subject_before
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Attribution, Kind, Span

_OUTER_VERB = re.compile(r"([A-Za-z]+),\s*$")


def give_back(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims, those of a parenthesis given to whoever is the subject outside it."""
    return tuple(_given_back(prose, claim) for claim in claims)


def _given_back(prose: Prose, claim: Attribution) -> Attribution:
    inner = sorted((*claim.source, *claim.cue))
    if claim.kind is not Kind.CLAIM or not claim.source or not claim.cue or inner[-1].end > claim.content[0].start:
        return claim
    opened = _OUTER_VERB.search(prose.masked, max(0, inner[0].start - 24), inner[0].start)
    closed = re.match(r",\s*$", prose.masked[inner[-1].end : claim.content[0].start])
    if not opened or not closed or opened[1].lower() not in reporting_forms():
        return claim
    clause = _clause_at(prose, opened.start())
    subject, group, _ = subject_before(prose.masked, clause.start, opened.start())
    cue = cue_span(prose.masked, group, Span(*opened.span(1)))
    return attrs.evolve(claim, source=(subject,), cue=(cue,), rule=f"{claim.rule}+parenthesis") if subject else claim


def _clause_at(prose: Prose, place: int) -> Span:
    passage = prose.passages[prose.passage_at(place)]
    return next(clause for clause in reversed(passage.clauses) if clause.start <= place)
