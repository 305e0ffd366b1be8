"""The W3C's SPARQL 1.1 tests, read from their manifests beside the checkout; nothing of them is kept here."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.query import Result

ROOT = (Path(__file__).resolve().parents[2] / "shared" / "w3c" / "sparql" / "sparql11").resolve()
needed = pytest.mark.skipif(
    not ROOT.is_dir() and os.environ.get("CI") != "true",
    reason="../shared/w3c is not there: the W3C's tests were not run",
)
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_INTEGERS = frozenset(
    XSD[name] for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
                           "negativeInteger", "nonPositiveInteger", "unsignedInt", "unsignedLong", "unsignedShort",
                           "unsignedByte")
)  # fmt: skip


SYNTAX = {".ttl": "turtle", ".rdf": "xml", ".nt": "nt"}


class Case(NamedTuple):
    """A test of evaluation: its data and named graphs, its query, the file of its result."""

    name: str
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path


def cases(*folders: str) -> Iterator[Case]:
    """The tests of evaluation of these folders, in the order of their manifests; none where the data are missing."""
    for folder in folders if ROOT.is_dir() else ():
        path = ROOT / folder / "manifest.ttl"
        graph = Graph().parse(path, publicID=path.as_uri())
        start = next(graph.objects(None, MF.entries), None)
        for entry in Collection(graph, start) if start else ():
            if {MF.QueryEvaluationTest, MF.CSVResultFormatTest} & set(graph.objects(entry, RDF.type)):
                yield _case(graph, entry, folder)


def _case(graph: Graph, entry: Any, folder: str) -> Case:
    action = graph.value(entry, MF.action)
    parts = {part: tuple(map(_file, graph.objects(action, QT[part]))) for part in ("query", "data", "graphData")}
    name = f"{folder}/{str(entry).rpartition('#')[2]}"
    return Case(name, *parts["query"], parts["data"], parts["graphData"], _file(graph.value(entry, MF.result)))


def _file(iri: Any) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def graph_of(content: bytes, suffix: str, base: str = "") -> Graph:
    """A table, a truth or a graph as one RDF graph; two are the same answer where these are isomorphic.

    Each row is a blank node; numbers stand for their value in the type that is calculated with.
    """
    if suffix in (".ttl", ".rdf", ".nt"):
        graph = Graph().parse(data=content, format=SYNTAX[suffix], publicID=base or None)
        if (None, RDF.type, RS.ResultSet) not in graph:
            return _plain(graph)
        rows = [
            {
                str(graph.value(cell, RS.variable)): graph.value(cell, RS.value)
                for cell in graph.objects(row, RS.binding)
            }
            for row in graph.objects(None, RS.solution)
        ]
        return _of_rows(sorted(map(str, graph.objects(None, RS.resultVariable))), rows)
    kind = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv"}[suffix]
    result = Result.parse(io.BytesIO(content), format=kind)
    if result.type == "ASK":
        return _of_rows(["truth"], [{"truth": Literal(bool(result.askAnswer))}])
    rows = [{str(name): term for name, term in row.items()} for row in result.bindings]
    return _of_rows(sorted(map(str, result.vars or ())), rows)


def _of_rows(variables: list[str], rows: list[dict[str, Any]]) -> Graph:
    graph = Graph()
    graph.add((RS.head, RS.variable, Literal(" ".join(variables))))
    graph.add((RS.head, RS.size, Literal(len(rows))))
    for row in rows:
        node = BNode()
        for name, term in row.items():
            graph.add((node, URIRef(f"urn:{name}"), _valued(term)))
        graph.add((RS.head, RS.solution, node))
    return graph


def _plain(graph: Graph) -> Graph:
    plain = Graph()
    for triple in graph:
        plain.add(tuple(map(_valued, triple)))
    return plain


def _valued(term: Any) -> Any:
    if not isinstance(term, Literal):
        return term
    if term.datatype in _INTEGERS and str(term).lstrip("+-").isdigit():
        return Literal(str(int(term)), datatype=XSD.integer)
    if term.datatype == XSD.decimal:
        return Literal(f"{Decimal(str(term)).normalize():f}", datatype=XSD.decimal)
    if term.datatype in (XSD.double, XSD.float):
        return Literal(repr(float(str(term))), datatype=term.datatype)
    if term.language:
        return Literal(str(term), lang=term.language.lower())  # RDF 1.1: tags are compared so
    return Literal(str(term)) if term.datatype == XSD.string else term


def same(found: bytes, found_suffix: str, expected: Path) -> bool:
    """Whether an answer is the one that the test expects."""
    return bool(
        isomorphic(graph_of(found, found_suffix), graph_of(expected.read_bytes(), expected.suffix, expected.as_uri()))
    )
