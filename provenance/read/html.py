"""HTML → Article: trafilatura finds the main text, this module puts the captions back where they stood."""

import logging
import re
from collections.abc import Sequence

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from provenance.errors import UnreadableArticle
from provenance.models import Article, Span
from provenance.read.byline import clean_byline
from provenance.read.captions import Figure
from provenance.read.describe import describe
from provenance.read.figures import PageFigure, page_figures
from provenance.read.metadata import page_facts
from provenance.read.plain import text_origin

# What trafilatura finds wrong with a page is said once, by the error raised here.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

REMEDY = "save the article's text as a .txt file, or the page as a browser shows it"

FOUR_WORDS = re.compile(r"(?:[^\W\d_]+[^\w\n]+){3}[^\W\d_]+")
"""Four words in a row: what a page of menu entries alone has not."""


def read_html(
    page: str, *, name: str, origin: str | None, where: str, retrieved: str | None = None, url: str | None = None
) -> Article:
    """Make an article of a decoded page.

    The text is the main text's paragraphs joined by a newline, each figure's caption and credit as a paragraph of its
    own at its place. Without main text the captions alone are the article (a photo essay). The page's own canonical
    link is its `url` and `origin`; else `url` (where it was fetched) and `origin` count, else a hash of the text.

    Raises:
        UnreadableArticle: if the page has neither main text nor captions, or cannot be parsed.
    """
    tree = _parse(page, where)
    facts = page_facts(tree, url)
    paragraphs, guess = _main_text(page, url)
    if paragraphs and paragraphs[0] in (facts.title, guess.get("title")):
        paragraphs = paragraphs[1:]
    text, figures = _assemble(*page_figures(tree, paragraphs))
    if not figures and not FOUR_WORDS.search(text):
        raise UnreadableArticle("the page has no main text", where=where, remedy=REMEDY)
    found = describe(text, figures=figures)
    address = facts.url or url
    return Article(
        name=name,
        origin=address or origin or text_origin(text),
        text=text,
        url=address,
        title=facts.title or guess.get("title"),
        byline=facts.byline or found.byline or clean_byline(guess.get("author", "")),
        outlet=facts.outlet or guess.get("sitename") or found.outlet,
        published=facts.published or guess.get("date"),
        retrieved=retrieved,
        captions=found.captions,
        furniture=found.furniture,
    )


def _parse(page: str, where: str) -> etree._Element:
    if not page.strip("\ufffd \t\r\n\f\v\xa0"):
        raise UnreadableArticle("the page is empty", where=where, remedy=REMEDY)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(page.encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise UnreadableArticle("the page cannot be parsed as HTML", where=where, remedy=REMEDY) from error


def _main_text(page: str, url: str | None) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of the main text, and what trafilatura makes of the page's metadata."""
    try:
        document = trafilatura.bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            # A date guessed from the page's address or footer is worse than none.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        document = None
    if document is None or isinstance(document, dict):
        return [], {}
    paragraphs = [" ".join(line.split()) for line in (document.text or "").splitlines()]
    guess = {key: getattr(document, key) for key in ("title", "author", "sitename", "date") if getattr(document, key)}
    return [paragraph for paragraph in paragraphs if paragraph], guess


def _assemble(paragraphs: Sequence[str], figures: Sequence[PageFigure]) -> tuple[str, list[Figure]]:
    """Join the paragraphs with each figure after the paragraph it follows, noting where its line stands."""
    lines: list[str | PageFigure] = [figure for figure in figures if figure.after < 0]
    for position, paragraph in enumerate(paragraphs):
        lines.append(paragraph)
        lines += [figure for figure in figures if figure.after == position]
    text, placed = "", []
    for line in lines:
        start = len(text) + bool(text)
        words = line if isinstance(line, str) else line.line
        text += f"\n{words}" if text else words
        if isinstance(line, PageFigure):
            credit = line.credit and Span(start + line.credit.start, start + line.credit.end)
            placed.append(Figure(line=Span(start, len(text)), credit=credit or None))
    return text, placed
