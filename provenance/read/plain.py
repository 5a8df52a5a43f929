"""Plain text → Article: the text is the file's content, unchanged, so that offsets are the file's own."""

import hashlib

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read.describe import describe
from provenance.read.headline import find_headline
from provenance.read.lines import split_lines

HEAD = 12
"""In how many lines a headline and the first prose after it are looked for."""


def read_plain(
    text: str, *, name: str, origin: str | None, where: str, retrieved: str | None = None, url: str | None = None
) -> Article:
    """Make an article of decoded text; a first line that can only be a headline is its title, and no prose.

    Without an `origin` the article is known by the hash of its text.

    Raises:
        UnreadableArticle: if the text is nothing but white space.
    """
    if not text.strip("\ufffd\ufeff \t\r\n\f\v\xa0\u2028\u2029"):
        raise UnreadableArticle("the text is empty", where=where, remedy="name a file that holds an article")
    found = describe(text)
    described = [*found.furniture, *(caption.content for caption in found.captions)]
    lines = (line for line in split_lines(text)[:HEAD] if not any(line.overlaps(span) for span in described))
    headline = find_headline(text, tuple(lines))
    return Article(
        name=name,
        origin=origin or text_origin(text),
        text=text,
        url=url,
        title=" ".join(headline.of(text).split()) if headline else None,
        byline=found.byline,
        outlet=found.outlet,
        retrieved=retrieved,
        captions=found.captions,
        furniture=tuple(sorted((headline, *found.furniture))) if headline else found.furniture,
    )


def text_origin(text: str) -> str:
    """The identity of an article that came from nowhere: the hash of its text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
