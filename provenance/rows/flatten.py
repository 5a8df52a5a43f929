"""From a trace to the rows of its tables, and back."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import cattrs

from provenance.models import (
    Article,
    Attribution,
    Channel,
    Claim,
    Hop,
    Identity,
    Kind,
    Mention,
    Quotation,
    Role,
    Sentence,
    SentenceStatus,
    Source,
    SourceType,
    Span,
    Stance,
    Trace,
)
from provenance.rows.ids import article_id, claim_ids, fingerprint, join_words, source_id
from provenance.rows.tables import (
    SPAN_ROLES,
    AliasRow,
    AppearanceRow,
    ArticleRow,
    ArticleRows,
    AttributionRow,
    ClaimRow,
    ClaimSpanRow,
    PhotographRow,
    SentenceRow,
    SourceRow,
)

_converter = cattrs.Converter()


def as_builtins(row: Any) -> dict[str, Any]:
    """Turn one attrs value into a dict of builtins."""
    flat: dict[str, Any] = _converter.unstructure(row)
    return flat


def to_rows(trace: Trace, *, version: str) -> ArticleRows:
    """Flatten a trace into the rows of its tables; `version` is the id of what produced it."""
    owner = article_id(trace.article)
    identified = tuple(zip(claim_ids(trace.article, trace.claims), trace.claims, strict=True))
    hops = [hop for claim in trace.claims for hop in claim.chain]
    sources = _source_rows(hops)
    types = {source.key: source.source_type for source in sources}
    claims = tuple(
        _claim_row(trace.article, claim, claim_id, position, _find_state_medium(claim, types))
        for position, (claim_id, claim) in enumerate(identified)
    )
    attributions = tuple(
        _attribution_row(hop, claim_id, position)
        for claim_id, claim in identified
        for position, hop in enumerate(claim.chain)
    )
    article = _article_row(trace, owner, version, claims)
    return ArticleRows(
        article=article,
        sources=sources,
        appearances=_appearance_rows(article, sources, claims, attributions),
        aliases=_alias_rows(hops, trace.article.text),
        claims=claims,
        photographs=tuple(
            _photograph_row(article, claim, claim_id)
            for claim_id, claim in identified
            if claim.attribution.kind is Kind.PHOTO_CREDIT
        ),
        spans=tuple(row for claim_id, claim in identified for row in _span_rows(claim, claim_id, trace.article.text)),
        attributions=attributions,
        sentences=tuple(
            SentenceRow(article=owner, start=s.span.start, end=s.span.end, status=s.status.value)
            for s in trace.sentences
        ),
    )


def from_rows(rows: ArticleRows) -> Trace:
    """Read a trace back from its rows; captions and furniture are kept in the rows only as sentences and credits."""
    spans, hops = defaultdict[str, list[ClaimSpanRow]](list), defaultdict[str, list[AttributionRow]](list)
    for span in rows.spans:
        spans[span.claim].append(span)
    for hop in rows.attributions:
        hops[hop.claim].append(hop)
    sources = {row.id: _converter.structure(as_builtins(row), Source) for row in rows.sources}
    a = rows.article
    return Trace(
        article=_converter.structure(as_builtins(a), Article),
        claims=tuple(_read_claim(row, spans[row.id], hops[row.id], sources) for row in rows.claims),
        sentences=tuple(Sentence(span=Span(s.start, s.end), status=SentenceStatus(s.status)) for s in rows.sentences),
    )


def show_chain(claim: Claim) -> str:
    """Write a chain from the originator towards the article: "Donald Trump → reporters"."""
    originators = " + ".join(h.mention.name for h in claim.chain if h.mention.role is Role.ORIGINATOR)
    others = [h.mention.name for h in claim.chain if h.mention.role is not Role.ORIGINATOR]
    if claim.second_hand and not claim.relayers:
        others.append("unstated relayer")
    return " → ".join([originators] * bool(originators) + others) or "unstated"


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _article_row(trace: Trace, owner: str, version: str, claims: Sequence[ClaimRow]) -> ArticleRow:
    article = trace.article
    kinds = Counter(claim.kind for claim in claims)
    said = [claim for claim in claims if claim.kind == Kind.CLAIM]
    identities = Counter(claim.identity for claim in said)
    second_hand = sum(claim.second_hand for claim in said)
    statuses = Counter(sentence.status for sentence in trace.sentences)
    prose = statuses.total() - statuses[SentenceStatus.FURNITURE]
    return ArticleRow(
        id=owner,
        label=article.title or article.name,
        name=article.name,
        origin=article.origin,
        url=article.url,
        title=article.title,
        byline=article.byline,
        outlet=article.outlet or None,
        published=article.published or None,
        month=_month(article),
        retrieved=article.retrieved,
        text=article.text,
        text_sha256=article.text_sha256,
        fingerprint=fingerprint(article),
        version=version,
        n_words=len(article.text.split()),
        n_claims=kinds[Kind.CLAIM],
        n_silences=kinds[Kind.SILENCE],
        n_photo_credits=kinds[Kind.PHOTO_CREDIT],
        n_sources=len(_originators(trace.claims)),
        unattributed_share=_share(statuses[SentenceStatus.UNATTRIBUTED], prose),
        anonymous_share=_share(identities[Identity.ANONYMOUS_SOURCE], len(said)),
        second_hand_share=_share(second_hand, len(said)),
        n_anonymous=identities[Identity.ANONYMOUS_SOURCE],
        n_unnamed=identities[Identity.UNNAMED_PERSON] + identities[Identity.UNNAMED_GROUP],
        n_second_hand=second_hand,
        n_hedged=sum(claim.hedged for claim in said),
        n_state_media=sum(claim.state_medium is not None for claim in said),
        n_sentences=prose,
        n_unattributed=statuses[SentenceStatus.UNATTRIBUTED],
    )


def _originators(claims: Iterable[Claim]) -> set[str]:
    """The keys of those who make the claims proper."""
    hops = (hop for claim in claims if claim.attribution.kind is Kind.CLAIM for hop in claim.chain)
    return {hop.source.key for hop in hops if hop.mention.role is Role.ORIGINATOR}


def _month(article: Article) -> str | None:
    return article.published[:7] if article.published else None


def _source_rows(hops: Iterable[Hop]) -> tuple[SourceRow, ...]:
    first_seen: dict[str, Source] = {}
    for hop in hops:
        first_seen.setdefault(hop.source.key, hop.source)
    return tuple(
        SourceRow(
            id=source_id(key),
            key=key,
            name=source.name,
            identity=source.identity.value,
            source_type=source.source_type.value,
            country=source.country,
        )
        for key, source in sorted(first_seen.items())
    )


def _appearance_rows(
    article: ArticleRow,
    sources: Iterable[SourceRow],
    claims: Iterable[ClaimRow],
    attributions: Iterable[AttributionRow],
) -> tuple[AppearanceRow, ...]:
    proper = {claim.id: claim for claim in claims if claim.kind == Kind.CLAIM}
    made = defaultdict[str, dict[str, ClaimRow]](dict)
    for hop in attributions:
        if hop.role != Role.RELAYER and hop.claim in proper:
            made[hop.source][hop.claim] = proper[hop.claim]
    return tuple(
        AppearanceRow(
            article=article.id,
            source=source.id,
            name=source.name,
            identity=source.identity,
            source_type=source.source_type,
            country=source.country,
            outlet=article.outlet,
            published=article.published,
            n_claims=len(made[source.id]),
            n_direct=sum(claim.quotation == Quotation.DIRECT for claim in made[source.id].values()),
            claim=next(iter(made[source.id]), None),
        )
        for source in sources
    )


def _alias_rows(hops: Iterable[Hop], text: str) -> tuple[AliasRow, ...]:
    rules: dict[tuple[str, str], str] = {}
    for hop in hops:
        if hop.mention.span is not None:
            wording = " ".join(hop.mention.span.of(text).split())
            rules.setdefault((source_id(hop.source.key), wording), hop.mention.rule)
    return tuple(AliasRow(source=s, alias=alias, rule=rule) for (s, alias), rule in sorted(rules.items()))


def _find_state_medium(claim: Claim, types: Mapping[str, str]) -> str | None:
    """The first state's outlet in a chain: the leading source as the claim has it, others as the article has them."""
    for hop in claim.chain:
        source_type = hop.source.source_type if hop is claim.leading else types[hop.source.key]
        if source_type == SourceType.STATE_MEDIA:
            return hop.mention.name
    return None


