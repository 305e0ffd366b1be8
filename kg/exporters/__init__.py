"""Sorted N-Quads lines → files for other tools. One line of ``formats`` per format, one file per family.

Without evidence an export holds the default graph. With it, formats that know named graphs (nq, trig, jsonld) hold the
whole graph, and formats of plain triples (ttl, nt, rdfxml) the triples of ``graph:provenance`` beside the facts. Tables
and drawings (csv, graphml) always carry each fact's best proof; csv with evidence has a row for every proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import BinaryIO, NamedTuple

from kg.errors import InputError
from kg.namespaces import BASE


class Options(NamedTuple):
    """What a writer may know besides the lines: ``base`` is the graph's base IRI."""

    evidence: bool = False
    base: str = BASE


Writer = Callable[[Iterable[str], Options], Iterator[str]]


class Format(NamedTuple):
    """A format: ``writer`` is ``module:function`` under this package, imported only when it is used."""

    suffix: str
    media_type: str
    writer: str


def formats() -> dict[str, Format]:
    """Every format by its name on the command line."""
    return {
        "ttl": Format(".ttl", "text/turtle", "turtle:write_turtle"),
        "nt": Format(".nt", "application/n-triples", "lines:write_triples"),
        "nq": Format(".nq", "application/n-quads", "lines:write_quads"),
        "trig": Format(".trig", "application/trig", "turtle:write_trig"),
        "jsonld": Format(".jsonld", "application/ld+json", "jsonld:write"),
        "csv": Format(".csv", "text/csv", "table:write"),
        "rdfxml": Format(".rdf", "application/rdf+xml", "rdfxml:write"),
        "graphml": Format(".graphml", "application/graphml+xml", "graphml:write"),
    }


def export(lines: Iterable[str], format: str, out: BinaryIO, *, evidence: bool = False, base: str = BASE) -> None:
    """Write ``lines`` (sorted, as ``Store.lines`` gives them) to ``out`` as UTF-8. Same lines, same bytes."""
    known = formats()
    if format not in known:
        raise InputError(format, "no such format", f"choose one of {' '.join(known)}")
    module, function = known[format].writer.split(":")
    writer: Writer = getattr(import_module(f"kg.exporters.{module}"), function)
    chunks: list[str] = []
    for chunk in writer(lines, Options(evidence, base)):
        chunks.append(chunk)
        if len(chunks) == 1000:
            out.write("".join(chunks).encode())
            chunks.clear()
    out.write("".join(chunks).encode())
