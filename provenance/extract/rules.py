"""Claims by rule: reporting words with what stands around them, “according to”, and quotations.

Each rule looks at one reporting word in its clause and gives a claim or nothing. The figure beside a rule is its
precision (content overlap of at least a half and the right source) on the development articles of PolNeAR.
"""

import re

import attrs

from provenance.extract.cues import Cue, cue_span, find_cues
from provenance.extract.passages import Prose, read_prose
from provenance.extract.phrases import opening_subject, phrase_after, subject_before
from provenance.lexicon.reporting import Frame, reporting_forms
from provenance.models import Article, Attribution, Kind, Span

PRECISION = {
    "according-to": 0.89,
    "clause": 0.8,
    "bare-clause": 0.71,
    "object": 0.5,
    "participle": 0.43,
    "tag": 0.91,
    "inverted-tag": 0.84,
}

LEADING = 5
"""“According to” so near to a clause's beginning comes before what it reports ("But according to …")."""

_ACCORDING = re.compile(r"\b(?:according\s+to|in\s+the\s+words\s+of)\s", re.IGNORECASE)
_ADDRESSEE = re.compile(
    r"\s+(?:him|her|them|me|us|you|it|reporters|journalists|(?:the|a|an|his|her|their)\s+(?:[\w.’'-]+\s+){0,4}?[\w.’'-]+"
    r"|[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*){0,4}|\w+)(?=\s|,)"
)
_ADVERBIAL = re.compile(
    r"(?:\s+(?:(?:late\s+|early\s+|last\s+|on\s+|this\s+)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|night|afternoon|evening))?"
    r"|last\s+(?:week|month|year)|(?:in|at|on|during|to)\s+(?:an?|his|her|their|the)\s+[^,“\"■]{3,50}?"
    r"(?:statement|interview|speech|rally|conference|debate|hearing|tweet|letter|email|e-mail|post|briefing|call|report|Twitter|program)"
    r"|to\s+reporters))+"
)
_THAT = re.compile(r"\s*,?\s*(?=that\s)")
_PARENTHETICAL = re.compile(r"\s*,\s[^,“\"■]{3,60},\s+(?=that\s|[“\"])")
_QUOTE_AFTER = re.compile(r"\s*[,:]?\s*(?=[“\"‘«'`]{1,2}[■\w(])")
_END_OF_CONTENT = re.compile(r",\s+(?=(?:according\s+to|which|who|where|\w+ing)\b)")
_OPENING = "\"“‘«'`"
_CLOSING = "\"”’»'"


def find_claims(article: Article) -> tuple[Attribution, ...]:
    """Every claim the rules see, sorted by place; two may overlap (see `merging`)."""
    prose = read_prose(article)
    found = [*(c for cue in find_cues(prose) for c in _claims_of(prose.masked, cue)), *_according_to(prose)]
    return tuple(sorted(found, key=lambda a: (a.extent, a.cue)))


def _claims_of(masked: str, cue: Cue) -> tuple[Attribution, ...]:
    for rule in (_tag, _inverted_tag, _participle, _clause):
        claim = rule(masked, cue)
        if claim:
            return (claim,)
    return ()


def _tag(masked: str, cue: Cue) -> Attribution | None:
    """“C,” S V: the content stands before the subject."""
    subject, group, begin = subject_before(masked, cue.clause.start, cue.span.start)
    before = _content_before(masked, cue.clause.start, begin)
    rest = masked[cue.span.end : cue.clause.end]
    if not subject or not before or cue.entry.frames == (Frame.OBJECT,):
        return None
    quoted = masked[before.end - 1] in _CLOSING
    ends = _ends_after(rest)
    opens = masked[before.start] in _OPENING
    if not (ends or (quoted and opens)) or not cue.stands_in(Frame.TAG):
        return None
    if re.match(r"\s+that\b", rest) or _last_word(masked, before) in reporting_forms():
        return None
    after = _second_half(masked, cue) or (() if quoted else _resumed(masked, cue))
    return _claim("tag", cue, (subject,), (cue_span(masked, group, cue.span),), (before, *after))


def _inverted_tag(masked: str, cue: Cue) -> Attribution | None:
    """“C,” V S: verb and then subject after the content."""
    before = _content_before(masked, cue.clause.start, cue.span.start)
    subject, _, _ = subject_before(masked, cue.clause.start, cue.span.start)
    if not before or subject or not cue.stands_in(Frame.TAG) or cue.participle:
        return None
    source = phrase_after(masked, cue.span.end, cue.clause.end)
    if not source or (masked[before.end - 1] not in _CLOSING and not _ends_after(masked[source.end : cue.clause.end])):
        return None
    return _claim("inverted-tag", cue, (source,), (cue.span,), (before, *_second_half(masked, cue, source.end)))


def _participle(masked: str, cue: Cue) -> Attribution | None:
    """S …, V-ing C: the subject is that of the sentence."""
    if not cue.participle:
        return None
    subject, group, _ = subject_before(masked, cue.clause.start, cue.span.start)
    if subject and re.match(r"(?:is|are|was|were|has been|have been|['’]s|['’]re)\b", masked[group : cue.span.start]):
        return None
    before = Span(cue.clause.start, cue.span.start) if cue.span.start > cue.clause.start else None
    source, content = before and opening_subject(masked, before), _content_after(masked, cue)
    if not source:
        comma = re.compile(r",[\"”’']{0,2}\s").search(masked, cue.span.end, cue.clause.end - 1)
        source = comma and opening_subject(masked, Span(comma.end(), cue.clause.end))
        content = _content_after(masked, attrs.evolve(cue, until=comma.end())) if comma else None
    if not source or not content or source.overlaps(content):
        return None
    return _claim("participle", cue, (source,), (cue.span,), (content,))


