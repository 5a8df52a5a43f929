"""An article's words with their places, its sentences, and where somebody else is being quoted."""

import re
from bisect import bisect_right

import attrs

from provenance.models import Article, Span
from provenance.text import paragraphs, quotations, sentences

_ABBREVIATED = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Sen|Sens|Rep|Reps|Gov|Govs|Lt|Gen|Col|Maj|Brig|Capt|Sgt|Adm|Cmdr|Cpl|Pfc|Det|Insp|Supt"
    "|Hon|Jr|Sr|St|Inc|Corp|Co|Ltd|Pres|Sec|Amb|Ald|Comm|Engr|Smt"
)
_WORD = re.compile(
    rf"(?:[^\W\d_]\.)+(?:[^\W\d_](?!\w))?|(?:{_ABBREVIATED})\.|[\w@$#]\w*(?:[’'.&/\-‑]\w+|(?<=\d),\d{{3}}(?!\d))*(?:(?<=s)[’'](?=\s))?|[^\w\s]"
)
_POSSESSIVE = re.compile(r"(?<=\w)[’']s?$")


@attrs.frozen
class Word:
    """A word or a punctuation mark with its place; a possessive's ending is not part of `text`."""

    text: str
    start: int
    end: int
    possessive: bool = False

    @property
    def lower(self) -> str:
        """The word in lower case, its apostrophes straight."""
        return self.text.replace("’", "'").lower()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def is_punctuation(self) -> bool:
        """Whether it is a mark rather than a word."""
        return not self.text[:1].isalnum() and self.text[:1] not in "@$#"


def split_words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words and marks between two offsets, each with its place in the whole text."""
    return tuple(_word(match) for match in _WORD.finditer(text, start, len(text) if end is None else end))


def _word(match: re.Match[str]) -> Word:
    text = match.group()
    ending = _POSSESSIVE.search(text) if text[-1] in "s’'" else None
    if ending:
        return Word(text[: ending.start()], match.start(), match.end(), possessive=True)
    return Word(text, match.start(), match.end())


@attrs.frozen(kw_only=True)
class Layout:
    """Where an article's paragraphs, sentences and quotations are; all offsets sorted."""

    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Span, ...]

    @classmethod
    def of(cls, article: Article) -> "Layout":
        """Lay an article out."""
        blocks = paragraphs(article.text)
        return cls(
            text=article.text,
            paragraphs=blocks,
            sentences=tuple(s for block in blocks for s in sentences(article.text, block)),
            quotations=tuple(q.span for block in blocks for q in quotations(article.text, block)),
        )

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph at or before an offset."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda s: s.start) - 1)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at or before an offset."""
        return max(0, bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def sentence(self, offset: int) -> Span:
        """The sentence at or before an offset; the whole text when there is none."""
        return self.sentences[self.sentence_at(offset)] if self.sentences else Span(0, max(1, len(self.text)))

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset lies within a quotation."""
        at = bisect_right(self.quotations, offset, key=lambda s: s.start) - 1
        return at >= 0 and offset < self.quotations[at].end
