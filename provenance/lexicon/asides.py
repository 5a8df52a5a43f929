"""What is said around a claim and attributes nothing: the question it answers, the wish not to be named."""

import re
from functools import cache

import attrs

from provenance.lexicon import Entry, Table

PARTS = {
    "withheld": r"(?:(?:publicly\s+)?(?:named|identified|quoted|anonymous)\b|anonymity\b|of\s+anonymity\b"
    r"|(?:his|her|their|its)\s+(?:full\s+|real\s+|last\s+|first\s+)?(?:names?|identit(?:y|ies))\b)",
    "asked": r"(?:[Aa]sked|[Pp]ressed|[Qq]uestioned|[Qq]uizzed|[Qq]ueried)",
    "asker": r"by\s+(?:(?!whether\b|if\b|about\b)[\w.’'-]+\s+){0,6}?(?:[\w.’'-]+)",
    "occasion": r"(?:(?:in|at|during|on|after)\s+(?:[\w.’'-]+\s+){1,8}?[\w.’'-]+|again|directly|repeatedly|later)",
    "question": r"(?:whether|if|about|how|why|what|who|whom|when|where|which"
    r"|on\s+(?:the|his|her|whether|why|how|what))\b",
}
"""What the names in angle brackets stand for, in the patterns of asides.yml."""


@attrs.frozen(kw_only=True)
class Aside(Entry):
    """One way of saying so."""

    pattern: str

    def found_in(self, text: str) -> bool:
        """Whether a sentence says so."""
        return spelt_out(self.pattern).search(text) is not None


ASIDES = Table("asides.yml", Aside)


@cache
def spelt_out(pattern: str) -> re.Pattern[str]:
    """A pattern of asides.yml as a regular expression."""
    for name, part in PARTS.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{part})")
    return re.compile(pattern)
