"""A request → frames on a pipe, in a process of its own under memory and processor limits: where queries really run.

``python -m kg.worker`` reads the request as JSON from stdin, for systems that cannot fork; ``kg.query`` starts both.
"""

from __future__ import annotations

import json
import os
import sys
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from kg import limits, lookup, results, sparql
from kg.errors import InputError, LinpuError, QueryError, QueryLimitError
from kg.frames import Outcome, Request
from kg.pipe import Pipe
from kg.prepare import prepared
from kg.results import Counted, Row
from kg.stores import Graphs, Result, Solutions, Store


def serve(
    request: Request, number: int, opened: Callable[[Request], AbstractContextManager[lookup.Reader]] | None = None
) -> None:
    """Answer ``request`` on the file descriptor ``number``; errors become frames, nothing is raised.

    ``opened`` gives the reader that is asked, by default one of its own.
    """
    pipe = Pipe(number)
    try:
        limits.apply(request.memory, request.timeout)
        if request.name:
            from kg import completions

            outcome = completions.answer(request, pipe)
        else:
            with (opened or _reader)(request) as reader:
                outcome = _answer(request, reader, pipe)
        pipe.flush()
        pipe.frame(b"z", json.dumps(outcome).encode())
    except BrokenPipeError:
        return
    except LinpuError as error:
        _report(pipe, error)
    except MemoryError:
        _report(
            pipe,
            QueryLimitError("query", f"needs more than {request.memory} MB of memory", "narrow it, or --memory more"),
        )
    except RecursionError:
        _report(pipe, QueryLimitError("query", "is nested too deeply", "write it flatter"))
    except Exception as error:
        _report(pipe, QueryError("query", f"{type(error).__name__}: {' '.join(str(error).split())}", "simplify it"))


def _report(pipe: Pipe, error: LinpuError) -> None:
    notes = getattr(error, "__notes__", [])
    values = [type(error).__name__, error.where, error.what, error.how, notes, getattr(error, "fault", None)]
    pipe.frame(b"e", json.dumps(values).encode())


def answer(request: Request, reader: lookup.Reader, number: int) -> Outcome:
    """Write the answer of ``reader`` as frames to the file descriptor ``number``, but its end. Raises LinpuError."""
    pipe = Pipe(number)
    outcome = _answer(request, reader, pipe)
    pipe.flush()
    return outcome


def _answer(request: Request, reader: lookup.Reader, pipe: Pipe) -> Outcome:
    started = time.perf_counter()
    text = prepared(request, reader, lambda note: pipe.frame(b"n", note.encode()))
    result = _run(reader, text, request)
    if request.explain:
        from kg import plan

        outcome = plan.explain(text, result, reader, pipe.write)
        return outcome._replace(seconds=time.perf_counter() - started)
    outcome = _write(result, request, reader, pipe)
    if outcome.cut and request.whole:
        raise QueryLimitError("query", f"has more than {request.limit} rows", "narrow it, or add LIMIT")
    for hint in _hints(text, request, outcome, reader):
        pipe.frame(b"n", hint.encode())
    return outcome._replace(seconds=time.perf_counter() - started)


def _hints(text: str, request: Request, outcome: Outcome, reader: lookup.Reader) -> Iterator[str]:
    """What may be amiss with an answer; of a named question only where it found nothing."""
    empty = not outcome.rows or outcome.truth is False
    if request.least and empty:
        told = f"no fact of confidence {request.least:g} or more answers"
        yield f"{told}; ask for less, or without --min-confidence"
    elif not request.endpoint and (empty or request.question is None):
        from kg import hints

        yield from hints.hints(text, reader, empty=empty)


def _reader(request: Request) -> lookup.Reader:
    """What is asked, with the prefixes that the request brings along before the built-in ones."""
    if request.endpoint:
        from kg.stores.remote import RemoteStore

        given_up = request.timeout and request.timeout + 1  # whoever asks tells the deadline; this ends an orphan
        reader = lookup.Reader(RemoteStore(request.endpoint, given_up, *request.credentials), sparql.builtin())
    else:
        reader = open_reader(request.graph, request.data, least=request.least)
    return reader._replace(prefixes={**request.prefixes, **reader.prefixes}) if request.prefixes else reader


def open_reader(graph: str, data: tuple[str, ...] = (), *, least: float = 0.0) -> lookup.Reader:
    """The graph in the folder ``graph``, or the RDF files ``data`` in memory. Raises GraphError, InputError.

    Files too are asked through oxigraph, which never reaches for files or the network in a query. Where a ``least``
    confidence is given the facts below it are not there: the rest is put into a store in memory.
    """
    reader = _whole(graph, data)
    if not least:
        return reader
    from kg.confident import surer
    from kg.stores import oxigraph

    return reader._replace(store=oxigraph.from_lines(surer(reader.store.lines, least)))


