"""Items → results, in order, by several processes whose death is noticed.

``multiprocessing.Pool`` hangs for ever when a worker is killed and ``ProcessPoolExecutor`` fails the whole job; here
the item that a worker died of is tried once more in a new process and then told as a ``Failure``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 8  # items per worker that may be done or under way before the oldest is: bounds memory, keeps all busy
_TRIES = 2


class Failure(NamedTuple):
    """Why an item gave no result."""

    reason: str


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    index: int | None = None


@dataclass(slots=True)
class _Crew(Generic[T, R]):
    """The processes and what is still to do."""

    context: Any
    prepare: Callable[[], Callable[[T], R]]
    size: int
    workers: list[_Worker] = field(default_factory=list)
    todo: deque[int] = field(default_factory=deque)
    items: dict[int, T] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)
    results: dict[int, R | Failure] = field(default_factory=dict)

    def start(self) -> None:
        """Bring the crew up to its size."""
        context = self.context
        while len(self.workers) < self.size:
            ours, theirs = context.Pipe()
            forked = context.get_start_method() == "fork"
            process = context.Process(target=_work, args=(theirs, self.prepare), kwargs={"forked": forked}, daemon=True)
            with _quiet_fork() if forked else nullcontext():
                process.start()
            theirs.close()
            self.workers.append(_Worker(process, ours))

    def hand_out(self) -> None:
        """Give every idle worker the next item."""
        self.start()
        for worker in self.workers:
            if worker.index is None and self.todo:
                worker.index = self.todo.popleft()
                with suppress(BrokenPipeError, ConnectionError):
                    worker.pipe.send(self.items[worker.index])

    def collect(self) -> None:
        """Wait until a worker has answered or died, and take what came."""
        busy = {worker.pipe: worker for worker in self.workers if worker.index is not None}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            assert worker.index is not None
            try:
                self.results[worker.index] = worker.pipe.recv()
                del self.items[worker.index]
            except (EOFError, ConnectionError):
                self.bury(worker, worker.index)
            worker.index = None

    def bury(self, worker: _Worker, index: int) -> None:
        """Take a dead worker away; its item is tried again, first of all, unless this was its last try."""
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        self.tries[index] = self.tries.get(index, 0) + 1
        if self.tries[index] < _TRIES:
            self.todo.appendleft(index)
        else:
            del self.items[index]
            self.results[index] = Failure(f"the process that read it died {_TRIES} times ({_ending(worker.process)})")

    def stop(self) -> None:
        """End every process, whatever it is doing."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.pipe.close()


def each(items: Iterable[T], prepare: Callable[[], Callable[[T], R]], *, workers: int = 1) -> Iterator[R | Failure]:
    """The result of ``prepare()`` on each item, in the items' order, by ``workers`` processes.

    ``prepare`` loads what the work needs; where processes are spawned it must be importable by name. One worker means
    this process: none is started. An exception becomes a Failure.
    """
    do = prepare()
    if workers < 2:
        return (_attempt(do, item) for item in items)
    context = _context()
    # A forked child inherits what was prepared; a spawned one prepares anew, where what can fail has failed here first.
    forks = context.get_start_method() == "fork"
    return _in_parallel(iter(items), _Crew(context, (lambda: do) if forks else prepare, workers))


def _in_parallel(items: Iterator[T], crew: _Crew[T, R]) -> Iterator[R | Failure]:
    given = done = 0
    try:
        while True:
            while given - done < crew.size * _AHEAD and (item := next(items, None)) is not None:
                crew.items[given] = item
                crew.todo.append(given)
                given += 1
            if given == done:
                return
            while done not in crew.results:
                crew.hand_out()
                crew.collect()
            yield crew.results.pop(done)
            done += 1
    finally:
        crew.stop()


def _work(pipe: Connection, prepare: Callable[[], Callable[[T], R]], *, forked: bool) -> None:
    """A worker's life: answer each item until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if forked:
        _let_go(pipe.fileno())
    do = prepare()
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send(_attempt(do, pipe.recv()))


@contextmanager
def _quiet_fork() -> Iterator[None]:
    """Hold Ctrl-C back until the child, which inherits that, ignores it; a fork interrupted half made complains.

    Python 3.12 also warns of forking beside other threads; those of numpy hold no lock that a child needs.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _let_go(kept: int) -> None:
    """Give up every open file that the fork inherited but ``kept`` and the standard streams.

    A lock would outlive a killed parent, and a sibling's pipe would never end. The numbers stay taken, because objects
    that came along with the fork may still close them.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number > 2 and number not in (kept, nothing):
            with suppress(OSError):
                os.fstat(number)
                os.dup2(nothing, number)


def _attempt(do: Callable[[T], R], item: T) -> R | Failure:
    try:
        return do(item)
    except Exception as error:
        return Failure(f"reading it failed ({type(error).__name__}: {error}); please report this")


def _context() -> Any:
    """Fork where it is safe (fast, and shares what is loaded), else what the platform holds for safe."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _ending(process: Any) -> str:
    code = process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
