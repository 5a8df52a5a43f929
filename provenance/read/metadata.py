"""What a page says about itself in JSON-LD, `meta` elements and its canonical link."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

import attrs
from lxml import etree

from provenance.read.byline import clean_byline, join_names

ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Reportage|LiveBlogPosting)$")
DATE = re.compile(r"\s*((?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)")
BYLINE = (
    "author",
    "byl",
    "byline",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
)
OUTLET = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher", "application-name")
PUBLISHED = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate",
    "publish-date", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
MOST_VALUES = 5_000


@attrs.frozen(kw_only=True)
class PageFacts:
    """A page's own account of itself; None where it says nothing usable."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def page_facts(tree: etree._Element, fetched: str | None = None) -> PageFacts:
    """Read title, byline, outlet, date of first publication and canonical URL of a page.

    JSON-LD counts before `meta` elements. `fetched` is the address that a relative canonical link starts from.
    """
    linked = _linked_data(tree)
    meta = _meta(tree)
    return PageFacts(
        title=_line(linked.get("headline")) or _line(meta.get("og:title")),
        byline=_byline(linked, meta, tree),
        outlet=_name(linked.get("publisher")) or _first_words(meta, OUTLET),
        published=_published(linked, meta, tree),
        url=_canonical(tree, meta, fetched),
    )


def _linked_data(tree: etree._Element) -> Mapping[str, object]:
    """The first JSON-LD object that describes an article."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(isinstance(name, str) and ARTICLE_TYPE.search(name) for name in kinds):
                return item
    return {}


def _objects(data: object) -> Iterator[Mapping[str, object]]:
    """Every object in a JSON value, outer ones first."""
    waiting, seen = [data], 0
    while waiting and seen < MOST_VALUES:
        value, seen = waiting.pop(0), seen + 1
        if isinstance(value, dict):
            yield value
            waiting += [part for part in value.values() if isinstance(part, dict | list)]
        elif isinstance(value, list):
            waiting += value


def _meta(tree: etree._Element) -> dict[str, str]:
    """The page's `meta` values by name or property, in lower case; the first of each counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if value := _line(element.get("content")):
            found.setdefault(key.lower(), value)
    return found


def _byline(linked: Mapping[str, object], meta: Mapping[str, str], tree: etree._Element) -> str | None:
    authors = linked.get("author")
    names = [_name(author) for author in (authors if isinstance(authors, list) else [authors])]
    printed = [_line("".join(node.itertext())) for node in tree.xpath("//*[@rel='author' or @itemprop='author']")]
    options = [join_names(cleaned for name in names if name and (cleaned := _person(name)))]
    options += [_person(meta[key]) for key in BYLINE if key in meta]
    options += [join_names(cleaned for line in printed if line and (cleaned := _person(line)))]
    return next(filter(None, options), None)


def _person(words: str) -> str | None:
    """The names in a byline; an author given as the address of a profile names nobody."""
    return None if "://" in words else clean_byline(words)


def _published(linked: Mapping[str, object], meta: Mapping[str, str], tree: etree._Element) -> str | None:
    times = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    values = [linked.get("datePublished"), *(meta.get(key) for key in PUBLISHED), *times]
    matches = (DATE.match(value) for value in values if isinstance(value, str))
    return next((str(match[1]) for match in matches if match), None)


def _canonical(tree: etree._Element, meta: Mapping[str, str], fetched: str | None) -> str | None:
    """The page's address for itself; a link to the front page would make all articles of a site one."""
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    for link in (*links, meta.get("og:url")):
        try:
            address = urljoin(fetched or "", (link or "").strip())
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.hostname and (parts.path.strip("/") or parts.query):
            return str(address.partition("#")[0])
    return None


def _first_words(meta: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[key] for key in keys if key in meta and "://" not in meta[key]), None)


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return _name(value[0]) if value else None
    return _line(value.get("name") if isinstance(value, dict) else value)


def _line(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None
