"""How articles say that somebody kept silent, and the words that mark a claim as second-hand."""

import re
from functools import cache

import attrs

from provenance.lexicon import Entry, Table

PARTS = {
    "not": r"(?:(?:has|have|had|does|do|did|was|were|is|are)\s+(?:also\s+|still\s+)?not"
    r"|(?:has|have|had|does|do|did|was|were|is|are)n['’]t)",
    "soon": r"(?:(?:also|yet|immediately|publicly|officially|formally|so\s+far|ever|even|directly|specifically"
    r"|repeatedly|initially|further|at\s+press\s+time|as\s+of\s+\w+)\s+)*",
    "utter": r"(?:comment|say|answer|discuss|elaborate|disclose|specify|clarify|explain|confirm|identify|name|respond"
    r"|reply|speak|talk|address|reveal|release|acknowledge)\b",
    "plea": r"(?:(?:an?|the|his|her|their|our|\w+['’]s|several|multiple|repeated|numerous|two|three)\s+)?(?:\w+\s+)?"
    r"(?:requests?|inquir(?:y|ies)|enquir(?:y|ies))",
    "asked": r"(?:(?:\S+\s+){0,5}?(?:requests?|inquir(?:y|ies)|enquir(?:y|ies)|questions?|messages?|calls?|e-?mails?"
    r"|letters?|comments?|remarks?|statements?|allegations?|accusations?|claims|criticism)\b)",
    "report": r"(?:this|that|these|it|them|(?:the|any|such|those|his|her|its|their|\w+['’]s)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:reports?|rumou?rs?|allegations?|accusations?|claims?|accounts?|figures?|numbers?|toll|deaths?|arrests?|existence"
    r"|details?|names?|identit(?:y|ies)|incidents?|attacks?|strikes?|raids?|losses|casualties|memos?|letters?|e-?mails?"
    r"|documents?|questions?|criticisms?|controvers(?:y|ies)|leaks?|speculation|charges?|complaints?|remarks?|comments?))"
    r"\b",
    "named": r"\s+(?:(?:his|her|their|its|an?)\s+)?(?:\w+\s+)?names?\b",
    "asking": r"(?:whether|if|what|who|whom|whose|how|why|when|where|which|more|anything)\b",
}
"""What the names in angle brackets stand for, in the patterns of silences.yml."""


@attrs.frozen(kw_only=True)
class Silence(Entry):
    """One way of saying so.

    A sentence that holds none of the letters in `holds`, in lower case, does not say so: to search it for the pattern
    takes ten times as long. `pattern` finds the cue. `needs`, when given, must be found from the cue's beginning to its
    sentence's end. With `until` the silent one stands after the pattern and before this second part ("calls to … were
    not returned").
    """

    holds: tuple[str, ...]
    pattern: str
    needs: str | None = None
    until: str | None = None

    @property
    def cue(self) -> re.Pattern[str]:
        """The pattern of the cue, parts spelt out."""
        return spelt_out(self.pattern)

    def found_in(self, text: str) -> bool:
        """Whether a sentence says so."""
        return any(True for _ in self.finds(text))

    def finds(self, sentence: str) -> list[tuple[re.Match[str], re.Match[str] | None]]:
        """Each place in a sentence that says so: the match of the cue, and that of its second part if there is one."""
        lowered, found = sentence.lower(), []
        if not any(map(lowered.__contains__, self.holds)):
            return []
        for match in self.cue.finditer(sentence):
            ending = spelt_out(self.until).search(sentence, match.end()) if self.until else None
            satisfied = not self.needs or spelt_out(self.needs).search(sentence, match.start())
            if satisfied and bool(ending) == bool(self.until):
                found.append((match, ending))
        return found


@attrs.frozen(kw_only=True)
class Hedge(Entry):
    """A word that marks a claim as second-hand."""


SILENCES = Table("silences.yml", Silence)
HEDGES = Table("hedges.yml", Hedge)


@cache
def spelt_out(pattern: str) -> re.Pattern[str]:
    """A pattern of silences.yml as a regular expression over whole words."""
    for name in reversed(PARTS):
        pattern = pattern.replace(f"<{name}>", PARTS[name])
    return re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
