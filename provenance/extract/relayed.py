"""Claims that somebody passed on, which are missed or seen as the wrong one's: in a parenthesis, or behind "citing".

"Oduya confirmed, aides relayed, that it left" is Oduya's claim, not the aides'. In "The Argus reported, citing aides,
that it left" the reporting word is "reported", and the aides are no part of it. The words passed over stay
in the text between cue and content, where the relay chain is read off them.
"""

import re

import attrs

from provenance.extract.passages import Prose
from provenance.extract.phrases import cue_span, phrase_after, subject_before
from provenance.lexicon.reporting import reporting_forms
from provenance.models import Attribution, Kind, Span

_CITING = frozenset(("citing", "quoting"))
_CITED = re.compile(r"\s*(?:[^,;:.]|(?<=[A-Z])\.){3,80},\s+(?=that\s)")
_PARENTHESIS = re.compile(
    r"\b(?P<verb>[A-Za-z]+),\s+[^,;:.“\"■]{3,60}?\s+(?:relayed|recounted|reported),\s+(?=that\s|[“\"])"
)
_ASIDE_AFTER = re.compile(r",\s+(?:which|who|where|whose)\b|[.;]?\s*$")
_OUTER_VERB = re.compile(r"([A-Za-z]+),\s*$")


SURE = 0.9
"""How sure a claim around a parenthesis is. Not measured: the corpora hold too few of them."""


def find_relayed(prose: Prose) -> tuple[Attribution, ...]:
    """Every claim whose reporting word is parted from its content by a parenthesis that says who passed it on."""
    return tuple(
        claim
        for passage in prose.passages
        for clause in passage.clauses
        for match in _PARENTHESIS.finditer(prose.masked, clause.start, clause.end)
        if (claim := _around_parenthesis(prose.masked, clause, match))
    )


def _around_parenthesis(masked: str, clause: Span, match: re.Match[str]) -> Attribution | None:
    verb = Span(*match.span("verb"))
    subject, group = subject_before(masked, clause.start, verb.start)
    end = _ASIDE_AFTER.search(masked, match.end(), clause.end)
    if not subject or not end or end.start() <= match.end() or match["verb"].lower() not in reporting_forms():
        return None
    return Attribution(
        kind=Kind.CLAIM,
        source=(subject,),
        cue=(cue_span(masked, group, verb),),
        content=(Span(match.end(), end.start()),),
        statement=clause,
        confidence=SURE,
        rule="parenthesis",
    )


def give_back(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims, those of a parenthesis given to whoever is the subject outside it."""
    return tuple(_given_back(prose, claim) for claim in claims)


def look_behind_citing(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims, those found at "citing" moved to the reporting word before it, or left out where another has that."""
    mended = [_behind_citing(prose, claim) if _cites(prose, claim) else claim for claim in claims]
    heard = {claim.source for claim in mended if not _cites(prose, claim)}
    return tuple(claim for claim in mended if not (_cites(prose, claim) and claim.source in heard))


def _cites(prose: Prose, claim: Attribution) -> bool:
    words = claim.cue[-1].of(prose.text).lower().split() if claim.cue else []
    return not _CITING.isdisjoint(words[-1:])


def _behind_citing(prose: Prose, claim: Attribution) -> Attribution:
    cited = _CITED.match(prose.masked, claim.cue[-1].end, claim.content[-1].end)
    before = [span for span in claim.source if span.end < claim.cue[0].start]
    if not cited or not before or cited.end() >= claim.content[-1].end:
        return claim
    for word in re.finditer(r"[A-Za-z]+", prose.masked[before[-1].end : claim.cue[-1].end]):
        if word.group().lower() in reporting_forms():
            cue = Span(before[-1].end + word.start(), before[-1].end + word.end())
            content = Span(cited.end(), claim.content[-1].end)
            return attrs.evolve(claim, cue=(cue,), content=(content,), rule=f"{claim.rule}+citing")
    return claim


def stay_after_according(prose: Prose, claims: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The claims, those at "according to" given the source that stands right after it.

    In "according to a letter that aides wrote and that the Argus saw" the letter is the source, and no Argus. A claim
    stays as it is where no noun phrase follows, or where the words that follow are what is claimed.
    """
    return tuple(_after_according(prose, claim) for claim in claims)


def _after_according(prose: Prose, claim: Attribution) -> Attribution:
    cue = claim.cue[-1] if claim.cue else None
    if claim.kind is not Kind.CLAIM or not cue or " ".join(cue.of(prose.text).lower().split()) != "according to":
        return claim
    beside = any(cue.end <= span.start <= cue.end + BESIDE for span in claim.source)
    if beside or _CLAUSE.match(prose.masked, cue.end):
        return claim
    clause = prose.passages[prose.passage_at(cue.start)].clause_at(cue.start)
    end = min([clause.end, *(piece.start for piece in claim.content if piece.end > cue.end)])
    source = phrase_after(prose.masked, cue.end, end)
    if not source:
        return claim
    return attrs.evolve(claim, source=(source,), rule=f"{claim.rule}+according")


_CLAUSE = re.compile(r"\s*(?:what|how|where|when|whom|who|whoever)\b")
BESIDE = 3
"""How many characters after "according to" its source begins at most: a space, and an opening quotation mark."""


def _given_back(prose: Prose, claim: Attribution) -> Attribution:
    inner = sorted((*claim.source, *claim.cue))
    if claim.kind is not Kind.CLAIM or not claim.source or not claim.cue or inner[-1].end > claim.content[0].start:
        return claim
    opened = _OUTER_VERB.search(prose.masked, max(0, inner[0].start - 24), inner[0].start)
    closed = re.match(r",\s*$", prose.masked[inner[-1].end : claim.content[0].start])
    if not opened or not closed or opened[1].lower() not in reporting_forms():
        return claim
    clause = prose.passages[prose.passage_at(opened.start())].clause_at(opened.start())
    subject, group = subject_before(prose.masked, clause.start, opened.start())
    cue = cue_span(prose.masked, group, Span(*opened.span(1)))
    return attrs.evolve(claim, source=(subject,), cue=(cue,), rule=f"{claim.rule}+parenthesis") if subject else claim
