from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from kg.errors import InputError
from kg.namespaces import ONTOLOGY
from kg.resources import shared_root
from kg.validate import validate
from tests import factory

SPARQL = {"large": 0}
FAULTS = {
    "maxCount": ('"柳影街道"@zh .', '"柳影街道"@zh .\n{s} {p} "柳影"@zh .'),
    "minCount": ("<http://www.w3.org/ns/oa#exact>", "<http://e/exact>"),
    "datatype": ('"书记"', '"书记"@zh'),
    "class": ("#Evidence> <", "#Evidences> <"),
    "or": ("#Street> .", "#Person> ."),
    "nodeKind": ("syntax-ns#object> <https://w3id.org/linpu/id/org/青禾超市>", 'syntax-ns#object> "青禾"'),
    "in": ('"planned"', '"rumoured"'),
    "minInclusive": ('"0.9"', '"-0.9"'),
    "maxInclusive": ('"0.9"', '"1.9"'),
    "lessThan": ('"53"^^', '"3"^^'),
    "pattern": ('sha256> "', 'sha256> "x'),
    "minLength": ('exact> "社区党委"', 'exact> ""'),
}


def spoilt(constraint: str) -> list[str]:
    """The sample with one kind of fault in it."""
    old, new = FAULTS[constraint]
    lines: list[str] = []
    for line in factory.sample_lines():
        subject, predicate, _ = line.split(" ", 2)
        lines += line.replace(old, new.replace("{s}", subject).replace("{p}", predicate)).split("\n")
    assert lines != factory.sample_lines()
    return sorted(lines)


@pytest.mark.parametrize("large", [0, 1_000_000])
def test_the_sample_conforms(large: int) -> None:
    report = validate(factory.sample_lines(), large=large)
    assert report.violations == ()
    assert (report.conforms, report.method) == (True, "shacl" if large else "sparql")
    assert report.triples > 100


@pytest.mark.parametrize("constraint", FAULTS)
def test_shacl_and_sparql_find_the_same(constraint: str) -> None:
    lines = spoilt(constraint)
    found = validate(lines).violations
    assert constraint in {violation.constraint for violation in found}
    assert found == validate(lines, **SPARQL).violations


def test_an_ill_formed_number_is_found_both_ways() -> None:
    lines = [line.replace('"53"^^', '"五三"^^') for line in factory.sample_lines()]
    found = [validate(lines, large=large).violations for large in (0, 1_000_000)]
    # pyshacl does not say of a value that cannot be compared that it is not less; the datatype is told by both.
    both = [[each for each in violations if each.constraint == "datatype"] for violations in found]
    assert both[0] == both[1]
    assert [each.value for each in both[0]] == ["五三"]


def test_messages_come_in_the_language() -> None:
    assert {v.message for v in validate(spoilt("in"), language="zh").violations} == {"计划、否定或存疑"}
    assert {v.message for v in validate(spoilt("in"), language="en").violations} == {"planned, negated or doubtful"}


def test_an_unknown_constraint_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<http://e/s> a sh:NodeShape ; sh:targetClass <http://e/c> ; sh:closed true .",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="sh:closed has no SPARQL form"):
        validate(factory.sample_lines(), shapes=file, **SPARQL)


def test_shapes_that_are_no_turtle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read as Turtle"):
        validate([], shapes=tmp_path / "shapes.ttl")


def _classes(shapes: Graph, target: URIRef, name: str) -> set[str]:
    [shape] = shapes.subjects(target, URIRef(ONTOLOGY + name))
    either = shapes.value(shape, SH["or"])
    nodes = Collection(shapes, either) if either is not None else [shape]
    return {str(shapes.value(node, SH["class"])).removeprefix(ONTOLOGY) for node in nodes}


def test_the_shapes_agree_with_the_ontology() -> None:
    shapes = Graph().parse(shared_root() / "ontology" / "shapes.ttl", format="turtle")
    vocabulary = factory.vocabulary()
    for name, predicate in vocabulary.predicates.items():
        domain, range_ = ({vocabulary.types[c].term.name for c in s} for s in (predicate.domain, predicate.range))
        assert _classes(shapes, SH.targetSubjectsOf, name) == domain
        assert _classes(shapes, SH.targetObjectsOf, name) == range_
    [known] = [
        Collection(shapes, node)
        for node in shapes.objects(None, SH["in"])
        if "partOf" in str(list(Collection(shapes, node)))
    ]
    assert {str(iri) for iri in known} == {predicate.term.iri for predicate in vocabulary.predicates.values()}
    [entity] = shapes.subjects(SH.targetClass, URIRef(ONTOLOGY + "Street"))
    targets = {str(iri) for iri in shapes.objects(entity, SH.targetClass)}
    assert targets == {found.term.iri for found in vocabulary.types.values()}
