"""Where a graph is kept and asked: one protocol, and results in one neutral form whatever store gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol


class Term(NamedTuple):
    """An RDF term. ``kind`` is ``iri``, ``literal`` or ``bnode``.

    ``datatype`` is empty for plain strings and for texts with a ``language``.
    """

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


class Triple(NamedTuple):
    """Subject, predicate, object."""

    subject: Term
    predicate: Term
    object: Term


class Solutions(NamedTuple):
    """What SELECT gives: ``rows`` in the order of the query, each parallel to ``variables``, None where unbound.

    ``tsv`` gives the same rows to a function as W3C TSV, some bytes at a time, where the store can write that itself.
    Only one of the two may be read.
    """

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]
    tsv: Callable[[Callable[[bytes], object]], None] | None = None


class Triples(NamedTuple):
    """What CONSTRUCT and DESCRIBE give."""

    rows: Iterator[Triple]


Result = Solutions | Triples | bool


class Found(NamedTuple):
    """An entity with the name it was found by; ``type`` is the class's local name."""

    iri: str
    label: str
    type: str
    name: str


class Graphs(NamedTuple):
    """The graphs that a query is asked of, in place of FROM and FROM NAMED. Those that a store has not are empty."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Store(Protocol):
    """Read access to one graph. The default graph is never the union of the named ones."""

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None, dataset: Graphs | None = None) -> Result:
        """Answer a SPARQL 1.1 query; ``prefixes`` may be used without declaring them. Raises QueryError."""
        ...

    def match(
        self, subject: str | None = None, predicate: str | None = None, object: Term | None = None
    ) -> Iterator[Triple]:
        """The triples of the default graph that fit, None for any: a look-up without a query to be read first."""
        ...

    def lines(self) -> Iterator[str]:
        """The canonical N-Quads lines of the graph in sorted order, without line ends."""
        ...

    def count(self) -> int:
        """The number of quads."""
        ...

    def close(self) -> None:
        """Let go of what the store holds open."""
        ...
