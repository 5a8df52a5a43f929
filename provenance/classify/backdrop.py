"""What an article itself says of the bodies and people in it: "Norvane, a drugmaker", "the state-owned Herald"."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

import attrs

from provenance.classify.kinds import OF_STATE, first_known, kind_of_body, kind_of_group, words_of
from provenance.lexicon.grammar import small_words
from provenance.lexicon.registry import registry
from provenance.lexicon.reporting import reporting_forms
from provenance.models import SourceType

_NAME = r"[A-Z][\w&.’'-]*+(?: (?:[A-Z&][\w&.’'-]*+|(?:of|for|and|the) [A-Z][\w&.’'-]*+)){0,6}+"
"""Up to seven words. No repetition gives back what it took: nothing that follows begins like a name's own words."""
_APPOSED = re.compile(
    rf"(?<![\w.’'-])(?<![Ii]n )(?<![Aa]t )(?<![Oo]n )(?<![Nn]ear )(?<![Ff]rom )(?:The )?(?P<name>{_NAME})"
    r"(?:,| is| was) (?:an? (?P<what>(?:[\w’'&-]++ ?){1,8}+)|the (?P<that>(?:[\w’'&-]++ ?){1,8}+)(?=,))"
)
_ABBREVIATED = re.compile(rf"(?<![\w.’'-])(?:The )?(?P<name>{_NAME}),? \((?:the )?(?P<short>[A-Z][A-Z-]{{1,7}})\)")
_STATE_OWNED = re.compile(r"(?:state|government)-(?:owned|run|controlled|funded)(?!\w)")
_RUN_NAME = re.compile(rf"{OF_STATE.pattern} (?:[a-z]+ ){{0,3}}(?P<name>{_NAME})")
_OWNED_NAME = re.compile(rf"{_STATE_OWNED.pattern} (?:[a-z]+ ){{0,3}}(?P<name>{_NAME})")
_CALLED = re.compile(
    r"(?<![\w.’'-])(?P<name>(?:[A-Z][\w’'-]* (?:(?:of|for|and|the) )?){1,5}"
    r"(?P<noun>Bank|Fund|Agency|Council|Commission))(?!\w)"
)
_UNION = re.compile(r"(?<!\w)(?:EU|E\.U\.|European (?:Union|Commission|Council|Parliament))(?!\w)")
ORGANS = ("Commission", "Council", "Parliament")
_ORGAN = re.compile(rf"(?<![\w.])(?P<before>[A-Z][\w’'-]+) (?P<organ>{'|'.join(ORGANS)})(?!\w)")
_NO_PLACE = ("European", "EU", "The")
_QUOTED = re.compile(r"[“\"][^“”\"\n]*[”\"]")
_SENTENCE_END = re.compile(r"[.?!][”\"’']?\s+(?=[\W]?[A-Z])|\n")
_BODY_HERE = re.compile(
    rf"(?<![\w.’'-])(?:(?:[Tt]he|[Aa]n?) (?:[\w-]+ ){{0,2}}[a-z]+|(?:The )?{_NAME}(?: [a-z]+)?)(?!\w)"
)
_BOSS = re.compile(r"(?<!\w)([A-Z][\w-]+)['’]s? |(?:for|to) (?:[A-Z][\w.’-]* ){0,2}([A-Z][\w-]+)$")

OPENING = 4
"""How many words a sentence that begins with a group may have up to the noun for it: "Two senior harbour pilots"."""

NEAR = 400
"""How many characters before somebody the body is looked for whose staff he or she is."""

BOSSES, PLACES = 40, 4
"""How many people who have staff are looked up in the text, and at how many places each: keeps long articles linear."""


