"""What is said around a claim and is none itself: the question it answers, the wish not to be named."""

from provenance.extract.passages import Prose
from provenance.extract.places import Places
from provenance.lexicon.asides import ASIDES, spelt_out
from provenance.models import Attribution, Span


def without_asides(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims without those whose reporting word only tells of a question or of anonymity."""
    said = {prose.passage_at(cue.start) for claim in claims for cue in claim.cue}
    clauses = (clause for at in sorted(said) if at >= 0 for clause in prose.passages[at].clauses)
    aside = Places.of(place for clause in clauses for place in _asides(prose, clause))
    return tuple(claim for claim in claims if not aside.touches(claim.cue))


def _asides(prose: Prose, clause: Span) -> list[Span]:
    sentence = clause.of(prose.masked)
    found = (match for aside in ASIDES.entries() for match in spelt_out(aside.pattern).finditer(sentence))
    return [Span(clause.start + match.start(), clause.start + match.end()) for match in found]
