"""The attribution tagger: a small transformer that marks sources, cues and contents, and says which belong together.

    article text -> word pieces -> overlapping windows -> label scores and link vectors -> spans -> attributions

Runs on one thread with onnxruntime. Time is linear in the length of the text; memory is bounded by reading it in
sections.
"""

import re
from collections.abc import Iterator

import attrs
import numpy as np
import numpy.typing as npt

from provenance.extract.confidence import Wording, confidence, is_reported, is_told, signals
from provenance.extract.decoding import Floats, Tagged, marginals, stretches, viterbi
from provenance.extract.encoding import CLS, SEP, Pieces, encode, windows
from provenance.extract.linking import Linked, link
from provenance.extract.loading import Weights, load_weights
from provenance.extract.statements import Evidence, find_statements
from provenance.models import Article, Attribution, Kind, Span
from provenance.text import sentences

RULE = "tagger+learned-link"
SECTION = 20_000
"""Pieces of a text that are decoded together."""


@attrs.frozen(kw_only=True)
class Found:
    """An attribution as the network sees it: its evidence and the `signals` of how sure that is."""

    evidence: Evidence
    signals: tuple[float, ...]


def tag(article: Article) -> tuple[Attribution, ...]:
    """Find what an article attributes to somebody, sorted by the place of the first evidence.

    Raises:
        MissingWeights: if the weights are absent or altered.
    """
    weights = load_weights()
    kept = [one for one in find(article.text, weights) if is_reported(one.signals, weights.calibration)]
    statements = find_statements(article.text, [one.evidence for one in kept])
    found = [
        Attribution(
            kind=Kind.CLAIM,
            source=one.evidence.source,
            cue=one.evidence.cue,
            content=one.evidence.content,
            statement=statement,
            confidence=round(confidence(one.signals, weights.calibration), 4),
            told=_wording(article.text, one.evidence).credits or is_told(one.signals, weights.calibration),
            rule=RULE,
        )
        for one, statement in zip(kept, statements, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.extent, one.content)))


def find(text: str, weights: Weights) -> Iterator[Found]:
    """Every attribution the network sees in a text, however unsure."""
    for pieces in sections(encode(text, weights.tokenizer)):
        heads = np.flatnonzero(np.diff(pieces.words, prepend=-1))
        scores, vectors = run_network(pieces, heads, weights)
        labels = viterbi(scores, weights.transitions, hyphenated(text, pieces.starts[heads]))
        tagged = stretches(labels, marginals(scores, weights.transitions))
        lines = np.cumsum(pieces.features[heads, 2])
        quoted = pieces.features[heads, 1]
        linked = link(tagged, vectors, lines, weights.bias)
        evidence = [in_one_sentence(text, _evidence(one, pieces, heads)) for one in linked]
        wordings = [_wording(text, one) for one in evidence]
        given = signals(linked, wordings, quoted=quoted, lines=lines)
        for one, wording, spoken in zip(evidence, wordings, given, strict=True):
            if wording.is_whole and not wording.supposes:
                yield Found(evidence=one, signals=spoken)


def sections(pieces: Pieces) -> Iterator[Pieces]:
    """A text's pieces in sections of at most `SECTION`, cut where a line begins if one does, else where a word does."""
    start, total = 0, len(pieces)
    while start < total:
        end = min(start + SECTION, total)
        if end < total:
            late = np.arange(start + SECTION // 2, end)
            new_line = late[pieces.features[late, 2] == 1]
            new_word = late[pieces.words[late] != pieces.words[late - 1]]
            end = int(new_line[-1] if len(new_line) else new_word[-1] if len(new_word) else end)
        cut = {name: value[start:end] for name, value in attrs.asdict(pieces, recurse=False).items()}
        yield Pieces(**{**cut, "words": cut["words"] - cut["words"][0]})
        start = end


def run_network(pieces: Pieces, heads: npt.NDArray[np.int64], weights: Weights) -> tuple[Floats, Floats]:
    """Label scores and link vectors of every word, each from the one window that keeps it."""
    scores, vectors = [], []
    for window in windows(pieces, length=weights.length, overlap=weights.overlap):
        first, after = np.searchsorted(heads, [window.keep_start, window.keep_end])
        if first == after:
            # It holds nothing but more of one endless word.
            continue
        rows = heads[first:after] - window.start + 1
        ids = np.concatenate([[CLS], pieces.ids[window.start : window.end], [SEP]])[None]
        features = np.pad(pieces.features[window.start : window.end], ((1, 1), (0, 0)))[None]
        found = weights.session.run(None, {"ids": ids, "features": features, "rows": rows})
        scores.append(found[0])
        vectors.append(found[1])
    return np.concatenate(scores), np.concatenate(vectors)


def hyphenated(text: str, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which of the words that begin at `starts` go on with a word across a hyphen: "-" and "in" of "sit-in"."""
    hyphens = [match.start() for match in _HYPHEN.finditer(text, int(starts[0]), int(starts[-1]) + 1)]
    return np.isin(starts, hyphens) | np.isin(starts - 1, hyphens)


def in_one_sentence(text: str, evidence: Evidence) -> Evidence:
    """The evidence without what a source stretch holds of another sentence than the one nearest to its cue."""
    if not evidence.source or not _STOP.search(text, evidence.source[0].start, evidence.source[0].end):
        return evidence
    parts = sentences(text, evidence.source[0])
    nearest = min(parts, key=lambda part: max(part.start - evidence.cue[0].end, evidence.cue[0].start - part.end))
    return attrs.evolve(evidence, source=(nearest,))


_HYPHEN = re.compile(r"(?<=[^\W_])[-‐‑](?=[^\W_])")
_STOP = re.compile(r"[.?!]\W*\s")


def _wording(text: str, evidence: Evidence) -> Wording:
    parts = (evidence.cue, evidence.source, evidence.content)
    cue, source, content = (" ".join(span.of(text) for span in spans) for spans in parts)
    return Wording(cue=cue, source=source, content=content)


def _evidence(linked: Linked, pieces: Pieces, heads: npt.NDArray[np.int64]) -> Evidence:
    def span(one: Tagged) -> Span:
        last = heads[one.last + 1] - 1 if one.last + 1 < len(heads) else len(pieces) - 1
        return Span(int(pieces.starts[heads[one.first]]), int(pieces.ends[last]))

    return Evidence(
        source=() if linked.source is None else (span(linked.source),),
        cue=(span(linked.cue),),
        content=tuple(span(one) for one in linked.contents),
    )
