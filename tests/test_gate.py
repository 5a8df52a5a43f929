"""The quality gate holds (where the corpora are), and cannot be lowered by accident."""

from pathlib import Path

import attrs
import pytest

from tests.gate.flooring import (
    Floor,
    WouldFall,
    describe_change,
    find_shortfalls,
    read_floors,
    renew,
    write_floors,
)
from tests.gate.measuring import BESIDE, MEASURES, VARIABLE, corpora_folder, hash_folder

CORPORA = corpora_folder()
needs_corpora = pytest.mark.skipif(
    CORPORA is None,
    reason=f"QUALITY NOT MEASURED: no {BESIDE.parent.name}/{BESIDE.name} beside the project, none named in {VARIABLE}",
)

FLOOR = Floor(sha256="of the corpus", slack=0.3, figures={"linked": 70.0, "source": 80.0})


def folder_of(corpus: str) -> Path:
    assert CORPORA is not None
    return CORPORA / corpus


@needs_corpora
@pytest.mark.parametrize("corpus", MEASURES)
def test_what_is_found_is_no_worse_than_before(corpus: str) -> None:
    floor = read_floors()[corpus]

    changed = describe_change(corpus, floor, hash_folder(folder_of(corpus)))
    assert changed is None, changed
    assert find_shortfalls(floor, MEASURES[corpus](folder_of(corpus))) == []


def test_every_corpus_has_floors_that_somebody_measured() -> None:
    floors = read_floors()

    assert list(floors) == list(MEASURES)
    assert all(
        len(floor.sha256) == 64 and floor.figures and min(floor.figures.values()) > 0 for floor in floors.values()
    )


def test_a_figure_below_its_floor_is_named_and_so_is_one_that_is_gone() -> None:
    assert find_shortfalls(FLOOR, {"linked": 69.9}) == [
        "linked is 69.90, its floor is 70.00",
        "source is nan, its floor is 80.00",
    ]
    assert find_shortfalls(FLOOR, {"linked": 70.0, "source": 80.0}) == []


def test_a_changed_corpus_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    before = hash_folder(tmp_path)
    (tmp_path / "a.txt").write_text("two", encoding="utf-8")

    changed = describe_change("polnear/dev", attrs.evolve(FLOOR, sha256=before), hash_folder(tmp_path))

    assert changed is not None
    assert "polnear/dev has changed" in changed
    assert describe_change("polnear/dev", attrs.evolve(FLOOR, sha256=before), before) is None


def test_floors_rise_with_what_is_measured_and_never_fall_by_themselves() -> None:
    better = {"linked": 70.1, "source": 81.0, "cue": 75.0}

    renewed = renew("a", FLOOR, better, sha256=FLOOR.sha256)

    assert renewed.figures == {"linked": 70.0, "source": 80.7, "cue": 74.7}


@pytest.mark.parametrize(
    ("measured", "sha256"),
    [
        pytest.param({"linked": 69.0, "source": 85.0}, FLOOR.sha256, id="a figure fell"),
        pytest.param({"linked": 71.0}, FLOOR.sha256, id="a figure is gone"),
        pytest.param({"linked": 71.0, "source": 85.0}, "of another", id="another corpus"),
    ],
)
def test_lowering_a_floor_is_an_explicit_act(measured: dict[str, float], sha256: str) -> None:
    with pytest.raises(WouldFall):
        renew("a", FLOOR, measured, sha256=sha256)

    allowed = renew("a", FLOOR, measured, sha256=sha256, allow_regression=True)

    assert allowed.sha256 == sha256
    assert allowed.figures == {name: round(value - 0.3, 1) for name, value in measured.items()}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_floors({"a": FLOOR}, tmp_path / "floors.json")

    assert read_floors(tmp_path / "floors.json") == {"a": FLOOR}


def test_a_directory_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert corpora_folder() == tmp_path

    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(NotADirectoryError, match=VARIABLE):
        corpora_folder()
