"""How a cell of our tables and audits reads: chips, words, percentages, and links to the evidence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette.url_builder import Urls
from datasette.utils import tilde_encode
from datasette.utils.asgi import Request
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette

VOCABULARIES = {
    "kind": "kinds",
    "source_type": "source_types",
    "identity": "identities",
    "quotation": "quotations",
    "channel": "channels",
    "cue_stance": "stances",
    "role": "roles",
    "review_status": "review_verdicts",
    "verdict": "review_verdicts",
}
"""The columns that hold a vocabulary's values, and the table that explains them."""

EVIDENCE_ROLES = ("claim_spans", "role")
"""The one column of such a name that has a vocabulary of its own; Datasette's link to it will do."""

SHARES = ("share", "confidence", "outlet_average")
"""How the names of columns end that hold a number from 0 to 1."""

FLAGS = ("hedged", "second_hand")
"""The columns that hold 1 or 0."""

REFERENCES = ("article", "claim", "source")
"""The columns that name another row; on a row's own page Datasette gives their key without its label."""

LONGEST_TEXT = 240
"""How many characters of a claim a cell shows before it is cut."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses of things in one database."""

    database: str
    urls: Urls

    def row(self, table: str, key: str) -> str:
        """The page of a row."""
        return str(self.urls.row(self.database, table, tilde_encode(key)))

    def article(self, key: str) -> str:
        """The reader page of an article."""
        return str(self.urls.path(f"/-/provenance/article/{tilde_encode(key)}"))

    def claim(self, key: str) -> str:
        """A claim in its place on the reader page of its article."""
        return str(self.urls.path(f"/-/provenance/claim/{tilde_encode(key)}"))


def render(row: Any, value: Any, column: str, table: str | None, links: Links) -> Markup | None:
    """Write a cell, or return None to let Datasette write it. `table` is None for the result of a query."""
    known = render_value(value, column, links) if (table, column) != EVIDENCE_ROLES else None
    if known is not None:
        return known
    return render_found(value, column, links) if table is None else render_stored(row, value, column, table, links)


def render_value(value: Any, column: str, links: Links) -> Markup | None:
    """Write a vocabulary's value as a link to its meaning, a share as a percentage, a flag as a word; else None."""
    if column in VOCABULARIES:
        css = f"chip t-{tilde_encode(_plain(value))}" if column == "source_type" else "term"
        address = links.row(VOCABULARIES[column], _plain(value))
        return Markup('<a class="{}" href="{}">{}</a>').format(css, address, show_words(_plain(value)))
    if isinstance(value, float) and column.endswith(SHARES):
        return Markup("{:.0%}").format(value)
    return Markup("{}").format("yes" if value else "no") if column in FLAGS else None


def render_found(value: Any, column: str, links: Links) -> Markup | None:
    """Write a query's ids as links - the article as it reads, the claim in its place, the source's page - else None."""
    match column:
        case "article_id":
            return _link("read", links.article(str(value)), "read")
        case "claim_id":
            return _link("go", links.claim(str(value)), "in context")
        case "source_id":
            return _link("go", links.row("sources", str(value)), "source")
        case "text":
            return Markup('<bdi class="said">{}</bdi>').format(shorten(str(value)))
        case _:
            return None


def render_stored(row: Any, value: Any, column: str, table: str, links: Links) -> Markup | None:
    """Write what leads to the evidence in a row of one of our tables; else None."""
    if isinstance(value, dict) or column in REFERENCES:
        return _render_reference(value, column, links)
    known = dict(zip(row.keys(), row, strict=True))
    match table, column, known:
        case "claims", "text", {"id": claim}:
            words = _link("said", links.row("claims", _plain(claim)), shorten(value))
            return words + Markup(" ") + _link("go", links.claim(_plain(claim)), "in context")
        case "claims", "chain", {"source": source} if source is not None:
            return _link("who", links.row("sources", _plain(source)), value)
        case "sources", "name", {"id": source}:
            return _link("who", links.row("sources", _plain(source)), value)
        case "articles", "label", {"id": article}:
            return _link("read", links.article(_plain(article)), value)
        case _:
            return None


def _render_reference(value: Any, column: str, links: Links) -> Markup | None:
    """Write a foreign key, by its label if Datasette has looked that up; one to a vocabulary is left to Datasette."""
    key, label = _plain(value), value["label"] if isinstance(value, dict) else value
    match column:
        case "article":
            return _link("read", links.article(key), label)
        case "claim":
            return _link("said", links.row("claims", key), shorten(str(label)))
        case "source":
            return _link("who", links.row("sources", key), label)
        case _:
            return None


def choose_columns(datasette: "Datasette", database: str, table: str, request: Request) -> dict[str, list[str]]:
    """The columns of a table's short view, from its metadata, unless the visitor has chosen columns."""
    config = datasette.plugin_config("provenance", database=database, table=table, fallback=False) or {}
    chosen = {"_columns", "_col", "_nocol"} & set(request.args)
    return {"short_columns": [] if chosen else config.get("columns", [])}


def show_words(value: Any) -> str:
    """A vocabulary's value as a reader would write it: "named person" for `named_person`."""
    return str(value).replace("_", " ")


def show_column(column: str) -> str:
    """A column's name as a reader would write it: "claims" for `n_claims`."""
    return show_words(column.removeprefix("n_"))


def show_facet_value(value: Any, column: str) -> str:
    """A facet's value as a reader would write it; only vocabularies are changed."""
    return show_words(value) if column in VOCABULARIES else str(value)


def shorten(text: str) -> str:
    """The beginning of a long text, with an ellipsis."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip() + "…"


def _plain(value: Any) -> str:
    """A foreign key comes as a dict of value and label where Datasette has looked the label up."""
    return str(value["value"] if isinstance(value, dict) else value)


def _link(css: str, address: str, label: Any) -> Markup:
    return Markup('<a class="{}" href="{}"><bdi>{}</bdi></a>').format(css, address, label)


FILTERS = {
    "words": show_words,
    "column": show_column,
    "facet_value": show_facet_value,
    "shorten": shorten,
    "tilde": tilde_encode,
}
"""What templates call these functions."""
