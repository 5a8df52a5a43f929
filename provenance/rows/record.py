"""The JSON object that `provenance extract` prints for an article: the contract that other programs read."""

from typing import Any

import cattrs

from provenance.errors import ProvenanceError
from provenance.models import Attribution, Claim, Hop, Span, Trace

Record = dict[str, Any]

_converter = cattrs.Converter()
_converter.register_unstructure_hook(Span, lambda span: [span.start, span.end])
_converter.register_structure_hook(Span, lambda pair, _: Span(*pair))


def to_record(trace: Trace) -> Record:
    """Turn a trace into the JSON object that `extract` prints for an article.

    Of each claim, `context` is the sentences that carry it, and `statement` the same where they state it: which
    readers of sourced statements count. Where the source only does or wants something, says nothing,
    or took a photograph, nothing is stated: `statement` is empty, at the context's start.
    """
    article = trace.article
    return {
        "id": article.name,
        "text": article.text,
        "text_sha256": article.text_sha256,
        "title": article.title,
        "byline": article.byline,
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "claims": [_claim_record(claim, article.text) for claim in trace.claims],
        "sentences": [{"start": s.span.start, "end": s.span.end, "status": s.status.value} for s in trace.sentences],
    }


def _claim_record(claim: Claim, text: str) -> Record:
    a, leading = claim.attribution, claim.leading
    return {
        "kind": a.kind.value,
        "source": _converter.unstructure(a.source, unstructure_as=tuple[Span, ...]),
        "cue": _converter.unstructure(a.cue, unstructure_as=tuple[Span, ...]),
        "content": _converter.unstructure(a.content, unstructure_as=tuple[Span, ...]),
        "source_name": leading.mention.name if leading else None,
        "title": leading.mention.title if leading else None,
        "justification": claim.justification.of(text) if claim.justification else None,
        "identity": claim.identity.value,
        "source_type": claim.source_type.value if claim.source_type else None,
        "channel": claim.channel.value,
        "quotation": claim.quotation.value,
        "cue_stance": claim.stance.value,
        "hedged": claim.hedged,
        "told": claim.told,
        "relay": [_hop_record(hop) for hop in claim.relayers],
        "also": [_hop_record(hop) for hop in claim.also],
        "chain": [_hop_record(hop) for hop in claim.chain],
        "abstained": claim.abstained,
        "context": [a.statement.start, a.statement.end],
        "statement": [a.statement.start, a.statement.end if claim.told else a.statement.start],
        "confidence": round(claim.confidence, 4),
        "rule": a.rule,
    }


def _hop_record(hop: Hop) -> Record:
    span = hop.mention.span
    return {
        "role": hop.mention.role.value,
        "name": hop.mention.name,
        "source_name": hop.mention.name,
        "identity": hop.source.identity.value,
        "source_type": hop.source.source_type.value,
        "span": [span.start, span.end] if span else None,
        "rule": hop.mention.rule,
    }


def from_record(record: Record) -> tuple[str, tuple[Attribution, ...]]:
    """Read the text and the attributions of a printed (or hand-corrected) object back; classifications are left out.

    Raises:
        ProvenanceError: if a field is missing or a span is not within the text; names the record and the claim.
    """
    fields = record if isinstance(record, dict) else {}
    text, found = fields.get("text"), fields.get("claims")
    if not isinstance(text, str) or not isinstance(found, list) or not all(isinstance(c, dict) for c in found):
        raise ProvenanceError("not an object that `provenance extract` prints: it lacks a text or a list of claims")
    try:
        claims = tuple(_converter.structure(_carried(claim), Attribution) for claim in found)
    except (TypeError, cattrs.BaseValidationError) as wrong:
        reasons = cattrs.transform_error(wrong) if isinstance(wrong, cattrs.BaseValidationError) else [repr(wrong)]
        raise ProvenanceError("not an object that `provenance extract` prints: " + "; ".join(reasons)) from wrong
    for number, claim in enumerate(claims):
        if claim.extent.end > len(text):
            raise ProvenanceError(f"claim {number} ends beyond the text", where=str(record.get("id")))
    return text, claims


def _carried(claim: Record) -> Record:
    """The claim with the sentences that carry it as its statement, whether they state it or not."""
    return {**claim, "statement": claim["context"]} if "context" in claim else claim
