"""Datasette's questions of how many claims there are, answered from `claim_counts` where that has the answer.

A page of claims asks for the number of its rows, and for each facet for the number of rows with each of its values. At
a million claims, counting takes seconds. Where a page is narrowed by what `claim_counts` counts together, a question
is put to that table instead: the same numbers in the same columns and order. Every other statement is left as it is.

Only the exact form in which Datasette 0.65 writes these questions is recognised, each condition whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

TABLE = "claim_counts"
BROWSED = ("outlet", "month", "channel", "source_type", "identity", "quotation")
FURTHER = ("cue_stance", "second_hand")
DAY = "published"
KIND = "kind"

ORDER = (DAY, *BROWSED, *FURTHER)
COUNTED = frozenset(
    (
        (),
        (DAY,),
        *((facet,) for facet in (*BROWSED, *FURTHER)),
        *((DAY, facet) for facet in (*BROWSED, *FURTHER)),
        *combinations((*BROWSED, *FURTHER), 2),
        *combinations(BROWSED, 3),
    )
)
"""The sets of columns that are counted together, as the store has them; a test holds the two together."""

NUMBERS = ("second_hand",)
"""The columns that hold numbers, which `claim_counts` has as text."""

PLACES = ("first", "second", "third")

ROWS = re.compile(r"select count\(\*\) from \[?claims\]?(?: where (?P<where>.*?))?\s*", re.DOTALL)
FACET = re.compile(
    r"\s*select (?P<column>\w+) as value, count\(\*\) as count from \("
    r"\s*select [^()]+ from claims (?:where (?P<where>.*?))?\s*\)"
    r"\s*where (?P=column) is not null\s+group by (?P=column) order by count desc, value limit (?P<limit>\d+)\s*",
    re.DOTALL,
)
EQUAL = re.compile(r'"(?P<column>\w+)" = :(?P<parameter>\w+)')
WITHIN = re.compile(rf'"{DAY}" (?P<sign>>=|<=|>|<) :(?P<parameter>\w+)')
ABSENT = re.compile(r'"(?P<column>\w+)" is null')
PAGE = re.compile(r"select [^()]+ from claims (?:where (?P<where>.*?))?\s*", re.DOTALL)
FOUND = re.compile(r"\+?rowid in \((?P<search>select rowid from \w+ where [^()]+ match [^()]*(?:\([^()]*\))?[^()]*)\)")
"""A search, and nothing else, by which a page is narrowed."""


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """One condition of a page: the column, and the rest of the comparison."""

    column: str
    comparison: str


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A question for the values of a column: by what its page is narrowed, and how many values are asked for."""

    column: str
    where: str
    limit: int


def find_facet(sql: str) -> Facet | None:
    """The facet that a statement asks for, if it does."""
    match = FACET.fullmatch(sql)
    return Facet(column=match["column"], where=match["where"] or "", limit=int(match["limit"])) if match else None


def is_counted(page: str, column: str, values: Mapping[str, Any]) -> bool:
    """Whether the values of this column, on this page without order and limit, are counted ahead."""
    match = PAGE.fullmatch(page)
    conditions = read_conditions(match["where"] or "", values) if match else None
    return conditions is not None and _narrow(conditions, column) is not None


def answer_from_counts(sql: str, values: Mapping[str, Any] | Sequence[Any] | None) -> str:
    """The statement to execute in place of this one, with the same values.

    Args:
        sql: a statement, with named parameters if it is one of Datasette's questions.
        values: the values of its parameters.
    """
    named = values if isinstance(values, Mapping) else {}
    if match := ROWS.fullmatch(sql):
        return _count_rows(match["where"] or "", named) or sql
    if facet := find_facet(sql):
        return _count_values(facet, named) or sql
    return sql


def _count_rows(where: str, values: Mapping[str, Any]) -> str | None:
    if found := FOUND.fullmatch(where):
        return f"select count(*) from ({found['search']})"  # noqa: S608 (Datasette's own words)
    conditions = read_conditions(where, values)
    narrowed = _narrow(conditions) if conditions is not None else None
    return f"select coalesce(sum(n), 0) from {narrowed[0]}" if narrowed else None  # noqa: S608 (names of our own)


def _count_values(facet: Facet, values: Mapping[str, Any]) -> str | None:
    conditions = read_conditions(facet.where, values)
    narrowed = _narrow(conditions, facet.column) if conditions is not None else None
    if narrowed is None:
        return None
    source, places = narrowed
    place = places.get(facet.column, KIND)
    value = f"cast({place} as integer)" if facet.column in NUMBERS else place
    return (
        f"select {value} as value, sum(n) as count from {source} and {place} <> ''"  # noqa: S608 (names of our own)
        f" group by {place} order by count desc, value limit {facet.limit}"
    )


def read_conditions(where: str, values: Mapping[str, Any]) -> tuple[Narrowing, ...] | None:
    """The conditions of a page if `claim_counts` can judge each of them, else None."""
    read = tuple(_read(condition, values) for condition in where.split(" and ")) if where.strip() else ()
    return None if None in read else tuple(narrowing for narrowing in read if narrowing)


def _read(condition: str, values: Mapping[str, Any]) -> Narrowing | None:
    condition = condition.strip()
    if match := ABSENT.fullmatch(condition):
        return Narrowing(column=match["column"], comparison="= ''") if match["column"] in ORDER else None
    if match := WITHIN.fullmatch(condition):
        return Narrowing(column=DAY, comparison=f"{match['sign']} :{match['parameter']}")
    match = EQUAL.fullmatch(condition)
    if match is None or match["column"] not in {*ORDER, KIND}:
        return None
    value = values.get(match["parameter"])
    # An empty text stands for no value in the sums, and a number may be written in other ways than there.
    fits = value in {"0", "1"} if match["column"] in NUMBERS else isinstance(value, str) and value != ""
    return Narrowing(column=match["column"], comparison=f"= :{match['parameter']}") if fits else None


def _narrow(conditions: Sequence[Narrowing], shown: str | None = None) -> tuple[str, dict[str, str]] | None:
    """The rows of the sums that a page is made of, up to the end of a WHERE; and where each column stands in them."""
    columns = {condition.column for condition in conditions} | ({shown} if shown else set())
    facets = tuple(column for column in ORDER if column in columns)
    if facets not in COUNTED or not columns <= {*ORDER, KIND}:
        return None
    places = dict(zip(facets, PLACES, strict=False))
    kinds = f"kind in (select value from kinds) and facets = '{','.join(facets)}'"  # noqa: S608 (names of our own)
    return f"{TABLE} where {' and '.join((kinds, *_compare(conditions, places)))}", places


def _compare(conditions: Sequence[Narrowing], places: Mapping[str, str]) -> Iterator[str]:
    for condition in conditions:
        yield f"{places.get(condition.column, KIND)} {condition.comparison}"
        if condition.comparison.startswith("<"):
            yield f"{places[condition.column]} <> ''"
