"""How a cell of our tables and audits reads: chips, words, percentages, and links to the evidence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datasette.utils import tilde_encode
from datasette.utils.asgi import Request
from markupsafe import Markup

from provenance.charts import draw_choice, read_choice
from provenance.publish.highlighting import mark_rows
from provenance.publish.links import Links

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

OWN_VOCABULARIES = {("claim_spans", "role"): "span_roles", ("sentences", "status"): "sentence_statuses"}
"""The columns of one table whose words mean something else than elsewhere; Datasette's links to these will do."""

SHARES = ("share", "confidence", "outlet_average")
"""How the names of columns end that hold a number from 0 to 1."""

FLAGS = ("hedged", "second_hand", "told")
"""The columns that hold 1 or 0."""

REFERENCES = ("article", "claim", "source")
"""The columns that name another row; on a row's own page Datasette gives their key without its label."""

LEADING = {("claims", "text"), ("claims", "chain"), ("sources", "name"), ("articles", "label")}
"""The cells of a table that lead to the evidence, or to the row itself."""

LONGEST_TEXT = 240
"""How many characters of a claim a cell shows before it is cut."""

# What is put into these is escaped.
LINK = Markup('<a class="%s" href="%s"><bdi>%s</bdi></a>')
VALUE = Markup('<a class="%s" href="%s">%s</a>')
SAID = Markup('<bdi class="said">%s</bdi>')
PLAIN = Markup("%s")
SPACE = Markup(" ")


def render(row: Any, value: Any, column: str, table: str | None, links: Links) -> Markup | None:
    """Write a cell, or return None to let Datasette write it. `table` is None for the result of a query."""
    known = render_value(value, column, links) if (table, column) not in OWN_VOCABULARIES else None
    if known is not None:
        return known
    if table is None:
        return render_found(value, column, links)
    if isinstance(value, dict) or column in REFERENCES:
        return render_reference(value, column, links)
    return render_leading(row, value, column, table, links) if (table, column) in LEADING else None


def render_value(value: Any, column: str, links: Links) -> Markup | None:
    """Write a vocabulary's value as a link to its meaning, a share as a percentage, a flag as a word; else None."""
    if column in VOCABULARIES:
        word = _plain(value)
        css = f"chip t-{tilde_encode(word)}" if column == "source_type" else "term"
        return VALUE % (css, links.row(VOCABULARIES[column], word), show_words(word))
    if isinstance(value, float) and column.endswith(SHARES):
        return PLAIN % f"{value:.0%}"
    return PLAIN % ("yes" if value else "no") if column in FLAGS else None


def render_found(value: Any, column: str, links: Links) -> Markup | None:
    """Write a query's ids as links - the article as it reads, the claim in its place, the source's page - else None."""
    match column:
        case "article_id":
            return _link("go", links.article(str(value)), "read")
        case "claim_id":
            return _link("go", links.claim(str(value)), "in context")
        case "source_id":
            return _link("go", links.row("sources", str(value)), "source")
        case "text":
            return SAID % shorten(str(value))
        case _:
            return None


def render_leading(row: Any, value: Any, column: str, table: str, links: Links) -> Markup | None:
    """Write the cell of a row that leads to the evidence or to the row itself; None if the row's id was left out."""
    match table, column, dict(zip(row.keys(), row, strict=True)):
        case "claims", "text", {"id": claim}:
            words = _link("said", links.row("claims", _plain(claim)), shorten(value))
            return words + SPACE + _link("go", links.claim(_plain(claim)), "in context")
        case "claims", "chain", {"source": source} if source is not None:
            return _link("who", links.row("sources", _plain(source)), value)
        case "sources", "name", {"id": source}:
            return _link("who", links.row("sources", _plain(source)), value)
        case "articles", "label", {"id": article}:
            return _link("read", links.article(_plain(article)), value)
        case _:
            return None


def render_reference(value: Any, column: str, links: Links) -> Markup | None:
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


def find_vocabulary(column: str, table: str) -> str | None:
    """The table that explains the words in a column, if they are a vocabulary's."""
    return OWN_VOCABULARIES.get((table, column)) or VOCABULARIES.get(column)


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


def draw_answer(words: str, columns: Sequence[str], rows: Sequence[Any], title: str) -> Markup:
    """The chart that an audit's metadata ask for, of what it found; nothing if they ask for none that can be drawn."""
    try:
        choice = read_choice(words)
    except ValueError:
        return Markup("")
    return Markup(draw_choice(choice, columns, [tuple(row) for row in rows], title=title))  # noqa: S704 (it escapes)


def _plain(value: Any) -> str:
    """A foreign key comes as a dict of value and label where Datasette has looked the label up."""
    return str(value["value"] if isinstance(value, dict) else value)


def _link(css: str, address: str, label: Any) -> Markup:
    return LINK % (css, address, label)


FILTERS = {
    "words": show_words,
    "column": show_column,
    "facet_value": show_facet_value,
    "shorten": shorten,
    "tilde": tilde_encode,
    "vocabulary": find_vocabulary,
    "draw_answer": draw_answer,
    "mark_rows": mark_rows,
}
"""What templates call these functions."""
