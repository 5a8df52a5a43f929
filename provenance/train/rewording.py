"""Texts like those at hand but in other words, for teachers to mark.

After the augmentation of Jiao et al., "TinyBERT: Distilling BERT for Natural Language Understanding" (2020): some words
give way to ones whose embeddings are near. What comes out need not make sense; the teacher says what it takes it for.
"""

import re
from collections.abc import Mapping

import attrs
import numpy as np
import numpy.typing as npt

from provenance.train.corpus import Gold

NEAREST = 8
"""How many words may stand for another."""

AT_ONCE = 1024
"""Words whose neighbours are looked for together; more take more memory."""

_WHOLE = re.compile(r"[a-z]{4,}")
_WORD = re.compile(r"\b[A-Za-z]{4,}\b")
"""Shorter words hold a sentence together, and pieces of words have no sense of their own."""


def near_words(vocabulary: Mapping[str, int], embeddings: npt.NDArray[np.float32]) -> Mapping[str, tuple[str, ...]]:
    """The words nearest to each word of a vocabulary, nearest first, all in lower case.

    `vocabulary` numbers the rows of `embeddings` (pieces, size).
    """
    words = sorted(piece for piece in vocabulary if _WHOLE.fullmatch(piece))
    vectors = embeddings[[vocabulary[word] for word in words]]
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = dict[str, tuple[str, ...]]()
    for at in range(0, len(words), AT_ONCE):
        likeness = vectors[at : at + AT_ONCE] @ vectors.T
        nearest = np.argsort(-likeness, axis=1)[:, 1 : NEAREST + 1]
        found |= {word: tuple(words[i] for i in row) for word, row in zip(words[at:], nearest, strict=False)}
    return found


def reword(gold: Gold, neighbours: Mapping[str, tuple[str, ...]], *, share: float, seed: int) -> Gold:
    """An article with `share` of its words changed for near ones, which nobody annotated.

    Each word is changed or kept by chance, the same for a `seed` and an article's name; a capital stays one.
    """
    random = np.random.default_rng([seed, *gold.name.encode()])

    def changed(found: re.Match[str]) -> str:
        word = found[0]
        near = neighbours.get(word.lower())
        if near is None or random.random() >= share:
            return word
        other = near[int(random.integers(len(near)))]
        return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other

    return attrs.evolve(gold, name=f"reworded/{gold.name}", text=_WORD.sub(changed, gold.text), versions=())
