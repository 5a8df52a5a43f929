"""Noun phrases before and after a reporting word, found by their borders instead of by parsing.

All functions look at masked text (see `passages`) and give offsets into it. Windows are bounded: a source is at most
`LONGEST` code points long.
"""

import re

from provenance.extract.passages import COVER
from provenance.lexicon.silences import HEDGES
from provenance.models import Span

LONGEST = 240

_PRONOUN = (
    r"(?:he|she|it|they|we|i|you|who|which|both|others|some|many|most|few|one|no\s+one|nobody|everyone|everybody)"
)
_DETERMINER = (
    r"(?:the|a|an|this|that|these|those|his|her|its|their|our|my|your|several|many|some|most|few|two|three|four|five|six"
    r"|seven|eight|nine|ten|one|another|other|both|each|every|all|no|more|\d[\d,.]*%?)"
)
_NOUN_PHRASE = re.compile(
    rf"(?:{_PRONOUN}\b(?!\s+of\b)|{_DETERMINER}\s+\S|[A-Z]|[a-z]+(?:s|ers?|ors?|police|people|man|woman)\b)",
    re.IGNORECASE,
)
_BORDER = re.compile(
    r"(?:[;:—–―]|\s--?\s|[\[■]|\((?![A-Z]{1,3}-[\w.]{2,14}\))|(?:[\"”’»“«]|'')\s|,\s|\b(?:but|that|while|as|because|after|when|if|where|before|since|although|though"
    r"|than|how|what|why|whether|until|unless|so|yet|who|which|whom|to|and\s+(?=(?:he|she|it|they|we|I)\b)"
    r"|(?:(?:has|have|had)\s+)?(?:said|says?|wrote|believes?|believed|thinks?|thought|knows?|knew|told\s+\w+))\s)",
    re.IGNORECASE,
)
_PRONOUN_ENDING = re.compile(r"(?<!\band)(?<!\bor)(?<!\bnor)(?:^|\s)(he|she|they|we|I|who|which|that)$")
_RELATIVE = re.compile(r"who\b|which")
_STEP_BACK = re.compile(
    r"(?:\s|^)(?:also|then|later|recently|repeatedly|first|still|once|even|just|again|already|now|often|soon|never|not"
    r"|further|always|ever|both|all|himself|herself|themselves|had|has|have|is|are|was|were|been|be|being|do|does|did"
    r"|will|would|can|could|may|might|must|should|[a-z]+ly|[a-z]+n['’]t)$|['’](?:s|d|ve|ll|re)$"
)
_NOT_SUBJECT = re.compile(
    r"(?:in|on|at|for|with|by|from|of|to|about|under|over|during|through|into|without|against|among|between|since|like"
    r"|despite|amid|until|and|or|but|yet|nor|not|only|then|there|here|just|even|also|still|now|\w+ing|\w+ed|is|was|has|had|will)\b",
)
_OPENING_WORD = re.compile(
    r"(?:But|And|So|Yet|Still|Then|Later|Now|Also|Instead|However|Meanwhile|Earlier|Or|Nor|[A-Z][a-z]+ly|On\s+\w+day)\s+"
)
_AFTER = re.compile(
    r"(?:[;:.!?—–―\"“«(\[]|,|\s--?\s|\s(?:on|when|while|after|before|during|as|via|through|late|early|last|this|that|told"
    r"|said|if|because|at|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in\s+(?:an?|his|her|their|the|\d{4}|[A-Z][a-z]+\s+\d))\b)"
)
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Rev|Prof|St|Jr|Sr)|\b[A-Z]|[a-z]\.[a-z])$")
_APPOSITION = re.compile(
    r",\s+(?:(?:an?|the|who|whose|which|one|former|chief|executive|senior|director|president|head|\d+|his|her|their)\b[^,.;“\"]*"
    r"|[A-Z][^,.;“\"]{2,60}(?=,))"
)


def subject_before(masked: str, start: int, verb: int) -> tuple[Span | None, int]:
    """The noun phrase that a finite verb at `verb` has as its subject, in a clause that begins at `start`.

    Returns the phrase or None, and where the verb group begins: helping words before the verb belong to it.
    """
    group = verb_group(masked, start, verb)
    window = max(start, group - LONGEST)
    end = window + len(masked[window:group].rstrip())
    if end > window and masked[end - 1] == ",":
        opened = _opened_apposition(masked, window, end - 1)
        if opened is None:
            return None, group
        phrase = _phrase_ending(masked, window, opened)
        return (Span(phrase.start, end) if phrase else None), group
    return _phrase_ending(masked, window, end), group


