"""Claims worded in ways that the corpus leaves unmarked: hearsay without a source, and the figures of polls."""

import re
from functools import cache

import attrs

from provenance.lexicon import Entry, Table
from provenance.lexicon.silences import HEDGES

PARTS = {
    "aside": r"\b(?:who|which|that|whose|whom|where|when|if|because|as)\b",
    "figure": r"\b\d[\d,.]*(?:%|\s(?:percent|per\scent|percentage\spoints?|points?)\b)",
    "poll": r"(?:an?|the|its|his|her|another|that|this|one|[A-Z][\w.&/’'-]*)\s"
    r"(?:[\w.&/’'-]+\s){0,6}?(?:polls?|surveys?)\b"
    r"(?:\sof\s(?:[\w,.-]+\s){0,4}?(?:adults|voters|residents|people|households|respondents|workers|parents|readers)\b)?"
    r"(?:\s(?:released|published|conducted|taken|done)\b(?:\s(?:on|in|by|for|last|this|\w+day)\b)?"
    r"(?:\s[A-Z0-9][\w.]*){0,3})?",
    "end": r",\s(?:which|who|but|and|while|though|although)\b|[.;]?\s*$",
}
"""What the names in angle brackets stand for, in the patterns of unmarked.yml."""


@attrs.frozen(kw_only=True)
class Pollster(Entry):
    """Who asks people and gives the figures."""

    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every spelling."""
        return (self.name, *self.aliases)


@attrs.frozen(kw_only=True)
class Unmarked(Entry):
    """One wording; the groups of `pattern` are the evidence."""

    pattern: str

    def finds(self, sentence: str) -> re.Match[str] | None:
        """Where a sentence is worded like that."""
        return spelt_out(self.pattern).search(sentence)

    def found_in(self, text: str) -> bool:
        """Whether a sentence is worded like that."""
        return self.finds(text) is not None


POLLSTERS = Table("pollsters.yml", Pollster)
UNMARKED = Table("unmarked.yml", Unmarked)


@cache
def spelt_out(pattern: str) -> re.Pattern[str]:
    """A pattern of unmarked.yml as a regular expression."""
    pollsters = (form for entry in POLLSTERS.entries() for form in entry.forms)
    parts = PARTS | {
        "hedge": "|".join(entry.name for entry in HEDGES.entries()),
        "pollster": "|".join(
            f"[{form[0].upper()}{form[0].lower()}]{re.escape(form[1:])}"
            for form in sorted(pollsters, key=lambda form: (-len(form), form))
        ),
    }
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{part})")
    return re.compile(pattern)
