"""The nouns of the program, as frozen values.

Offsets are code points into `Article.text`, half-open. None of these classes knows how it is stored or printed;
`rows` does. The order of the enums is the order in which a reader meets their values.
"""

import hashlib
from enum import StrEnum
from typing import Self

import attrs


class Kind(StrEnum):
    """What an attribution is: something said, a stated silence, or a credited photograph."""

    CLAIM = "claim"
    SILENCE = "silence"
    PHOTO_CREDIT = "photo_credit"


class Identity(StrEnum):
    """How well a source is identified (the Markkula Center's categories, and `unstated`)."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANIZATION = "named_organization"
    DOCUMENT = "document"
    ANONYMOUS_SOURCE = "anonymous_source"
    UNNAMED_PERSON = "unnamed_person"
    UNNAMED_GROUP = "unnamed_group"
    UNSTATED = "unstated"


class SourceType(StrEnum):
    """What kind of actor a source is: the main facet."""

    GOVERNMENT = "government"
    POLITICAL = "political"
    SECURITY = "security"
    JUDICIARY = "judiciary"
    INTERGOVERNMENTAL = "intergovernmental"
    STATE_MEDIA = "state_media"
    NEWS_MEDIA = "news_media"
    PRESS = "press"
    BUSINESS = "business"
    ACADEMIC = "academic"
    CIVIL_SOCIETY = "civil_society"
    INDIVIDUAL = "individual"
    PHOTO_CREDIT = "photo_credit"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How a claim got out."""

    INTERVIEW = "interview"
    PRESS_REMARKS = "press_remarks"
    SPEECH = "speech"
    BROADCAST = "broadcast"
    SOCIAL_MEDIA = "social_media"
    DOCUMENT = "document"
    LETTER = "letter"
    STATEMENT = "statement"
    NEWS_REPORT = "news_report"
    PUBLICATION = "publication"
    PHOTO = "photo"
    UNSPECIFIED = "unspecified"


class Quotation(StrEnum):
    """How much of a claim's content stands inside quotation marks: all, some, or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Stance(StrEnum):
    """Whether the reporting word itself takes a side."""

    NEUTRAL = "neutral"
    ENDORSING = "endorsing"
    DISTANCING = "distancing"


class Role(StrEnum):
    """A place in a claim's chain."""

    ORIGINATOR = "originator"
    RELAYER = "relayer"
    PHOTOGRAPHER = "photographer"
    AGENCY = "agency"
    DISTRIBUTOR = "distributor"


class SentenceStatus(StrEnum):
    """Whether a sentence rests on a stated source, on none, or is not part of the article's prose."""

    ATTRIBUTED = "attributed"
    UNATTRIBUTED = "unattributed"
    FURNITURE = "furniture"


@attrs.frozen
class Span:
    """A stretch of an article's text, in code points, half-open, never empty.

    Raises:
        ValueError: if the offsets are negative or the span is empty.
    """

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __lt__(self, other: Self) -> bool:
        # What attrs would write builds two tuples for each comparison, in sorts a fiftieth of an article's time.
        return self.start < other.start or (self.start == other.start and self.end < other.end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words at this place in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Self) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Self) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@attrs.frozen(kw_only=True)
class Credit:
    """Who is credited with a photograph, each name with its place in the text."""

    span: Span
    photographer: Span | None = None
    agency: Span | None = None
    distributor: Span | None = None


@attrs.frozen(kw_only=True)
class Caption:
    """A photograph's caption: what it says, and the credit if one is printed."""

    content: Span
    credit: Credit | None = None


