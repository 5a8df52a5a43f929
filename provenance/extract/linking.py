"""Which source, cue and contents belong together.

An attribution is known by its cue: in the corpus the tagger learned from, no two share one. So every content stretch
looks for its cue, and every cue for its source. The network gives each word a vector for each part it can play in a
link; a link's score is a product of two vectors, plus a learned value for how far apart and in which order they are.
That covers one source for several cues, a content in several pieces, and an attribution without a source.
"""

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from provenance.extract.decoding import Piece, Tagged

VECTOR = 64
"""Length of a link vector. A word has five of them, then one score for a cue that states no source."""

CONTENT_FIRST, CONTENT_LAST, CUE_OF_CONTENT, CUE_OF_SOURCE, SOURCE_OF_CUE = (
    slice(VECTOR * at, VECTOR * (at + 1)) for at in range(5)
)
SOURCELESS = 5 * VECTOR
WIDTH = SOURCELESS + 1
DISTANCES = 18
"""How many distance classes there are: nine each way, doubling in width."""

REACH = 200
"""No link is longer than this many words; the network never saw a longer one."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class LinkBias:
    """Learned scores (`DISTANCES`) by distance class: from a content to its cue, and from a cue to its source."""

    content: Floats
    source: Floats


@attrs.frozen(kw_only=True)
class Linked:
    """One attribution in tagged stretches, with the probabilities of its links."""

    source: Tagged | None
    cue: Tagged
    contents: tuple[Tagged, ...]
    content_link: float
    source_link: float


def distance_class(gap: Ints) -> Ints:
    """The class of a signed distance in words: 0-8 for what stands before, 9-17 for what stands after."""
    size = np.minimum(np.log2(np.maximum(np.abs(gap), 1)).astype(np.int64), 8)
    return np.where(gap < 0, size, size + 9)


def content_distances(contents: Ints, cues: Ints) -> Ints:
    """Distance classes (c, u) from contents (c, 2; first and last word) to the first words of cues (u)."""
    before, after = cues - contents[:, :1], cues - contents[:, 1:]
    return distance_class(np.where(before < 0, before, np.maximum(after, 0)))


def link(tagged: Sequence[Tagged], vectors: Floats, bias: LinkBias) -> tuple[Linked, ...]:
    """The attributions among tagged stretches in text order; `vectors` (n words, `WIDTH`) are the network's.

    A content out of every cue's reach and a cue without content come to nothing.
    """
    by_piece = {piece: [one for one in tagged if one.piece is piece] for piece in Piece}
    cues, sources = by_piece[Piece.CUE], by_piece[Piece.SOURCE]
    cue_words = np.array([one.first for one in cues], dtype=np.int64)
    source_words = np.array([one.first for one in sources], dtype=np.int64)
    contents: dict[int, list[tuple[Tagged, float]]] = {}
    for content in by_piece[Piece.CONTENT]:
        if best := _cue_of(content, cue_words, vectors, bias):
            contents.setdefault(best[0], []).append((content, best[1]))
    found = []
    for at in sorted(contents):
        source, sureness = _source_of(cues[at], source_words, vectors, bias)
        found.append(
            Linked(
                source=None if source is None else sources[source],
                cue=cues[at],
                contents=tuple(content for content, _ in contents[at]),
                content_link=min(probability for _, probability in contents[at]),
                source_link=sureness,
            )
        )
    return tuple(found)


def _cue_of(content: Tagged, cues: Ints, vectors: Floats, bias: LinkBias) -> tuple[int, float] | None:
    """Which of the cues (by their first words, rising) a content belongs to, and how probably."""
    start, end = np.searchsorted(cues, [content.first - REACH, content.last + REACH])
    near = cues[start:end]
    if not len(near):
        return None
    own = vectors[content.first, CONTENT_FIRST] + vectors[content.last, CONTENT_LAST]
    distances = content_distances(np.array([[content.first, content.last]]), near)[0]
    scores = vectors[near, CUE_OF_CONTENT] @ own / VECTOR**0.5 + bias.content[distances]
    best, probability = _best(scores)
    return int(start) + best, probability


def _source_of(cue: Tagged, sources: Ints, vectors: Floats, bias: LinkBias) -> tuple[int | None, float]:
    """Which of the sources a cue has, None for none, and how probably."""
    start, end = np.searchsorted(sources, [cue.first - REACH, cue.first + REACH])
    near = sources[start:end]
    scores = vectors[near, SOURCE_OF_CUE] @ vectors[cue.first, CUE_OF_SOURCE] / VECTOR**0.5
    scores = scores + bias.source[distance_class(near - cue.first)]
    best, probability = _best(np.append(scores, vectors[cue.first, SOURCELESS]))
    return (int(start) + best if best < len(near) else None), probability


def _best(scores: Floats) -> tuple[int, float]:
    best = int(scores.argmax())
    return best, float(1 / np.exp(scores - scores[best]).sum())
