"""``ontology/linpu.ttl`` → Vocabulary: the types, predicates, domains, ranges, labels and colours the program uses.

Read here, so that a type or predicate is added in the ontology and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import InputError
from kg.namespaces import ONTOLOGY
from kg.resources import shared_root

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Term(NamedTuple):
    """A class or property: its local name (``Street``, ``partOf``), IRI and labels."""

    name: str
    iri: str
    zh: str
    en: str


class EntityClass(NamedTuple):
    """A class; ``code`` (``STREET``) is empty for what is no entity type, ``colour`` (``#59a14f``) where not set."""

    term: Term
    code: str
    colour: str


class Predicate(NamedTuple):
    """A property between entities; ``domain`` and ``range`` hold type codes."""

    term: Term
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool


class Vocabulary(NamedTuple):
    """``types`` by code, ``classes`` (types included) by name, ``predicates`` and all ``properties`` by name."""

    types: Mapping[str, EntityClass]
    classes: Mapping[str, EntityClass]
    predicates: Mapping[str, Predicate]
    properties: Mapping[str, Term]
    version: str

    def allows(self, subject: str, predicate: str, object: str) -> bool:
        """Whether the predicate may stand between entities of these type codes; False for an unknown predicate."""
        found = self.predicates.get(predicate)
        return found is not None and subject in found.domain and object in found.range


def load(file: Path | None = None) -> Vocabulary:
    """Read the shipped ontology, or another of its shape. Raises InputError when it cannot be read."""
    from rdflib import OWL, RDF, Graph

    path = file or shared_root() / "ontology" / "linpu.ttl"
    try:
        graph = Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise InputError(str(path), f"cannot be read as Turtle: {error}", "reinstall, or mend the file") from error
    classes = _by_name(_class(graph, node) for node in graph.subjects(RDF.type, OWL.Class))
    types = {found.code: found for found in classes.values() if found.code}
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = [_term(graph, node) for kind in kinds for node in graph.subjects(RDF.type, kind)]
    predicates = {}
    for term in terms:
        domain, range_ = (_codes(graph, term.iri, side, types) for side in ("domain", "range"))
        if domain and range_:
            predicates[term.name] = Predicate(term, domain, range_, _symmetric(graph, term.iri))
    version = next((str(found) for found in graph.objects(None, OWL.versionInfo)), "")
    properties = {term.name: term for term in sorted(terms) if term.iri.startswith(ONTOLOGY)}
    proxy = MappingProxyType
    return Vocabulary(proxy(types), proxy(classes), proxy(dict(sorted(predicates.items()))), proxy(properties), version)


def _by_name(found: Iterable[EntityClass]) -> dict[str, EntityClass]:
    """In the order of ``code``, the entity types first; foreign and nameless classes left out."""
    kept = [each for each in found if each.term.iri.startswith(ONTOLOGY)]
    return {each.term.name: each for each in sorted(kept, key=lambda e: (not e.code, e.term.name))}


def _term(graph: Graph, node: Node) -> Term:
    from rdflib import RDFS, Literal

    labels = {x.language: str(x) for x in graph.objects(node, RDFS.label) if isinstance(x, Literal)}
    return Term(str(node).removeprefix(ONTOLOGY), str(node), labels.get("zh", ""), labels.get("en", ""))


def _class(graph: Graph, node: Node) -> EntityClass:
    from rdflib import URIRef

    code, colour = (graph.value(node, URIRef(ONTOLOGY + name)) for name in ("code", "colour"))
    return EntityClass(_term(graph, node), str(code or ""), str(colour or ""))


def _codes(graph: Graph, property_: str, side: str, types: Mapping[str, EntityClass]) -> frozenset[str]:
    """Codes of the types that the domain or range names; empty when it names anything else (an article, a datatype)."""
    from rdflib import OWL, RDFS, URIRef
    from rdflib.collection import Collection

    codes = {found.term.iri: code for code, found in types.items()}
    named: list[str] = []
    for node in graph.objects(URIRef(property_), RDFS[side]):
        union = graph.value(node, OWL.unionOf)
        named.extend(map(str, Collection(graph, union) if union is not None else [node]))
    return frozenset(codes[name] for name in named) if all(name in codes for name in named) else frozenset()


def _symmetric(graph: Graph, property_: str) -> bool:
    from rdflib import OWL, RDF, URIRef

    return (URIRef(property_), RDF.type, OWL.SymmetricProperty) in graph
