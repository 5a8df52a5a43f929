"""Gold articles to padded batches of windows with label and link targets."""

from collections.abc import Iterator, Sequence

import attrs
import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from provenance.extract.decoding import LABELS, Piece, begin
from provenance.extract.encoding import CLS, FEATURE_SIZES, PAD, SEP, Pieces, encode
from provenance.extract.linking import content_distances, distance_class
from provenance.models import Span
from provenance.train.corpus import Gold, Marked

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating]
Words = tuple[int, int]
"""First and last word of a stretch, both included."""

NOT_IN_WINDOW = -100


@attrs.frozen(kw_only=True)
class Links:
    """One attribution in words: its cue, its content stretches, its source if it states one."""

    cue: Words
    contents: tuple[Words, ...]
    source: Words | None


@attrs.frozen(kw_only=True, eq=False)
class Taught:
    """What teachers expect of an article's words.

    Probabilities of `labels` (n, k), and of `steps` (n, k, k) into each word's label from the label before.
    """

    labels: Floats
    steps: Floats


@attrs.frozen(kw_only=True, eq=False)
class Example:
    """One article ready for training: its pieces, and labels (n words) and links for each annotator.

    An article that nobody marked has neither; only teachers say what to learn from it.
    """

    name: str
    pieces: Pieces
    heads: Ints
    labels: tuple[Ints, ...]
    links: tuple[tuple[Links, ...], ...]
    taught: Taught | None = None

    def taught_by(self, taught: Taught) -> "Example":
        """The same article with what teachers expect of it."""
        return attrs.evolve(self, taught=taught)


@attrs.frozen(kw_only=True, eq=False)
class Slice:
    """A window of an example, from piece `start` to piece `end`, as one annotator marked it."""

    example: Example
    version: int
    start: int
    end: int


@attrs.frozen(kw_only=True, eq=False)
class Batch:
    """Padded windows with their targets.

    Pieces: `ids`, `mask` (b, l), `features` (b, l, 3). Words: `heads` (b, w; place of the first piece), `word_mask`
    (b, w), and the expected `labels` (b, w, k) and `steps` (b, w, k, k) into them. Link candidates as places of pieces,
    -1 where there is none: `contents` (b, c, 2), `cues` (b, u), `sources` (b, s). Targets: `cue_of_content` (b, c) into
    cues; `source_of_cue` (b, u) into sources, s meaning none; `NOT_IN_WINDOW` where it does not count. Distance
    classes: `content_distance` (b, c, u), `source_distance` (b, u, s).
    """

    ids: Ints
    mask: Ints
    features: Ints
    heads: Ints
    word_mask: Ints
    labels: Floats
    steps: Floats
    contents: Ints
    cues: Ints
    sources: Ints
    cue_of_content: Ints
    source_of_cue: Ints
    content_distance: Ints
    source_distance: Ints


def make_example(gold: Gold, tokenizer: Tokenizer) -> Example:
    """Tokenize an article and lay every annotator's marks over its words."""
    pieces = encode(gold.text, tokenizer)
    heads = np.flatnonzero(np.diff(pieces.words, prepend=-1))
    starts = pieces.starts[heads]
    ends = pieces.ends[np.append(heads[1:], len(pieces)) - 1]
    marked = [[links for one in version if (links := _links(one, starts, ends))] for version in gold.versions]
    return Example(
        name=gold.name,
        pieces=pieces,
        heads=heads,
        labels=tuple(_labels(version, len(heads)) for version in marked),
        links=tuple(tuple(version) for version in marked),
    )


def _words(span: Span, starts: Ints, ends: Ints) -> Words | None:
    first, after = int(np.searchsorted(ends, span.start, side="right")), int(np.searchsorted(starts, span.end))
    return (first, after - 1) if first < after else None


