"""JSON → Article: one article an object, one object a line.

Fields (others are ignored; a missing or null field is unknown):

- `text`: the article as plain text, or `html`: the article as a page. One of the two is required; `text` wins.
- `id`: a short label, text or a number.
- `url`: where the article was published; it is what makes it the same article when read again.
- `title`
- `byline`, or `author`, or `authors`: text, or a list of texts or of objects with a `name`.
- `outlet`, or `publisher`, or `source`: text, or an object with a `name`.
- `published`, or `date`: a date that begins YYYY-MM-DD.
"""

import json
import re
from collections.abc import Mapping

import attrs

from provenance.errors import UnreadableArticle
from provenance.models import Article
from provenance.read.byline import clean_byline, join_names
from provenance.read.decode import decode, storable
from provenance.read.formats import reader
from provenance.read.plain import read_plain

DATE = re.compile(r"(?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")


def read_object(
    data: bytes, *, name: str, base: str | None, fragment: str, where: str, retrieved: str | None = None
) -> Article:
    """Make an article of one JSON object.

    Args:
        data: the object, in UTF-8.
        name: its label when it has no `id`.
        base: the URI of the file it stands in, or None for standard input.
        fragment: what to add to `base` when the object has neither `url` nor `id`, as "line-3"; empty to add nothing.
        where: the file and line, for messages.
        retrieved: when the file was last modified.

    Raises:
        UnreadableArticle: if it is not a JSON object with a text.
    """
    fields = _parse(data, where)
    label = _text(fields, "id") or (str(fields["id"]) if isinstance(fields.get("id"), int) else None)
    url = _text(fields, "url")
    place = f"{base}#{label or fragment}" if base and (label or fragment) else base
    article = _body(fields, name=label or name, origin=url or place, where=where, retrieved=retrieved)
    return attrs.evolve(
        article,
        url=url or article.url,
        title=_text(fields, "title") or article.title,
        byline=_byline(fields) or article.byline,
        outlet=_named(fields, "outlet", "publisher", "source") or article.outlet,
        published=_date(fields) or article.published,
    )


def _parse(data: bytes, where: str) -> Mapping[str, object]:
    try:
        fields = json.loads(decode(data, where=where))
    except (ValueError, RecursionError) as error:
        reason = (
            error.msg
            if isinstance(error, json.JSONDecodeError)
            else "it is nested too deeply or holds a number too long"
        )
        raise UnreadableArticle(
            f"not a JSON object ({reason})", where=where, remedy="write one object a line"
        ) from error
    if isinstance(fields, list):
        raise UnreadableArticle(
            "this is a JSON list",
            where=where,
            remedy="write one object a line in a .jsonl file, for example with jq -c '.[]'",
        )
    if not isinstance(fields, dict):
        raise UnreadableArticle("not a JSON object", where=where, remedy="write one object a line")
    return fields


def _body(fields: Mapping[str, object], *, name: str, origin: str | None, where: str, retrieved: str | None) -> Article:
    text = fields.get("text")
    if isinstance(text, str) and text.strip():
        return read_plain(storable(text), name=name, origin=origin, where=where, retrieved=retrieved)
    page = fields.get("html")
    if isinstance(page, str) and page.strip():
        return reader(is_html=True)(storable(page), name=name, origin=origin, where=where, retrieved=retrieved)
    raise UnreadableArticle("the object has no text", where=where, remedy="give it a field `text` or `html`")


def _text(fields: Mapping[str, object], *keys: str) -> str | None:
    """The first of the fields that holds words, on one line."""
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(storable(value).split())
    return None


def _named(fields: Mapping[str, object], *keys: str) -> str | None:
    """The first of the fields that holds words, itself or in its `name`."""
    for key in keys:
        value = fields.get(key)
        if name := _text(value, "name") if isinstance(value, dict) else _text(fields, key):
            return name
    return None


def _byline(fields: Mapping[str, object]) -> str | None:
    for key in ("byline", "author", "authors"):
        value = fields.get(key)
        people = value if isinstance(value, list) else [value]
        names = [_named({"name": person}, "name") for person in people]
        cleaned = [clean_byline(name) for name in names if name]
        if byline := join_names(name for name in cleaned if name):
            return byline
    return None


def _date(fields: Mapping[str, object]) -> str | None:
    match = DATE.match(_text(fields, "published", "date") or "")
    return match[0] if match else None
