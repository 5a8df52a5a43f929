"""The contract of every lexicon file: each entry shows what it finds and what it must not, in order, once, and clean.

`FIX=1 pytest tests/test_lexicon.py` puts the entries of a file in order.
"""

import importlib
import os
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from provenance import lexicon
from provenance.errors import DamagedLexicon
from provenance.lexicon import Entry, Table, digest, load_entries, read_document
from provenance.lexicon.entries import Organization
from provenance.lexicon.registry import INTERGOVERNMENTAL, NEWS_MEDIA, ORGANIZATIONS, STATE_MEDIA, spelling

SCHEMA_OF_THEIR_OWN = {"credits.yml", "furniture.yml"}
"""Lists of patterns that `read` loads; tests/test_read_patterns.py holds them to their examples."""

FILES = sorted({path.name for path in lexicon.FOLDER.glob("*.yml")} - SCHEMA_OF_THEIR_OWN)


def declared_tables() -> dict[str, Table[Any]]:
    modules = [importlib.import_module(m.name) for m in pkgutil.iter_modules(lexicon.__path__, "provenance.lexicon.")]
    values = [value for module in modules for value in vars(module).values()]
    return {value.file: value for value in values if isinstance(value, Table)}


def entries_of(file: str) -> tuple[Entry, ...]:
    return tuple(declared_tables()[file].entries())


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (s for pair in value.items() for item in pair for s in strings(item))
    elif isinstance(value, list):
        yield from (s for item in value for s in strings(item))


def in_order(text: str) -> str:
    """The file with its entries, and the comments above each, sorted by name."""
    head, _, body = text.partition("entries:\n")
    blocks = re.findall(r"(?:#.*\n)*- .*\n(?:(?![-#]).*\n)*", body)
    assert "".join(blocks) == body
    return head + "entries:\n" + "".join(sorted(blocks, key=lambda b: order(name_in(b))))


def name_in(block: str) -> str:
    found = re.search(r"^[- ] \{?name: ([^,}\n]*)", block, re.MULTILINE)
    assert found, f"no `name:` line in {block!r}"
    return found[1].strip("\"'")


def order(name: str) -> tuple[str, str]:
    return name.casefold(), name


@pytest.mark.parametrize("file", FILES)
def test_every_file_has_a_table_that_reads_it(file: str) -> None:
    assert file in declared_tables()
    assert entries_of(file)


@pytest.mark.parametrize("table", [STATE_MEDIA, INTERGOVERNMENTAL, ORGANIZATIONS, NEWS_MEDIA], ids=lambda t: t.file)
def test_no_spelling_stands_for_two_organizations(table: Table[Organization]) -> None:
    spellings = Counter(spelt for entry in table.entries() for spelt in {spelling(form) for form in entry.forms})

    assert [spelt for spelt, count in spellings.items() if count > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_entries_are_in_order(file: str) -> None:
    path = lexicon.FOLDER / file
    if os.environ.get("FIX"):
        path.write_text(in_order(path.read_text(encoding="utf-8")), encoding="utf-8")

    names = [entry["name"] for entry in read_document(file)["entries"]]

    assert names == sorted(names, key=order), "run FIX=1 pytest tests/test_lexicon.py"


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_said_twice(file: str) -> None:
    entries = entries_of(file)
    names = [entry.name for entry in entries]

    assert [name for name in sorted(set(names)) if names.count(name) > 1] == []
    assert [e.name for e in entries if len(set(e.forms)) < len(e.forms)] == []


@pytest.mark.parametrize("file", FILES)
def test_there_is_no_stray_white_space(file: str) -> None:
    text = (lexicon.FOLDER / file).read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if line != line.rstrip() or "\t" in line] == []
    assert [s for s in strings(read_document(file)) if s != s.strip() or "  " in s or not s] == []
    assert text.endswith("\n")


@pytest.mark.parametrize("file", FILES)
def test_every_entry_matches_its_examples(file: str) -> None:
    entries = entries_of(file)

    assert [e.name for e in entries if not e.match] == []
    assert [(e.name, example) for e in entries for example in e.matches() if not e.found_in(example)] == []


@pytest.mark.parametrize("file", FILES)
def test_every_entry_misses_its_look_alikes(file: str) -> None:
    entries = entries_of(file)

    assert [e.name for e in entries if not e.miss] == []
    assert [(e.name, example) for e in entries for example in e.miss if e.found_in(example)] == []


@attrs.frozen(kw_only=True)
class Town(Entry):
    country: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    return tmp_path / "towns.yml"


def test_an_entry_takes_the_defaults_of_its_file(written: Path) -> None:
    written.write_text('defaults: {country: "NO"}\nentries:\n- name: Oslo\n- {name: Lund, country: SE}\n')

    assert [town.country for town in load_entries("towns.yml", Town)] == ["NO", "SE"]


def test_an_open_example_is_tried_with_every_form() -> None:
    town = Town(name="Oslo", aliases=("Tigerstaden",), match=("In {} it rained.", "Oslo slept."))

    assert town.matches() == ("In Oslo it rained.", "In Tigerstaden it rained.", "Oslo slept.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("entries:\n- name: Oslo\n  country: NO\n", "entry 1 (Oslo): False is not str", id="boolean"),
        pytest.param("entries:\n- name: Oslo\n- nom: Lund\n", "entry 2 (without a name)", id="no name"),
        pytest.param("entries:\n- name: Oslo\n  coutry: x\n", "coutry", id="misspelt field"),
        pytest.param("entries:\n- name: Oslo\n  aliases: Kristiania\n", "is not a list", id="string for list"),
        pytest.param("entries:\n- name: Oslo\n  name: Lund\n", "'name' twice", id="key twice"),
        pytest.param("entries: Oslo\n", "not a list of mappings", id="no list"),
        pytest.param("entries: []\nrest: 1\n", "something else", id="unknown part"),
        pytest.param("defaults: 1\nentries: []\n", "`defaults` is not a mapping", id="defaults"),
        pytest.param("entries: [\n", "is not YAML", id="not YAML"),
    ],
)
def test_a_damaged_file_is_named_with_entry_and_reason(written: Path, text: str, reason: str) -> None:
    written.write_text(text)

    with pytest.raises(DamagedLexicon, match=r"lexicon/towns\.yml") as refusal:
        load_entries("towns.yml", Town)
    assert reason in str(refusal.value)


def test_a_missing_file_is_named(written: Path) -> None:
    with pytest.raises(DamagedLexicon, match=r"towns\.yml: cannot be read"):
        load_entries(written.name, Town)


def test_order_is_repaired_with_comments_kept() -> None:
    text = "# head\nentries:\n- name: Oslo\n  country: x\n# on Lund\n- name: Lund\n"

    assert in_order(text) == "# head\nentries:\n# on Lund\n- name: Lund\n- name: Oslo\n  country: x\n"


def test_the_digest_follows_the_bytes_of_the_files(written: Path) -> None:
    digest.cache_clear()
    written.write_text("entries: []\n")
    before = digest()
    digest.cache_clear()
    written.write_text("entries: [] \n")

    assert digest() != before
    digest.cache_clear()