def _clause(masked: str, cue: Cue) -> Attribution | None:
    """S V that C, S V C and S V A that C."""
    subject, group, _ = subject_before(masked, cue.clause.start, cue.span.start)
    subject = subject or (opening_subject(masked, Span(cue.clause.start, group)) if group > cue.clause.start else None)
    content = _content_after(masked, cue)
    if not subject or not content:
        return None
    that = masked.startswith("that ", content.start)
    quoted = masked[content.start] in '“"«‘' or "■" in masked[content.start : content.end]
    if that or quoted:
        rule = "clause"
    elif cue.stands_in(Frame.BARE) or cue.stands_in(Frame.ADDRESSEE):
        rule = "bare-clause"
    else:
        if not cue.stands_in(Frame.OBJECT):
            return None
        rule = "object"
    return _claim(rule, cue, (subject,), (cue_span(masked, group, cue.span),), (content,))


def _according_to(prose: Prose) -> list[Attribution]:
    found = []
    for passage in prose.passages:
        for clause in passage.clauses:
            for match in _ACCORDING.finditer(prose.masked, clause.start, clause.end):
                cue = Span(match.start(), match.end() - 1)
                leading = match.start() - clause.start < LEADING
                source = phrase_after(prose.masked, match.end(), clause.end, closed=leading)
                content = source and _accorded(prose.masked, clause, cue, source)
                if source and content:
                    found.append(_attribution("according-to", clause, (source,), (cue,), (content,)))
    return found


def _accorded(masked: str, clause: Span, cue: Span, source: Span) -> Span | None:
    """What is according to the source: the rest of the clause when it comes first, else what stands before it."""
    if cue.start - clause.start < LEADING:
        comma = re.compile(r"\s*,\s*").match(masked, source.end, clause.end)
        return _without_stop(masked, comma.end(), clause.end) if comma else None
    end = clause.start + len(masked[clause.start : cue.start].rstrip(" ,—–-"))
    return Span(clause.start, end) if end > clause.start else None


def _content_before(masked: str, start: int, end: int) -> Span | None:
    """The content that a tag at `end` closes: it ends with a quotation or with a comma."""
    stop = start + len(masked[start:end].rstrip())
    if stop - start < 3 or masked[stop - 1] not in _CLOSING + ",":
        return None
    return Span(start, stop - 1 if masked[stop - 1] == "," else stop)


def _second_half(masked: str, cue: Cue, after: int = 0) -> tuple[Span, ...]:
    """The quotation that goes on after a tag in its middle."""
    begin = max(after, cue.span.end)
    gap = re.compile(r"[^“\"■.]{0,80}?[,:—]\s*(?=[“\"'`]{1,2}[■\w(])").match(masked, begin, cue.clause.end)
    if not gap:
        return ()
    end = _without_stop(masked, gap.end(), cue.clause.end)
    return (end,) if end else ()


def _resumed(masked: str, cue: Cue) -> tuple[Span, ...]:
    """What goes on after a tag between commas: "Lenox, he said, was safe"."""
    comma = re.compile(r"\s*,\s+(?=\w)").match(masked, cue.span.end, cue.clause.end)
    end = _without_stop(masked, comma.end(), cue.clause.end) if comma else None
    return (end,) if end else ()


def _content_after(masked: str, cue: Cue) -> Span | None:
    begin, end = cue.span.end, cue.until
    if cue.stands_in(Frame.ADDRESSEE) and not re.match(r"\s*[,:]?\s*[“\"]|\s+that\b", masked[begin : begin + 8]):
        addressee = _ADDRESSEE.match(masked, begin, end)
        begin = addressee.end() if addressee else begin
    adverbial = _ADVERBIAL.match(masked, begin, end)
    if adverbial and not cue.stands_in(Frame.OBJECT):
        begin = adverbial.end()
    for gap in (_PARENTHETICAL, _THAT, _QUOTE_AFTER):
        match = gap.match(masked, begin, end)
        if match:
            return _cut(masked, cue, match.end(), end)
    if not masked.startswith((" ", "\u00a0"), begin):
        return None
    return _cut(masked, cue, begin + 1, end)


def _cut(masked: str, cue: Cue, begin: int, end: int) -> Span | None:
    tail = _END_OF_CONTENT.search(masked, begin, end)
    return _without_stop(masked, begin, tail.start() if tail else end)


def _last_word(masked: str, span: Span) -> str:
    return masked[max(span.start, span.end - 24) : span.end].rsplit(None, 1)[-1].lower()


def _ends_after(rest: str) -> bool:
    """Whether nothing but a time or place follows a tag."""
    return bool(re.match(r"\s*(?:[.,;!?]|$)", rest) or (_ADVERBIAL.match(rest) and len(rest.split()) < 12))


def _without_stop(masked: str, begin: int, end: int) -> Span | None:
    piece = masked[begin:end].rstrip()
    piece = piece.rstrip(" .,;:") if not piece.endswith(tuple(_CLOSING)) else piece
    begin += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Span(begin, begin + len(piece)) if len(piece) > 1 else None


def _claim(
    rule: str, cue: Cue, source: tuple[Span, ...], spans: tuple[Span, ...], content: tuple[Span, ...]
) -> Attribution:
    return _attribution(rule, cue.clause, source, spans, content)


def _attribution(
    rule: str, clause: Span, source: tuple[Span, ...], cue: tuple[Span, ...], content: tuple[Span, ...]
) -> Attribution:
    return Attribution(
        kind=Kind.CLAIM,
        source=source,
        cue=cue,
        content=content,
        statement=clause,
        confidence=PRECISION[rule],
        rule=rule,
    )
