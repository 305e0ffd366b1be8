"""A request → its answer as bytes, computed in a worker process that can be killed.

The parent only copies what the worker sends, so no query can hang it, crash it or eat its memory. Frames on the pipe:
one letter, a length, the content: (d)ata, (n)ote for stderr, (e)rror, (z) the end.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from kg import errors

HEAD = 5
"""Bytes of a frame's head: a letter and the content's length, big endian."""

DEFAULT_TIMEOUT = 60.0
DEFAULT_MEMORY = 2048


class Request(NamedTuple):
    """What is asked, of which graph, and how the answer is written; plain values that JSON can carry.

    ``question`` and ``values`` are a named question and what its parameters were given; else ``text`` is SPARQL.
    ``data`` are RDF files asked instead of the graph in the folder ``graph``. ``format`` is empty for a table on a
    terminal, TSV elsewhere, Turtle for graphs. ``timeout`` is in seconds (0: none), ``memory`` in MB (0: no limit),
    ``limit`` in rows (0: all), ``width`` in columns of the terminal (0: no terminal). Facts below the confidence
    ``least`` are not there. ``bom`` puts a byte order mark in front of CSV.
    """

    text: str = ""
    question: str | None = None
    values: dict[str, list[str]] = {}  # noqa: RUF012 (never changed)
    graph: str = "graph"
    data: tuple[str, ...] = ()
    overlay: str | None = None
    format: str = ""
    labels: bool = False
    limit: int = 0
    width: int = 0
    timeout: float = DEFAULT_TIMEOUT
    memory: int = DEFAULT_MEMORY
    least: float = 0.0
    bom: bool = False


class Outcome(NamedTuple):
    """``kind`` is rows, boolean or triples; ``cut`` says that the limit left rows out; ``truth`` is an ASK's answer."""

    kind: str
    rows: int
    cut: bool = False
    truth: bool | None = None
    seconds: float = 0.0


class _Worker(NamedTuple):
    answers: int
    complaints: int
    kill: Callable[[], object]
    wait: Callable[[], int]


def ask(
    request: Request, out: Callable[[bytes], object], note: Callable[[str], object], *, fork: bool | None = None
) -> Outcome:
    """Run the request in a worker; the answer goes to ``out`` as it comes, remarks to ``note``.

    Raises QueryTimeoutError, QueryError, InputError or GraphError. The time that ``out`` takes does not count.
    """
    use_fork = hasattr(os, "fork") if fork is None else fork
    worker = _forked(request) if use_fork else _spawned(request)
    left = request.timeout or None
    try:
        buffer = bytearray()
        while True:
            started = time.monotonic()
            chunk = _read(worker, left)
            if left is not None:
                left = left - (time.monotonic() - started)
            if chunk is None or (left is not None and left <= 0 and not chunk):
                raise errors.QueryTimeoutError(
                    "query", f"not finished after {request.timeout:g} s", "narrow it, or give it more with --timeout"
                )
            if not chunk:
                raise _death(worker, request)
            buffer += chunk
            ended = _frames(buffer, out, note)
            if ended is not None:
                return ended
    finally:
        worker.kill()
        worker.wait()
        os.close(worker.answers)
        os.close(worker.complaints)


def _frames(buffer: bytearray, out: Callable[[bytes], object], note: Callable[[str], object]) -> Outcome | None:
    while len(buffer) >= HEAD:
        end = HEAD + int.from_bytes(buffer[1:HEAD], "big")
        if len(buffer) < end:
            return None
        kind, content = buffer[0:1], bytes(buffer[HEAD:end])
        del buffer[:end]
        if kind == b"d":
            out(content)
        elif kind == b"n":
            note(content.decode())
        else:
            import json

            values = json.loads(content)
            if kind == b"z":
                return Outcome(*values)
            raise _error(*values)
    return None


def _error(name: str, where: str, what: str, how: str, notes: list[str]) -> errors.LinpuError:
    kinds = {kind.__name__: kind for kind in (errors.QueryError, errors.InputError, errors.GraphError)}
    error = kinds.get(name, errors.QueryError)(where, what, how)
    for line in notes:
        error.add_note(line)
    return error


def _death(worker: _Worker, request: Request) -> errors.QueryError:
    """What to say of a worker that went away without an answer."""
    signal_number = -worker.wait()
    if hasattr(os, "set_blocking"):
        os.set_blocking(worker.complaints, False)
    try:
        complaint = os.read(worker.complaints, 1 << 16).decode("utf-8", "replace")
    except BlockingIOError:
        complaint = ""
    if "overflowed its stack" in complaint:
        return errors.QueryError("query", "is nested too deeply for the engine", "write it flatter")
    if signal_number == _ABORT:
        return errors.QueryError(
            "query",
            f"the engine gave up, as it does without memory ({request.memory} MB)",
            "narrow it, or --memory more",
        )
    if request.timeout and signal_number == _CPU:
        return errors.QueryTimeoutError(
            "query", f"used more than {request.timeout:g} s of the processor", "narrow it, or give more with --timeout"
        )
    return errors.QueryError(
        "query", f"the engine crashed on it (signal {signal_number})", "write it simpler or flatter"
    )


_ABORT, _CPU = 6, 24
"""SIGABRT and SIGXCPU, which not every system's ``signal`` knows."""


def _read(worker: _Worker, left: float | None) -> bytes | None:
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


def _forked(request: Request) -> _Worker:
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

    return _Worker(answers, complaints, lambda: None if ended else os.kill(pid, 9), wait)


def _spawned(request: Request) -> _Worker:
    import json
    import subprocess

    above = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = os.pathsep.join(filter(None, (above, os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdin:
        process.stdin.write(json.dumps(request._asdict()).encode())
    answers, complaints = os.dup(process.stdout.fileno()), os.dup(process.stderr.fileno())
    process.stdout.close()
    process.stderr.close()
    return _Worker(answers, complaints, process.kill, process.wait)
