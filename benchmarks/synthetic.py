"""Synthetic articles of realistic size, for timing: sources and words by Zipf's law, the same for the same seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

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

OUTLETS = tuple(f"Outlet {n}" for n in range(1, 13))
CUES = ("said", "said", "said", "told", "according to", "claimed", "confirmed", "insisted", "noted", "asked")
STANCES = {"claimed": Stance.DISTANCING, "insisted": Stance.DISTANCING, "confirmed": Stance.ENDORSING}
FIRST_DAY = date(2024, 1, 1)
DAYS = 800
WORDS = tuple(f"word{n}" for n in range(4_000))
IDENTITIES = tuple(Identity)[:-1]
SOURCE_TYPES = tuple(kind for kind in SourceType if kind is not SourceType.PHOTO_CREDIT)


class Writer:
    """Writes articles one after the other; `sources` is how many different ones there can be."""

    def __init__(self, *, seed: int, sources: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - figures for timing, no secrets
        self._sources = [
            Source(
                key=f"source-{n}",
                name=f"Source {n}",
                identity=IDENTITIES[n % len(IDENTITIES)],
                source_type=SOURCE_TYPES[n % len(SOURCE_TYPES)],
            )
            for n in range(sources)
        ]

    def write(self, number: int, claims: int) -> Trace:
        """One article with this many claims, and a third as many sentences without a source."""
        text, made, sentences = "", list[Claim](), list[Sentence]()
        day = (FIRST_DAY + timedelta(days=self._random.randrange(DAYS))).isoformat()
        for n in range(claims + claims // 3):
            start = len(text)
            attributed = n < claims
            if attributed:
                source, cue = self._pick_source(), self._random.choice(CUES)
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
        chosen = self._random.random()
        kind = Kind.SILENCE if chosen < 0.02 else Kind.PHOTO_CREDIT if chosen < 0.05 else Kind.CLAIM
        roles = {
            Kind.CLAIM: (Role.ORIGINATOR, Role.RELAYER)[: 2 if chosen > 0.94 else 1],
            Kind.SILENCE: (Role.ORIGINATOR,),
            Kind.PHOTO_CREDIT: (Role.PHOTOGRAPHER, Role.AGENCY),
        }[kind]
        sources = (source, self._pick_source())
        attribution = Attribution(
            kind=kind,
            source=(named,),
            cue=(Span(named.end + 1, named.end + 1 + len(cue)),),
            content=(content,),
            statement=Span(named.start, len(text) - 1),
            confidence=round(self._random.uniform(0.4, 1), 3),
            rule="synthetic",
        )
        return Claim(
            attribution=attribution,
            chain=tuple(
                Hop(mention=Mention(role=role, name=s.name, key=s.key, span=named, rule="synthetic"), source=s)
                for role, s in zip(roles, sources, strict=False)
            ),
            channel=self._random.choice(tuple(Channel)),
            quotation=self._random.choice(tuple(Quotation)),
            stance=STANCES.get(cue, Stance.NEUTRAL),
            hedged=self._random.random() < 0.03,
            confidence=attribution.confidence,
        )

    def _pick_source(self) -> Source:
        return self._sources[self._zipf(len(self._sources))]

    def _words(self) -> str:
        return " ".join(WORDS[self._zipf(len(WORDS))] for _ in range(self._random.randint(6, 30)))

    def _zipf(self, n: int) -> int:
        """A number below `n`, the small ones as much likelier as Zipf's law says."""
        return min(int(n ** self._random.random()) - 1, n - 1)


def write_articles(articles: int, *, claims: int, seed: int = 1) -> Iterator[Trace]:
    """Write this many articles with this many claims each, on average."""
    writer = Writer(seed=seed, sources=max(20, articles * 4))
    lengths = random.Random(seed)  # noqa: S311
    for number in range(articles):
        yield writer.write(number, lengths.randint(claims // 2, claims + claims // 2))
