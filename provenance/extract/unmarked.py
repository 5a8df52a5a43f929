"""Claims by rule that the tagger does not know: what "reportedly" passes on, and figures credited to a poll."""

import re

from provenance.extract.passages import Prose
from provenance.extract.places import Places
from provenance.lexicon.unmarked import UNMARKED
from provenance.models import Attribution, Kind, Span

PRECISION = 0.7
"""Not measured: the corpora hold too few. Every pattern has look-alikes that must give nothing."""


def find_unmarked(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Every sentence worded in one of the ways of the lexicon, unless other claims hold a part of its evidence."""
    taken = Places.of(span for claim in claims for span in (*claim.cue, *claim.content))
    found = []
    for passage in prose.passages:
        for clause in passage.clauses:
            sentence = clause.of(prose.masked)
            match = next((match for wording in UNMARKED.entries() if (match := wording.finds(sentence))), None)
            claim = _claim(clause, match) if match else None
            if claim and not taken.touches((*claim.cue, *claim.content)):
                found.append(claim)
    return tuple(found)


def _claim(clause: Span, match: re.Match[str]) -> Attribution:
    at = clause.start
    groups = {
        name: Span(at + match.start(name), at + match.end(name)) for name, words in match.groupdict().items() if words
    }
    return Attribution(
        kind=Kind.CLAIM,
        source=(groups["source"],) if "source" in groups else (),
        cue=(groups["cue"],),
        content=tuple(sorted(groups[name] for name in ("content", "content2") if name in groups)),
        statement=clause,
        confidence=PRECISION,
        rule="unmarked",
    )
