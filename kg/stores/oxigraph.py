"""N-Quads lines or RDF files → an Oxigraph store on disk or in memory, its answers as neutral terms.

With ``answers``, which its terms come out of, the only door to pyoxigraph.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import GraphError, InputError
from kg.namespaces import XSD
from kg.stores import Graphs, Result, Solutions, Term, Triple, Triples, answers

if TYPE_CHECKING:
    import pyoxigraph

CHUNK = 200_000
"""Quads a bulk load takes at once: 4M quads in one go take 2.2 GB, in these chunks 308 MB at 0.7 of the speed."""

_BLOCK = 1 << 16  # characters read at once: twice as fast as line by line, or as all at once

SYNTAXES = {
    ".ttl": "TURTLE", ".nt": "N_TRIPLES", ".nq": "N_QUADS", ".trig": "TRIG", ".n3": "N3", ".jsonld": "JSON_LD",
    ".json": "JSON_LD", ".rdf": "RDF_XML", ".xml": "RDF_XML", ".owl": "RDF_XML",
}  # fmt: skip
"""pyoxigraph's name of a syntax by the suffix of its files."""


class OxigraphStore:
    """A store; ``sorted_lines`` is the file of its lines in order, where there is one.

    No dataclass: every query opens one, and importing ``dataclasses`` takes longer than most queries.
    """

    __slots__ = ("_inner", "sorted_lines")

    def __init__(self, inner: pyoxigraph.Store, sorted_lines: Path | None = None) -> None:
        self._inner: pyoxigraph.Store | None = inner
        self.sorted_lines = sorted_lines

    def query(self, text: str, *, prefixes: Mapping[str, str] | None = None, dataset: Graphs | None = None) -> Result:
        """Answer a SPARQL 1.1 query. Raises QueryError, and GraphError where the store's files are damaged."""
        import pyoxigraph as ox

        try:
            graphs = {} if dataset is None else _graphs(dataset)
            result = self._open().query(text, prefixes=dict(prefixes or {}), **graphs)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise answers.failure(error) from error
        if isinstance(result, ox.QuerySolutions):
            variables = tuple(variable.value for variable in result.variables)
            return Solutions(variables, answers.rows(result), partial(answers.tsv, result))
        if isinstance(result, ox.QueryTriples):
            return Triples(answers.triples(result))
        return bool(result)

    def match(
        self, subject: str | None = None, predicate: str | None = None, object: Term | None = None
    ) -> Iterator[Triple]:
        """The triples of the default graph that fit, None for any. Raises GraphError where files are damaged."""
        import pyoxigraph as ox

        try:
            first, second = (None if iri is None else ox.NamedNode(iri) for iri in (subject, predicate))
            third = _node(object)
        except ValueError:  # no IRI: nothing is called so
            return iter(())
        return answers.triples(self._open().quads_for_pattern(first, second, third, ox.DefaultGraph()))

    def lines(self) -> Iterator[str]:
        """The sorted lines, from their file where there is one (the disk store gives quads five times slower)."""
        if self.sorted_lines is not None:
            yield from read_lines(self.sorted_lines)
        else:
            yield from sorted(f"{quad} ." for quad in self._open())

    def count(self) -> int:
        """The number of quads."""
        return len(self._open())

    def close(self) -> None:
        """Let go of the files; pyoxigraph closes a store when nothing refers to it."""
        self._inner = None

    def _open(self) -> pyoxigraph.Store:
        if self._inner is None:
            raise GraphError("graph", "is closed", "open it again")
        return self._inner


def open_store(path: Path, sorted_lines: Path | None = None) -> OxigraphStore:
    """Open a store folder for reading. Raises GraphError when it is missing or damaged."""
    import pyoxigraph as ox

    try:
        return OxigraphStore(ox.Store.read_only(str(path)), sorted_lines)
    except (OSError, RuntimeError) as error:
        raise GraphError(str(path), f"cannot be opened: {error}", "build the graph again") from error


def from_lines(lines: Iterable[str]) -> OxigraphStore:
    """A store in memory."""
    import pyoxigraph as ox

    store = ox.Store()
    _load(store, lines)
    return OxigraphStore(store)


