"""Sorted N-Quads lines → N-Triples and N-Quads: the lines themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg import nquads
from kg.exporters import Options
from kg.namespaces import PROVENANCE


def write_triples(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence the provenance beside it."""
    for line in nquads.triples(lines, *([PROVENANCE] if options.evidence else [])):
        yield f"{line.subject} {line.predicate} {line.object} .\n"


def write_quads(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence every graph."""
    return (line + "\n" for line in lines if options.evidence or not nquads.split(line).graph)
