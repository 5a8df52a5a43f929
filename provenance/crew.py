"""One task for many inputs, here or in several processes: results come in the inputs' order, a few are ever waiting.

What goes wrong with an input becomes a `Failure` beside the others' results and stops nothing.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from traceback import extract_tb
from typing import Generic, TypeVar

import attrs

from provenance.errors import DamagedLexicon, Failure, MissingWeights, ProvenanceError
from provenance.read import Input

HOUSE = Path(__file__).parent

AHEAD = 4
"""How many inputs are handed out for each process before the first must have come back: enough to keep all busy."""

FATAL = {error.__name__: error for error in (MissingWeights, DamagedLexicon)}
"""What is wrong with the installation and not with an article: it would be the same for every other."""

Result = TypeVar("Result")


def one_by_one(task: Callable[[Input], Result], items: Iterable[Input]) -> Iterator[tuple[Input, Result]]:
    """Do `task` for every item in this process, when its result is asked for."""
    return ((item, task(item)) for item in items)


def side_by_side(
    task: Callable[[Input], Result], items: Iterable[Input], workers: int
) -> Iterator[tuple[Input, Result | Failure]]:
    """Do `task` for every item in other processes; results come in the items' order, a few are ever waiting."""
    crew, waiting = _Crew(task=task, workers=workers), deque[tuple[Input, "Future[Result]"]]()
    try:
        for item in items:
            waiting.append((item, crew.hand_out(item)))
            if len(waiting) >= workers * AHEAD:
                yield crew.take_back(*waiting.popleft())
        while waiting:
            yield crew.take_back(*waiting.popleft())
    finally:
        crew.dismiss()


@attrs.define(kw_only=True)
class _Crew(Generic[Result]):
    """Processes that do one kind of task; the death of one costs at most the input that killed it."""

    task: Callable[[Input], Result]
    workers: int
    _pool: ProcessPoolExecutor | None = None
    _lone: ProcessPoolExecutor | None = None

    def hand_out(self, item: Input) -> "Future[Result]":
        try:
            return self._hire().submit(self.task, item)
        except BrokenProcessPool:
            self._pool = None
            return self._hire().submit(self.task, item)

    def take_back(self, item: Input, future: "Future[Result]") -> tuple[Input, Result | Failure]:
        try:
            return item, future.result()
        except BrokenProcessPool:
            return item, self._try_alone(item)
        except Exception as error:  # noqa: BLE001 (a result that cannot be sent back is that input's failure alone)
            return item, unexpected(item, error)

    def _try_alone(self, item: Input) -> Result | Failure:
        """When a process dies, all inputs on their way are lost; each is tried again where it can harm no other."""
        self._lone = self._lone or _open_pool(1)
        try:
            return self._lone.submit(self.task, item).result()
        except BrokenProcessPool:
            self._lone = None
            what = "the process that read this article was killed, twice; it may need more memory than there is"
            return Failure(input=item.label, error="BrokenProcessPool", message=f"{item.label}: {what}")

    def dismiss(self) -> None:
        """Let the processes go, with what they have not begun; the next input handed out hires new ones."""
        for pool in (self._pool, self._lone):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._lone = None

    def _hire(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = _open_pool(self.workers)
        return self._pool


def _open_pool(workers: int) -> ProcessPoolExecutor:
    # Forking would copy the tagger's threads in whatever state they are.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=workers, mp_context=spawn, initializer=_begin_work)


def _begin_work() -> None:
    """End with the parent, however it ends, and at once when the user interrupts: there is nothing to save here."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def refused(item: Input, error: ProvenanceError) -> Failure:
    """What this program refuses to do with an input, as a value."""
    return Failure(input=item.label, error=type(error).__name__, message=str(error))


def unexpected(item: Input, error: Exception) -> Failure:
    """Describe an error of our own so that it can be reported and found: its type, its words and its place."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(HOUSE))] or frames
    place = f" ({Path(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""
    name, words = type(error).__name__, " ".join(str(error).split())
    message = f"{item.label}: the program failed on this article: {name}: {words}{place}; please report it"
    return Failure(input=item.label, error=name, message=message)


def refuse_fatal(failure: Failure) -> None:
    """Raise what is wrong with the installation; an article's own failure passes.

    Raises:
        MissingWeights, DamagedLexicon: if the failure is one of these.
    """
    if failure.error in FATAL:
        raise FATAL[failure.error](failure.message)
