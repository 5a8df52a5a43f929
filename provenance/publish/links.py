"""Addresses of the things in a database of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from datasette.utils import tilde_encode

if TYPE_CHECKING:
    from datasette.app import Datasette


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where one database and its reader pages are served: made once, because a page has thousands of cells."""

    database: str
    reader: str

    def row(self, table: str, key: str) -> str:
        """The page of a row."""
        return f"{self.database}/{table}/{tilde_encode(key)}"

    def rows(self, table: str, query: Mapping[str, str]) -> str:
        """The page of a table's rows, narrowed by filters."""
        return f"{self.database}/{table}?{urlencode(query)}"

    def article(self, key: str) -> str:
        """The reader page of an article."""
        return f"{self.reader}article/{tilde_encode(key)}"

    def claim(self, key: str) -> str:
        """A claim in its place on the reader page of its article."""
        return f"{self.reader}claim/{tilde_encode(key)}"


def make_links(datasette: "Datasette", database: str) -> Links:
    """The addresses that a server gives to a database."""
    urls = datasette.urls
    return Links(database=str(urls.database(database)), reader=str(urls.path("/-/provenance/")))
