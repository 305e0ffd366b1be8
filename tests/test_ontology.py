from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.errors import InputError
from kg.model import ENTITY_TYPES, PREDICATES, SYMMETRIC
from kg.namespaces import ONTOLOGY
from kg.ontology import load
from kg.resources import shared_root
from tests import factory

GRAPH = Graph().parse(shared_root() / "ontology" / "linpu.ttl", format="turtle")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
OURS = sorted({str(s) for kind in KINDS for s in GRAPH.subjects(RDF.type, kind) if str(s).startswith(ONTOLOGY)})


def test_it_has_the_types_and_predicates_of_the_model() -> None:
    vocabulary = factory.vocabulary()
    assert set(vocabulary.types) == set(ENTITY_TYPES)
    assert set(vocabulary.predicates) == set(PREDICATES)
    assert {name for name, found in vocabulary.predicates.items() if found.symmetric} == SYMMETRIC


@pytest.mark.parametrize(
    ("subject", "predicate", "object", "allowed"),
    [
        ("COMMUNITY", "partOf", "STREET", True),
        ("ORG", "partOf", "STREET", False),
        ("PERSON", "implements", "PROGRAMME", False),
        ("PERSON", "participatesIn", "PROGRAMME", True),
        ("AWARD", "conferredBy", "ORG", True),
        ("ORG", "likes", "ORG", False),
    ],
)
def test_domain_and_range(subject: str, predicate: str, object: str, allowed: bool) -> None:
    assert factory.vocabulary().allows(subject, predicate, object) is allowed


def test_types_have_labels_and_colours_of_their_own() -> None:
    types = factory.vocabulary().types
    assert (types["STREET"].term.name, types["STREET"].term.zh, types["STREET"].term.en) == (
        "Street", "街道", "street-level division",
    )  # fmt: skip
    assert len({found.colour for found in types.values()}) == len(types)
    sources = {"Article", "Page", "Membership", "Statement", "UnassertedStatement", "Evidence", "Gazetteer", "Division"}
    assert set(factory.vocabulary().classes) == sources | {found.term.name for found in types.values()}


def test_properties_are_known_by_name() -> None:
    properties = factory.vocabulary().properties
    assert (properties["memberOf"].zh, properties["mentionedIn"].en) == ("任职于", "mentioned in")
    assert factory.vocabulary().version == "0.1.0"


@pytest.mark.parametrize("term", OURS)
def test_every_term_is_labelled_and_explained_in_both_languages(term: str) -> None:
    for kind in (RDFS.label, RDFS.comment):
        assert {text.language for text in GRAPH.objects(URIRef(term), kind)} == {"zh", "en"}


def test_every_property_has_a_domain_and_a_range() -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for node in GRAPH.subjects(RDF.type, kind):
            if str(node).startswith(ONTOLOGY):
                assert (node, RDFS.domain, None) in GRAPH, node
                assert (node, RDFS.range, None) in GRAPH, node


def test_every_named_term_is_declared() -> None:
    """OWL tools need the kind of each class and property that ours are aligned with."""
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for node in GRAPH.objects(None, predicate):
            assert (node, RDF.type, None) in GRAPH or (node, OWL.inverseOf, None) in GRAPH, node


def test_an_ontology_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as Turtle"):
        load(tmp_path / "none.ttl")
