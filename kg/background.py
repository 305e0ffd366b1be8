"""Links of entities to an official list → sorted N-Quads lines of ``graph:gazetteer``: background, no page says it.

The graph's own name stands for the list, with its title and year; every division names it as its source. Only the IRIs
that mended names would have had stand in the default graph, where they lead on.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.iri import division_iri, iri
from kg.namespaces import BASE, DCTERMS, GAZETTEER, ONTOLOGY, OWL, RDF, RDFS
from kg.places.index import Index
from kg.places.links import Links
from kg.rdf import literal

_LIST = f"<{GAZETTEER}>"
_TYPE = f"<{RDF}type>"


def quads(links: Links | None, *, base: str = BASE) -> list[str]:
    """Sorted unique lines: the list, the divisions of linked entities with all above them, links, mended names."""
    if links is None or not (links.divisions or links.mended):
        return []
    index = links.index
    lines = set(_in_gazetteer(_about_list(index)))
    for key, number in links.divisions.items():
        above = index.above(number)
        lines.add(_quad(f"<{iri(key, base)}>", _kg("division"), _node(index, number, base)))
        for lower, upper in zip((number, *above), (*above, None), strict=True):
            lines.update(_in_gazetteer(_about_division(index, lower, upper, base)))
    for key, forms in links.mended.items():
        lines.update(_quad(f"<{iri(key, base)}>", _kg("mendedFrom"), literal(form, language="zh")) for form in forms)
    for old, key in links.replaced.items():
        # As after a judgement: no type and no label, so that no question counts it.
        lines.add(f"<{iri(old, base)}> <{DCTERMS}isReplacedBy> <{iri(key, base)}> .")
        lines.add(f"<{iri(old, base)}> <{OWL}sameAs> <{iri(key, base)}> .")
    return sorted(lines)


def _about_list(index: Index) -> Iterator[tuple[str, str, str]]:
    yield _LIST, _TYPE, _kg("Gazetteer")
    yield _LIST, f"<{DCTERMS}title>", literal(index.source)
    yield _LIST, f"<{DCTERMS}date>", literal(index.year, datatype="gYear")


def _about_division(index: Index, number: int, above: int | None, base: str) -> Iterator[tuple[str, str, str]]:
    node, found = _node(index, number, base), index[number]
    yield node, _TYPE, _kg("Division")
    yield node, f"<{RDFS}label>", literal(found.name, language="zh")
    yield node, f"<{DCTERMS}identifier>", literal(found.code)
    yield node, _kg("level"), literal(found.level)
    yield node, f"<{DCTERMS}source>", _LIST
    if above is not None:
        yield node, _kg("within"), _node(index, above, base)


def _in_gazetteer(triples: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    return (_quad(*triple) for triple in triples)


def _quad(subject: str, predicate: str, object_: str) -> str:
    return f"{subject} {predicate} {object_} {_LIST} ."


def _node(index: Index, number: int, base: str) -> str:
    return f"<{division_iri(index[number].code, base)}>"


def _kg(name: str) -> str:
    return f"<{ONTOLOGY}{name}>"
