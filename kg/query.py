"""A request → its answer as bytes, computed in a worker process that can be killed.

The parent only copies what the worker sends, so no query can hang it, crash it or eat its memory.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, NamedTuple

from kg import errors
from kg.frames import END, Outcome, Request, death, ended, frames, line, too_late


class Worker(NamedTuple):
    """A worker process: the pipes that it answers and complains on, and the one that it reads requests from."""

    answers: int
    complaints: int
    kill: Callable[[], object]
    wait: Callable[[], int]
    requests: IO[bytes] | None = None

    def end(self) -> None:
        """Kill it and let go of its pipes."""
        self.kill()
        self.wait()
        os.close(self.answers)
        os.close(self.complaints)


def ask(
    request: Request, out: Callable[[bytes], object], note: Callable[[str], object], *, fork: bool | None = None
) -> Outcome:
    """Run the request in a worker; the answer goes to ``out`` as it comes, remarks to ``note``.

    Raises QueryTimeoutError, QueryError, InputError or GraphError. The time that ``out`` takes does not count.
    """
    use_fork = hasattr(os, "fork") if fork is None else fork
    worker = _forked(request) if use_fork else _spawned(request)
    try:
        return listen(worker, request, out, note)
    finally:
        worker.end()


def listen(worker: Worker, request: Request, out: Callable[[bytes], object], note: Callable[[str], object]) -> Outcome:
    """What the worker says to the request that it was given, to its end. Raises as ``ask`` does."""
    left = request.timeout or None
    buffer = bytearray()
    while True:
        started = time.monotonic()
        chunk = _read(worker, left)
        if left is not None:
            left = left - (time.monotonic() - started)
        if chunk is None or (left is not None and left <= 0 and not chunk):
            raise too_late(request)
        if not chunk:
            raise _death(worker, request)
        buffer += chunk
        for kind, content in frames(buffer):
            if kind == b"d":
                out(content)
            elif kind == b"n":
                note(content.decode())
            elif kind in END:
                return ended(kind, content)


def _death(worker: Worker, request: Request) -> errors.QueryError:
    signal_number = -worker.wait()
    if hasattr(os, "set_blocking"):
        os.set_blocking(worker.complaints, False)
    try:
        complaint = os.read(worker.complaints, 1 << 16)
    except BlockingIOError:
        complaint = b""
    return death(request, signal_number, complaint)


def _read(worker: Worker, left: float | None) -> bytes | None:
    """The next bytes of the answer; empty at its end, None where none came within ``left`` seconds."""
    if os.name == "posix":
        import select

        if not select.select([worker.answers], [], [], None if left is None else max(left, 0))[0]:
            return None
        return os.read(worker.answers, 1 << 18)
    import threading

    timer = None if left is None else threading.Timer(max(left, 0), worker.kill)
    if timer:
        timer.start()
    try:
        return os.read(worker.answers, 1 << 18)
    finally:
        if timer:
            timer.cancel()


def _forked(request: Request) -> Worker:
    answers, to_parent = os.pipe()
    complaints, to_parent_too = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            from kg import worker

            os.close(answers)
            os.dup2(to_parent_too, 2)
            worker.serve(request, to_parent)
            code = 0
        finally:
            os._exit(code)
    os.close(to_parent)
    os.close(to_parent_too)
    ended: list[int] = []

    def wait() -> int:
        if not ended:
            ended.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        return ended[0]

    return Worker(answers, complaints, lambda: None if ended else os.kill(pid, 9), wait)


def command(module: str = "kg.worker") -> tuple[list[str], dict[str, str]]:
    """Words and environment that start a worker, which waits for its request as one line of JSON on stdin."""
    above = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.pathsep.join(filter(None, (above, os.environ.get("PYTHONPATH"))))
    # glibc keeps 64 MB of addresses for each thread that allocates, which the memory limit would count.
    more = {"PYTHONPATH": path, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
    return [sys.executable, "-m", module], {**os.environ, **more}


def started(module: str) -> Worker:
    """A worker in a process that is no fork of this one; it waits for what ``tell`` tells it."""
    import subprocess

    words, environment = command(module)
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    requests = process.stdin  # closed, it would tell the worker that nobody waits for its answer any more
    answers, complaints = os.dup(process.stdout.fileno()), os.dup(process.stderr.fileno())
    process.stdout.close()
    process.stderr.close()

    def wait() -> int:
        with suppress(BrokenPipeError):
            requests.close()
        return process.wait()

    return Worker(answers, complaints, process.kill, wait, requests)


def tell(worker: Worker, request: Request) -> None:
    """Give a worker that waits its request. Raises BrokenPipeError where it is gone."""
    assert worker.requests is not None
    if os.name == "posix":
        import select

        if select.select([worker.answers], [], [], 0)[0]:  # one that waits says nothing but that it ended
            raise BrokenPipeError
    worker.requests.write(line(request))
    worker.requests.flush()


def _spawned(request: Request) -> Worker:
    worker = started("kg.worker")
    with suppress(BrokenPipeError):  # its death is told as any other
        tell(worker, request)
    return worker
