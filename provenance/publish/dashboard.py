"""The dashboard: how the articles are sourced, as charts; every mark leads to the rows that it counts.

Each chart is made of one read of what is kept in sums, never of all claims.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from provenance.charts import Mark, Stack, css_of, draw_bars, draw_dots, draw_months, show_label
from provenance.publish.databases import ask, list_queries, open_for
from provenance.publish.links import Links

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

MIX = """
select first as month, nullif(second, '') as source_type, n from claim_counts
where kind = 'claim' and facets = 'month,source_type' and first <> '' order by first
"""
GROUPS = "select value from source_types order by value = 'unknown', position"
OUTLETS = """
select outlet, count(*) as articles, sum(n_claims) as claims, sum(n_anonymous) as anonymous,
  sum(n_second_hand) as second_hand, sum(n_state_media) as state_media,
  sum(n_sentences) as sentences, sum(n_unattributed) as unattributed
from articles group by outlet order by claims desc, outlet
"""
QUOTED = (
    "select id, name, source_type, n_claims as n from sources where n_claims > 0 order by n_claims desc, id limit 15"
)
SILENT = """
with counted as (
  select source, count(*) as n from claims where kind = 'silence' and source is not null
  group by source order by n desc, source limit 15
)
select id, name, source_type, counted.n from counted join sources on sources.id = counted.source order by n desc, id
"""
AGENCIES = """
select agency as name, count(*) as n from photographs where agency is not null
group by agency order by n desc, agency limit 15
"""

LONGEST = 36
"""How many months are drawn, the newest."""

OUTLETS_SHOWN = 15
"""How many outlets are drawn, those with the most claims."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A chart with its title, what it counts, and the name of the audit that goes further into it."""

    title: str
    lead: str
    audit: str
    chart: Markup
    wide: bool = False
    late: bool = False
    """Whether counting took longer than Datasette lets a query take."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share that is drawn for each outlet: of which sum another is a part, and the rows behind it."""

    title: str
    lead: str
    audit: str
    part: str
    whole: str
    table: str
    query: Mapping[str, str]


CLAIMS = {"kind": "claim"}
SHARES = (
    Share(
        title="Anonymous sources by outlet",
        lead="The share of claims whose source the article keeps anonymous.",
        audit="anonymous-share-by-outlet",
        part="anonymous",
        whole="claims",
        table="claims",
        query=CLAIMS | {"identity": "anonymous_source"},
    ),
    Share(
        title="Second-hand claims by outlet",
        lead="The share of claims that somebody else passed on, or that are hedged with “reportedly”.",
        audit="second-hand-claims",
        part="second_hand",
        whole="claims",
        table="claims",
        query=CLAIMS | {"second_hand": "1"},
    ),
    Share(
        title="Reliance on state media by outlet",
        lead="The share of claims that a state outlet makes, or that came through its hands.",
        audit="state-media-claims",
        part="state_media",
        whole="claims",
        table="claims",
        query=CLAIMS | {"state_medium__notblank": "1"},
    ),
    Share(
        title="Sentences without a source, by outlet",
        lead="The share of sentences for which the article states no source.",
        audit="unattributed-share",
        part="unattributed",
        whole="sentences",
        table="articles",
        query={"_sort_desc": "unattributed_share"},
    ),
)


async def read_dashboard(request: Request, datasette: "Datasette") -> Response:
    """Show the charts.

    Raises:
        NotFound: if no database of ours is served.
        Forbidden: if the visitor may not see the tables that a reader page is made of.
    """
    database, links = await open_for(datasette, request)
    allowed = {query["name"] for query in await list_queries(datasette, request, database.name)}
    sums = await ask(database, OUTLETS)
    outlets = sums or []
    panels = await draw_panels(database, sums, links)
    context = {
        "panels": [panel for panel in panels if panel.chart],
        "missing": [panel.title for panel in panels if not panel.chart and not panel.late],
        "late": [panel.title for panel in panels if panel.late],
        "database": database.name,
        "allowed": allowed,
        "totals": {what: sum(row[what] for row in outlets) for what in ("articles", "claims")},
        "outlets": len(outlets),
        "shown": min(len(outlets), OUTLETS_SHOWN),
    }
    return Response.html(
        await datasette.render_template("dashboard.html", context, request=request, view_name="dashboard")
    )


