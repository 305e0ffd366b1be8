"""What an asker and the worker that answers say to each other: a request, the frames of its answer, how it may end.

A frame is one letter, a length, the content: (k)ind of answer, (d)ata, (n)ote for stderr, (e)rror, (z) the end.
``kg.query`` waits for them, ``kg.serve`` reads them as they come; both ask the same worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from kg import errors
from kg.stores import Graphs

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
    ``least`` are not there. ``bom`` puts a byte order mark in front of CSV. ``graph_format`` is the format where the
    answer is a graph, if another than ``format``. ``base`` is what relative IRIs stand against. ``dataset`` takes the
    place of FROM. ``endpoint`` is the address of a SPARQL server that is asked instead, ``credentials`` the name (empty
    for a bearer token) and secret that it gets, both empty for none. ``prefixes`` may be used undeclared besides the
    built-in ones. ``explain`` asks how the query is read instead of its answer. ``bold`` is for the head of a table.
    ``bound`` asks for the SPARQL of a named question with its values instead of the answer: as the only cell,
    ``query``, of a row. With ``whole`` an answer of more than ``limit`` rows is an error instead of being cut.
    ``name`` is what was typed of a name and is looked up instead of a query: of class ``class_name`` if that is given.
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
    graph_format: str = ""
    base: str = ""
    dataset: Graphs | None = None
    whole: bool = False
    endpoint: str = ""
    credentials: tuple[str, str] = ("", "")
    prefixes: dict[str, str] = {}  # noqa: RUF012 (never changed)
    explain: bool = False
    bold: bool = False
    bound: bool = False
    name: str = ""
    class_name: str = ""


class Outcome(NamedTuple):
    """``kind`` is rows, boolean or triples; ``cut`` says that the limit left rows out; ``truth`` is an ASK's answer."""

    kind: str
    rows: int
    cut: bool = False
    truth: bool | None = None
    seconds: float = 0.0


def line(request: Request) -> bytes:
    """The request as a worker reads it."""
    import json

    return json.dumps(request._asdict()).encode() + b"\n"


END = (b"z", b"e")
"""The frames that end an answer."""


def frames(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """(letter, content) of each whole frame at the head of ``buffer``, which they are taken off."""
    while len(buffer) >= HEAD:
        end = HEAD + int.from_bytes(buffer[1:HEAD], "big")
        if len(buffer) < end:
            return
        frame = bytes(buffer[0:1]), bytes(buffer[HEAD:end])
        del buffer[:end]
        yield frame


def ended(kind: bytes, content: bytes) -> Outcome:
    """What a frame of ``END`` says; raises the error that it carries."""
    import json

    values = json.loads(content)
    if kind == b"z":
        return Outcome(*values)
    *told, notes, fault = values
    raise _error(*told, notes=notes, fault=fault)


def too_late(request: Request) -> errors.QueryTimeoutError:
    """The error of a query that was not finished in time."""
    how = "narrow it, or give it more with --timeout"
    return errors.QueryTimeoutError("query", f"not finished after {request.timeout:g} s", how)


_RAISED = (errors.QueryError, errors.QueryLimitError, errors.InputError, errors.GraphError)


def _error(name: str, *told: str, notes: list[str], fault: list[Any] | None) -> errors.LinpuError:
    kinds = {kind.__name__: kind for kind in _RAISED}
    error = kinds.get(name, errors.QueryError)(*told)
    if isinstance(error, errors.InputError) and fault is not None:
        kind, parameter, value, candidates, more = fault
        offered = tuple(errors.Candidate(*each) for each in candidates)
        error.fault = errors.Fault(kind, parameter, value, offered, more)
    for line in notes:
        error.add_note(line)
    return error


def death(request: Request, signal_number: int, complaint: bytes) -> errors.QueryError:
    """What to say of a worker that went away by a signal without an answer; ``complaint`` is what it left on stderr."""
    if b"overflowed its stack" in complaint:
        return errors.QueryLimitError("query", "is nested too deeply for the engine", "write it flatter")
    if signal_number == _ABORT:
        return errors.QueryLimitError(
            "query",
            f"the engine gave up, as it does without memory ({request.memory} MB)",
            "narrow it, or --memory more",
        )
    if request.timeout and signal_number == _CPU:
        return errors.QueryTimeoutError(
            "query", f"used more than {request.timeout:g} s of the processor", "narrow it, or give more with --timeout"
        )
    return errors.QueryLimitError(
        "query", f"the engine crashed on it (signal {signal_number})", "write it simpler or flatter"
    )


_ABORT, _CPU = 6, 24
"""SIGABRT and SIGXCPU, which not every system's ``signal`` knows."""
