"""The lexicons of furniture and credits: every pattern against its own examples."""

import re

import pytest

from provenance import lexicon
from provenance.errors import DamagedLexicon
from provenance.lexicon import read_yaml
from provenance.read import patterns
from provenance.read.furniture import AROUND
from provenance.read.patterns import load_credits, load_furniture

FURNITURE = [(pattern, line) for pattern in load_furniture() for line in pattern.matches]
NOT_FURNITURE = [(pattern, line) for pattern in load_furniture() for line in pattern.rejects]
OPENINGS = [*load_credits().leads, *load_credits().prefixes]


@pytest.mark.parametrize(("pattern", "line"), FURNITURE, ids=lambda x: getattr(x, "name", x))
def test_a_pattern_takes_its_examples_and_the_author_in_them(pattern: patterns.LinePattern, line: str) -> None:
    author = re.search(r"\{(.+?)\}", line)
    match = pattern.regex.fullmatch(re.sub(r"[{}]", "", line))

    assert match is not None
    assert match.groupdict().get("byline") == (author[1] if author else match.groupdict().get("byline"))
    assert not author or match["byline"]


@pytest.mark.parametrize(("pattern", "line"), NOT_FURNITURE, ids=lambda x: getattr(x, "name", x))
def test_no_pattern_takes_a_look_alike(pattern: patterns.LinePattern, line: str) -> None:
    taken = [other.name for other in load_furniture() if other.regex.fullmatch(line.strip(AROUND))]

    assert taken == []


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda o: o.name)
def test_leads_and_prefixes_take_their_examples_and_no_look_alike(opening: patterns.Lead | patterns.Prefix) -> None:
    assert [words for words in opening.matches if not opening.regex.match(words)] == []
    assert [words for words in opening.rejects if opening.regex.match(words)] == []


def test_lists_of_names_are_sorted_and_without_repeats() -> None:
    data = read_yaml("credits.yml")
    assert isinstance(data, dict)

    for name in ("agencies", "neutral", "picture_only", "organization_words", "newspaper_words"):
        assert data[name] == sorted(set(data[name])), f"{name}: sort it, and list nothing twice"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("patterns: [", "is not YAML"),
        ("{parts: {}, patterns: [], more: 1}", "expected the keys"),
        ("{parts: {}, patterns: []}", "expected a list of entries"),
        ("{parts: {}, patterns: [{name: a, zone: anywhere, pattern: x, matches: [x]}]}", "expected the keys"),
        (
            "{parts: {}, patterns: [{name: a, zone: anywhere, pattern: x, matches: [x], rejects: [no]}]}",
            "list of texts",
        ),
        ("{parts: {}, patterns: [{name: a, zone: moon, pattern: x, matches: [x], rejects: [y]}]}", "unknown zone"),
        ("{parts: {}, patterns: [{name: a, zone: head, pattern: '(x', matches: [x], rejects: [y]}]}", "not a pattern"),
        ("{parts: {}, patterns: [{name: a, zone: head, pattern: '{w}', matches: [x], rejects: [y]}]}", "unknown part"),
        ("{parts: {}, patterns: [{name: a, zone: head, pattern: 1, matches: [x], rejects: [y]}]}", "must be text"),
        ("{parts: {}, patterns: [{name: a, zone: head, pattern: x, matches: [x, x], rejects: [y]}]}", "listed twice"),
    ],
    ids=lambda value: value[:40],
)
def test_a_damaged_lexicon_is_named(content: str, reason: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "furniture.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path / "lexicon")
    load_furniture.cache_clear()
    try:
        with pytest.raises(DamagedLexicon, match=reason) as caught:
            load_furniture()
    finally:
        load_furniture.cache_clear()

    assert "furniture.yml" in caught.value.where
