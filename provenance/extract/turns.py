"""Speech whose speaker is named without a verb: before a colon in a transcript, or behind a dash after a quotation.

VALE: We will open the dam in May.
“We are all ashamed.” — Nora Vale
"""

import re
from collections import Counter

from provenance.extract.passages import Passage, Prose
from provenance.models import Attribution, Kind, Span

ENOUGH_TURNS = 3
"""How many turns make a transcript; with fewer, a colon as often follows a dateline or a heading."""

PRECISION = 0.9
"""Not measured: few articles are transcripts."""

_IN_CAPITALS = re.compile(r"[\"“]?(?P<source>[A-Z][A-Z.’' -]{1,40}[A-Z.])\s?(?P<cue>:)\s(?P<content>.*\S)")
_BY_NAME = re.compile(r"[\"“]?(?P<source>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?P<cue>:)\s(?P<content>.*\S)")
_SIGNED = re.compile(
    r"(?P<content>[“\"][^\n]{12,}[”\"])\s?(?P<cue>[―—–]|\s--?)\s?"
    r"(?P<source>[A-Z][\w.’'-]+(?: [\w.’'-]+){0,4} [\w.’'-]*\w)[,.]?"
)


def find_turns(prose: Prose) -> tuple[Attribution, ...]:
    """Every turn of a transcript and every signed quotation, in text order.

    A transcript in capitals has at least `ENOUGH_TURNS` turns; one with names as elsewhere in the text has at least two
    speakers who each have two.
    """
    capitals, named, signed = (_matches(prose, pattern) for pattern in (_IN_CAPITALS, _BY_NAME, _SIGNED))
    turns = capitals if len(capitals) >= ENOUGH_TURNS else {}
    speakers = Counter(match["source"] for match in named.values())
    if not turns and sum(count > 1 for count in speakers.values()) > 1:
        turns = {passage: match for passage, match in named.items() if speakers[match["source"]] > 1}
    found = {**signed, **turns}
    return tuple(_turn(passage, found[passage]) for passage in prose.passages if passage in found)


def _matches(prose: Prose, pattern: re.Pattern[str]) -> dict[Passage, re.Match[str]]:
    found = (
        (passage, pattern.fullmatch(prose.text, passage.span.start, passage.span.end)) for passage in prose.passages
    )
    return {passage: match for passage, match in found if match}


def _turn(passage: Passage, match: re.Match[str]) -> Attribution:
    source, cue, content = (Span(*match.span(name)) for name in ("source", "cue", "content"))
    return Attribution(
        kind=Kind.CLAIM,
        source=(source,),
        cue=(cue,),
        content=(content,),
        statement=passage.span,
        confidence=PRECISION,
        rule="turn",
    )
