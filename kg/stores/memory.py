"""RDF files or N-Quads lines → a graph in memory, kept and asked by rdflib: for tests and for ``--data FILE``."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, QueryError
from kg.namespaces import XSD
from kg.rdf import literal
from kg.stores import Graphs, Result, Solutions, Term, Triple, Triples

if TYPE_CHECKING:
    from rdflib import Dataset

FORMATS = {
    ".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".json": "json-ld",
    ".rdf": "xml", ".xml": "xml", ".owl": "xml", ".n3": "n3", ".hext": "hext",
}  # fmt: skip
"""rdflib's name of a syntax by the suffix of its files."""


@dataclass(frozen=True, slots=True)
class MemoryStore:
    """A store whose default graph is never the union of the named ones."""

    inner: Dataset = field(repr=False)

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None, dataset: Graphs | None = None) -> Result:
        """Answer a SPARQL 1.1 query. Raises QueryError, for FROM too: rdflib fetches such graphs or adds to its own."""
        from rdflib.plugins.sparql import prepareQuery

        try:
            with _quiet():
                prepared = prepareQuery(text, initNs=dict(prefixes or {}))
                if dataset is not None or prepared.algebra.datasetClause:
                    raise QueryError("query", "FROM is not read in memory", "write GRAPH <…> { } instead")
                return _result(self.inner.query(prepared))
        except QueryError:
            raise
        except Exception as error:  # rdflib and pyparsing raise what they like
            raise QueryError("query", " ".join(str(error).split()), "see the SPARQL 1.1 grammar") from error

    def match(
        self, subject: str | None = None, predicate: str | None = None, object: Term | None = None
    ) -> Iterator[Triple]:
        """The triples of the default graph that fit, None for any."""
        from rdflib import URIRef

        first, second = (None if iri is None else URIRef(iri) for iri in (subject, predicate))
        pattern = (first, second, _node(object), None)
        with _quiet():
            found = [quad[:3] for quad in self.inner.quads(pattern) if _is_default(quad[3])]
        return (Triple(*map(_term, three)) for three in found)

    def lines(self) -> Iterator[str]:
        """The sorted lines."""
        yield from sorted({" ".join(map(_written, terms)) + " ." for terms in self._quads()})

    def count(self) -> int:
        """The number of quads."""
        return len(self._quads())

    def close(self) -> None:
        """Nothing to let go of."""

    def _quads(self) -> list[list[Any]]:
        with _quiet():
            return [[s, p, o, *([] if _is_default(graph) else [graph])] for s, p, o, graph in self.inner.quads()]


def algebra(text: str) -> Any:
    """The query as rdflib's tree of SPARQL's algebra. Raises QueryError for what rdflib cannot read."""
    from rdflib.plugins.sparql import prepareQuery

    try:
        with _quiet():
            return prepareQuery(text).algebra
    except Exception as error:  # rdflib and pyparsing raise what they like
        raise QueryError("query", " ".join(str(error).split()), "see the SPARQL 1.1 grammar") from error


def from_lines(lines: Iterable[str]) -> MemoryStore:
    """A store that holds these N-Quads."""
    dataset = _dataset()
    with _quiet():
        dataset.parse(data="\n".join(lines) + "\n", format="nquads")
    return MemoryStore(dataset)


def from_files(files: Iterable[Path]) -> MemoryStore:
    """A store that holds all the files, each by its suffix. Raises InputError where one cannot be read."""
    dataset = _dataset()
    for file in files:
        syntax = FORMATS.get(file.suffix.lower())
        if syntax is None:
            known = " ".join(sorted(FORMATS))
            raise InputError(str(file), "suffix of no known RDF syntax", f"name the file by its syntax: {known}")
        try:
            if syntax == "json-ld":
                _refuse_remote(file, json.loads(file.read_text(encoding="utf-8-sig")))
            with _quiet():
                dataset.parse(source=str(file), format=syntax, publicID=file.resolve().as_uri())
        except InputError:
            raise
        except Exception as error:  # every parser of rdflib raises its own
            raise InputError(str(file), f"is no {syntax}: {error}", "check the file") from error
    return MemoryStore(dataset)


def _refuse_remote(file: Path, value: Any) -> None:
    """rdflib fetches a context that is named by its address; nothing here may reach the network."""
    if isinstance(value, list):
        for each in value:
            _refuse_remote(file, each)
    elif isinstance(value, dict):
        context = value.get("@context")
        if any(isinstance(each, str) for each in (context if isinstance(context, list) else [context])):
            raise InputError(str(file), "its @context is an address", "put the context itself into the file")
        for each in value.values():
            _refuse_remote(file, each)


def _dataset() -> Dataset:
    from rdflib import Dataset

    return Dataset(default_union=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """rdflib 7.6 warns of its own use of Dataset.default_context while it parses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _is_default(graph: Any) -> bool:
    return graph is None or str(graph) == "urn:x-rdflib:default"


def _result(result: Any) -> Result:
    """All of rdflib's answer, since it evaluates late and fails late."""
    if result.type == "ASK":
        return bool(result.askAnswer)
    if result.type == "SELECT":
        names = tuple(str(variable) for variable in result.vars or ())
        return Solutions(names, iter([tuple(None if v is None else _term(v) for v in row) for row in result]))
    return Triples(iter([Triple(*map(_term, triple)) for triple in result]))


def _term(value: Any) -> Term:
    from rdflib import BNode, Literal

    if isinstance(value, Literal):
        datatype = str(value.datatype or "")
        return Term(
            "literal", str(value), "" if datatype == XSD + "string" else datatype, (value.language or "").lower()
        )
    return Term("bnode" if isinstance(value, BNode) else "iri", str(value))


def _node(term: Term | None) -> Any:
    from rdflib import BNode, Literal, URIRef

    if term is None:
        return None
    if term.kind == "literal":
        return Literal(term.value, lang=term.language or None, datatype=term.datatype or None)
    return URIRef(term.value) if term.kind == "iri" else BNode(term.value)


def _written(value: Any) -> str:
    term = _term(value)
    if term.kind == "literal":
        suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
        return literal(term.value) + suffix
    return f"<{term.value}>" if term.kind == "iri" else f"_:{term.value}"
