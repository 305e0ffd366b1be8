"""What the engine answers → neutral terms row by row, or bytes that it writes itself; its failures → ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import GraphError, LinpuError, QueryError
from kg.namespaces import XSD
from kg.stores import Term, Triple

if TYPE_CHECKING:
    import pyoxigraph


def failure(error: Exception) -> LinpuError:
    """Whether the store is at fault or the query; pyoxigraph tells damage as OSError or as RuntimeError."""
    told = " ".join(str(error).split()) or "failed"
    if isinstance(error, OSError) or told.startswith("Corruption"):
        return GraphError("graph", f"its store is damaged: {told}", "build the graph again")
    return QueryError("query", told, "see the SPARQL 1.1 grammar")


def guarded(result: Iterable[Any]) -> Iterator[Any]:
    """Answers come while they are read, and so do failures."""
    try:
        yield from result
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error


def rows(result: pyoxigraph.QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
    """The rows of a SELECT."""
    term = terms()
    for solution in guarded(result):
        yield tuple([None if value is None else term(value) for value in solution])


class _Sink(NamedTuple):
    """What the engine writes to, as to a file."""

    out: Callable[[bytes], object]

    def write(self, content: bytes) -> int:
        self.out(content)
        return len(content)

    def flush(self) -> None:
        """Nothing is kept back here."""


def tsv(result: pyoxigraph.QuerySolutions, out: Callable[[bytes], object]) -> None:
    """Give ``out`` the rows as W3C TSV, some at a time. What ``out`` raises ends it."""
    import pyoxigraph as ox

    try:
        result.serialize(_Sink(out), format=ox.QueryResultsFormat.TSV)  # type: ignore[arg-type]
    except BrokenPipeError:  # of whoever reads, not of the store
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise failure(error) from error


def triples(result: Iterable[Any]) -> Iterator[Triple]:
    """The triples of the engine's triples or quads."""
    term = terms()
    for triple in guarded(result):
        yield Triple(term(triple.subject), term(triple.predicate), term(triple.object))


def terms() -> Callable[[Any], Term]:
    """The engine's term → ours. Made once for an answer, whose every cell passes here."""
    import pyoxigraph as ox

    iri, blank, plain = ox.NamedNode, ox.BlankNode, XSD + "string"

    def term(value: Any) -> Term:
        kind = type(value)
        if kind is iri:
            return Term("iri", value.value)
        if kind is blank:
            return Term("bnode", value.value)
        if language := value.language:
            return Term("literal", value.value, "", language)
        datatype = value.datatype.value
        return Term("literal", value.value, "" if datatype == plain else datatype)

    return term