def _whole(graph: str, data: tuple[str, ...]) -> lookup.Reader:
    if data:
        return lookup.Reader(_from_files(list(map(Path, data))), sparql.builtin())
    from kg.stores import generations

    generation = generations.open_graph(Path(graph))
    base = generation.meta.get("base")
    prefixes = sparql.builtin(base) if isinstance(base, str) else sparql.builtin()
    return lookup.Reader(generation.store, prefixes, generation)


def _from_files(files: list[Path]) -> Store:
    from kg.stores import memory, oxigraph

    for file in files:
        if not file.is_file():
            raise InputError(str(file), "no such file", "give RDF files after --data")
    known = [file for file in files if oxigraph.syntax_of(file)]
    others = [file for file in files if file not in known]
    return oxigraph.from_files(known, memory.from_files(others).lines() if others else ())


def _run(reader: lookup.Reader, text: str, request: Request) -> Result:
    sent = text.replace("\n", " ", 1) if request.endpoint else text  # so that a server counts the user's lines
    try:
        result = reader.store.query(sent, dataset=request.dataset)
    except QueryError as error:
        from kg import syntax

        raise (syntax.read_here(error, text) if request.endpoint else syntax.explained(error, text)) from None
    return results.in_order(result, sparql.starred(text)) if isinstance(result, Solutions) else result


def _write(result: Result, request: Request, reader: lookup.Reader, pipe: Pipe) -> Outcome:
    kind = _kind(result)
    pipe.frame(b"k", kind.encode())
    if isinstance(result, bool):
        results.write_truth(pipe.write, result, request.format)
        return Outcome(kind, 1, truth=result)
    if isinstance(result, Solutions):
        rows = _write_rows(result, request, reader, pipe)
        return Outcome(kind, rows.count, rows.cut)
    triples = Counted(result.rows, request.limit)
    results.write_graph(pipe.write, triples, request.graph_format or request.format or "ttl")
    return Outcome(kind, triples.count, triples.cut)


def _write_rows(
    result: Solutions, request: Request, reader: lookup.Reader, pipe: Pipe
) -> Counted[Row] | results.TsvRows:
    format = request.format or ("table" if request.width else "tsv")
    if format == "tsv" and result.tsv and not request.labels:
        passed = results.TsvRows(pipe.write, request.limit)
        with suppress(results.EnoughError):
            result.tsv(passed.write)
        return passed
    label: results.Label | None = None
    if request.labels and request.endpoint:
        gathered = list(islice(result.rows, request.limit + 1 if request.limit else None))
        result, label = result._replace(rows=iter(gathered)), lookup.labeller_of(reader, gathered)
    elif request.labels:
        label = lookup.labeller(reader)
    rows = Counted(result.rows, request.limit)
    if request.bom and format == "csv":
        pipe.write(BOM_UTF8)
    width, bold = request.width, request.bold
    results.write_rows(pipe.write, result.variables, rows, format, label=label, width=width, bold=bold)
    return rows


def _kind(result: Result) -> str:
    return "boolean" if isinstance(result, bool) else "rows" if isinstance(result, Solutions) else "triples"


def main() -> None:
    """Answer the one request on stdin, a line of JSON; without one, end. Who asks keeps stdin open."""
    from kg import completions
    from kg.stores import generations, oxigraph

    del completions, generations
    oxigraph.from_lines(())  # a server's workers wait below, with all loaded that an answer may need
    told = sys.stdin.buffer.readline()
    if told:
        _end_with_parent(sys.stdin.fileno())
        serve(request_of(json.loads(told)), sys.stdout.fileno())


def request_of(values: dict[str, Any]) -> Request:
    """The request that JSON carried."""
    dataset = values["dataset"]
    graphs = Graphs(*map(tuple, dataset)) if dataset else None
    tuples = {name: tuple(values[name]) for name in ("data", "credentials")}
    return Request(**{**values, **tuples, "dataset": graphs})


def _end_with_parent(number: int) -> None:
    """Let the system end this process when the other end of ``number`` closes, even in the middle of a query."""
    try:
        import fcntl
    except ImportError:
        return
    if hasattr(fcntl, "F_SETOWN") and hasattr(os, "O_ASYNC"):
        fcntl.fcntl(number, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main()
