"""Which source, cue and contents belong together.

An attribution is known by its cue: in the corpus the tagger learned from, no two share one. So every content stretch
looks for its cue, and every cue for its source. The network gives each word a vector for each part it can play in a
link; a link's score is a product of two vectors, plus a learned value for how far apart and in which order they are,
plus a plain preference for what is near.

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

CHOICES = 8
"""How many cues are considered for a content."""

FAINT = 0.05
"""A cue less probable than this gets no content just for having none of its own."""

NEARNESS, OTHER_LINE, NOBODY = 2.0, 5.0, -4.0
"""What the network is told beside what it learned, chosen on dev: the cost of each doubling of the distance in words
(in natural logarithms), of a line break between, and of a cue without a source."""

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


def link(tagged: Sequence[Tagged], vectors: Floats, lines: Ints, bias: LinkBias) -> tuple[Linked, ...]:
    """The attributions among tagged stretches in text order.

    `vectors` (n words, `WIDTH`) are the network's, `lines` (n words) number the lines. Every cue gets a content of its
    own as far as there are enough; a content left over goes to a cue of its line, if there is one. A content that no
    cue takes and a cue without content come to nothing.
    """
    by_piece = {piece: [one for one in tagged if one.piece is piece] for piece in Piece}
    cues, sources = by_piece[Piece.CUE], by_piece[Piece.SOURCE]
    edges_of_cues, edges_of_sources = _edges(cues), _edges(sources)
    choices = [_cues_of(content, edges_of_cues, vectors, lines, bias) for content in by_piece[Piece.CONTENT]]
    contents: dict[int, list[tuple[Tagged, float]]] = {}
    at_home = [
        next((one for one in several if _is_at_home(content, one[0], edges_of_cues, lines)), None)
        for content, several in zip(by_piece[Piece.CONTENT], choices, strict=True)
    ]
    for content, choice in zip(by_piece[Piece.CONTENT], _share_out(choices, at_home), strict=True):
        if choice:
            contents.setdefault(choice[0], []).append((content, choice[1]))
    found = []
    for at in sorted(contents):
        source, sureness = _source_of(cues[at], edges_of_sources, vectors, lines, bias)
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


Choice = tuple[int, float]
"""A candidate's index and its probability."""


def _edges(stretches: Sequence[Tagged]) -> Ints:
    """First and last words (n, 2)."""
    return np.array([(one.first, one.last) for one in stretches], dtype=np.int64).reshape(-1, 2)


def _near(one: Tagged, others: Ints) -> slice:
    """Which of the others, rising, begin within reach."""
    start, end = np.searchsorted(others[:, 0], [one.first - REACH, one.last + REACH])
    return slice(int(start), int(end))


def _gaps(one: Tagged, others: Ints) -> Floats:
    """Words between a stretch and each of others that it does not overlap."""
    between = np.maximum(one.first - others[:, 1], others[:, 0] - one.last) - 1
    return np.asarray(np.maximum(between, 0), dtype=np.float32)


def _likely(one: Tagged, others: Ints, lines: Ints) -> Floats:
    """What speaks for a link before the words are looked at: nearness, and standing in the same line."""
    apart = lines[others[:, 0]] != lines[one.first]
    return np.asarray(-NEARNESS * np.log1p(_gaps(one, others)) - OTHER_LINE * apart, dtype=np.float32)


def _cues_of(content: Tagged, cues: Ints, vectors: Floats, lines: Ints, bias: LinkBias) -> tuple[Choice, ...]:
    """The cues a content may belong to, the most probable first."""
    near = _near(content, cues)
    found = cues[near]
    if not len(found):
        return ()
    own = vectors[content.first, CONTENT_FIRST] + vectors[content.last, CONTENT_LAST]
    distances = content_distances(np.array([[content.first, content.last]]), found[:, 0])[0]
    scores = vectors[found[:, 0], CUE_OF_CONTENT] @ own / VECTOR**0.5 + bias.content[distances]
    chances = _softmax(scores + _likely(content, found, lines))
    order = np.argsort(-chances, kind="stable")[:CHOICES]
    return tuple((near.start + int(at), float(chances[at])) for at in order)


def _is_at_home(content: Tagged, cue: int, cues: Ints, lines: Ints) -> bool:
    """Whether a content stands in its cue's line, with no other cue between them."""
    after = int(np.searchsorted(cues[:, 0], content.first))
    return bool(lines[cues[cue, 0]] == lines[content.first]) and cue in (after - 1, after)


def _share_out(choices: Sequence[Sequence[Choice]], at_home: Sequence[Choice | None]) -> tuple[Choice | None, ...]:
    """One cue for each content: the surest pairs first, each cue once; a content left over takes its cue `at_home`.

    So the second half of a quotation that its cue stands in the middle of does not go to another verb nearby.
    """
    pairs = sorted((-chance, at, cue) for at, choice in enumerate(choices) for cue, chance in choice if chance >= FAINT)
    given: dict[int, Choice] = {}
    taken: set[int] = set()
    for chance, at, cue in pairs:
        if at not in given and cue not in taken:
            given[at] = (cue, -chance)
            taken.add(cue)
    return tuple(given.get(at) or home for at, home in enumerate(at_home))


def _source_of(cue: Tagged, sources: Ints, vectors: Floats, lines: Ints, bias: LinkBias) -> tuple[int | None, float]:
    """Which of the sources a cue has, None for none, and how probably."""
    near = _near(cue, sources)
    found = sources[near]
    scores = vectors[found[:, 0], SOURCE_OF_CUE] @ vectors[cue.first, CUE_OF_SOURCE] / VECTOR**0.5
    scores = scores + bias.source[distance_class(found[:, 0] - cue.first)] + _likely(cue, found, lines)
    chances = _softmax(np.append(scores, vectors[cue.first, SOURCELESS] + NOBODY))
    best = int(chances.argmax())
    return (near.start + best if best < len(found) else None), float(chances[best])


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)
