"""Sorted N-Quads lines → JSON-LD 1.1, one node object a line, with its context inside (nothing is fetched)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg import nquads
from kg.exporters import Options
from kg.literals import unescape
from kg.namespaces import RDF, XSD, prefixes

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")


def write(lines: Iterable[str], options: Options) -> Iterator[str]:
    """The default graph, with evidence every named graph after it (these are held in memory to be sorted)."""
    known = prefixes(options.base)
    by_namespace = {iri: prefix for prefix, iri in known.items()}
    named: list[nquads.Line] = []
    yield f'{{"@context": {_dump(known)},\n"@graph": ['
    comma = ""
    for node in _nodes(nquads.default(lines, named), by_namespace):
        yield f"{comma}\n{_dump(node)}"
        comma = ","
    if options.evidence:
        for graph, block in nquads.by_graph(named):
            inside = ",\n".join(map(_dump, _nodes(block, by_namespace)))
            yield f'{comma}\n{{"@id": {_dump(_compact(graph, by_namespace))}, "@graph": [\n{inside}\n]}}'
            comma = ","
    yield "\n]}\n"


def _nodes(lines: Iterable[nquads.Line], known: dict[str, str]) -> Iterator[dict[str, Any]]:
    for subject, pairs in nquads.blocks(lines):
        node: dict[str, Any] = {"@id": _compact(subject, known)}
        for predicate, objects in pairs:
            if predicate == f"<{RDF}type>":
                node["@type"] = [_compact(token, known) for token in objects]
            else:
                values = [_value(token, known) for token in objects]
                node[_compact(predicate, known)] = values[0] if len(values) == 1 else values
        yield node


def _value(token: str, known: dict[str, str]) -> Any:
    if not token.startswith('"'):
        return {"@id": _compact(token, known)}
    found = nquads.term(token)
    if found.language:
        return {"@value": found.value, "@language": found.language}
    if found.datatype == XSD + "integer" and _INTEGER.fullmatch(found.value):
        return int(found.value)
    if found.datatype == XSD + "boolean" and found.value in ("true", "false"):
        return found.value == "true"
    if found.datatype:
        return {"@value": found.value, "@type": _compact(f"<{found.datatype}>", known)}
    return found.value


def _compact(token: str, known: dict[str, str]) -> str:
    if token.startswith("_:"):
        return token
    iri = unescape(token[1:-1])
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix, local = known.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and local else iri


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
