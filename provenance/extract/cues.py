"""Reporting words in an article's prose, where they stand as verbs of somebody's saying."""

import re
from collections.abc import Iterator

import attrs

from provenance.extract.passages import Prose
from provenance.lexicon.reporting import Frame, Reporting, base_forms, reporting_forms
from provenance.lexicon.silences import HEDGES
from provenance.models import Span

_JOINED = re.compile(r",?\s+(?:and|but)\s+(?:\w+ly\s+|also\s+|then\s+|has\s+|had\s+)?$")
_WORD = re.compile(r"[A-Za-z]+")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|his|her|their|its|our|my|your|of|these|those|no|any|some|to|new|such|this|that)|['’]s|s['’])\s+$",
    re.IGNORECASE,
)
_PLURAL_BEFORE = re.compile(
    r"\b(?:I|you|we|they|who|people|police|others|some|many|both|[a-z]+s"
    r"|also|n['’]t|not|will|would)\s+$"
)
_NOUN_OR_VERB = frozenset(
    "claim report state comment tweet show wonder fume guess rule post question support plan hold call demand request "
    "order promise pledge vow boast hope fear joke cry remark note project challenge praise blame favor reference "
    "mention".split()
)
"""Base forms that are nouns more often than not: verbs only after a plural or a helping word."""
_NOUN_AFTER = re.compile(
    r"\s+(?:of|about|from|by|over|at|on|to|in|with|against|are|were|have|had|who|and|or|as)\b|[.,;?!]"
)
"""What follows a plural noun rather than a verb in the third person."""
_PASSIVE_BEFORE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$")


@attrs.frozen(kw_only=True)
class Cue:
    """A reporting word, the clause it stands in, and what the lexicon knows of it.

    What it reports goes no further than `until`, where another reporting word with the same subject is joined to it.
    """

    span: Span
    clause: Span
    form: str
    base: str
    entry: Reporting
    until: int

    def stands_in(self, frame: Frame) -> bool:
        """Whether the lexicon allows the construction."""
        return frame in self.entry.frames

    @property
    def participle(self) -> bool:
        """Whether it is an -ing form."""
        return self.form.partition(" ")[0].endswith("ing")


def find_cues(prose: Prose) -> Iterator[Cue]:
    """Every reporting word outside quotations that can be a finite verb or a participle, in order."""
    for passage in prose.passages:
        for clause in passage.clauses:
            cues = tuple(_cues_of(prose.masked, clause))
            for at, cue in enumerate(cues):
                joined = [j for later in cues[at + 1 : at + 9] if (j := _joined_at(prose.masked, later)) > cue.span.end]
                yield attrs.evolve(cue, until=min(joined, default=clause.end))


def cue_span(masked: str, group: int, verb: Span) -> Span:
    """A verb with its helping words from `group` on, without a hedge before them: that marks the claim, not the cue."""
    words = re.compile(r"(?:also|" + "|".join(hedge.name for hedge in HEDGES.entries()) + r")\s+").match(masked, group)
    return Span(words.end() if words and words.end() <= verb.start else group, verb.end)


def _joined_at(masked: str, cue: Cue) -> int:
    """Where the "and" begins that joins a finite reporting word to the one before it; -1 when none does."""
    window = max(cue.clause.start, cue.span.start - 24)
    found = _JOINED.search(masked, window, cue.span.start)
    return found.start() if found and not cue.participle and cue.form != cue.base else -1


def _cues_of(masked: str, clause: Span) -> Iterator[Cue]:
    known, bases, taken = reporting_forms(), base_forms(), clause.start
    for word in _WORD.finditer(masked, clause.start, clause.end):
        if word.start() < taken:
            continue
        for form in _forms_at(masked, word):
            entry = known.get(form)
            if entry and not _is_noun_or_passive(masked, clause, word, form):
                taken = word.start() + len(form)
                yield Cue(
                    span=Span(word.start(), taken),
                    clause=clause,
                    form=form,
                    base=bases[form],
                    entry=entry,
                    until=clause.end,
                )
                break


def _forms_at(masked: str, word: re.Match[str]) -> tuple[str, ...]:
    following = re.match(r"(?:[ \u00a0](?:[a-z]+)){0,2}", masked[word.end() : word.end() + 24])
    words = [word.group(), *(following.group().split() if following else [])]
    return tuple(" ".join(words[:count]).lower() for count in range(len(words), 0, -1))


def _is_noun_or_passive(masked: str, clause: Span, word: re.Match[str], form: str) -> bool:
    before = masked[max(clause.start, word.start() - 24) : word.start()]
    if _NOUN_BEFORE.search(before) or (word.group()[0].isupper() and before):
        return True
    if form in _NOUN_OR_VERB and not _PLURAL_BEFORE.search(before):
        return True
    if form[:-1] in _NOUN_OR_VERB and form.endswith("s") and _NOUN_AFTER.match(masked, word.end(), clause.end):
        return True
    return not form.partition(" ")[0].endswith("ing") and bool(_PASSIVE_BEFORE.search(before))