def from_files(files: Iterable[Path], lines: Iterable[str] = ()) -> OxigraphStore:
    """A store in memory that holds all the files, each by its suffix in ``SYNTAXES``, and ``lines``.

    Files never share blank nodes, and a JSON-LD context on the network is not fetched. Raises InputError.
    """
    import gzip

    import pyoxigraph as ox

    store = ox.Store()
    for file in files:
        syntax = syntax_of(file)
        try:
            unpacked: Any = gzip.open if file.suffix.lower() == ".gz" else open
            with unpacked(file, "rb") as handle:
                if handle.read(3) != b"\xef\xbb\xbf":
                    handle.seek(0)
                store.bulk_load(handle, getattr(ox.RdfFormat, syntax), base_iri=file.resolve().as_uri())
        except (SyntaxError, ValueError, OSError, EOFError, zlib.error) as error:
            told = " ".join(str(error).split())
            if "LoadDocumentCallback" in told:
                raise InputError(str(file), "its @context is an address", "put the context into the file") from error
            raise InputError(
                str(file), f"is no {syntax.lower().replace('_', '-')}: {told}", "check the file"
            ) from error
    _load(store, lines)
    return OxigraphStore(store)


def syntax_of(file: Path) -> str:
    """pyoxigraph's name of the syntax of ``file`` by its suffix, whether it is packed (``.gz``) or not; else empty."""
    name = file.name.lower().removesuffix(".gz")
    return SYNTAXES.get(os.path.splitext(name)[1], "")


def triples(content: bytes, media_type: str, *, where: str) -> Iterator[Triple]:
    """The triples of a document of that media type. Raises GraphError, which names ``where``, for what is no RDF."""
    import pyoxigraph as ox

    syntax = ox.RdfFormat.from_media_type(media_type)
    if syntax is None:
        raise GraphError(where, f"answers {media_type or 'nothing'}, which is no RDF", "check the address")
    term = answers.terms()
    try:
        for quad in ox.parse(content, format=syntax):
            yield Triple(term(quad.subject), term(quad.predicate), term(quad.object))
    except (SyntaxError, ValueError) as error:
        raise GraphError(where, f"answers broken RDF: {' '.join(str(error).split())}", "check the address") from error


def write_store(path: Path, lines: Iterable[str]) -> None:
    """Write the lines into a new store folder, in chunks; the store is closed on return."""
    import pyoxigraph as ox

    store = ox.Store(str(path))
    _load(store, lines)
    store.flush()


def write_changed(path: Path, before: Path, gone: Iterable[str], come: Iterable[str]) -> None:
    """Write the store of folder ``before`` with its changes into a new folder.

    The data files, which RocksDB never changes, are linked where the file system can. Raises GraphError for a store
    that cannot be opened, has not what goes, or has already what comes.
    """
    import pyoxigraph as ox

    path.mkdir()
    try:
        for file in before.iterdir():
            if not file.name.startswith("LO"):  # LOCK, LOG: of the process that wrote it
                _copy(file, path / file.name)
        store = ox.Store(str(path))
        for quad in ox.parse(_document(gone), format=ox.RdfFormat.N_QUADS):
            if quad not in store:
                raise ValueError("it is not what its lines say")
            store.remove(quad)
        new = list(ox.parse(_document(come), format=ox.RdfFormat.N_QUADS))
        if any(quad in store for quad in new):
            raise ValueError("it is not what its lines say")
        store.extend(new)
        store.flush()
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise GraphError(str(before), f"cannot be copied: {error}", "build the graph again") from error


def _copy(file: Path, copy: Path) -> None:
    if file.suffix == ".sst":
        with suppress(OSError):
            os.link(file, copy)
            return
    copy.write_bytes(file.read_bytes())


def _document(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a sorted N-Quads file without their ends; only ``\\n`` ends a line."""
    rest = ""
    with open(path, encoding="utf-8", newline="\n") as handle:
        while block := handle.read(_BLOCK):
            *lines, rest = (rest + block).split("\n")
            yield from lines
    if rest:
        yield rest


def _load(store: pyoxigraph.Store, lines: Iterable[str]) -> None:
    import pyoxigraph as ox

    rest = iter(lines)
    while chunk := list(islice(rest, CHUNK)):
        store.bulk_load(_document(chunk), format=ox.RdfFormat.N_QUADS)


def _graphs(dataset: Graphs) -> dict[str, Any]:
    import pyoxigraph as ox

    default, named = (list(map(ox.NamedNode, graphs)) for graphs in (dataset.default, dataset.named))
    return {"default_graph": default, "named_graphs": named}


def _node(term: Term | None) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | None:
    import pyoxigraph as ox

    if term is None:
        return None
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "bnode":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD + "string"))
