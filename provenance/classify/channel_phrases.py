"""Where a text names a way of getting out: an interview, a letter, a network that was spoken to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from provenance.lexicon.registry import CHANNELS
from provenance.models import Channel, Span

Named = tuple[Span, Channel]
"""A channel with the place that names it."""

NETWORKS = (
    "CNN|MSNBC|NBC News|NBC|ABC News|ABC|CBS News|CBS|CNBC|PBS|NPR|BBC|C-SPAN|Fox News|Fox Business|Sky News|Univision"
    "|Telemundo|ITV|HBO"
)
_ON_AIR = (
    rf"(?:{NETWORKS})\s+(?:town hall|forum|debate|interview|special|appearance)(?!\w)|"
    r"(?:on|told|tells|telling|[Ss]peaking\s+(?:to|with|on)|[Ii]nterview\s+(?:on|with)|[Aa]ppear(?:ing|ance)\s+on|"
    rf"(?:sponsored|hosted|moderated|televised|aired|broadcast)\s+(?:by|on))\s+(?:{NETWORKS})(?!\w)"
)
_WORD = re.compile(r"\w+")


def find_channels(text: str) -> Iterator[Named]:
    """Every place that names a channel; of the phrases of one list those that share words count once, the first."""
    yield from ((Span(match.start(), match.end()), Channel.BROADCAST) for match in _on_air().finditer(text))
    phrases, after = _by_first_word(), defaultdict[int, int](int)
    # Only where a word stands that begins a phrase is the rest looked at: a scan for each list takes ten times as long.
    for word in _WORD.finditer(text):
        for number, pattern, channel in phrases.get(word.group().lower(), ()):
            if word.start() >= after[number] and (match := pattern.match(text, word.start())):
                after[number] = match.end()
                yield Span(match.start(), match.end()), channel


def widest(found: Iterable[Named]) -> list[Named]:
    """The places that lie in no other, sorted: "in a brief interview" names no brief."""
    kept = list[Named]()
    for span, channel in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end, pair[1])):
        if not kept or span.end > kept[-1][0].end:
            kept.append((span, channel))
    return kept


@cache
def _on_air() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_ON_AIR})")


@cache
def _by_first_word() -> Mapping[str, tuple[tuple[int, re.Pattern[str], Channel], ...]]:
    """The phrases by their first word in lower case, the longest first, with the number of the list they are of.

    Phrases with a capital are names of programmes and count only as written; the others in any case.
    """
    found = defaultdict[str, list[tuple[int, re.Pattern[str], Channel]]](list)
    for number, entry in enumerate(CHANNELS.entries()):
        for capital, flags in ((False, re.IGNORECASE), (True, re.NOFLAG)):
            listed = defaultdict[str, list[str]](list)
            for phrase in sorted((p for p in entry.phrases if p[0].isupper() is capital), key=lambda p: (-len(p), p)):
                listed[_first_word(phrase)].append(_spelt(phrase))
            for word, spelt in listed.items():
                pattern = re.compile(rf"(?:{'|'.join(spelt)})(?!\w)", flags)
                found[word].append((2 * number + capital, pattern, entry.channel))
    return {word: tuple(patterns) for word, patterns in found.items()}


def _first_word(phrase: str) -> str:
    return re.split(r"\W", phrase, maxsplit=1)[0].lower()


def _spelt(phrase: str) -> str:
    """The pattern of a phrase: any white space between its words, and up to three words for its "…"."""
    words = [r"(?:[\w’'-]+\s+){0,3}?" if word == "…" else re.escape(word) + r"\s+" for word in phrase.split()]
    return "".join(words).removesuffix(r"\s+")
