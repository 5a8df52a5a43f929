"""Articles that would take over a page, a terminal or a query that shows them."""

from collections.abc import Iterator

from provenance.models import Trace
from tests.newsroom import OFFICIAL, PILOT, photographed, said, silent, story, who

SCRIPT = "<script>alert('owned')</script><img src=https://evil.example/x onerror=alert(1)>"
BREAKOUT = '</style></title></td></table><svg onload=alert(2)><a href="javascript:alert(3)">\'"; drop table claims; --'
LONG_WORD = "w" * 10_000
BIDI = "safe \u202egnikcah\u202c \u2067then\u2069 \x07\x1b[2J done"


def tell_hostile() -> Iterator[Trace]:
    """Articles that would take a page over, in every field that a page shows."""
    for number, evil in enumerate((SCRIPT, BREAKOUT, LONG_WORD, BIDI)):
        words = evil.replace("{", "(").replace("}", ")")
        person = who(evil, PILOT.source_type)
        nameless = who(f"{evil} official", OFFICIAL.source_type, OFFICIAL.identity)
        yield story(
            f"evil-{number}",
            f"{{source:{words}}} {{cue:claimed}} {{content:{words}}}. {{source2:{words}}} {{cue2:said}} "
            f"{{content2:that {words}}}. {{source3:{words}}} {{cue3:did not answer}}. {{content4:{words}}} "
            f"{{source4:{words}}}",
            said(person, hedged=True, relayed_by=person),
            said(nameless),
            silent(person),
            photographed(person, person, person),
            outlet=evil,
            title=evil,
            byline=evil,
        )
