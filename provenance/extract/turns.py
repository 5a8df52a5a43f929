"""Speech whose speaker is named without a verb: before a colon in a transcript, or behind a dash after a quotation.

VALE: We will open the dam in May.
“We are all ashamed.” — Nora Vale
"""

import re
from collections import Counter

from provenance.extract.interviews import LETTERED, Turns, find_interviewee, is_answer, is_question, lettered_turns
from provenance.extract.passages import Passage, Prose
from provenance.extract.places import Places
from provenance.models import Attribution, Kind, Span

ENOUGH_TURNS = 3
"""How many turns make a transcript; with fewer, a colon as often follows a dateline or a heading."""

PRECISION = 0.9
"""Not measured: few articles are transcripts."""

INTERVIEW = "interview"
"""The rule that finds what is answered to an interviewer; `classify` knows its channel by it."""

_IN_CAPITALS = re.compile(r"[\"“]?(?P<source>[A-Z][A-Z.’' -]{1,40}[A-Z.])\s?(?P<cue>:)\s(?P<content>.*\S)")
_BY_NAME = re.compile(r"[\"“]?(?P<source>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3})(?P<cue>:)\s(?P<content>.*\S)")
_SIGNED = re.compile(
    r"(?P<content>[“\"][^\n]{12,}[”\"])\s?(?P<cue>[―—–]|\s--?)\s?"
    r"(?P<source>[A-Z][\w.’'-]+(?: [\w.’'-]+){0,4} [\w.’'-]*\w)[,.]?"
)


def find_turns(prose: Prose) -> tuple[Attribution, ...]:
    """Every turn of a transcript and every signed quotation, in text order, but no question of an interviewer.

    A transcript in capitals has at least `ENOUGH_TURNS` turns; one with names as elsewhere in the text has at least two
    speakers who each have two.
    """
    turns, signed = _turns(prose), _matches(prose, _SIGNED)
    asked = _questions(prose, turns)
    first = min((passage.span.start for passage in turns), default=0)
    named = [match for passage, match in turns.items() if passage not in asked and not is_answer(match)]
    interviewee = find_interviewee(prose, named, first) if asked else None
    found = {**signed, **{passage: match for passage, match in turns.items() if passage not in asked}}
    spoken = (passage for passage in prose.passages if passage in found)
    return tuple(
        _turn(passage, found[passage], interviewee, INTERVIEW if asked and passage in turns else "turn")
        for passage in spoken
    )


def without_answers(
    prose: Prose, claims: tuple[Attribution, ...], turns: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """The claims outside the answers of an interview, none with the mark of a question for its source.

    An answer is one claim, whatever others said that it tells of.
    """
    if all(turn.rule != INTERVIEW for turn in turns):
        return claims
    answers = Places.of(turn.statement for turn in turns if turn.rule == INTERVIEW)
    marks = Places.of(
        Span(match.start("source"), match.end("cue")) for match in _questions(prose, _turns(prose)).values()
    )
    return tuple(c for c in claims if not answers.touches(c.cue) and not marks.touches((*c.source, *c.cue)))


def _questions(prose: Prose, turns: Turns) -> dict[Passage, re.Match[str]]:
    first = min((passage.span.start for passage in turns), default=0)
    return {passage: match for passage, match in turns.items() if is_question(prose, first, match)}


def _turns(prose: Prose) -> dict[Passage, re.Match[str]]:
    capitals, named, lettered = (_matches(prose, pattern) for pattern in (_IN_CAPITALS, _BY_NAME, LETTERED))
    lettered = dict(lettered_turns(lettered))
    turns = {**capitals, **lettered} if lettered or len(capitals) >= ENOUGH_TURNS else {}
    speakers = Counter(match["source"] for match in named.values())
    if not turns and sum(count > 1 for count in speakers.values()) > 1:
        turns = {passage: match for passage, match in named.items() if speakers[match["source"]] > 1}
    return turns


def _matches(prose: Prose, pattern: re.Pattern[str]) -> dict[Passage, re.Match[str]]:
    found = (
        (passage, pattern.fullmatch(prose.text, passage.span.start, passage.span.end)) for passage in prose.passages
    )
    return {passage: match for passage, match in found if match}


def _turn(passage: Passage, match: re.Match[str], interviewee: Span | None, rule: str) -> Attribution:
    label, cue, content = (Span(*match.span(name)) for name in ("source", "cue", "content"))
    unnamed = is_answer(match)
    return Attribution(
        kind=Kind.CLAIM,
        source=((interviewee,) if interviewee else ()) if unnamed else (label,),
        cue=(cue,),
        content=(content,),
        statement=passage.span,
        confidence=PRECISION,
        rule=rule,
    )
