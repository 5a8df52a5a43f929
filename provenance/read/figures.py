"""The figures of a page: each caption with its credit, and the paragraph it follows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
from lxml import etree

from provenance.models import Span
from provenance.read.captions import find_credit

CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|captiontext|cutline)(?:$|[\s_-])", re.IGNORECASE)
CREDIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:credits?|photographer|photo-?credit|image-?credit|copyright|attribution)(?:$|[\s_-])",
    re.IGNORECASE,
)
CREDIT_PROPERTIES = ("copyrightHolder", "creditText", "copyrightNotice", "creator")
BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "td", "dd", "dt"})
SPACED = BLOCKS | {"br", "div", "figcaption", "figure", "section", "small", "tr"}
SILENT = frozenset({"script", "style", "noscript", "template", "button", "svg"})
ASIDE = frozenset({"nav", "aside", "footer"})
IMAGES = ("img", "picture", "video", "amp-img", "figure")
KEY_LENGTH = 80
LONGEST = 2_000


@attrs.frozen(kw_only=True)
class PageFigure:
    """A caption as one line of text; `credit` is the marked-up credit's place in it.

    `after` is the index of the paragraph it follows, -1 before the first.
    """

    line: str
    credit: Span | None
    after: int = -1


def page_figures(tree: etree._Element, paragraphs: Sequence[str]) -> tuple[list[str], list[PageFigure]]:
    """The paragraphs that are no caption, and the captioned figures that belong to the article, in the page's order.

    A figure belongs if it stands inside an `article` or `main` element, or between two paragraphs of the main text;
    those of navigation, asides and footers do not.
    """
    read = {element: _read_figure(element) for element in _outermost(tree) if _is_figure(element)}
    captions = {_key(words) for figure, words in read.values() for words in (words, figure.line) if words}
    kept = [paragraph for paragraph in paragraphs if _key(paragraph.removeprefix("- ")) not in captions]
    return kept, _placed(tree, read, kept) if read else []


def _placed(
    tree: etree._Element, read: Mapping[etree._Element, tuple[PageFigure, str]], paragraphs: Sequence[str]
) -> list[PageFigure]:
    """Each figure of the article, once, with the paragraph it follows."""
    places = {_key(paragraph.removeprefix("- ")): place for place, paragraph in reversed(list(enumerate(paragraphs)))}
    found: list[tuple[bool, PageFigure]] = []
    seen: set[str] = set()
    after = -1
    for element in _outermost(tree):
        if element in read:
            line = read[element][0].line
            if line and len(line) <= LONGEST and _key(line) not in seen:
                seen.add(_key(line))
                found.append((_belongs(element), attrs.evolve(read[element][0], after=after)))
        elif _is_block(element):
            after = max(after, places.get(_key(text_of(element)), -1))
    return [figure for belongs, figure in found if belongs or -1 < figure.after < after]


def _is_block(element: etree._Element) -> bool:
    """Whether this may be a paragraph of the main text; a `div` only if it holds no other block."""
    if element.tag == "div":
        return not any(child.tag in SPACED - {"br"} for child in element)
    return element.tag in BLOCKS


def text_of(element: etree._Element) -> str:
    """The words of an element on one line, scripts left out."""
    return _words(element)


def _pieces(element: etree._Element, without: frozenset[etree._Element]) -> Iterator[str]:
    """The text of an element and its descendants; a walk, not a recursion, for pages nest deeply."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in SPACED:
                yield " "
            if not _muted(node, element, without):
                yield node.text or ""
        else:
            if node.tag in SPACED:
                yield " "
            if node is not element and not _muted(node.getparent(), element, without):
                yield node.tail or ""


def _muted(node: etree._Element, top: etree._Element, without: frozenset[etree._Element]) -> bool:
    while True:
        if node.tag in SILENT or node in without:
            return True
        if node is top:
            return False
        node = node.getparent()


def _outermost(tree: etree._Element) -> Iterator[etree._Element]:
    """Every element in document order, without those inside a figure."""
    figure: etree._Element | None = None
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            figure = None if node is figure else figure
        elif figure is None and isinstance(node.tag, str):
            if _is_figure(node):
                figure = node
            yield node


def _is_figure(element: etree._Element) -> bool:
    """Whether this is a figure with a caption, or a caption beside an image."""
    if element.tag == "figure":
        return any(_is_caption(node) or _is_credit(node) for node in element.iter("*"))
    if element.tag == "figcaption":
        return True
    if element.tag in ("html", "body", "main", "article") or not _is_caption(element):
        return False
    parent = element.getparent()
    around = [element, parent, parent.getparent()] if parent is not None else [element]
    return any(next(node.iter(*IMAGES), None) is not None for node in around if node is not None)


def _is_caption(element: etree._Element) -> bool:
    return element.tag == "figcaption" or bool(CAPTION_CLASS.search(element.get("class") or ""))


def _is_credit(element: etree._Element) -> bool:
    return element.get("itemprop") in CREDIT_PROPERTIES or bool(CREDIT_CLASS.search(element.get("class") or ""))


def _read_figure(figure: etree._Element) -> tuple[PageFigure, str]:
    """A figure as one line, "words (credit)", with the place of the credit; and its words alone."""
    marked = [node for node in figure.iter("*") if _is_credit(node) and text_of(node)]
    captions = [node for node in figure.iter("*") if _is_caption(node)] or ([] if marked else [figure])
    words = _words(captions[0], without=marked) if captions and captions[0] not in marked else ""
    credit = (text_of(marked[0]) if marked else _unmarked_credit(figure, captions)).strip("()[] ")
    if not credit:
        return PageFigure(line=words, credit=None), words
    start = len(words) + 2 if words else 0
    line = f"{words} ({credit})" if words else credit
    return PageFigure(line=line, credit=Span(start, start + len(credit))), words


def _unmarked_credit(figure: etree._Element, captions: Sequence[etree._Element]) -> str:
    """What stands in a figure beside its caption, if it reads as a credit ("Image source, Getty Images")."""
    beside = "" if figure in captions else _words(figure, without=captions)
    return beside if beside and len(beside) <= KEY_LENGTH * 2 and find_credit(beside, Span(0, len(beside))) else ""


def _words(element: etree._Element, *, without: Iterable[etree._Element] = ()) -> str:
    return " ".join("".join(_pieces(element, frozenset(without))).split())


def _belongs(element: etree._Element) -> bool:
    tags = [node.tag for node in element.iterancestors()]
    return not ASIDE.intersection(tags) and any(tag in ("article", "main") for tag in tags)


def _key(words: str) -> str:
    return " ".join(words.split())[:KEY_LENGTH].casefold()