def _links(marked: Marked, starts: Ints, ends: Ints) -> Links | None:
    cues = [words for span in marked.cue if (words := _words(span, starts, ends))]
    contents = [words for span in marked.content if (words := _words(span, starts, ends))]
    sources = [words for span in marked.source if (words := _words(span, starts, ends))]
    if not cues or not contents:
        return None
    return Links(cue=cues[0], contents=tuple(contents), source=sources[0] if sources else None)


def _labels(links: Sequence[Links], count: int) -> Ints:
    labels = np.zeros(count, dtype=np.int64)
    stretches = [(Piece.CONTENT, words) for one in links for words in one.contents]
    stretches += [(Piece.SOURCE, one.source) for one in links if one.source]
    stretches += [(Piece.CUE, one.cue) for one in links]
    for piece, (first, last) in stretches:
        labels[first : last + 1] = begin(piece) + 1
        labels[first] = begin(piece)
    return labels


def slices(example: Example, *, length: int, random: np.random.Generator) -> Iterator[Slice]:
    """Cut an article at a random phase into windows of at most `length` pieces that begin with a word."""
    version = int(random.integers(max(1, len(example.labels))))
    total = len(example.pieces)
    start, end = 0, int(random.integers(length // 2, length + 1))
    while start < total:
        end = min(end, total)
        if end < total:
            heads_before = example.heads[: np.searchsorted(example.heads, end, side="right")]
            end = int(heads_before[-1]) if heads_before[-1] > start else end
        yield Slice(example=example, version=version, start=start, end=end)
        start, end = end, end + length


def batches(
    examples: Sequence[Example], *, length: int, size: int, random: np.random.Generator, taught: float = 0.0
) -> Iterator[Batch]:
    """One pass over all windows of all examples, shuffled, windows of like length together."""
    windows = [window for example in examples for window in slices(example, length=length, random=random)]
    order = random.permutation(len(windows))
    pool = size * 16
    groups: list[list[Slice]] = []
    for at in range(0, len(order), pool):
        chunk = sorted((windows[i] for i in order[at : at + pool]), key=lambda window: window.end - window.start)
        groups += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    for index in random.permutation(len(groups)):
        yield collate(groups[index], taught=taught)


def collate(windows: Sequence[Slice], *, taught: float = 0.0) -> Batch:
    """Pad windows to one batch; every window is framed by [CLS] and [SEP].

    `taught` is how much the teachers' word counts beside the annotator's, from 0 to 1.
    """
    width = max(window.end - window.start for window in windows) + 2
    ids = np.full((len(windows), width), PAD, dtype=np.int64)
    features = np.zeros((len(windows), width, len(FEATURE_SIZES)), dtype=np.int64)
    for row, window in enumerate(windows):
        count = window.end - window.start
        ids[row, : count + 2] = [CLS, *window.example.pieces.ids[window.start : window.end], SEP]
        features[row, 1 : count + 1] = window.example.pieces.features[window.start : window.end]
    ranges = [np.searchsorted(window.example.heads, [window.start, window.end]).tolist() for window in windows]
    most = max(after - first for first, after in ranges)
    heads, word_mask = (np.zeros((len(windows), most), dtype=np.int64) for _ in range(2))
    labels = np.zeros((len(windows), most, len(LABELS)), dtype=np.float32)
    steps = np.zeros((*labels.shape, len(LABELS)), dtype=np.float32)
    for row, (window, (first, after)) in enumerate(zip(windows, ranges, strict=True)):
        heads[row, : after - first] = window.example.heads[first:after] - window.start + 1
        word_mask[row, : after - first] = 1
        labels[row, : after - first], steps[row, : after - first] = _expected(window, first, after, taught)
    return Batch(
        ids=ids,
        mask=(ids != PAD).astype(np.int64),
        features=features,
        heads=heads,
        word_mask=word_mask,
        labels=labels,
        steps=steps,
        **_link_targets(windows, ranges),
    )


def _expected(window: Slice, first: int, after: int, taught: float) -> tuple[Floats, Floats]:
    """What a window's annotator and the teachers expect of words `first` to `after`: labels, and the steps into them.

    Nothing steps into a window's first word.
    """
    labels = np.zeros((after - first, len(LABELS)), dtype=np.float32)
    steps = np.zeros((*labels.shape, len(LABELS)), dtype=np.float32)
    if window.example.labels:
        marked = window.example.labels[window.version][first:after]
        at = np.arange(after - first)
        labels[at, marked] = 1
        steps[at[1:], marked[:-1], marked[1:]] = 1
    else:
        taught = 1.0
    teachers = window.example.taught
    if teachers is not None and taught:
        labels = (1 - taught) * labels + taught * teachers.labels[first:after]
        steps = (1 - taught) * steps + taught * teachers.steps[first:after]
        steps[:1] = 0
    return labels, steps


@attrs.define(kw_only=True)
class _Candidates:
    """The link candidates of one window, in words of the article."""

    contents: list[Words]
    cues: list[Words]
    sources: list[Words]
    cue_of_content: list[int]
    source_of_cue: list[int]


def _candidates(window: Slice, first: int, after: int) -> _Candidates:
    """What of an article's links begins in words `first` to `after`, and which belongs to which."""

    def inside(words: Words | None) -> bool:
        return words is not None and first <= words[0] < after

    links = window.example.links[window.version] if window.example.links else ()
    cues = sorted({one.cue for one in links if inside(one.cue)})
    sources = sorted({one.source for one in links if one.source and inside(one.source)})
    found = _Candidates(contents=[], cues=cues, sources=sources, cue_of_content=[], source_of_cue=[0] * len(cues))
    for one in links:
        if inside(one.cue):
            if one.source is None:
                target = len(sources)
            else:
                target = sources.index(one.source) if inside(one.source) else NOT_IN_WINDOW
            found.source_of_cue[cues.index(one.cue)] = target
            for words in filter(inside, one.contents):
                found.contents.append((words[0], min(words[1], after - 1)))
                found.cue_of_content.append(cues.index(one.cue))
    return found


def _link_targets(windows: Sequence[Slice], ranges: Sequence[Sequence[int]]) -> dict[str, Ints]:
    found = [_candidates(window, *pair) for window, pair in zip(windows, ranges, strict=True)]
    rows = len(found)
    c, u, s = (max(1, *(len(getattr(one, name)) for one in found), 1) for name in ("contents", "cues", "sources"))
    contents, cues, sources = (np.full(shape, -1, dtype=np.int64) for shape in ((rows, c, 2), (rows, u), (rows, s)))
    cue_of_content, source_of_cue = (np.full((rows, n), NOT_IN_WINDOW, dtype=np.int64) for n in (c, u))
    content_distance, source_distance = (np.zeros(shape, dtype=np.int64) for shape in ((rows, c, u), (rows, u, s)))
    for row, (one, window) in enumerate(zip(found, windows, strict=True)):
        place = window.example.heads - window.start + 1
        cue_words, source_words = np.array([w[0] for w in one.cues], int), np.array([w[0] for w in one.sources], int)
        cues[row, : len(cue_words)], sources[row, : len(source_words)] = place[cue_words], place[source_words]
        targets = np.array(one.source_of_cue, dtype=np.int64)
        source_of_cue[row, : len(targets)] = np.where(targets == len(source_words), s, targets)
        if len(cue_words):
            source_distance[row, : len(cue_words), : len(source_words)] = distance_class(
                source_words - cue_words[:, None]
            )
        if one.contents:
            edges = np.array(one.contents, dtype=np.int64)
            contents[row, : len(edges)] = place[edges]
            cue_of_content[row, : len(edges)] = one.cue_of_content
            content_distance[row, : len(edges), : len(cue_words)] = content_distances(edges, cue_words)
    return {
        "contents": contents,
        "cues": cues,
        "sources": sources,
        "cue_of_content": cue_of_content,
        "source_of_cue": source_of_cue,
        "content_distance": content_distance,
        "source_distance": source_distance,
    }
