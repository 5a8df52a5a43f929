"""Charts say their figures in marks and in words, and nothing that is put into one can become markup."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.audit import Audit, list_audits, run_audit
from provenance.charts import (
    MOST,
    Choice,
    Mark,
    Shape,
    Stack,
    draw_bars,
    draw_choice,
    draw_dots,
    draw_months,
    draw_shares,
    read_choice,
)

EVIL = "</title></svg><script>alert(1)</script>\" onload='x' \u202e"


def drawn(markup: str) -> ElementTree.Element:
    """The figure; a chart is well-formed, so that a parser as strict as XML's reads it."""
    return ElementTree.fromstring(markup)  # noqa: S314 (markup of our own)


def marks(markup: str, css: str = "mark") -> list[dict[str, str]]:
    return [e.attrib for e in drawn(markup).iter() if css in e.get("class", "").split()]


def texts(markup: str, css: str) -> list[str]:
    return ["".join(e.itertext()) for e in drawn(markup).iter() if css in e.get("class", "").split()]


def described(markup: str) -> str:
    return next("".join(e.itertext()) for e in drawn(markup).iter() if e.tag == "desc")


def test_bars_are_as_long_as_their_figures() -> None:
    chart = draw_bars(
        [Mark(label="KCNA", value=40, css="t-state_media"), Mark(label="Reuters", value=10)], title="Claims"
    )

    assert [(bar["class"], bar["width"]) for bar in marks(chart)] == [
        ("mark t-state_media", "100.00%"),
        ("mark plain", "25.00%"),
    ]
    assert texts(chart, "label") == ["KCNA", "Reuters"]
    assert texts(chart, "figure") == ["40", "10"]
    assert described(chart) == "KCNA: 40; Reuters: 10"


def test_dots_stand_beside_the_average() -> None:
    chart = draw_dots([Mark(label="Post", value=0.4), Mark(label="Gazette", value=0.1)], average=0.2, title="Shares")

    assert [dot["cx"] for dot in marks(chart)] == ["88.00%", "22.00%"]
    assert [line["x1"] for line in marks(chart, "average") if "x1" in line] == ["44.00%"]
    assert texts(chart, "figure") == ["40%", "10%"]
    assert described(chart) == "All together 20%. Post: 40%; Gazette: 10%"


def test_shares_fill_their_row() -> None:
    parts = (Mark(label="named", value=3, css="t-press"), Mark(label="none", value=1))
    chart = draw_shares([Stack(label="One", parts=parts)], title="Mix")

    assert [(part["x"], part["width"]) for part in marks(chart)] == [("0.00%", "75.00%"), ("75.00%", "25.00%")]
    assert texts(chart, "chart-legend") == ["namednone"]
    assert described(chart) == "One: 4 (named 75%, none 25%)"


def test_months_are_stacked_from_the_bottom_up() -> None:
    parts = (Mark(label="press", value=1, css="t-press"), Mark(label="business", value=1, css="t-business"))
    chart = draw_months([Stack(label="2026-03", parts=parts, address="/claims?month=2026-03")], title="Mix")
    first, second = marks(chart)

    assert float(first["y"]) == float(second["y"]) + float(second["height"])
    assert first["height"] == second["height"]
    assert [e.get("href") for e in drawn(chart).iter("a")] == ["/claims?month=2026-03"]
    assert texts(chart, "month") == ["2026-03"]


def test_a_chart_with_links_is_a_group_and_one_without_is_an_image() -> None:
    plain, linked = Mark(label="a", value=1), Mark(label="a", value=1, address="/x?a=1&b=2")

    assert 'role="img"' in draw_bars([plain], title="A")
    assert 'role="group"' in draw_bars([linked], title="A")
    assert 'href="/x?a=1&amp;b=2"' in draw_bars([linked], title="A")


def test_what_is_left_out_is_said() -> None:
    chart = draw_bars([Mark(label=str(n), value=n) for n in range(1_000 + MOST, 0, -1)], title="Many")

    assert len(marks(chart)) == MOST
    assert texts(chart, "left-out") == ["and 1,000 more"]


@pytest.mark.parametrize("nothing", [[], [Mark(label="a", value=0)]])
def test_nothing_gives_no_bars(nothing: list[Mark]) -> None:
    assert draw_bars(nothing, title="A") == ""


def test_nothing_gives_no_chart() -> None:
    empty = [Stack(label="a", parts=())]

    assert draw_dots([], average=None, title="A") == draw_shares(empty, title="A") == draw_months([], title="A") == ""


