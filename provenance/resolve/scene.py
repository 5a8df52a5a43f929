"""What a reader knows on reaching an attribution: the cast, the layout, and who has spoken before."""

import hashlib

import attrs

from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import fold
from provenance.models import Article, Mention, Role, Span
from provenance.resolve.cast import Cast
from provenance.resolve.casting import build_cast
from provenance.resolve.mourning import mourned
from provenance.resolve.names import is_name_word
from provenance.resolve.words import Layout, Word

NEAR = 800
"""How many characters around a source a statement is searched for anonymity and relayers."""


@attrs.frozen(kw_only=True)
class Spoken:
    """Somebody who was a source before: where, as which originators, whether of words or only of an act.

    `passed_by` are those through whose hands it went.
    """

    at: int
    mentions: tuple[Mention, ...]
    plural: bool
    told: bool
    passed_by: tuple[Mention, ...] = ()


@attrs.define(kw_only=True)
class Scene:
    """An article with everything a reference may point to; `history` grows as attributions are resolved in order.

    `passed` are those who passed something on so far; `mourned` is the key of whom an obituary is about.
    """

    article: Article
    layout: Layout
    cast: Cast
    scope: str
    mourned: str = ""
    history: list[Spoken] = attrs.Factory(list)
    passed: list[Mention] = attrs.Factory(list)

    @classmethod
    def of(cls, article: Article) -> "Scene":
        """Read an article's layout and cast; nobody has spoken yet."""
        layout = Layout.of(article)
        scope = hashlib.sha256(article.origin.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        cast = build_cast(layout, scope)
        return cls(article=article, layout=layout, cast=cast, scope=scope, mourned=mourned(layout, cast))

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def around(self, statement: Span, place: Span) -> Span:
        """What of a statement is near a place: a page without sentences must not cost a page each time."""
        start = min(place.start, max(statement.start, place.start - NEAR))
        return Span(start, max(place.end, min(statement.end, place.end + NEAR)))

    def is_proper(self, word: Word) -> bool:
        """Whether a capital makes a word a name here: not at a sentence's start, where any word has one."""
        if not is_name_word(word):
            return False
        ordinary = word.lower in self.cast.ordinary or word.lower in small_words("modifiers")
        return not (ordinary and self.layout.sentence(word.start).start >= word.start - 1)

    def remember(self, at: int, mentions: tuple[Mention, ...], *, told: bool) -> None:
        """Keep who spoke, for the pronouns that follow, and who passed it on, for "the affidavit" and "the station"."""
        relayers = [m for m in mentions if m.role is Role.RELAYER and m.span]
        self.passed.extend(relayers)
        self.history.extend(
            Spoken(at=at, mentions=(attrs.evolve(m, role=Role.ORIGINATOR),), plural=False, told=told)
            for m in relayers
            if m.key.startswith("document:")
        )
        originators = tuple(m for m in mentions if m.role is Role.ORIGINATOR)
        if originators:
            plural = len(originators) > 1 or originators[0].key.startswith(("group:", "anonymous:"))
            self.history.append(
                Spoken(at=at, mentions=originators, plural=plural, told=told, passed_by=tuple(relayers))
            )

    def spoken_before(self, at: int, *, paragraphs: int = 3) -> list[Spoken]:
        """Who spoke before an offset, nearest first, at most so many paragraphs back."""
        here, found = self.layout.paragraph_at(at), list[Spoken]()
        for spoken in reversed(self.history):
            if spoken.at >= at:
                continue
            if here - self.layout.paragraph_at(spoken.at) > paragraphs or len(found) > 12:
                break
            found.append(spoken)
        return found

    def local(self, prefix: str, name: str) -> str:
        """A key that holds in this article only, for sources no other article can be known to share."""
        return f"{prefix}:{fold(name)}@{self.scope}"
