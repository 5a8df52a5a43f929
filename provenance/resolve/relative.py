"""The noun phrase that "who" or "which" follows on."""

from provenance.lexicon.entries import Gender
from provenance.lexicon.grammar import small_words
from provenance.resolve.names import is_name_word, name_runs
from provenance.resolve.phrases import Form, Phrase, is_opener, parse, time_after
from provenance.resolve.scene import Scene
from provenance.resolve.words import Word, split_words


def antecedent(scene: Scene, phrase: Phrase) -> Phrase | None:
    """The noun phrase right before a relative pronoun, or the one described there: "A, the old mill, which"."""
    start = phrase.span.start
    sentence = scene.layout.sentence(start)
    words = _before_aside(split_words(scene.text, max(sentence.start, start - 240), start))
    words = _without_marks(_without_share(words))
    words = _without_marks(words[: len(words) - time_after(words)])
    comma = max((n for n, word in enumerate(words) if word.text == ","), default=0)
    apposed = comma and words[comma + 1].lower == "the"
    return _phrase_at_end(words, phrase) or (_phrase_at_end(words[:comma], phrase) if apposed else None)


def _before_aside(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words before an aside between dashes that ends here: "A, B — most of whom had left — who"."""
    dashes = [n for n, word in enumerate(words) if word.text in _DASHES and (n == 0 or words[n - 1].text != word.text)]
    closed = len(dashes) > 1 and all(word.text in _DASHES for word in words[dashes[-1] :])
    return words[: dashes[-2]] if closed else words


_DASHES = frozenset("-–—―")


def _without_share(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without the share that "whom" is of: "admirals, most of"."""
    shares = len(words) > 2 and words[-1].lower == "of" and words[-2].lower in small_words("quantities")
    return words[:-2] if shares else words


def _without_marks(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without the punctuation they end with."""
    end = len(words)
    while end and words[end - 1].is_punctuation:
        end -= 1
    return words[:end]


def _phrase_at_end(words: tuple[Word, ...], phrase: Phrase) -> Phrase | None:
    """The noun phrase that words end with; None if its head is unknown and no "a" says where it begins."""
    if not words:
        return None
    first = len(words) - 1
    opener = max((n for n, w in enumerate(words[-10:], max(0, len(words) - 10)) if is_opener(w)), default=0)
    while first > opener and not words[first - 1].is_punctuation and len(words) - first < 14:
        before = words[first - 1].lower
        if before in small_words("clause words") or (
            before == "of" and phrase.pronoun and phrase.pronoun.gender is Gender.THING
        ):
            break
        first -= 1
    if is_name_word(words[-1]):
        run = name_runs(words)[-1]
        first = max(first, run.first if phrase.pronoun and phrase.pronoun.gender is Gender.THING else first)
    piece = words[first:]
    whole = found = parse(piece)
    while found and found.form is Form.OTHER and len(piece) > 1 and not found.name:
        piece = piece[1:]
        found = parse(piece)
    if found and found.form is not Form.OTHER:
        return found
    return whole if whole and whole.determiner in ("a", "an") else None
