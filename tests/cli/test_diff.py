"""kg diff as typed."""

import json
from pathlib import Path

import pytest

from kg import cli, rdf
from kg.stores import generations
from tests import factory


@pytest.fixture
def graphs(tmp_path: Path) -> tuple[str, str]:
    """The sample, and the sample without its first fact but with another shop of the same name elsewhere."""
    entities, statements, pages = factory.sample()
    other = factory.key("ORG", "青禾超市", "乙区")
    more = [*entities, factory.entity("ORG", "青禾超市", scope="乙区")]
    facts = [*statements[1:], *(factory.statement(shop, "locatedIn", factory.STREET) for shop in (other, factory.SHOP))]
    with generations.new_generation(tmp_path / "new") as draft:
        draft.write(rdf.quads(more, facts, pages, factory.vocabulary()), {})
    return str(factory.sample_graph(tmp_path / "old")), str(tmp_path / "new")


def diff(*words: str) -> int:
    return cli.main(["diff", *words])


def test_facts_are_told_in_words(graphs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(*graphs, "--format", "table") == 0
    told = capsys.readouterr()
    assert [line.split() for line in told.out.splitlines()[2:]] == [
        ["removed", "小河里社区", "partOf", "柳影街道"],
        ["added", "青禾超市", "(org:乙区-青禾超市)", "locatedIn", "柳影街道"],
        ["added", "青禾超市", "(org:青禾超市)", "locatedIn", "柳影街道"],
    ]
    assert told.err.splitlines()[0] == "2 facts added, 1 removed"


def test_programs_get_iris_too(graphs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    diff(*graphs)
    head, *rows = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert head == ["change", "subject", "predicate", "object", "role", "subject_iri", "object_iri"]
    diff(*graphs, "--format", "json")
    values = json.loads(capsys.readouterr().out)
    assert [list(value.values()) for value in values] == rows
    assert values[0]["object_iri"] == "https://w3id.org/linpu/id/street/柳影街道"


def test_triples_can_be_had_as_they_are(graphs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = graphs
    diff(old, new, "--format", "nt")
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == ["-", "+", "+"]
    assert lines[0].endswith("partOf> <https://w3id.org/linpu/id/street/柳影街道> .")
    diff(new, old, "--format", "nt")
    assert sorted(line.translate({43: "-", 45: "+"})[0] for line in lines) == sorted(
        line[0] for line in capsys.readouterr().out.splitlines()
    )


def test_the_exit_code_says_whether_facts_differ(graphs: tuple[str, str], tmp_path: Path) -> None:
    old, new = graphs
    assert diff(old, new, "--exit-code") == 1
    assert diff(old, old, "--exit-code") == 0
    assert diff(old, str(tmp_path / "none")) == 2
    assert diff(old, str(tmp_path)) == 4


def test_everything_can_be_listed(graphs: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    diff(*graphs, "--all")
    told = capsys.readouterr()
    assert "added\t青禾超市 (org:乙区-青禾超市)\trdfs:label\t青禾超市" in told.out
    assert "other triples" not in told.err