def verb_group(masked: str, start: int, verb: int) -> int:
    """Where the helping words and adverbs before a verb begin."""
    at = verb
    for _ in range(6):
        end = start + len(masked[start:at].rstrip()) if at - start < LONGEST else at - 1
        step = _STEP_BACK.search(masked, max(start, end - 24), end)
        if not step:
            return at
        at = step.start() + (1 if masked[step.start()].isspace() else 0)
        if masked[step.start()] in "'’":
            return step.start()
    return at


def cue_span(masked: str, group: int, verb: Span) -> Span:
    """A verb with its helping words from `group` on, without a hedge before them: that marks the claim, not the cue."""
    words = re.compile(r"(?:also|" + "|".join(hedge.name for hedge in HEDGES.entries()) + r")\s+").match(masked, group)
    return Span(words.end() if words and words.end() <= verb.start else group, verb.end)


def phrase_after(masked: str, start: int, end: int) -> Span | None:
    """The noun phrase that begins at or after `start`, its apposition included, not reaching past `end`."""
    gap = re.match(r"\s*", masked[start : start + 8])
    begin = start + (gap.end() if gap else 0)
    if not _NOUN_PHRASE.match(masked, begin, end):
        return None
    stop = _stop_after(masked, begin, min(end, begin + LONGEST))
    apposition = _APPOSITION.match(masked, stop, min(end, stop + LONGEST))
    if apposition:
        stop = apposition.end()
    stop = begin + len(masked[begin:stop].rstrip(" ,"))
    return Span(begin, stop) if stop > begin else None


def opening_subject(masked: str, clause: Span) -> Span | None:
    """The noun phrase a clause begins with, after an introduction that ends in a comma if there is one."""
    begin = clause.start
    if _INTRODUCTION.match(masked, begin):
        comma = masked.find(", ", begin, min(clause.end, begin + LONGEST))
        if comma < 0:
            return None
        begin = comma + 2
    word = _OPENING_WORD.match(masked, begin, clause.end)
    begin = word.end() if word else begin
    found = _SUBJECT.match(masked, begin, min(clause.end, begin + LONGEST))
    return Span(found.start(1), found.end(1)) if found else None


_INTRODUCTION = re.compile(
    r"(?:In|On|At|For|With|By|From|After|Before|During|While|When|As|Since|If|Although|Though)\b"
)
_SUBJECT = re.compile(
    rf"({_PRONOUN}(?=\s)|(?i:{_DETERMINER})(?:\s+[\w.’'-]+){{1,5}}?(?=,?\s+(?:who|has|have|had|is|are|was|were|will|would"
    r"|can|could|did|does|do|may|also|\w+ed|went|came|took|made|left|gave|said|told)\b)"
    r"|(?!(?:The|An?|That|This|These|Those|His|Her|Its|Their|Some|Many|Most|It|They)\s+[a-z])[A-Z][\w.’'-]*"
    r"(?:\s+(?:of|the|and|de|van|von|al|bin|[A-Z][\w.’'-]*))*(?<!and)(?<!the)(?<!of))"
)


def _opened_apposition(masked: str, start: int, comma: int) -> int | None:
    """Where the comma stands that opens the apposition closed by `comma`."""
    opened = masked.rfind(",", start, comma)
    while opened > start:
        inside = masked[opened + 1 : comma].strip()
        if (
            re.match(r"(?:an?|the|who|whose|which|one|former|\d|his|her|their|in|of|[A-Z]|[a-z]+\s)", inside)
            and COVER not in inside
        ):
            return opened
        opened = masked.rfind(",", start, opened)
    return None


def _phrase_ending(masked: str, start: int, end: int) -> Span | None:
    """The noun phrase between the last border and `end`: all of it, the pronoun it ends with, or a "who" before it."""
    own = _PRONOUN_ENDING.search(masked, start, end)
    if own:
        return Span(own.start(1), end)
    begin, relative = start, None
    for border in _BORDER.finditer(masked, start, end):
        begin = border.end()
        who = _RELATIVE.search(border[0])
        relative = Span(border.start() + who.start(), border.start() + who.end()) if who else None
    word = _OPENING_WORD.match(masked, begin, end)
    begin = word.end() if word else begin
    begin += len(masked[begin:end]) - len(masked[begin:end].lstrip())
    if begin >= end or _NOT_SUBJECT.match(masked, begin, end) or not _NOUN_PHRASE.match(masked, begin, end):
        return relative
    return Span(begin, end)


def _stop_after(masked: str, begin: int, end: int) -> int:
    for stop in _AFTER.finditer(masked, begin + 1, end):
        if masked[stop.start()] == "." and _ABBREVIATED.search(masked, max(begin, stop.start() - 5), stop.start()):
            continue
        return stop.start()
    return end
