"""Sorted N-Quads lines → Turtle and TriG, streamed subject by subject, with the prefixes that queries use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from kg import nquads
from kg.exporters import Options
from kg.iri import carried
from kg.namespaces import PROVENANCE, RDF, XSD, prefixes

_SHORT = {
    f"^^<{XSD}integer>": re.compile(r"-?\d+"),
    f"^^<{XSD}decimal>": re.compile(r"-?\d+\.\d+"),
    f"^^<{XSD}boolean>": re.compile(r"true|false"),
}
_Compact = Callable[[str], str]


def write_turtle(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence the provenance beside it."""
    compact = _compacting(prefixes(options.base))
    yield from _head(options)
    yield from _blocks(nquads.triples(lines, *([PROVENANCE] if options.evidence else [])), compact)


def write_trig(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence every named graph after it (these are held in memory to be sorted)."""
    compact = _compacting(prefixes(options.base))
    named: list[nquads.Line] = []
    yield from _head(options)
    yield from _blocks(nquads.default(lines, named), compact)
    if not options.evidence:
        return
    for graph, block in nquads.by_graph(named):
        yield f"\n{compact(graph)} {{\n"
        yield from _blocks(block, compact)
        yield "}\n"


def _head(options: Options) -> Iterator[str]:
    return (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes(options.base).items())


def _blocks(lines: Iterable[nquads.Line], compact: _Compact) -> Iterator[str]:
    for subject, pairs in nquads.blocks(lines):
        yield f"\n{compact(subject)} "
        pairs.sort(key=lambda pair: pair[0] != f"<{RDF}type>")
        yield " ;\n    ".join(
            f"{_verb(predicate, compact)} {', '.join(map(compact, objects))}" for predicate, objects in pairs
        )
        yield " .\n"


def _verb(predicate: str, compact: _Compact) -> str:
    return "a" if predicate == f"<{RDF}type>" else compact(predicate)


def _compacting(known: dict[str, str]) -> _Compact:
    """Tokens of N-Quads to those of Turtle; what repeats is looked up."""
    by_namespace = {iri: prefix for prefix, iri in known.items()}

    @lru_cache(100_000)
    def compact(token: str) -> str:
        if token.startswith("<"):
            cut = max(token.rfind("/"), token.rfind("#")) + 1
            prefix, local = by_namespace.get(token[1:cut]), token[cut:-1]
            return f"{prefix}:{local}" if prefix and _prefixable(local) else token
        end = token.rfind('"')
        short = _SHORT.get(token[end + 1 :])
        if short:
            return token[1:end] if short.fullmatch(token, 1, end) else token
        return token

    return compact


def _prefixable(local: str) -> bool:
    """Whether every parser reads the name after a prefix; oxigraph's does not beyond the basic plane."""
    if not local or "-" in (local[0], local[-1]):
        return False
    return all(char == "-" or (char < "\U00010000" and carried(char)) for char in local)