@attrs.frozen(kw_only=True)
class Article:
    """One article as read, before anything is looked for in it.

    `name` is a short label (a file's stem, a JSONL record's id); `origin` is what makes it the same article when read
    again: its URL, else the file's URI, else a hash of its text. `captions` and `furniture` ("Follow NAME on …") are
    parts of `text` that are not the article's prose. `published` and `retrieved` are ISO 8601 text.
    """

    name: str
    origin: str
    text: str
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    retrieved: str | None = None
    captions: tuple[Caption, ...] = ()
    furniture: tuple[Span, ...] = ()

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@attrs.frozen(kw_only=True)
class Attribution:
    """What extraction finds: one attributed stretch of text with its evidence, nobody named yet.

    `source`, `cue` and `content` hold sorted, disjoint spans; `source` is empty when the article states none.
    `statement` is the sentence or sentences of one paragraph that carry the claim, tag included.
    `rule` names what found it, `confidence` (0 to 1) how sure that is. What is `told` is the source's word or thought,
    and not only something done or wanted.
    """

    kind: Kind
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    statement: Span
    confidence: float
    told: bool = True
    rule: str

    @property
    def extent(self) -> Span:
        """The span from the first to the last piece of evidence."""
        pieces = sorted((*self.source, *self.cue, *self.content)) or [self.statement]
        return Span(pieces[0].start, max(piece.end for piece in pieces))


@attrs.frozen(kw_only=True)
class Mention:
    """One participant of a chain as resolved: who it is, where the text says so, and by which rule.

    `key` joins the same source across articles; `span` is the mention's own place, or None when the name was inferred
    from the context (a follow-on quotation). `title` is the office or affiliation the article gives.
    """

    role: Role
    name: str
    key: str
    span: Span | None = None
    title: str | None = None
    rule: str


@attrs.frozen(kw_only=True)
class Link:
    """An attribution tied to who stands behind it.

    `mentions` are in the order of the chain: originators (several when they are co-equal), then relayers; for a
    photograph photographer, agency, distributor. `abstained` says why no originator is named, when none is.
    `justification` is the place that says why this source is here.
    """

    attribution: Attribution
    mentions: tuple[Mention, ...] = ()
    abstained: str | None = None
    justification: Span | None = None


@attrs.frozen(kw_only=True)
class Source:
    """Who somebody is, for the whole database."""

    key: str
    name: str
    identity: Identity
    source_type: SourceType
    country: str | None = None


@attrs.frozen(kw_only=True)
class Hop:
    """One link of a claim's chain: the mention in this article and the source it stands for."""

    mention: Mention
    source: Source


@attrs.frozen(kw_only=True)
class Claim:
    """An attribution with everything that is known about it: the row a reader browses."""

    attribution: Attribution
    chain: tuple[Hop, ...] = ()
    abstained: str | None = None
    justification: Span | None = None
    channel: Channel = Channel.UNSPECIFIED
    quotation: Quotation = Quotation.INDIRECT
    stance: Stance = Stance.NEUTRAL
    hedged: bool = False
    confidence: float

    @property
    def leading(self) -> Hop | None:
        """The first originator (for a photograph, the first one credited), if anybody is named."""
        firsts = [hop for hop in self.chain if hop.mention.role is not Role.RELAYER]
        return firsts[0] if firsts else None

    @property
    def also(self) -> tuple[Hop, ...]:
        """Co-equal originators beside the leading one."""
        originators = [hop for hop in self.chain if hop.mention.role is Role.ORIGINATOR]
        return tuple(originators[1:])

    @property
    def relayers(self) -> tuple[Hop, ...]:
        """Those through whose hands the claim passed."""
        return tuple(hop for hop in self.chain if hop.mention.role is Role.RELAYER)

    @property
    def identity(self) -> Identity:
        """How well the leading source is identified."""
        return self.leading.source.identity if self.leading else Identity.UNSTATED

    @property
    def source_type(self) -> SourceType | None:
        """What kind of actor the leading source is; None when nobody is named."""
        return self.leading.source.source_type if self.leading else None

    @property
    def told(self) -> bool:
        """Whether the source is credited with a word or a thought, and not only with an act or a wish."""
        return self.attribution.kind is Kind.CLAIM and self.attribution.told

    @property
    def second_hand(self) -> bool:
        """Whether somebody stands between the originator and the article, named or not."""
        return bool(self.relayers) or self.hedged


@attrs.frozen(kw_only=True)
class Sentence:
    """A sentence of the article and whether it rests on a stated source."""

    span: Span
    status: SentenceStatus


@attrs.frozen(kw_only=True)
class Trace:
    """An article with every claim found in it, in text order, and the status of every sentence."""

    article: Article
    claims: tuple[Claim, ...]
    sentences: tuple[Sentence, ...]
