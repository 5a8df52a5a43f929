"""Who stands behind a claim, as the whole program says, against articles in which people wrote it down.

The corpus is JSON Lines, one article each: `id`, `text`, and `attributions` with `content` (offsets), `source_name`,
`name_alternatives`, `also` (co-equal sources), `identity`, `source_type`, `channel` and `cue_stance`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from provenance.models import Claim, Kind
from provenance.tracing import trace_inputs

ENOUGH = 0.3
"""What share of their content two items must have in common to be compared."""

Item = Mapping[str, Any]


def measure_labels(folder: Path) -> Mapping[str, float]:
    """Per cent right of the claims found, by what is asked, and of all claims found with the right name and type."""
    traces = {name: trace for path in folder.glob("*.jsonl") for name, trace in _traces(path)}
    items = {name: found for path in folder.glob("*.jsonl") for name, found in _read(path)}
    right, asked = Counter[str](), Counter[str]()
    for name, wanted in items.items():
        claims = [claim for claim in traces[name] if claim.attribution.kind is not Kind.PHOTO_CREDIT]
        asked["end to end"] += len(wanted)
        for item, claim in _pairs(wanted, claims):
            answers = _judge(item, claim)
            right.update(what for what, answer in answers.items() if answer)
            asked.update(what for what in answers if what != "end to end")
    return {what: 100 * right[what] / asked[what] for what in sorted(asked)}


def _read(path: Path) -> Iterator[tuple[str, list[Item]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield str(record["id"]), record["attributions"]


def _traces(path: Path) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    for _, outcome in trace_inputs([str(path)]):
        if isinstance(outcome, Exception):
            raise outcome
        yield outcome.article.name, outcome.claims


def _pairs(items: list[Item], claims: list[Claim]) -> Iterator[tuple[Item, Claim]]:
    """Each item with the claim that shares most of its content, each claim once, the best pairs first."""
    theirs = [_places(item["content"]) for item in items]
    ours = [_places([(span.start, span.end) for span in claim.attribution.content]) for claim in claims]
    shares = sorted((-_share(a, b), i, c) for i, a in enumerate(theirs) for c, b in enumerate(ours) if a & b)
    taken_items, taken_claims = set[int](), set[int]()
    for share, item, claim in shares:
        if -share >= ENOUGH and item not in taken_items and claim not in taken_claims:
            taken_items.add(item)
            taken_claims.add(claim)
            yield items[item], claims[claim]


def _judge(item: Item, claim: Claim) -> dict[str, bool]:
    if item["identity"] == "unstated":
        return {"unstated": not claim.chain}
    names = [*(item.get("name_alternatives") or [item["source_name"]]), *(o["source_name"] for o in item["also"] or [])]
    named = any(_same(name, claim.chain[0].source.name) for name in names if name) if claim.chain else False
    answers = {key: str(getattr(claim, ours)) == item[key] for key, ours in ASKED.items() if item.get(key)}
    return {**answers, "name": named, "end to end": named and answers.get("source_type", False)}


ASKED = {"identity": "identity", "source_type": "source_type", "channel": "channel", "cue_stance": "stance"}
"""What the corpus calls it, and what a claim does."""


def _same(wanted: str, given: str) -> bool:
    """Equal but for case, punctuation and an article, or one inside the other with two words in common."""
    short, long = sorted((_words(wanted), _words(given)), key=len)
    inside = any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
    return short == long or (len(short) > 1 and inside)


def _words(name: str) -> list[str]:
    """A name's words without case, punctuation, a possessive's ending and a leading article."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", name.lower()))
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


def _places(spans: list[Any]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _share(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b)
