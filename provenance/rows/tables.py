"""The tables' rows, flat and of builtins: each class declares the columns that the store's migrations create."""

import attrs

SPAN_ROLES = ("source", "cue", "content", "justification")
"""The roles a piece of evidence can have, in the order in which a claim's spans are stored."""


@attrs.frozen(kw_only=True)
class ArticleRow:
    """A row of `articles`. Shares are 0 to 1, None where there is nothing to divide by.

    The counts let an audit add up articles instead of claims; those from `n_anonymous` to `n_state_media` are of claims
    proper, `n_sentences` leaves the page's furniture out.
    """

    id: str
    label: str
    name: str
    origin: str
    url: str | None
    title: str | None
    byline: str | None
    outlet: str | None
    published: str | None
    month: str | None
    retrieved: str | None
    text: str
    text_sha256: str
    fingerprint: str
    version: str
    n_words: int
    n_claims: int
    n_silences: int
    n_photo_credits: int
    n_sources: int
    unattributed_share: float | None
    anonymous_share: float | None
    second_hand_share: float | None
    n_anonymous: int
    n_unnamed: int
    n_second_hand: int
    n_hedged: int
    n_state_media: int
    n_sentences: int
    n_unattributed: int


@attrs.frozen(kw_only=True)
class SourceRow:
    """A row of `sources`, as one article sees it; the store adds the counts."""

    id: str
    key: str
    name: str
    identity: str
    source_type: str
    country: str | None


@attrs.frozen(kw_only=True)
class AppearanceRow:
    """A row of `article_sources`: a source in one article, and what it says there.

    `n_claims` are the claims that it makes, alone or with others, `n_direct` those of them that are quoted in full, and
    `claim` is the first of them. Outlet and day are the article's.
    """

    article: str
    source: str
    name: str
    identity: str
    source_type: str
    country: str | None
    outlet: str | None
    published: str | None
    n_claims: int
    n_direct: int
    claim: str | None


@attrs.frozen(kw_only=True)
class AliasRow:
    """A row of `source_aliases`: a wording under which a source appears, and the rule that recognised it."""

    source: str
    alias: str
    rule: str


@attrs.frozen(kw_only=True)
class ClaimRow:
    """A row of `claims`. Offsets are code points into the article's text; the context is the carrying sentences.

    `state_medium` is the name of the first in the chain that is a state's outlet, None if nobody is.
    """

    id: str
    article: str
    position: int
    kind: str
    text: str
    source: str | None
    source_type: str | None
    identity: str
    speaker_title: str | None
    outlet: str | None
    quotation: str
    channel: str
    cue: str | None
    cue_stance: str
    second_hand: int
    hedged: int
    chain: str
    chain_length: int
    relayer: str | None
    published: str | None
    month: str | None
    confidence: float
    found_confidence: float
    abstained: str | None
    rule: str
    context_start: int
    context_end: int
    review_status: str
    state_medium: str | None
    told: int


@attrs.frozen(kw_only=True)
class PhotographRow:
    """A row of `photographs`: who is credited in a photo credit, by name. Outlet and day are the article's."""

    claim: str
    article: str
    outlet: str | None
    published: str | None
    photographer: str | None
    agency: str | None
    distributor: str | None


@attrs.frozen(kw_only=True)
class ClaimSpanRow:
    """A row of `claim_spans`: one piece of a claim's evidence, exactly as it stands in the article."""

    claim: str
    role: str
    start: int
    end: int
    text: str


@attrs.frozen(kw_only=True)
class AttributionRow:
    """A row of `attributions`: one hop of a claim's chain. Offsets are None where the name was inferred."""

    claim: str
    position: int
    role: str
    source: str
    name: str
    title: str | None
    start: int | None
    end: int | None
    rule: str


@attrs.frozen(kw_only=True)
class SentenceRow:
    """A row of `sentences`."""

    article: str
    start: int
    end: int
    status: str


@attrs.frozen(kw_only=True)
class ArticleRows:
    """Everything that one article contributes to the database."""

    article: ArticleRow
    sources: tuple[SourceRow, ...]
    appearances: tuple[AppearanceRow, ...]
    aliases: tuple[AliasRow, ...]
    claims: tuple[ClaimRow, ...]
    photographs: tuple[PhotographRow, ...]
    spans: tuple[ClaimSpanRow, ...]
    attributions: tuple[AttributionRow, ...]
    sentences: tuple[SentenceRow, ...]
