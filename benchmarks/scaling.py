"""Time of the whole pipeline on one line of 1, 10 and 100 times the length: it grows with the length and no faster.

    python -m benchmarks.scaling [TEXT]

TEXT is a file; without it the plain samples are taken. Its first 10,000 characters, line breaks as blanks, are
repeated. Prints CPU seconds and how many times longer each length took than the one before; exits with 1 if a tenfold
text takes more than 15 times as long.
"""

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from provenance.models import Article
from provenance.pipeline import trace

SAMPLES = Path(__file__).parents[1] / "docs" / "samples"
UNIT = 10_000
LIMIT = 15.0


def take_line(paths: list[Path]) -> str:
    """`UNIT` characters of running text without a line break."""
    words = " ".join(path.read_text(encoding="utf-8") for path in paths).split()
    line = " ".join(words) + " "
    return (line * (UNIT // len(line) + 1))[:UNIT]


def time_trace(text: str) -> tuple[float, int]:
    """CPU seconds of one article, and how many claims it has."""
    begin = time.process_time()
    found = trace(Article(name="line", origin="benchmark:line", text=text))
    return time.process_time() - begin, len(found.claims)


def main() -> bool:
    """Print the table; whether every length was within the limit."""
    given = [Path(name) for name in sys.argv[1:2]] or sorted(SAMPLES.glob("*.txt"))
    line = take_line(given)
    time_trace("He said it was late.")  # loads the weights
    table = Table("characters", "CPU seconds", "claims", "times as long")
    ratios, before = list[float](), 0.0
    for times in (1, 10, 100):
        seconds, claims = time_trace(line * times)
        if before:
            ratios.append(seconds / before)
        table.add_row(f"{UNIT * times:,}", f"{seconds:.2f}", f"{claims:,}", f"{ratios[-1]:.1f}" if before else "")
        before = seconds
    Console().print(table)
    return max(ratios) <= LIMIT


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
