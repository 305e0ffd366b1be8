import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import nquads, rdf
from kg.nquads import Line
from kg.stores import Term
from tests import factory

S, P, G = "<http://e/s>", "<http://e/p>", "<http://e/g>"
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text(st.sampled_from('<>" ._:\\@^'))


@given(TEXT, st.sampled_from(["", "@zh", "^^<http://e/t>"]), st.sampled_from(["", G]))
def test_tokens_come_back(text: str, suffix: str, graph: str) -> None:
    token = rdf.literal(text) + suffix
    line = " ".join(filter(None, (S, P, token, graph, ".")))
    assert nquads.split(line) == Line(S, P, token, graph)
    assert nquads.term(token).value == text


@pytest.mark.parametrize("graph", ["", G, "_:g"])
@pytest.mark.parametrize("object", ["<http://e/o>", "_:o"])
def test_nodes_come_back(object: str, graph: str) -> None:
    assert nquads.split(" ".join(filter(None, (S, P, object, graph, ".")))) == Line(S, P, object, graph)


@pytest.mark.parametrize(
    ("token", "term"),
    [
        ("<http://e/\\u8857>", Term("iri", "http://e/街")),
        ("_:b", Term("bnode", "b")),
        ('"a\\\\n\\n\\U00020000"@zh', Term("literal", "a\\n\n𠀀", language="zh")),
        ('"1"^^<http://e/t>', Term("literal", "1", "http://e/t")),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#string>', Term("literal", "x")),
    ],
)
def test_terms(token: str, term: Term) -> None:
    assert nquads.term(token) == term


def test_sorted_lines_stay_sorted_without_their_graph() -> None:
    lines = [
        f"{line.subject} {line.predicate} {line.object} ."
        for line in nquads.triples(factory.sample_lines(), "https://w3id.org/linpu/graph/provenance")
    ]
    assert lines == sorted(set(lines))
    assert len(lines) > 100


def test_named_graphs_are_left_out_unless_asked_for() -> None:
    lines = [f"{S} {P} {S} .", f"{S} {P} {P} {G} ."]
    assert [line.object for line in nquads.triples(lines)] == [S]
    assert [line.object for line in nquads.triples(lines, "http://e/g")] == [S, P]


def test_blocks_group_by_subject_and_predicate() -> None:
    lines = map(nquads.split, [f"{S} {P} {S} .", f"{S} {P} {P} .", f"{S} {S} {S} .", f"{P} {P} {P} ."])
    assert list(nquads.blocks(lines)) == [(S, [(P, [S, P]), (S, [S])]), (P, [(P, [P])])]
