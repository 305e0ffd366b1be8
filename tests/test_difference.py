"""The facts that only one of two graphs has."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg import difference, exporters, rdf
from kg.difference import Difference, Lines
from kg.errors import GraphError, InputError
from kg.iri import iri
from kg.model import Key, Statement
from tests import factory

PARK = Key("PLACE", "柳影公园")


def given(lines: Iterable[str]) -> Lines:
    held = list(lines)
    return lambda: held


def graph(*changed: Statement, without: int = 0) -> list[str]:
    """The sample with other statements, the first ``without`` of its own left out."""
    entities, statements, pages = factory.sample()
    return rdf.quads([*entities, factory.entity("PLACE", "柳影公园")], [*statements[without:], *changed], pages,
                     factory.vocabulary())  # fmt: skip


def node(key: Key) -> str:
    return f"<{iri(key)}>"


def row(came: bool, subject: Key, predicate: str, object: Key, role: str = "") -> Difference:
    return Difference(came, node(subject), f"<https://w3id.org/linpu/ontology#{predicate}>", node(object), role)


def test_a_graph_does_not_differ_from_itself() -> None:
    found = difference.compare(given(graph()), given(graph()), everything=True)
    assert found == ([], [], 0, 0)


def test_facts_that_went_and_came_are_found() -> None:
    came = factory.statement(factory.SHOP, "locatedIn", PARK)
    found = difference.compare(given(graph()), given(graph(came, without=1)))
    assert sorted(found.rows) == [
        row(False, factory.COMMUNITY, "partOf", factory.STREET),
        row(True, factory.SHOP, "locatedIn", PARK),
    ]
    assert (found.others, found.blank) == (0, 0)
    assert {change.came for change in found.lines} == {True, False}


def test_a_post_is_told_with_its_fact() -> None:
    held = factory.statement(factory.PERSON, "memberOf", factory.COMMITTEE, role="委员")
    found = difference.compare(given(graph()), given(graph(held)))
    assert found.rows == [row(True, factory.PERSON, "memberOf", factory.COMMITTEE, "委员")]
    whole = difference.compare(given([]), given(graph()))
    posts = [each for each in whole.rows if "memberOf" in each.predicate]
    assert posts == [row(True, factory.PERSON, "memberOf", factory.COMMITTEE, "书记")]


def test_names_articles_and_plans_are_no_facts() -> None:
    plan = factory.statement(factory.SHOP, "locatedIn", PARK, modality="planned")
    entities, statements, pages = factory.sample()
    renamed = [*entities[1:], factory.entity("STREET", "柳影街道", "柳影")]
    old, new = given(rdf.quads(entities, statements, pages, factory.vocabulary())), given(
        rdf.quads(renamed, [*statements, plan], pages, factory.vocabulary())
    )  # fmt: skip
    found = difference.compare(old, new)
    assert (found.rows, found.others) == ([], 2)
    assert {line.object for line in difference.compare(old, new, everything=True).rows} == {'"柳影"@zh', '"柳影街"@zh'}


def test_labels_come_from_the_first_side_that_has_one() -> None:
    rows = [row(True, factory.COMMUNITY, "partOf", factory.STREET)]
    old = [f'{node(factory.STREET)} <http://www.w3.org/2000/01/rdf-schema#label> "柳影\\"街\\"道"@zh .']
    assert difference.labels(rows, given(old), given(graph())) == {
        node(factory.STREET): '柳影"街"道',
        node(factory.COMMUNITY): "小河里社区",
    }


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "rdf"])
def test_any_form_of_a_graph_has_the_same_facts(tmp_path: Path, suffix: str) -> None:
    file, folder = tmp_path / f"g.{suffix}", factory.sample_graph(tmp_path / "g")
    with open(file, "wb") as out:
        exporters.export(factory.sample_lines(), {"rdf": "rdfxml"}.get(suffix, suffix), out, evidence=False)
    with difference.opened(folder) as old, difference.opened(file) as new:
        assert difference.compare(old, new, everything=True) == ([], [], 0, 0)


@pytest.mark.parametrize("change", ["shuffled", "spaced", "escaped", "ended"])
def test_lines_written_by_others_are_understood(tmp_path: Path, change: str) -> None:
    lines = factory.sample_lines()
    if change == "shuffled":
        lines = lines[::-1]
    elif change == "spaced":
        lines = [line.replace("> <", ">  <").replace(" .", ".") for line in ["# of another program", "", *lines]]
    elif change == "escaped":
        lines = [line.replace("书记", "\\u4E66\\u8BB0") for line in lines]
    text = ("\r\n" if change == "ended" else "\n").join(lines) + "\n"
    (tmp_path / "g.nq").write_bytes(text.encode())
    with difference.opened(tmp_path / "g.nq") as new:
        assert difference.compare(given(factory.sample_lines()), new, everything=True) == ([], [], 0, 0)


def test_blank_nodes_are_not_compared(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.ttl").write_text("<http://e/s> <http://e/p> [ <http://e/q> 1 ] , 2 .", encoding="utf-8")
    with difference.opened(tmp_path / "a.ttl") as old, difference.opened(tmp_path / "b.ttl") as new:
        found = difference.compare(old, new, everything=True)
    assert (found.rows, found.blank) == ([], 4)


def test_what_is_no_graph_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    for path, error, said in (
        (tmp_path, GraphError, "no graph here"),
        (tmp_path / "none.ttl", InputError, "no such file"),
        (tmp_path / "a.txt", InputError, "neither a graph folder nor RDF"),
    ):
        with pytest.raises(error, match=said), difference.opened(path):
            pass