@attrs.frozen(kw_only=True, slots=False)
class Backdrop:
    """What a text says of those whom the word lists do not know."""

    text: str

    @cached_property
    def bodies(self) -> dict[str, SourceType]:
        """The kinds of bodies by what the text says of them, by abbreviation, and of the European Union's organs."""
        found = dict[str, SourceType]()
        for name, kind in (*self._apposed(), *self._abbreviated(), *self._organs(), *self._nouns()):
            found.setdefault(name, kind)
        return found

    @cached_property
    def owned_by_states(self) -> frozenset[str]:
        """The names that the text calls owned or run by a state."""
        if not _STATE_OWNED.search(self.text):
            return frozenset()
        before = {match["name"] for match in _OWNED_NAME.finditer(self.text)}
        after = {match["name"] for match in _APPOSED.finditer(self.text) if _STATE_OWNED.search(_said_of(match))}
        return frozenset(before | after)

    @cached_property
    def run_by_states(self) -> frozenset[str]:
        """The names of what the text says a government runs: "the government-run Harrow Health Fund"."""
        before = {match["name"] for match in _RUN_NAME.finditer(self.text)}
        after = {match["name"] for match in _APPOSED.finditer(self.text) if OF_STATE.search(_said_of(match))}
        return frozenset(before | after)

    def kind_of_several(self, offset: int) -> SourceType | None:
        """The kind of those of whom "one" or "another" is, with whom a sentence just before began: "Users were angry".

        None where they are of no known kind.
        """
        for piece in reversed(self._pieces_before(offset)[-2:]):
            words = words_of(piece)
            for stop in range(1, len(words) + 1):
                found = registry().role(words[:stop])
                speaks = stop <= OPENING or "".join(words[stop : stop + 1]) in reporting_forms()
                if found and found.plural and speaks:
                    kind = kind_of_group(" ".join(words[:stop]), {})
                    return None if kind is SourceType.UNKNOWN else kind
        return None

    def _pieces_before(self, offset: int) -> list[str]:
        """What of the sentences before an offset is not quoted, the last one up to it."""
        before = _QUOTED.sub("", self.text[max(0, offset - NEAR) : offset])
        ends = [0, *(match.end() for match in _SENTENCE_END.finditer(before)), len(before)]
        return [before[first:stop] for first, stop in pairwise(ends)]

    def is_owned_by_state(self, name: str) -> bool:
        """Whether the text says that a body is a state's."""
        return name in self.owned_by_states or bool(_STATE_OWNED.match(name))

    def kind_of_owner(self, offset: int) -> SourceType | None:
        """The kind of the body whose chairman or spokeswoman somebody is: named first in the sentence, or in the last.

        None where neither sentence names a body.
        """
        return first_known(_kind_of_first(piece) for piece in reversed(self._pieces_before(offset)[-2:]))

    def titles_of(self, surname: str) -> tuple[str, ...]:
        """What the text calls somebody who need not be a source: the words before the name and those after it."""
        pattern = re.compile(rf"(?<![\w.’'-]){re.escape(surname)}(?!\w)")
        found = list[str]()
        for _, match in zip(range(PLACES), pattern.finditer(self.text), strict=False):
            found.extend(filter(None, (self._title_before(match.start()), self._title_after(match.end()))))
        return tuple(found)

    def _title_before(self, at: int) -> str:
        words = re.split(r"[.;:!?\n”\"] ", self.text[max(0, at - 80) : at])[-1].replace(",", "").split()
        for stop in range(len(words), max(0, len(words) - 3), -1):
            named = all(word[:1].isupper() for word in words[stop:])
            if named and registry().role(tuple(words[:stop])):
                return " ".join(words[max(0, stop - 4) : stop])
        return ""

    def _title_after(self, at: int) -> str:
        described = _DESCRIBED.match(self.text, at)
        return described[1] if described and registry().role(tuple(_core(described[1]))) else ""

    def _apposed(self) -> Iterator[tuple[str, SourceType]]:
        for match in _APPOSED.finditer(self.text):
            speaks = match["that"] and any(word in reporting_forms() for word in match["that"].split())
            if not speaks and (kind := _kind_of_noun(_said_of(match))):
                yield match["name"], kind

    def _abbreviated(self) -> Iterator[tuple[str, SourceType]]:
        for match in _ABBREVIATED.finditer(self.text):
            kind, initials = kind_of_body(match["name"]), "".join(re.findall(r"(?<!\w)[A-Z]", match["name"]))
            known = kind is SourceType.UNKNOWN or registry().organization(match["short"])
            if initials == match["short"] and not known:
                yield match["short"], kind

    def _nouns(self) -> Iterator[tuple[str, SourceType]]:
        """The kinds of "the bank" and "the fund" in a text in which all that are called so are of one kind."""
        kinds = defaultdict[str, set[SourceType]](set)
        for match in _CALLED.finditer(self.text):
            run = match["name"] in self.run_by_states
            kinds[match["noun"].lower()].add(SourceType.GOVERNMENT if run else kind_of_body(match["name"]))
        yield from ((noun, next(iter(found))) for noun, found in kinds.items() if len(found) == 1)

    def _organs(self) -> Iterator[tuple[str, SourceType]]:
        if not _UNION.search(self.text):
            return
        others = {match["organ"] for match in _ORGAN.finditer(self.text) if match["before"] not in _NO_PLACE}
        named = {organ for organ in ORGANS if f"European {organ}" in self.text}
        yield from ((organ, SourceType.INTERGOVERNMENTAL) for organ in named if organ not in others)


