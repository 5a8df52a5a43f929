"""What an article attributes to somebody, with exact evidence: claims, stated silences, photo credits.

Claims come from one function, which can be replaced by argument; what it does not know, silences and credits are found
by rule beside it.
Nothing is looked for in captions and furniture but the credit.
"""

from collections.abc import Callable

from provenance.extract.asides import without_asides
from provenance.extract.captions import credit_captions
from provenance.extract.marking import mark_sentences
from provenance.extract.merging import merge
from provenance.extract.passages import read_prose
from provenance.extract.quoted import follow_quotations
from provenance.extract.quoting import find_quoted_as
from provenance.extract.relayed import find_relayed, give_back, look_behind_citing, stay_after_according
from provenance.extract.silences import find_silences, without_restated
from provenance.extract.statements import place_statements
from provenance.extract.tagger import tag
from provenance.extract.turns import find_turns, without_answers
from provenance.extract.unmarked import find_unmarked
from provenance.models import Article, Attribution

__all__ = ["extract_attributions", "mark_sentences"]

FindClaims = Callable[[Article], tuple[Attribution, ...]]
"""Finds the claims of an article; what it finds in captions and furniture is left out afterwards."""


def extract_attributions(article: Article, *, find_claims: FindClaims = tag) -> tuple[Attribution, ...]:
    """Find every attribution of an article, sorted by extent, none twice."""
    prose = read_prose(article)
    seen = tuple(kept for claim in find_claims(article) if (kept := prose.cut(claim)))
    seen = stay_after_according(prose, seen)
    seen = find_quoted_as(prose, seen)
    claims = merge((*look_behind_citing(prose, give_back(prose, seen)), *find_relayed(prose)))
    turns = find_turns(prose)
    claims = merge((*without_answers(prose, claims, turns), *turns))
    claims = without_asides(prose, merge((*claims, *find_unmarked(prose, claims))))
    silences = find_silences(prose)
    claims = without_restated(prose, follow_quotations(prose, claims), silences)
    found = merge(claims, silences, credit_captions(article))
    return place_statements(article.text, found)
