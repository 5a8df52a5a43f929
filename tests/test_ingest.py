"""From files to a database: nothing lost, nothing twice, nothing different for the number of processes."""

import json
import multiprocessing
import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import pytest

from provenance import crew, ingest
from provenance.crew import side_by_side
from provenance.errors import Failure, MissingWeights, ProvenanceError, UnusableDatabase
from provenance.ingest import Progress, Summary, find_version, ingest_inputs
from provenance.models import Trace
from provenance.read import Input, find_inputs
from provenance.rows import make_id
from provenance.store import (
    Outcome,
    RunStatus,
    add_review,
    list_errors,
    open_database,
    opening,
    verify_database,
)
from provenance.tracing import trace_inputs
from tests.traced import dump

STORY = """Mayor Ada Quill said on Tuesday that the bridge at {place} was safe.

“We checked every rivet,” Quill told reporters. Tolliver Freight, which runs the toll, declined to comment.

It rained for {days} days.
"""
PLACES = ("Harrowgate", "Sallow Point", "Eastmere", "Dunlin", "Corry")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A directory with five articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for days, place in enumerate(PLACES, start=2):
        (folder / f"{place.split()[0].lower()}.txt").write_text(STORY.format(place=place, days=days), encoding="utf-8")
    return folder


@pytest.fixture(name="news")
def _news(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def counts(summary: Summary) -> tuple[int, int, int, int]:
    c = summary.counts
    return c.n_articles, c.n_written, c.n_unchanged, c.n_failed


def dumped(path: Path) -> str:
    with closing(open_database(path, create=False)) as db:
        assert [str(difference) for difference in verify_database(db)] == []
        return dump(db)


def runs(path: Path) -> list[dict[str, Any]]:
    with closing(open_database(path, create=False)) as db:
        return list(db.table("runs").rows)


def failures(path: Path, run: int) -> list[Failure]:
    with closing(open_database(path, create=False)) as db:
        return list(list_errors(db, run))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_second_ingest_changes_nothing_but_the_log(folder: Path, news: Path, workers: int) -> None:
    first = ingest_inputs([str(folder)], news, workers=workers)
    before = dumped(news)

    second = ingest_inputs([str(folder)], news, workers=workers)

    assert counts(first) == (5, 5, 0, 0)
    assert counts(second) == (5, 0, 5, 0)
    assert dumped(news) == before
    assert [(run["status"], run["n_written"], run["inputs"]) for run in runs(news)] == [
        ("finished", 5, str(folder)),
        ("finished", 0, str(folder)),
    ]


def test_the_number_of_processes_makes_no_difference(folder: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        ingest_inputs([str(folder)], tmp_path / f"{workers}.db", workers=workers)

    assert dumped(tmp_path / "1.db") == dumped(tmp_path / "2.db")
    assert "Ada Quill" in dumped(tmp_path / "1.db")


def test_progress_comes_in_the_order_of_the_inputs(folder: Path, news: Path) -> None:
    seen: list[Progress] = []

    ingest_inputs([str(folder)], news, workers=2, on_progress=seen.append)

    assert [progress.label for progress in seen] == sorted(str(path) for path in folder.iterdir())
    assert [progress.counts.n_articles for progress in seen] == [1, 2, 3, 4, 5]
    assert {progress.outcome for progress in seen} == {Outcome.WRITTEN}


def test_what_is_stored_is_not_extracted_again(folder: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest_inputs([str(folder)], news)
    monkeypatch.setattr(ingest, "trace", raising(AssertionError("extracted again")))

    assert counts(ingest_inputs([str(folder)], news)) == (5, 0, 5, 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_input_that_cannot_be_read_is_a_row_and_stops_nothing(folder: Path, news: Path, workers: int) -> None:
    (folder / "a-picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    (folder / "an-empty-one.txt").touch()

    summary = ingest_inputs([str(folder), "nowhere.txt"], news, workers=workers)

    assert counts(summary) == (5, 5, 0, 3)
    assert [(e.input, e.error) for e in failures(news, summary.run)] == [
        (str(folder / "a-picture.txt"), "UnreadableArticle"),
        (str(folder / "an-empty-one.txt"), "UnreadableArticle"),
        ("nowhere.txt", "UnreadableArticle"),
    ]
    assert runs(news)[0]["n_failed"] == 3


def test_a_fault_of_the_program_is_a_row_with_its_type_and_place(
    folder: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.trace

    def trace(article: Any) -> Trace:
        return raising(KeyError("colour"))(article) if article.name == "dunlin" else real(article)

    monkeypatch.setattr(ingest, "trace", trace)

    summary = ingest_inputs([str(folder)], news)

    assert counts(summary) == (4, 4, 0, 1)
    (failure,) = failures(news, summary.run)
    assert (failure.input, failure.error) == (str(folder / "dunlin.txt"), "KeyError")
    assert "the program failed on this article: KeyError: 'colour' (ingest.py, line" in failure.message


def test_a_file_whose_name_is_not_utf8_does_not_stop_the_others(folder: Path, news: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("", encoding="utf-8")

    summary = ingest_inputs([str(folder)], news)

    assert counts(summary) == (5, 5, 0, 1)
    assert "caf\\udce9.txt" in failures(news, summary.run)[0].input


def test_an_incomplete_installation_ends_the_run(folder: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        ingest, "trace", raising(MissingWeights("the tagger's weights are missing", where="tagger.onnx"))
    )

    with pytest.raises(MissingWeights, match="the tagger's weights are missing"):
        ingest_inputs([str(folder)], news)

    assert [(run["status"], run["n_articles"]) for run in runs(news)] == [("failed", 0)]


@pytest.mark.parametrize("workers", [1, 2])
def test_of_two_inputs_that_are_one_article_the_later_one_stays(tmp_path: Path, news: Path, workers: int) -> None:
    texts = ["Ada Quill said the bridge was safe.", "Ada Quill said the bridge had fallen."]
    records = [json.dumps({"url": "https://news.example/bridge", "text": text}) for text in (*texts, *texts)]
    (tmp_path / "news.jsonl").write_text("\n".join(records), encoding="utf-8")

    for _ in range(2):
        ingest_inputs([str(tmp_path / "news.jsonl")], news, workers=workers)

        with closing(open_database(news, create=False)) as db:
            assert [row["text"].strip() for row in db.table("articles").rows] == [texts[-1]]
    dumped(news)


def test_a_changed_article_keeps_the_reviews_of_unchanged_claims(folder: Path, news: Path) -> None:
    ingest_inputs([str(folder)], news)
    with closing(open_database(news, create=False)) as db:
        article = db.execute("SELECT id FROM articles WHERE name = 'corry'").fetchone()[0]
        claims = [row["id"] for row in db.table("claims").rows_where("article = ?", [article], order_by="position")]
        for claim in claims:
            add_review(db, claim, "confirmed", reviewer="mo")
    text = (folder / "corry.txt").read_text(encoding="utf-8").replace("declined to comment", "has new lorries")
    (folder / "corry.txt").write_text("Nobody was hurt.\n\n" + text, encoding="utf-8")

    assert counts(ingest_inputs([str(folder)], news)) == (5, 1, 4, 0)

    with closing(open_database(news, create=False)) as db:
        kept = db.execute(
            "SELECT id FROM claims WHERE article = ? AND review_status = 'confirmed'", [article]
        ).fetchall()
        assert {claim for (claim,) in kept} >= {claims[0], claims[1]}
        assert db.table("reviews").count == len(claims) > len(kept)
    dumped(news)


def test_an_interruption_between_articles_is_logged_and_completed_by_the_next_run(folder: Path, news: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.counts.n_articles == 2:
            raise KeyboardInterrupt

    summary = ingest_inputs([str(folder)], news, on_progress=interrupt)

    assert (summary.status, counts(summary)) == (RunStatus.INTERRUPTED, (2, 2, 0, 0))
    assert counts(ingest_inputs([str(folder)], news)) == (5, 3, 2, 0)
    assert [run["status"] for run in runs(news)] == ["interrupted", "finished"]
    dumped(news)


def test_an_interruption_while_an_article_is_written_waits_for_it(
    folder: Path, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.write_article

    def write(*arguments: Any) -> Outcome:
        os.kill(os.getpid(), signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(ingest, "write_article", write)

    summary = ingest_inputs([str(folder)], news)

    assert (summary.status, counts(summary)) == (RunStatus.INTERRUPTED, (1, 1, 0, 0))
    with closing(open_database(news, create=False)) as db:
        assert db.table("articles").count == 1


def test_a_killed_process_loses_no_article(folder: Path, news: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if not killed:
            killed.extend(child.pid or 0 for child in multiprocessing.active_children())
            os.kill(killed[0], signal.SIGKILL)

    summary = ingest_inputs([str(folder)] * 3, news, workers=2, on_progress=kill)

    assert killed
    assert counts(summary) == (15, 5, 10, 0)
    ingest_inputs([str(folder)], tmp_path / "calm.db")
    assert dumped(news) == dumped(tmp_path / "calm.db")


def die_of_dunlin(item: Input) -> str:
    """A task that one input kills, and with it the process that does it."""
    if "dunlin" in item.label:
        os.kill(os.getpid(), signal.SIGKILL)
    return item.label


def test_an_input_that_kills_its_process_every_time_is_named(folder: Path) -> None:
    items = list(find_inputs([str(folder)]))

    results = [result for _, result in side_by_side(die_of_dunlin, items, 2)]

    assert [getattr(result, "input", result) for result in results] == [item.label for item in items]
    (failure,) = (result for result in results if isinstance(result, Failure))
    assert failure.message.startswith(f"{folder / 'dunlin.txt'}: the process that read this article was killed")


def test_inputs_are_handed_out_only_as_fast_as_results_come_back(folder: Path) -> None:
    taken = 0

    def endless() -> Iterator[Input]:
        nonlocal taken
        while True:
            taken += 1
            yield from find_inputs([str(folder / "corry.txt")])

    results = side_by_side(str, endless(), 2)
    for _ in range(20):
        next(results)

    assert taken <= 20 + 2 * crew.AHEAD
    results.close()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path, news: Path, workers: int) -> None:
    with (tmp_path / "news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(3000):
            record = {"id": number, "outlet": f"Paper {number % 50}", "text": STORY.format(place=number, days=number)}
            file.write(json.dumps(record) + "\n")
    held: list[int] = []

    ingest_inputs(
        [str(tmp_path / "news.jsonl")], news, workers=workers, on_progress=lambda _: held.append(resident_megabytes())
    )

    assert len(held) == 3000
    assert held[-1] - held[300] < 15


def resident_megabytes() -> int:
    """How much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def test_a_database_that_stays_locked_ends_the_run(folder: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(news, isolation_level=None)

    def lock(progress: Progress) -> None:
        holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(UnusableDatabase, match="is locked by another program; wait until that has finished"):
        ingest_inputs([str(folder)], news, on_progress=lock)

    holder.execute("ROLLBACK")
    assert counts(ingest_inputs([str(folder)], news)) == (5, 4, 1, 0)
    assert [run["status"] for run in runs(news)] == ["interrupted", "finished"]


def test_traces_come_in_order_with_the_reason_where_there_is_none(folder: Path) -> None:
    (folder / "blank.txt").touch()

    pairs = list(trace_inputs([str(folder)], workers=2))

    found = [outcome for _, outcome in pairs]
    assert [item.label for item, _ in pairs] == [str(path) for path in sorted(folder.iterdir())]
    names = [each.article.name if isinstance(each, Trace) else str(each) for each in found]
    assert names[1:] == ["corry", "dunlin", "eastmere", "harrowgate", "sallow"]
    assert isinstance(found[0], ProvenanceError)
    assert names[0].startswith(f"{folder / 'blank.txt'}: ")
    assert pairs[1:] == list(trace_inputs([str(folder)]))[1:]


def test_a_version_names_the_program_and_what_it_decides_with() -> None:
    version = find_version()

    assert re.fullmatch(re.escape(installed_version("provenance")) + r"\+[0-9a-f]{8}", version.program)
    assert re.fullmatch("[0-9a-f]{64}", version.lexicon)
    assert version.id == make_id("version", version.program, version.weights, version.lexicon)


def raising(error: Exception) -> Callable[..., Any]:
    """A step that fails."""

    def step(*_: Any) -> Any:
        raise error

    return step
