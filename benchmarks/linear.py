"""Time the rooms on hostile text of growing length: ten times the text may take about ten times as long, no more.

    python -m benchmarks.linear

Prints, for each text, the seconds at a length and at ten times that length, and their ratio; exits with 1 if one is
over 20. A quadratic step gives 100.
"""

import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from provenance.models import Article
from provenance.pipeline import trace
from provenance.text import paragraphs, quotations, sentences

LIMIT = 20.0
UNITS = ('"', "“", "'", ". ", "a.", '.")', "A! ", "said ", "he said, ", '" said ', "according to ", "(", "“a b c d” ")
NAMES = "Ada Bell Cora Dane Edda Finn Gwen Hale Ines Jory Kit Lorne".split()
COUNTABLE = 0.005
"""Seconds below which a time is the clock's noise."""


def cut(text: str) -> None:
    """Cut a text into paragraphs, sentences and quotations."""
    for paragraph in paragraphs(text):
        quotations(text, paragraph)
        sentences(text, paragraph)


def whole_way(text: str) -> None:
    """Trace a text from the tagger to its classified claims."""
    trace(Article(name="linear", origin="benchmark:linear", text=text))


def crowd(people: int, end: str) -> str:
    """A text in which each of many people says something."""
    pairs = ((NAMES[n % 12], f"{NAMES[n // 12 % 12]}son{'abcdefghij'[n // 144 % 10]}") for n in range(people))
    return "".join(f"Warden {first} {last} said the gate was shut, and she said so twice{end}" for first, last in pairs)


def seconds(work: Callable[[str], None], text: str) -> float:
    """The processor time of one piece of work."""
    began = time.process_time()
    work(text)
    return time.process_time() - began


def main() -> None:
    """Print the table and exit with 1 if time grows faster than the text."""
    cases = [(f"cut {unit!r}", cut, unit * (40_000 // len(unit)), unit * (400_000 // len(unit))) for unit in UNITS]
    cases += [
        (f"trace {unit!r}", whole_way, unit * (5_000 // len(unit)), unit * (50_000 // len(unit))) for unit in UNITS
    ]
    cases += [(f"trace people, ends {end!r}", whole_way, crowd(50, end), crowd(500, end)) for end in (".\n", " ")]
    table, worst = Table("text", "seconds", "seconds at ten times", "ratio"), 0.0
    whole_way("Warden Ada Bell said the gate was shut.")
    for name, work, short, long in cases:
        before, after = seconds(work, short), seconds(work, long)
        ratio = after / max(before, COUNTABLE)
        worst = max(worst, ratio)
        table.add_row(name, f"{before:.3f}", f"{after:.3f}", f"{ratio:.1f}")
    Console().print(table)
    sys.exit(worst > LIMIT)


if __name__ == "__main__":
    main()