def _claim_row(article: Article, claim: Claim, claim_id: str, position: int, state_medium: str | None) -> ClaimRow:
    a, leading = claim.attribution, claim.leading
    return ClaimRow(
        id=claim_id,
        article=article_id(article),
        position=position,
        kind=a.kind.value,
        text=join_words(a.content or (a.statement,), article.text),
        source=source_id(leading.source.key) if leading else None,
        source_type=claim.source_type.value if claim.source_type else None,
        identity=claim.identity.value,
        speaker_title=leading.mention.title if leading else None,
        outlet=article.outlet or None,
        quotation=claim.quotation.value,
        channel=claim.channel.value,
        cue=join_words(a.cue, article.text) or None,
        cue_stance=claim.stance.value,
        second_hand=int(claim.second_hand),
        hedged=int(claim.hedged),
        chain=show_chain(claim),
        chain_length=len(claim.chain),
        relayer=claim.relayers[0].mention.name if claim.relayers else None,
        published=article.published or None,
        month=_month(article),
        confidence=round(claim.confidence, 4),
        found_confidence=round(a.confidence, 4),
        abstained=claim.abstained,
        rule=a.rule,
        context_start=a.statement.start,
        context_end=a.statement.end,
        review_status="unreviewed",
        state_medium=state_medium,
        told=int(claim.told),
    )


