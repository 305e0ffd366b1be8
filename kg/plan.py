"""A query → how it is read: its operators as a tree, and how many triples each pattern alone matches in the store.

For ``kg query --explain``. The engine tells no plan of its own, so this is the standard's algebra; the counts say where
the work lies.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from kg.errors import QueryError
from kg.frames import Outcome
from kg.lookup import Reader, short
from kg.stores import Result

_IRI = re.compile("<([^<>]*)>")
MOST = 1_000_000
"""Matches of a pattern are counted up to here."""

_SILENT = frozenset({"SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery", "BGP"})
_WORDS = {"LeftJoin": "OPTIONAL", "Extend": "BIND", "ToMultiSet": "VALUES or subquery", "Slice": "LIMIT, OFFSET"}
"""What an operator of the algebra is called in SPARQL, where that is another word."""


def explain(text: str, result: Result, reader: Reader, out: Callable[[bytes], object]) -> Outcome:
    """Write the text that the engine got, its tree with counts, then rows of ``result`` and their time."""
    head, _, own = text.partition("\n")
    out(f"{head.replace(' PREFIX', chr(10) + 'PREFIX')}\n{own.strip()}\n\n".encode())
    for line in _tree(text, reader):
        out(f"{line}\n".encode())
    started = time.perf_counter()
    rows = 1 if isinstance(result, bool) else sum(1 for _ in result.rows)
    told = str(result).lower() if isinstance(result, bool) else f"{rows:,} rows"
    out(f"\n{told} in {(time.perf_counter() - started) * 1000:.1f} ms\n".encode())
    return Outcome("plan", rows)


def _tree(text: str, reader: Reader) -> Iterator[str]:
    from kg.stores.memory import algebra

    try:
        root = algebra(text)
    except QueryError:
        yield "no tree: rdflib, which tells it, does not understand this query"
        return
    yield from _node(root, reader, 0, "")


def _node(node: Any, reader: Reader, depth: int, graph: str) -> Iterator[str]:
    """The lines of an operator and of those below it; ``graph`` is the GRAPH it stands in."""
    if node.name == "Graph":
        graph = node.term.n3()
    if node.name not in _SILENT:
        yield "  " * depth + " ".join([_WORDS.get(node.name, node.name), *_about(node, reader)])
        depth += 1
    for triple in node.get("triples") or () if node.name == "BGP" else ():
        shown = " ".join(_shown(term, reader) for term in triple)
        yield f"{'  ' * depth}{shown}   {_matches(' '.join(term.n3() for term in triple), graph, reader)}"
    for below in (node.get(key) for key in ("p", "p1", "p2")):
        if hasattr(below, "name"):
            yield from _node(below, reader, depth, graph)


def _about(node: Any, reader: Reader) -> Iterator[str]:
    """What an operator works on, as far as it is a term or variables."""
    if node.name in ("Graph", "Extend"):
        yield _shown(node.term if node.name == "Graph" else node.var, reader)
    if node.name == "Project":
        yield from (variable.n3() for variable in node.PV)


def _shown(term: Any, reader: Reader) -> str:
    return _IRI.sub(lambda iri: short(iri[1], reader.prefixes), str(term.n3()))


def _matches(pattern: str, graph: str, reader: Reader) -> str:
    inside = f"GRAPH {graph} {{ {pattern} }}" if graph else pattern
    text = f"SELECT (COUNT(*) AS ?n) {{ SELECT (1 AS ?one) {{ {inside} }} LIMIT {MOST} }}"
    row = next(reader.rows(text), None)
    count = int(row[0].value) if row and row[0] else 0
    return f"{count:,}{' or more' if count == MOST else ''}"
