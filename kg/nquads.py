"""Canonical N-Quads lines ↔ their terms. Lines are what a graph is kept as, so exports and checks read them here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from kg.literals import unescape
from kg.namespaces import XSD
from kg.stores import Term

_PLAIN_TERMS = {XSD + "string": ""}


class Line(NamedTuple):
    """The tokens of a line as written (``<iri>``, ``"text"@zh``); ``graph`` is empty for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str


def split(line: str) -> Line:
    """The tokens of one line without its end."""
    subject, predicate, rest = line.split(" ", 2)
    rest = rest.removesuffix(" .")
    head, _, tail = rest.rpartition(" ")
    # A tail that only looks like a graph ends a literal, and so holds a quotation mark.
    if head and tail.startswith(("<", "_:")) and '"' not in tail:
        return Line(subject, predicate, head, tail)
    return Line(subject, predicate, rest, "")


def triples(lines: Iterable[str], *graphs: str) -> Iterator[Line]:
    """The lines of the default graph and of ``graphs`` (IRIs), their graph dropped; sorted lines stay sorted."""
    wanted = {"", *(f"<{graph}>" for graph in graphs)}
    for line in map(split, lines):
        if line.graph in wanted:
            yield line._replace(graph="")


def default(lines: Iterable[str], named: list[Line]) -> Iterator[Line]:
    """The lines of the default graph; those of named graphs are appended to ``named`` as they pass."""
    for line in map(split, lines):
        if line.graph:
            named.append(line)
        else:
            yield line


def by_graph(named: list[Line]) -> Iterator[tuple[str, Iterator[Line]]]:
    """Lines of named graphs as (graph, its lines in order)."""
    named.sort(key=lambda line: line.graph)  # stable: the lines of one graph stay sorted
    return groupby(named, key=lambda line: line.graph)


def blocks(lines: Iterable[Line]) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Sorted lines of one graph as (subject, [(predicate, objects)])."""
    for subject, block in groupby(lines, key=lambda line: line.subject):
        grouped = groupby(block, key=lambda line: line.predicate)
        yield subject, [(predicate, [line.object for line in same]) for predicate, same in grouped]


def term(token: str) -> Term:
    """The term that a token writes."""
    if token.startswith("<"):
        return Term("iri", unescape(token[1:-1]))
    if token.startswith("_:"):
        return Term("bnode", token[2:])
    end = token.rindex('"')
    text, suffix = unescape(token[1:end]), token[end + 1 :]
    if suffix.startswith("@"):
        return Term("literal", text, language=suffix[1:])
    datatype = suffix[3:-1]
    return Term("literal", text, _PLAIN_TERMS.get(datatype, datatype))
