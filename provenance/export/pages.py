"""The pages of a site: HTML that needs neither a server nor a script, with links relative to where each page lies."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from provenance.errors import UnusableDatabase
from provenance.report import clean, read_style

ID = re.compile(r"[0-9a-f]{2,64}")
"""What an id is made of; anything else could name a file outside the site."""

LONGEST = 400
"""In characters; longer words of a claim or name are cut on pages that list them."""


def render(template: str, *, root: str, **context: Any) -> str:
    """Fill a template. All that comes from the database is escaped.

    Args:
        template: the template's name without its suffix.
        root: the way from the page's directory to the site's: "" or "../../".
        context: what the template shows.
    """
    return _environment().get_template(f"{template}.html").render(root=root, **context)


def read_site_style() -> str:
    """The style sheet that all pages share."""
    return read_style() + (files("provenance.export") / "templates" / "site.css").read_text(encoding="utf-8")


def place_of(kind: str, key: str) -> str:
    """Where the page of an article or source lies: "articles/3f/3f2a9c0d1b7e4a55.html".

    Directories by the first two digits keep each of them small enough to be listed.

    Raises:
        UnusableDatabase: if the id could name anything but such a file.
    """
    if not ID.fullmatch(key):
        remedy = "look at the database with: provenance verify"
        raise UnusableDatabase("an id is not one of this program's", where=repr(key[:80]), remedy=remedy)
    return f"{kind}/{key[:2]}/{key}.html"


def list_numbers(page: int, last: int) -> Sequence[int]:
    """The pages of a list that one of them links to: the first, the last and its neighbours."""
    return sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("provenance.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"clean": clean, "words": lambda name: name.replace("_", " "), "shorten": _shorten}
    environment.globals |= {"place": place_of, "numbers": list_numbers}
    return environment


def _shorten(text: str) -> str:
    return clean(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
