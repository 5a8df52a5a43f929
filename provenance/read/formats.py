"""The reader of each format that an article may be in."""

from typing import Protocol

from provenance.models import Article
from provenance.read.plain import read_plain


class Reader(Protocol):
    """Makes an article of a text; see `read_plain` and `read_html`."""

    def __call__(  # noqa: D102
        self,
        text: str,
        /,
        *,
        name: str,
        origin: str | None,
        where: str,
        url: str | None = None,
        retrieved: str | None = None,
    ) -> Article: ...


def reader(*, is_html: bool) -> Reader:
    """The reader of pages or of plain text."""
    if is_html:
        # What it needs takes longer to load than most articles to read; plain text does without.
        from provenance.read.html import read_html  # noqa: PLC0415

        return read_html
    return read_plain
