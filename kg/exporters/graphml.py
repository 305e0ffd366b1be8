"""Sorted N-Quads lines → GraphML for Gephi, yEd or Cytoscape: entities as nodes, facts as edges with their proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg import facts, ontology
from kg.exporters import Options
from kg.namespaces import ONTOLOGY

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NODE = ("label", "type", "colour")
_EDGE = ("predicate", "label", "role", "confidence", "sentence", "article")


def write(lines: Iterable[str], _options: Options) -> Iterator[str]:
    """A node per entity with its IRI as id, an edge per fact, both in sorted order."""
    found = facts.read(lines)
    vocabulary = ontology.load()
    types = {entity.term.iri: entity for entity in vocabulary.types.values()}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from (_key("node", name) for name in _NODE)
    yield from (_key("edge", name) for name in _EDGE)
    yield '  <graph id="linpu" edgedefault="directed">\n'
    nodes = sorted(iri for iri, type_ in found.types.items() if type_ in types)
    for iri in nodes:
        known = types[found.types[iri]]
        about = {"label": found.labels[iri], "type": known.code, "colour": known.colour}
        yield f"    <node id={quoteattr(iri)}>{_data('node', about)}</node>\n"
    for number, fact in enumerate(found.facts):
        name = fact.predicate.removeprefix(ONTOLOGY)
        term = vocabulary.properties.get(name)
        about = {
            "predicate": name, "label": term.zh if term else name, "role": fact.role, "confidence": fact.confidence,
            "sentence": fact.exact, "article": fact.source,
        }  # fmt: skip
        ends = f"source={quoteattr(fact.subject)} target={quoteattr(fact.object)}"
        yield f'    <edge id="e{number}" {ends}>{_data("edge", about)}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _key(kind: str, name: str) -> str:
    type_ = "double" if name == "confidence" else "string"
    return f'  <key id="{kind}.{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'


def _data(kind: str, values: Mapping[str, str]) -> str:
    return "".join(
        f'<data key="{kind}.{name}">{escape(_FORBIDDEN.sub(chr(0xFFFD), value))}</data>'
        for name, value in values.items()
        if value
    )
