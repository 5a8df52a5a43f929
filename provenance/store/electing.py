"""Who a source is for the whole database: what most of its hops say, in SQL.

A tie goes to the earlier value of the vocabulary, and between names to the longer, so that the order in which articles
are read decides nothing.
"""

# ruff: noqa: S608 (statements are put together from this package's own names; values are always bound)


def _most_frequent(field: str, tie: str) -> str:
    votes = f"SELECT v.value FROM source_votes v WHERE v.source = sources.id AND v.field = '{field}'"
    return f"{votes} ORDER BY v.n DESC, {tie}, v.value LIMIT 1"


ELECTED = {
    "name": _most_frequent("name", "length(v.value) DESC"),
    "identity": _most_frequent("identity", "(SELECT position FROM identities i WHERE i.value = v.value)"),
    "source_type": _most_frequent("source_type", "(SELECT position FROM source_types t WHERE t.value = v.value)"),
    "country": _most_frequent("country", "v.value"),
}
"""The query that elects each column of a row of `sources`."""
