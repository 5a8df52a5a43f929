"""Synthetic articles of realistic size, for timing: the same for the same seed.

Words, sources and outlets follow Zipf's law. How often a kind of source, a channel or a reporting word comes is about
what `provenance` finds in newspaper articles; silences, photo credits, hedges and relayers come more often than there,
so that what is asked about them is asked of many rows.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Generic, TypeVar

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

OUTLETS = tuple(f"Outlet {n}" for n in range(1, 41))
FIRST_DAY = date(2024, 1, 1)
DAYS = 800
WORDS = tuple(f"word{n}" for n in range(30_000))
"""Of claims, more than 10 % have each of the first dozen words, about 2 % the hundredth, and 0.2 % the thousandth."""

AGENCIES = tuple(f"Agency {n}" for n in range(1, 13))
SAID = ("said", "told", "according to", "asked", "added", "wrote", "called", "noted", "believes", "wants")
SIDES = {
    "claimed": Stance.DISTANCING,
    "insisted": Stance.DISTANCING,
    "alleged": Stance.DISTANCING,
    "confirmed": Stance.ENDORSING,
    "revealed": Stance.ENDORSING,
    "acknowledged": Stance.ENDORSING,
}
SOURCE_TYPES = {
    SourceType.POLITICAL: 22,
    SourceType.GOVERNMENT: 23,
    SourceType.INDIVIDUAL: 14,
    SourceType.UNKNOWN: 10,
    SourceType.CIVIL_SOCIETY: 6,
    SourceType.NEWS_MEDIA: 5,
    SourceType.BUSINESS: 5,
    SourceType.ACADEMIC: 4,
    SourceType.JUDICIARY: 3,
    SourceType.SECURITY: 3,
    SourceType.INTERGOVERNMENTAL: 2,
    SourceType.STATE_MEDIA: 2,
    SourceType.PRESS: 1,
}
IDENTITIES = {
    Identity.NAMED_PERSON: 60,
    Identity.UNNAMED_GROUP: 14,
    Identity.NAMED_ORGANIZATION: 12,
    Identity.DOCUMENT: 6,
    Identity.UNNAMED_PERSON: 4,
    Identity.ANONYMOUS_SOURCE: 4,
}
QUOTATIONS = {Quotation.INDIRECT: 64, Quotation.DIRECT: 20, Quotation.MIXED: 16}
CHANNELS = {
    Channel.UNSPECIFIED: 62,
    Channel.BROADCAST: 9,
    Channel.DOCUMENT: 6,
    Channel.SPEECH: 6,
    Channel.INTERVIEW: 5,
    Channel.STATEMENT: 4,
    Channel.PRESS_REMARKS: 2,
    Channel.NEWS_REPORT: 2,
    Channel.SOCIAL_MEDIA: 2,
    Channel.LETTER: 1,
    Channel.PUBLICATION: 1,
}
KINDS = {Kind.CLAIM: 95, Kind.SILENCE: 2, Kind.PHOTO_CREDIT: 3}

Value = TypeVar("Value")


class Weighted(Generic[Value]):
    """Picks among values, each as often as its weight says."""

    def __init__(self, weights: Mapping[Value, int]) -> None:
        self._values = [value for value, weight in weights.items() for _ in range(weight)]

    def pick(self, source: random.Random) -> Value:
        """One of them, by chance."""
        return self._values[int(source.random() * len(self._values))]


class Writer:
    """Writes articles one after the other; `sources` is how many different ones there can be."""

    def __init__(self, *, seed: int, sources: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - figures for timing, no secrets
        types, identities = Weighted(SOURCE_TYPES), Weighted(IDENTITIES)
        self._sources = [
            Source(
                key=f"source-{n}",
                name=f"Source {n}",
                identity=identities.pick(self._random),
                source_type=types.pick(self._random),
            )
            for n in range(sources)
        ]
        self._agencies = [
            Source(
                key=name,
                name=name,
                identity=Identity.NAMED_ORGANIZATION,
                source_type=SourceType.PHOTO_CREDIT,
            )
            for name in AGENCIES
        ]
        self._kinds, self._quotations, self._channels = Weighted(KINDS), Weighted(QUOTATIONS), Weighted(CHANNELS)
        self._cues = Weighted(dict.fromkeys(SAID, 5) | {"said": 50} | dict.fromkeys(SIDES, 2))

    def write(self, number: int, claims: int) -> Trace:
        """One article with this many claims, and at most twice as many sentences without a source."""
        text, made, sentences = "", list[Claim](), list[Sentence]()
        day = (FIRST_DAY + timedelta(days=int(self._random.random() * DAYS))).isoformat()
        unsourced = self._random.randrange(2 * claims + 1)
        for n in range(claims + unsourced):
            start = len(text)
            attributed = n < claims
            if attributed:
                source, cue = self._pick_source(), self._cues.pick(self._random)
                text += f"{source.name} {cue} "
                content = Span(len(text), len(text) + len(words := self._words()))
                text += words + ". "
                made.append(self._claim(source, cue, Span(start, start + len(source.name)), content, text))
            else:
                text += self._words() + ". "
            status = SentenceStatus.ATTRIBUTED if attributed else SentenceStatus.UNATTRIBUTED
            sentences.append(Sentence(span=Span(start, len(text) - 1), status=status))
            text += "\n\n" if n % 3 == 2 else ""
        article = Article(
            name=f"article-{number}",
            origin=f"synthetic:{number}",
            text=text,
            title=f"Article {number}: {self._words()[:50]}",
            outlet=OUTLETS[self._zipf(len(OUTLETS))],
            published=day,
        )
        return Trace(article=article, claims=tuple(made), sentences=tuple(sentences))

    def _claim(self, source: Source, cue: str, named: Span, content: Span, text: str) -> Claim:
        kind, chosen = self._kinds.pick(self._random), self._random.random()
        roles = {
            Kind.CLAIM: () if chosen < 0.05 else (Role.ORIGINATOR, Role.RELAYER)[: 2 if chosen > 0.95 else 1],
            Kind.SILENCE: (Role.ORIGINATOR,),
            Kind.PHOTO_CREDIT: (Role.PHOTOGRAPHER, Role.AGENCY),
        }[kind]
        second = self._agencies[int(chosen * len(AGENCIES))] if kind is Kind.PHOTO_CREDIT else self._pick_source()
        sources = (source, second)
        attribution = Attribution(
            kind=kind,
            source=(named,),
            cue=(Span(named.end + 1, named.end + 1 + len(cue)),),
            content=(content,),
            statement=Span(named.start, len(text) - 1),
            confidence=round(0.4 + 0.6 * self._random.random(), 3),
            rule="synthetic",
        )
        return Claim(
            attribution=attribution,
            chain=tuple(
                Hop(mention=Mention(role=role, name=s.name, key=s.key, span=named, rule="synthetic"), source=s)
                for role, s in zip(roles, sources, strict=False)
            ),
            abstained=None if roles else "nobody is named",
            channel=self._channels.pick(self._random),
            quotation=self._quotations.pick(self._random),
            stance=SIDES.get(cue, Stance.NEUTRAL),
            hedged=self._random.random() < 0.02,
            confidence=attribution.confidence,
        )

    def _pick_source(self) -> Source:
        return self._sources[self._zipf(len(self._sources))]

    def _words(self) -> str:
        return " ".join([WORDS[self._zipf(len(WORDS))] for _ in range(6 + int(self._random.random() * 22))])

    def _zipf(self, n: int) -> int:
        """A number below `n`, the small ones as much likelier as Zipf's law says."""
        return min(int(n ** self._random.random()) - 1, n - 1)


def write_articles(articles: int, *, claims: int, seed: int = 1) -> Iterator[Trace]:
    """Write this many articles with this many claims each, on average."""
    writer = Writer(seed=seed, sources=max(20, articles * 4))
    lengths = random.Random(seed)  # noqa: S311
    for number in range(articles):
        yield writer.write(number, lengths.randint(claims // 2, claims + claims // 2))
