"""A graph's counts → the description of the endpoint that a bare GET gives: SPARQL 1.1 Service Description with VoID.

The counts come from workers like any answer, and are kept for as long as the graph's generation is the same.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterator
from typing import NamedTuple

from kg import exporters
from kg.errors import LinpuError
from kg.frames import Request, ended
from kg.namespaces import ONTOLOGY, RDF, XSD
from kg.results import written
from kg.serve.desk import Desk
from kg.stores import Term

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "N-Quads", "TriG", "JSON-LD", "RDF_XML",
)  # fmt: skip
MOST = 1000
"""Named graphs, classes and properties that are told one by one at most; a paper of years has a graph per article."""
_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }",
}
_PARTS = {
    "class": "SELECT ?of (COUNT(?s) AS ?n) { ?s a ?of } GROUP BY ?of ORDER BY ?of",
    "property": "SELECT ?of (COUNT(*) AS ?n) { ?s ?of ?o } GROUP BY ?of ORDER BY ?of",
    "graph": "SELECT ?of (COUNT(*) AS ?n) { GRAPH ?of { ?s ?p ?o } } GROUP BY ?of ORDER BY ?of",
}
Part = tuple[str, int]
"""A class, property or graph, and how many triples are of it."""


class Counts(NamedTuple):
    """Counts of the default graph by VoID's name for them, and what it and the whole store consist of."""

    plain: tuple[Part, ...] = ()
    classes: tuple[Part, ...] = ()
    properties: tuple[Part, ...] = ()
    graphs: tuple[Part, ...] = ()


async def count(desk: Desk, request: Request) -> Counts:
    """Ask for the counts, all together within the deadline of one request; those that take too much stay out."""
    began = time.monotonic()
    plain = []
    for name, text in _COUNTS.items():
        plain += [(name, number) for _, number in await _asked(desk, request._replace(text=text), began)]
    parts = [await _asked(desk, request._replace(text=text), began) for text in _PARTS.values()]
    return Counts(tuple(plain), *map(tuple, parts))


async def _asked(desk: Desk, request: Request, began: float) -> list[Part]:
    pieces: list[bytes] = []
    try:
        async with desk.ask(request._replace(format="json", limit=0), began) as frames:
            async for kind, content in frames:
                if kind == b"d":
                    pieces.append(content)
                elif kind == b"e":
                    ended(kind, content)
    except LinpuError:
        return []
    rows = json.loads(b"".join(pieces))["results"]["bindings"]
    return [(row.get("of", {}).get("value", ""), int(row["n"]["value"])) for row in rows]


def describe(endpoint: str, counts: Counts, format: str) -> bytes:
    """The description of the service at ``endpoint`` as RDF in this format."""
    lines = sorted(" ".join(map(written, triple)) + " ." for triple in _triples(endpoint, counts))
    out = io.BytesIO()
    exporters.export(lines, format, out)
    return out.getvalue()


def _triples(endpoint: str, counts: Counts) -> Iterator[tuple[Term, Term, Term]]:
    service, dataset, default = _iri(endpoint), _iri(f"{endpoint}#dataset"), _iri(f"{endpoint}#default")
    yield service, _TYPE, _iri(f"{SD}Service")
    yield service, _iri(f"{SD}endpoint"), service
    yield service, _iri(f"{SD}supportedLanguage"), _iri(f"{SD}SPARQL11Query")
    yield service, _iri(f"{SD}defaultDataset"), dataset
    for name in _FORMATS:
        yield service, _iri(f"{SD}resultFormat"), _iri(FORMATS + name)
    yield from _typed(dataset, f"{SD}Dataset", f"{VOID}Dataset")
    yield dataset, _iri(f"{VOID}sparqlEndpoint"), service
    yield dataset, _iri(f"{VOID}vocabulary"), _iri(ONTOLOGY)
    yield dataset, _iri(f"{SD}defaultGraph"), default
    yield from _typed(default, f"{SD}Graph", f"{VOID}Dataset")
    yield from _default(default, counts)
    for number, (name, triples) in enumerate(counts.graphs[:MOST], 1):
        about, graph = _iri(f"{endpoint}#named{number}"), _iri(f"{endpoint}#graph{number}")
        yield dataset, _iri(f"{SD}namedGraph"), about
        yield from _typed(about, f"{SD}NamedGraph")
        yield about, _iri(f"{SD}name"), _iri(name)
        yield about, _iri(f"{SD}graph"), graph
        yield from _typed(graph, f"{SD}Graph", f"{VOID}Dataset")
        yield graph, _iri(f"{VOID}triples"), _number(triples)


def _default(default: Term, counts: Counts) -> Iterator[tuple[Term, Term, Term]]:
    for name, number in counts.plain:
        yield default, _iri(VOID + name), _number(number)
    for name, parts in (("classes", counts.classes), ("properties", counts.properties)):
        if parts:
            yield default, _iri(VOID + name), _number(len(parts))
    kinds = (("class", "entities", counts.classes), ("property", "triples", counts.properties))
    for kind, counted, parts in kinds:
        for number, (name, many) in enumerate(parts[:MOST], 1):
            part = _iri(f"{default.value}-{kind}{number}")
            yield default, _iri(f"{VOID}{kind}Partition"), part
            yield from _typed(part, f"{VOID}Dataset")
            yield part, _iri(VOID + kind), _iri(name)
            yield part, _iri(VOID + counted), _number(many)


def _typed(node: Term, *classes: str) -> Iterator[tuple[Term, Term, Term]]:
    for name in classes:
        yield node, _TYPE, _iri(name)


def _iri(value: str) -> Term:
    return Term("iri", value)


def _number(value: int) -> Term:
    return Term("literal", str(value), XSD + "integer")


_TYPE = Term("iri", f"{RDF}type")
