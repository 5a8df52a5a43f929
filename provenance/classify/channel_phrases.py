"""Where a text names a way of getting out: an interview, a letter, a network that was spoken to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

import attrs

from provenance.lexicon.entries import ChannelWords
from provenance.lexicon.registry import CHANNELS
from provenance.models import Channel, Span


@attrs.frozen
class Phrases:
    """Phrases of one list that begin with the same word; `number` is the list's, `spelt` their pattern."""

    number: int
    spelt: str
    flags: re.RegexFlag
    words: ChannelWords

    def at(self, text: str, offset: int) -> re.Match[str] | None:
        """The phrase that stands at an offset, the longest where several do."""
        return _compiled(self.spelt, self.flags).match(text, offset)


@cache
def _compiled(spelt: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """A pattern, when it is first needed: an article has a tenth of the words that begin a phrase."""
    return re.compile(spelt, flags)


@attrs.frozen(order=True)
class Named:
    """A channel, with the place that names it and whether it is an occasion on which several people speak.

    In a `scene` they speak in turn, in one place: a court, a council.
    """

    span: Span
    channel: Channel
    shared: bool
    scene: bool = False


NETWORKS = (
    "CNN|MSNBC|NBC News|NBC|ABC News|ABC|CBS News|CBS|CNBC|PBS|NPR|BBC|C-SPAN|Fox News|Fox Business|Sky News|Univision"
    "|Telemundo|ITV|HBO"
)
_DEBATED = rf"(?:{NETWORKS})\s+(?:town hall|forum|debate)(?!\w)"
_ON_AIR = (
    rf"(?:{NETWORKS})\s+(?:interview|special|appearance)(?!\w)|told\s+the\s+(?:{NETWORKS})['’]s(?!\w)|"
    r"(?:on|told|tells|telling|[Ss]peaking\s+(?:to|with|on)|[Ii]nterview\s+(?:on|with)|[Aa]ppear(?:ing|ance)\s+on|"
    rf"(?:sponsored|hosted|moderated|televised|aired|broadcast)\s+(?:by|on))\s+(?:{NETWORKS})(?!\w)"
)
_WORD = re.compile(r"\w+")


def find_channels(text: str) -> Iterator[Named]:
    """Each place that names a channel, or only seems to (`unspecified`); those of one list that share words are one."""
    for pattern, shared in _on_air():
        yield from (Named(Span(*m.span()), Channel.BROADCAST, shared) for m in pattern.finditer(text))
    phrases, after = _by_first_word(), defaultdict[int, int](int)
    # Only where a word stands that begins a phrase is the rest looked at: a scan for each list takes ten times as long.
    for word in _WORD.finditer(text):
        for listed in phrases.get(word.group().lower(), ()):
            if word.start() >= after[listed.number] and (match := listed.at(text, word.start())):
                after[listed.number], words = match.end(), listed.words
                yield Named(Span(match.start(), match.end()), words.channel, words.shared, words.scene)


def widest(found: Iterable[Named]) -> list[Named]:
    """The places that lie in no other, sorted: "in a brief interview" names no brief, "an ad hoc meeting" no ad."""
    kept = list[Named]()
    for named in sorted(
        found, key=lambda one: (one.span.start, -one.span.end, not one.scene, one.channel, not one.shared)
    ):
        if not kept or named.span.end > kept[-1].span.end:
            kept.append(named)
    return [named for named in kept if named.channel is not Channel.UNSPECIFIED]


@cache
def _on_air() -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple((re.compile(rf"(?<!\w)(?:{words})"), shared) for words, shared in ((_DEBATED, True), (_ON_AIR, False)))


@cache
def _by_first_word() -> Mapping[str, tuple[Phrases, ...]]:
    """The phrases by their first word in lower case, the longest first, with the number of the list they are of.

    Phrases with a capital hold names and count only as written, but for their first letter; the others in any case.
    """
    found = defaultdict[str, list[Phrases]](list)
    for number, entry in enumerate(CHANNELS.entries()):
        for names, flags in ((False, re.IGNORECASE), (True, re.NOFLAG)):
            listed = defaultdict[str, list[str]](list)
            phrases = (form for phrase in entry.forms for form in _tenses(phrase) if _holds_a_name(phrase) is names)
            for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
                listed[_first_word(phrase)].append(_spelt(phrase))
            for word, spelt in listed.items():
                pattern = rf"(?:{'|'.join(spelt)})(?!\w|-\w)"
                found[word].append(Phrases(2 * number + names, pattern, flags, entry))
    return {word: tuple(patterns) for word, patterns in found.items()}


def _tenses(phrase: str) -> tuple[str, ...]:
    """A phrase in every tense: who "told the court" also "tells the court"."""
    first, _, rest = phrase.partition(" ")
    return tuple(f"{form} {rest}" for form in ("told", "tell", "tells", "telling")) if first == "told" else (phrase,)


def _holds_a_name(phrase: str) -> bool:
    return "^" in phrase or phrase != phrase.lower()


def _first_word(phrase: str) -> str:
    return re.split(r"\W", phrase, maxsplit=1)[0].lower()


_OPEN = {"…": r"(?:(?:[\w’'-]+(?:[.,]\w+)*|[ap]\.m\.)\s+){0,3}?", "^": r"(?:[A-Z][\w.’'&-]*\s+){0,3}?"}


def _spelt(phrase: str) -> str:
    """The pattern of a phrase: any white space between its words, and up to three words for its "…" or "^".

    Who is "to tell us" something has not told it.
    """
    first, *rest = phrase.split()
    begun = "(?<!to )" * (first == "tell") + f"[{first[0].upper()}{first[0]}]{re.escape(first[1:])}"
    words = [begun + r"\s+", *(_OPEN.get(word) or re.escape(word) + r"\s+" for word in rest)]
    return "".join(words).removesuffix(r"\s+")
