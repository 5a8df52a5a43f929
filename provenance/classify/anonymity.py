"""Whose name is withheld by what stands near a source and not in its own words: a later sentence, an earlier source."""

import re
from collections.abc import Iterable, Mapping, Sequence

from provenance.classify.identity import identity_of
from provenance.lexicon.registry import registry
from provenance.models import Identity, Mention, Span
from provenance.text import paragraphs, sentences

REACH = 1500
"""How many characters after a source the rest of its paragraph is searched."""

_UNNAMED = (Identity.UNNAMED_PERSON, Identity.UNNAMED_GROUP)
_HEAD_ENDS = re.compile(
    r"\s*(?:,|\b(?:of|in|at|with|from|for|on|to|by|who|whose|familiar|close|briefed|involved|inside|within)\b).*",
    re.DOTALL,
)
_MAY_ASK = re.compile(r"anonym|named|names?\b|identif|quoted|authori[sz]ed|background|reprisal|retaliation")
"""A word of every request; the whole table is looked for only where one stands, which saves most of the time."""

_CLAUSE = re.compile(r",\s+(?:who|whose|speaking|asking|requesting|insisting|wishing)\b[^,;“”\"\n]{0,160}")
_BACK = re.compile(
    r"(?:the|these|those|both|(?:one|another|two|three|some|several|most|all|none|neither|either) of the(?:se)?)\s",
    re.IGNORECASE,
)
_ENDS = tuple('.?!”"')
"""With what a sentence ends."""

_OF_THEM = re.compile(r"^(?:\w+ ){1,3}?of the(?:se)?\s+", re.IGNORECASE)


def withheld(text: str, mentions: Mapping[str, Sequence[Mention]]) -> frozenset[str]:
    """The keys of unnamed sources who ask elsewhere for anonymity, or are some of those who have it."""
    hidden = [m for found in mentions.values() for m in found if identity_of(m) is Identity.ANONYMOUS_SOURCE and m.span]
    asking = {key: found for key, found in mentions.items() if identity_of(found[0]) in _UNNAMED}
    near = {key for key, found in asking.items() if any(_asks(text, m) for m in found)}
    hidden += [mention for key in near for mention in asking[key]]
    first = dict[str, int]()
    for mention in hidden:
        noun, start = _noun(mention.name), mention.span.start if mention.span else 0
        first[noun] = min(start, first.get(noun, start))
    return frozenset(near | {key for key, found in asking.items() if all(_is_of(text, m, first) for m in found)})


def _noun(name: str) -> str:
    """The noun that heads a description, in the singular: "two senior officials in Harrow" are each an official."""
    words = _HEAD_ENDS.sub("", _OF_THEM.sub("", name), count=1).split()
    noun = words[-1].lower() if words else ""
    role = registry().role((noun,)) if noun else None
    return role.entry.name if role else noun.removesuffix("s")


def _is_of(text: str, mention: Mention, first: Mapping[str, int]) -> bool:
    """Whether a source takes up those who were granted anonymity before: "one of the people", "the officials"."""
    words = mention.span.of(text) if mention.span else ""
    if mention.span and words.lower() in ("one", "another"):
        return _follows_hidden(text, mention.span, first.values())
    back = _BACK.match(words + " ")
    if not mention.span or not back or not (_OF_THEM.match(words) or words[back.end() :].isalpha()):
        return False
    return first.get(_noun(mention.name), len(text)) < mention.span.start


def _follows_hidden(text: str, span: Span, hidden: Iterable[int]) -> bool:
    """Whether the sentence before "One said" is of people who keep their names to themselves."""
    before = text[max(0, span.start - REACH) : span.start].rpartition("\n")[2]
    pieces = sentences(before, Span(0, len(before))) if before.strip() else ()
    inside = before.rstrip()[-1:] not in _ENDS
    opening = next((piece.start for piece in pieces[-1 - inside :]), 0)
    start = span.start - len(before) + opening
    return any(start <= at < span.start for at in hidden)


def _asks(text: str, mention: Mention) -> bool:
    """Whether a clause right after a source, or a later sentence of its paragraph about it, asks for anonymity."""
    if not mention.span:
        return False
    anonymity, end = registry().anonymity, min(len(text), mention.span.end + REACH)
    if not _MAY_ASK.search(text, mention.span.end, end):
        return False
    clause = _CLAUSE.match(text, mention.span.end, end)
    if clause and anonymity.search(clause[0]):
        return True
    rest = next(iter(paragraphs(text[mention.span.end : end])), None)
    if rest is None or "\n" in text[mention.span.end : mention.span.end + rest.start]:
        return False
    block = Span(mention.span.end + rest.start, mention.span.end + rest.end)
    return any(
        _is_about(mention, piece.of(text), next_one=at == 1) and anonymity.search(piece.of(text))
        for at, piece in enumerate(sentences(text, block))
        if at
    )


def _is_about(mention: Mention, sentence: str, *, next_one: bool) -> bool:
    """Whether a sentence begins with a source's noun, or, right after it, with a pronoun."""
    noun, group = _noun(mention.name), identity_of(mention) is Identity.UNNAMED_GROUP
    if next_one and sentence.startswith(("They ", "Both ", "All ") if group else ("He ", "She ", "They ")):
        return True
    again = re.match(
        rf"(?:The|These|Those|Both|All|Both of the|All of the) (?:[\w-]+ )?{re.escape(noun)}(s?)(?!\w)", sentence
    )
    return bool(noun and again and (noun == "people" or bool(again[1]) is group))