def _photograph_row(article: ArticleRow, claim: Claim, claim_id: str) -> PhotographRow:
    credited = {hop.mention.role: hop.mention.name for hop in reversed(claim.chain)}
    return PhotographRow(
        claim=claim_id,
        article=article.id,
        outlet=article.outlet,
        published=article.published,
        photographer=credited.get(Role.PHOTOGRAPHER),
        agency=credited.get(Role.AGENCY),
        distributor=credited.get(Role.DISTRIBUTOR),
    )


def _span_rows(claim: Claim, claim_id: str, text: str) -> list[ClaimSpanRow]:
    a = claim.attribution
    evidence = (a.source, a.cue, a.content, (claim.justification,) if claim.justification else ())
    return [
        ClaimSpanRow(claim=claim_id, role=role, start=span.start, end=span.end, text=span.of(text))
        for role, spans in zip(SPAN_ROLES, evidence, strict=True)
        for span in spans
    ]


def _attribution_row(hop: Hop, claim_id: str, position: int) -> AttributionRow:
    mention = hop.mention
    return AttributionRow(
        claim=claim_id,
        position=position,
        role=mention.role.value,
        source=source_id(hop.source.key),
        name=mention.name,
        title=mention.title,
        start=mention.span.start if mention.span else None,
        end=mention.span.end if mention.span else None,
        rule=mention.rule,
    )


def _read_claim(
    row: ClaimRow,
    spans: Sequence[ClaimSpanRow],
    hops: Sequence[AttributionRow],
    sources: dict[str, Source],
) -> Claim:
    by_role = {role: tuple(Span(s.start, s.end) for s in spans if s.role == role) for role in SPAN_ROLES}
    attribution = Attribution(
        kind=Kind(row.kind),
        source=by_role["source"],
        cue=by_role["cue"],
        content=by_role["content"],
        statement=Span(row.context_start, row.context_end),
        confidence=row.found_confidence,
        told=bool(row.told),
        rule=row.rule,
    )
    return Claim(
        attribution=attribution,
        chain=tuple(_read_hop(hop, _seen_by(row, hop, hops, sources[hop.source])) for hop in hops),
        abstained=row.abstained,
        justification=next(iter(by_role["justification"]), None),
        channel=Channel(row.channel),
        quotation=Quotation(row.quotation),
        stance=Stance(row.cue_stance),
        hedged=bool(row.hedged),
        confidence=row.confidence,
    )


def _seen_by(row: ClaimRow, hop: AttributionRow, hops: Sequence[AttributionRow], source: Source) -> Source:
    """The source as its claim sees it: Reuters may carry one claim of an article and be credited for its picture."""
    leading = next((other for other in hops if other.role != Role.RELAYER), None)
    if hop is not leading or row.source_type is None:
        return source
    return attrs.evolve(source, identity=Identity(row.identity), source_type=SourceType(row.source_type))


def _read_hop(row: AttributionRow, source: Source) -> Hop:
    span = Span(row.start, row.end) if row.start is not None and row.end is not None else None
    mention = Mention(role=Role(row.role), name=row.name, key=source.key, span=span, title=row.title, rule=row.rule)
    return Hop(mention=mention, source=source)