@given(st.text(), st.floats(min_value=0, max_value=1), st.text())
def test_no_text_becomes_markup(label: str, value: float, css: str) -> None:
    # XML knows no control characters; HTML reads them as text.
    label, css = (re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd]", "", words) for words in (label + EVIL, css))
    mark = Mark(label=label, value=value + 1, css=css, address=label)
    stack = Stack(label=label, parts=(mark,), address=label)
    for chart in (
        draw_bars([mark], title=label),
        draw_dots([mark], average=value, title=label),
        draw_shares([stack], title=label),
        draw_months([stack], title=label),
    ):
        tags = {element.tag for element in drawn(chart).iter()}
        assert tags <= set("figure svg title desc g a rect line circle text ul li i".split())
        assert not {name for e in drawn(chart).iter() for name in e.attrib if name.startswith("on")}


def test_a_long_label_is_cut_and_kept_where_the_mouse_rests() -> None:
    chart = draw_bars([Mark(label="x" * 100, value=1)], title="A")

    assert texts(chart, "label") == ["x" * 41 + "…"]
    assert f"{'x' * 100}: 1" in chart


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("bars photographs by agency", Choice(shape=Shape.BARS, value="photographs", by="agency")),
        ("bars rows by outlet", Choice(shape=Shape.BARS, value="rows", by="outlet")),
        ("dots share by outlet over claims", Choice(shape=Shape.DOTS, value="share", by="outlet", within="claims")),
        ("shares n by article in type", Choice(shape=Shape.SHARES, value="n", by="article", within="type")),
    ],
)
def test_what_a_chart_shows_is_read_and_written(words: str, choice: Choice) -> None:
    assert read_choice(words) == choice
    assert str(choice) == words


@pytest.mark.parametrize(
    "words",
    ["", "pie claims by outlet", "bars claims", "bars n by a in b", "dots n by a", "shares n by a", "bars n by a;"],
)
def test_what_is_no_chart_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not a chart"):
        read_choice(words)


def test_rows_of_one_label_are_added_up() -> None:
    columns = ("agency", "distributor", "photographs")
    rows = [("Reuters", "Getty", 2), (None, None, 4), ("Reuters", None, 3), ("AP", None, 1)]
    chart = draw_choice(read_choice("bars photographs by agency"), columns, rows, title="Photographs")

    assert texts(chart, "label") == ["Reuters", "not stated", "AP"]
    assert texts(chart, "figure") == ["5", "4", "1"]


def test_rows_are_counted_and_coloured_by_their_source_type() -> None:
    columns = ("relayer", "source_type")
    rows = [("KCNA", "state_media"), ("KCNA", "state_media"), ("Post", "press"), ("Post", None)]
    chart = draw_choice(read_choice("bars rows by relayer"), columns, rows, title="Claims")

    assert [(bar["class"], bar["width"]) for bar in marks(chart)] == [
        ("mark t-state_media", "100.00%"),
        ("mark plain", "100.00%"),
    ]


def test_the_average_weighs_each_row_by_what_its_share_is_of() -> None:
    columns = ("outlet", "share", "claims")
    rows = [("Post", 0.5, 10), ("Gazette", 0.0, 90)]
    chart = draw_choice(read_choice("dots share by outlet over claims"), columns, rows, title="Shares")

    assert described(chart) == "All together 5%. Post: 50%; Gazette: 0%"


def test_parts_of_one_label_are_stacked() -> None:
    columns = ("source_type", "cue_stance", "verb", "claims")
    rows = [
        ("press", "distancing", "claimed", 2),
        ("press", "distancing", "alleged", 1),
        ("press", "endorsing", "x", 1),
    ]
    chart = draw_choice(read_choice("shares claims by source_type in cue_stance"), columns, rows, title="Verbs")

    assert [(part["class"], part["width"]) for part in marks(chart)] == [
        ("mark v-distancing", "75.00%"),
        ("mark v-endorsing", "25.00%"),
    ]


def test_a_table_without_the_columns_has_no_chart() -> None:
    assert draw_choice(read_choice("bars claims by outlet"), ("outlet",), [("Post",)], title="A") == ""


@pytest.mark.parametrize("audit", list_audits(), ids=lambda audit: audit.name)
def test_the_chart_of_every_audit_fits_its_columns(audit: Audit, news_db: Path) -> None:
    assert audit.chart is not None
    findings = run_audit(news_db, audit.name)

    assert {audit.chart.value, audit.chart.by, audit.chart.within} - {"rows", ""} <= set(findings.columns)
    assert bool(draw_choice(audit.chart, findings.columns, findings.rows, title="A")) == bool(findings.rows)
