"""Killed at any moment, an ingest leaves a database that verifies and that the next ingest completes."""

import os
import random
import resource
import select
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from provenance.errors import UnusableDatabase
from provenance.ingest import ingest_inputs
from provenance.store import open_database, verify_database
from tests.traced import dump

N_ARTICLES = 24
STORY = """Mayor Ada Quill said that bridge {number} was safe. Tolliver Freight declined to comment on bridge {number}.

“We checked every rivet,” Quill told reporters. Deputy {number} insisted that the toll of {number} crowns would stay.
"""
# Prints a line for each article, and before that one for each process that works for it.
INGEST = """
import multiprocessing, sys
from pathlib import Path
from provenance.ingest import ingest_inputs

def show(progress):
    if progress.counts.n_articles == 1:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    print(progress.label, flush=True)

if __name__ == "__main__":
    ingest_inputs([sys.argv[1]], Path(sys.argv[2]), workers=int(sys.argv[3]), on_progress=show)
"""


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of articles."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(N_ARTICLES):
        (folder / f"{number:02}.txt").write_text(STORY.format(number=number) * (1 + number % 4), encoding="utf-8")
    return folder


@pytest.fixture(name="calm", scope="module")
def _calm(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The dump of an ingest that nobody disturbed."""
    path = tmp_path_factory.mktemp("calm") / "news.db"
    ingest_inputs([str(folder)], path)
    return verified_dump(path)


def verified_dump(path: Path) -> str:
    with closing(open_database(path, create=False)) as db:
        assert [str(difference) for difference in verify_database(db)] == []
        return dump(db)


def kill_ingest(folder: Path, path: Path, *, workers: int, after: int, delay: float) -> list[int]:
    """Start an ingest, kill it `delay` seconds after its `after`-th article, and give its processes' ids."""
    command = [sys.executable, "-c", INGEST, str(folder), str(path), str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ingest:
        assert ingest.stdout is not None
        children = [int(pid) for pid in ingest.stdout.readline().split()]
        for _ in range(after):
            ingest.stdout.readline()
        select.select([], [], [], delay)
        ingest.kill()
    return children


def check_kills(folder: Path, tmp_path: Path, calm: str, *, workers: int, seed: int, kills: int) -> None:
    """Kill that many ingests of the same database, each further on, then let one finish."""
    chance, path, written = random.Random(seed), tmp_path / "news.db", []  # noqa: S311 (not a secret)
    for _ in range(kills):
        after = chance.randint(1, N_ARTICLES - 1)
        kill_ingest(folder, path, workers=workers, after=after, delay=chance.random() * 0.02)
        verified_dump(path)
        with closing(open_database(path, create=False)) as db:
            written.append(db.table("articles").count)

    ingest_inputs([str(folder)], path)

    assert written == sorted(written)
    assert written[0] >= 1
    assert verified_dump(path) == calm


@pytest.mark.parametrize(("workers", "seed"), [(1, 1), (1, 2), (1, 3), (2, 4), (2, 5)])
def test_a_killed_ingest_verifies_and_is_completed(
    folder: Path, tmp_path: Path, calm: str, workers: int, seed: int
) -> None:
    check_kills(folder, tmp_path, calm, workers=workers, seed=seed, kills=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_an_ingest_killed_again_and_again_is_completed_in_the_end(
    folder: Path, tmp_path: Path, calm: str, seed: int
) -> None:
    check_kills(folder, tmp_path, calm, workers=2, seed=seed, kills=2)


def test_the_processes_of_a_killed_ingest_end_with_it(folder: Path, tmp_path: Path) -> None:
    children = kill_ingest(folder, tmp_path / "news.db", workers=2, after=1, delay=0)

    assert len(children) >= 2
    for child in children:
        assert has_ended(child, within=20)


def has_ended(pid: int, *, within: float) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within)[0])
    finally:
        os.close(descriptor)


def test_a_database_killed_while_it_was_being_made_is_made_by_the_next(folder: Path, tmp_path: Path, calm: str) -> None:
    command = [sys.executable, "-c", INGEST, str(folder), str(tmp_path / "news.db"), "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as ingest:
        while not (tmp_path / "news.db").exists():
            select.select([], [], [], 0.001)
        ingest.kill()

    ingest_inputs([str(folder)], tmp_path / "news.db")

    assert verified_dump(tmp_path / "news.db") == calm


def test_a_disk_that_fills_is_named_and_the_rest_is_stored_later(folder: Path, tmp_path: Path, calm: str) -> None:
    path = tmp_path / "news.db"
    open_database(path, create=True).close()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100_000, hard))
    try:
        with pytest.raises(UnusableDatabase, match=r"the disk (is full|failed)"):
            ingest_inputs([str(folder)], path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with closing(open_database(path, create=False)) as db:
        assert 0 < db.table("articles").count < N_ARTICLES
    verified_dump(path)
    ingest_inputs([str(folder)], path)
    assert verified_dump(path) == calm