_DESCRIBED = re.compile(r", (?:an?|the|who is) ((?:[\w’'.-]+ ?){1,8})")


def _said_of(match: re.Match[str]) -> str:
    return match["what"] or match["that"]


def bosses_in(names: Iterable[str]) -> tuple[str, ...]:
    """The surnames of those whose staff or papers some names speak of: "Vale’s spokesman", "a spokesman for Vale"."""
    found = dict.fromkeys(first or last for name in names for first, last in _BOSS.findall(name))
    return tuple(found)[:BOSSES]


def _core(words: str) -> list[str]:
    """The words of a noun phrase before its first modifier to the right."""
    split = words_of(words)
    stop = next((n for n, word in enumerate(split) if n and word in small_words("phrase ends")), len(split))
    based = next((n for n, word in enumerate(split) if n and word.endswith(("ed", "ing")) and word.islower()), stop)
    return list(split[: min(stop, based)])


def _kind_of_noun(words: str) -> SourceType | None:
    """The kind that a common noun gives a body: "a biotechnology company based in Harrow"."""
    core = tuple(_core(words))
    tail = registry().body(core) if core and core[-1].islower() else None
    news = tail is not None and tail.entry.source_type is SourceType.NEWS_MEDIA
    return tail.entry.source_type if tail and (tail.entry.noun or news) else None


_SPEAKS_OF_OTHERS = (None, SourceType.UNKNOWN, SourceType.NEWS_MEDIA, SourceType.STATE_MEDIA, SourceType.PRESS)
"""What a body may be that a sentence names first although the next one is of another: who reported it."""


def _kind_of_first(sentence: str) -> SourceType | None:
    """The kind of the body that a sentence names first; a place is none."""
    for match in _BODY_HERE.finditer(sentence):
        name = match.group()
        words = name.split()
        for stop in range(len(words), 0, -1):
            kind = _kind_of_speaker(" ".join(words[:stop]))
            if kind not in _SPEAKS_OF_OTHERS:
                return kind
    return None


def _kind_of_speaker(name: str) -> SourceType | None:
    """The kind of a body that may have a spokesman; None for a place."""
    words = words_of(name)
    entry, tail = registry().organization(name), registry().body(words)
    named = entry is not None and (entry.source_type is not SourceType.GOVERNMENT or tail is not None)
    noun = tail is not None and words[-1].lower() not in small_words("places")
    return kind_of_body(name) if named or noun else None
