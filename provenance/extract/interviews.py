"""Who asks and who answers in an interview that is printed as questions and answers.

Q: Why did you leave?
A: I could no longer sign the log.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from provenance.extract.passages import Passage, Prose
from provenance.lexicon.registry import registry
from provenance.models import SourceType, Span

Turns = Mapping[Passage, re.Match[str]]
"""Each paragraph that is a turn, with its `source`, `cue` and `content`."""

ENOUGH = 2
"""How many questions, and how many answers, make an interview; a single "A." may be an initial."""

LETTERED = re.compile(
    r"[\"“]?(?P<source>Q|A|QUESTION|ANSWER|Question|Answer)\s?(?P<cue>[:.])\s(?P<content>.*\S)", re.DOTALL
)
_ASKS = frozenset("q question interviewer reporter".split())
_ANSWERS = frozenset(("a", "answer"))
_NAME = r"(?<![\w’'-])[A-Z][\w’'-]{1,40}(?: (?:[A-Z][\w.’'-]+|de|van|von|al|bin|la|der)){1,4}(?<=[\w’'])"
_INTRODUCED = (
    re.compile(
        rf"({_NAME})(?:,[^,.]{{1,80}},)? (?:spoke|speaks|talked|talks|sat down|sits down|answered|answers"
        r"|discusses|discussed|was interviewed|tells|told)\b"
    ),
    re.compile(
        r"\b(?:[Ii]nterviewed"
        r"|(?:[Ii]nterview|[Cc]onversation|Q&A|spoke|speaks|talked|talks|sat down|caught up) (?:with|to))"
        rf" ({_NAME})"
    ),
    re.compile(rf"(?:^|(?<=[.!?]\s))({_NAME})(?=,| (?:is|was|has|had|served|\w+ed|\w+s)\b)"),
)
"""How the introduction names whom it interviews, the surest way first."""


def lettered_turns(turns: Turns) -> Turns:
    """The turns marked Q and A, if there are enough of both."""
    letters = Counter(match["source"].lower() in _ANSWERS for match in turns.values())
    return turns if min(letters[True], letters[False]) >= ENOUGH else {}


def is_question(prose: Prose, first: int, match: re.Match[str]) -> bool:
    """Whether a turn is the interviewer's: marked as a question, or an outlet's; `first` is where the turns begin."""
    label = match["source"].lower()
    bare = tuple(label.removeprefix("the ").split())
    if label.removeprefix("the ") in _ASKS:
        return True
    if label.startswith("the ") and bare:
        # "THE MERIDIAN" asks, "THE PRESIDENT" and "THE COURT" answer.
        held = registry().role(bare), registry().body(bare)
        return not any(held) or registry().organization(match["source"].title()) is not None
    entry = registry().organization(match["source"].title())
    outlet = entry is not None and entry.source_type is SourceType.NEWS_MEDIA
    named = match["source"].title().removeprefix("The ")
    return outlet or prose.text.find(f"The {named}", 0, first) >= 0


def is_answer(match: re.Match[str]) -> bool:
    """Whether a turn is marked as an answer, without a name."""
    return match["source"].lower() in _ANSWERS


def find_interviewee(prose: Prose, named: Iterable[re.Match[str]], first: int) -> Span | None:
    """Where whoever answers is named: before the one named turn there is, else in the introduction."""
    labels = {match["source"].split()[-1]: Span(*match.span("source")) for match in named}
    if labels:
        return next(iter(labels.values())) if len(labels) == 1 else None
    before = [passage.span for passage in prose.passages if passage.span.end <= first]
    for way in _INTRODUCED:
        for span in before:
            for found in way.finditer(span.of(prose.masked)):
                if not found[1].startswith("The ") and registry().organization(found[1]) is None:
                    return Span(span.start + found.start(1), span.start + found.end(1))
    return None
