"""RDF files or N-Quads lines → a graph in memory, kept and asked by rdflib: for tests and for ``--data FILE``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, QueryError
from kg.iri import XSD
from kg.rdf import literal
from kg.stores import Result, Solutions, Term, Triple, Triples

if TYPE_CHECKING:
    from rdflib import Dataset

FORMATS = {
    ".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".json": "json-ld",
    ".rdf": "xml", ".xml": "xml", ".owl": "xml", ".n3": "n3", ".trix": "trix", ".hext": "hext",
}  # fmt: skip
"""rdflib's name of a syntax by the suffix of its files."""


@dataclass(frozen=True, slots=True)
class MemoryStore:
    """A store whose default graph is never the union of the named ones."""

    inner: Dataset = field(repr=False)

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None) -> Result:
        """Answer a SPARQL 1.1 query. Raises QueryError."""
        try:
            result = self.inner.query(text, initNs=dict(prefixes or {}))
            if result.type == "ASK":
                return bool(result.askAnswer)
            if result.type == "SELECT":
                names = tuple(str(variable) for variable in result.vars or ())
                return Solutions(names, iter([tuple(_optional(value) for value in row) for row in _tuples(result)]))
            return Triples(iter([Triple(*map(_term, triple)) for triple in _tuples(result)]))
        except Exception as error:  # rdflib and pyparsing raise what they like
            raise QueryError("query", " ".join(str(error).split()), "see the SPARQL 1.1 grammar") from error

    def lines(self) -> Iterator[str]:
        """The sorted lines."""
        lines = set()
        for subject, predicate, object_, graph in self.inner.quads():
            terms = [subject, predicate, object_, *([] if _is_default(graph) else [graph])]
            lines.add(" ".join(map(_written, terms)) + " .")
        yield from sorted(lines)

    def count(self) -> int:
        """The number of quads."""
        return sum(1 for _ in self.inner.quads())

    def close(self) -> None:
        """Nothing to let go of."""


def from_lines(lines: Iterable[str]) -> MemoryStore:
    """A store that holds these N-Quads."""
    dataset = _dataset()
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
            dataset.parse(source=str(file), format=syntax, publicID=file.resolve().as_uri())
        except Exception as error:  # every parser of rdflib raises its own
            raise InputError(str(file), f"is no {syntax}: {error}", "check the file") from error
    return MemoryStore(dataset)


def _dataset() -> Dataset:
    from rdflib import Dataset

    return Dataset(default_union=False)


def _is_default(graph: Any) -> bool:
    return graph is None or str(graph) == "urn:x-rdflib:default"


def _tuples(result: Any) -> Iterator[Any]:
    yield from result


def _optional(value: Any) -> Term | None:
    return None if value is None else _term(value)


def _term(value: Any) -> Term:
    from rdflib import BNode, Literal

    if isinstance(value, Literal):
        datatype = str(value.datatype or "")
        return Term(
            "literal", str(value), "" if datatype == XSD + "string" else datatype, (value.language or "").lower()
        )
    return Term("bnode" if isinstance(value, BNode) else "iri", str(value))


def _written(value: Any) -> str:
    term = _term(value)
    if term.kind == "literal":
        suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
        return literal(term.value) + suffix
    return f"<{term.value}>" if term.kind == "iri" else f"_:{term.value}"
