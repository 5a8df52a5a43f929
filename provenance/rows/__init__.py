"""The edge between the nouns and everything flat: table rows of builtins, and the JSON that `extract` prints."""

from provenance.rows.flatten import as_builtins, from_rows, show_chain, to_rows
from provenance.rows.ids import article_id, fingerprint, make_id, source_id
from provenance.rows.record import Record, from_record, to_record
from provenance.rows.tables import (
    SPAN_ROLES,
    AliasRow,
    AppearanceRow,
    ArticleRow,
    ArticleRows,
    AttributionRow,
    ClaimRow,
    ClaimSpanRow,
    PhotographRow,
    SentenceRow,
    SourceRow,
)

__all__ = [
    "SPAN_ROLES",
    "AliasRow",
    "AppearanceRow",
    "ArticleRow",
    "ArticleRows",
    "AttributionRow",
    "ClaimRow",
    "ClaimSpanRow",
    "PhotographRow",
    "Record",
    "SentenceRow",
    "SourceRow",
    "article_id",
    "as_builtins",
    "fingerprint",
    "from_record",
    "from_rows",
    "make_id",
    "show_chain",
    "source_id",
    "to_record",
    "to_rows",
]