async def draw_panels(database: Database, outlets: Sequence[Row] | None, links: Links) -> list[Panel]:
    """Every chart, also those that have nothing to show; `outlets` is None if adding them up took too long."""

    async def draw(panel: Callable[[Sequence[Row], Links], Panel], sql: str) -> Panel:
        rows = await ask(database, sql)
        return replace(panel(rows or (), links), late=rows is None)

    order = [row["value"] for row in await ask(database, GROUPS) or ()]
    return [
        await draw(partial(draw_mix, order), MIX),
        *(replace(draw_share(share, outlets or (), links), late=outlets is None) for share in SHARES),
        await draw(draw_quoted, QUOTED),
        await draw(draw_silent, SILENT),
        await draw(draw_agencies, AGENCIES),
    ]


def draw_mix(order: Sequence[str], counts: Iterable[Row], links: Links) -> Panel:
    """The kinds of source of each month's claims."""
    months = defaultdict[str, dict[str | None, int]](dict)
    for row in counts:
        months[row["month"]][row["source_type"]] = row["n"]
    stacks = [
        Stack(
            label=month,
            address=links.rows("claims", CLAIMS | {"month": month}),
            parts=tuple(
                Mark(
                    label="nobody named" if kind is None else show_label(kind),
                    value=of_month.get(kind, 0),
                    css=css_of("source_type", kind),
                )
                for kind in (*order, None)
            ),
        )
        for month, of_month in sorted(months.items())[-LONGEST:]
    ]
    title = "Who says so, month by month"
    return Panel(
        title=title,
        lead="The share of each kind of source among a month’s claims; the grey bars say how many claims there were.",
        audit="sourcing-profile",
        chart=Markup(draw_months(stacks, title=title)),  # noqa: S704 (charts escape what they are given)
        wide=True,
    )


def draw_share(share: Share, outlets: Sequence[Row], links: Links) -> Panel:
    """One share for each of the outlets with the most claims, the highest first, beside that of all outlets."""
    marks = [
        Mark(
            label=show_label(row["outlet"]),
            value=row[share.part] / row[share.whole],
            address=_behind(share, row, links),
        )
        for row in outlets[:OUTLETS_SHOWN]
        if row[share.whole]
    ]
    whole = sum(row[share.whole] for row in outlets)
    chart = draw_dots(
        sorted(marks, key=lambda mark: -mark.value),
        average=sum(row[share.part] for row in outlets) / whole if whole else None,
        title=share.title,
    )
    return Panel(title=share.title, lead=share.lead, audit=share.audit, chart=Markup(chart))  # noqa: S704 (as above)


def draw_quoted(rows: Iterable[Row], links: Links) -> Panel:
    """The sources with the most claims."""
    return _bars(
        "Who is quoted most",
        "Claims of each source in all articles; the colour is its kind.",
        "most-quoted",
        rows,
        lambda row: links.row("sources", row["id"]),
    )


def draw_silent(rows: Iterable[Row], links: Links) -> Panel:
    """Who declined or did not answer most often."""
    return _bars(
        "Official silence",
        "How often each source declined to comment or did not answer.",
        "official-silence",
        rows,
        lambda row: links.rows("claims", {"kind": "silence", "source": row["id"]}),
    )


def draw_agencies(rows: Iterable[Row], links: Links) -> Panel:
    """The agencies with the most photographs."""
    return _bars(
        "Agencies behind the photographs",
        "Photographs credited to each agency.",
        "photo-credits",
        [dict(row) | {"source_type": "photo_credit"} for row in rows],
        lambda row: links.rows("photographs", {"agency": row["name"]}),
    )


def _bars(title: str, lead: str, audit: str, rows: Iterable[Row], address: Callable[[Row], str]) -> Panel:
    marks = [
        Mark(label=row["name"], value=row["n"], css=css_of("source_type", row["source_type"]), address=address(row))
        for row in rows
    ]
    chart = Markup(draw_bars(marks, title=title))  # noqa: S704 (as above)
    return Panel(title=title, lead=lead, audit=audit, chart=chart)


def _behind(share: Share, row: Row, links: Links) -> str:
    outlet = row["outlet"]
    narrowed = {"outlet__isnull": "1"} if outlet is None else {"outlet__exact": outlet}
    return links.rows(share.table, {**share.query, **narrowed})
