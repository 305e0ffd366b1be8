from pathlib import Path

from kg.cli.shell import COMMANDS
from kg.shell.suggesting import Suggester, terms
from kg.stores import generations
from tests import factory


def test_a_new_generation_brings_its_names(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    names = Suggester(str(graph), COMMANDS)
    assert [each.text for each in names.suggest(".show 柳影街")] == ["柳影街", "柳影街道"]
    assert names.suggest(".show 橘") == []
    with generations.new_generation(graph) as draft:
        draft.write(factory.town(), {"home": None, "pages": 2, "warnings": []})
    assert "橘园社区" in [each.text for each in names.suggest(".show 橘")]
    assert names.suggest(".show 柳影街") == []
    with generations.new_generation(graph) as draft:
        draft.write(factory.sample_lines(), {"home": None, "pages": 1, "warnings": []})
    assert not (graph / "generations" / "g000001").exists()
    names.close()


def test_without_a_graph_nothing_is_suggested(tmp_path: Path) -> None:
    assert Suggester(str(tmp_path), COMMANDS).suggest(".show 橘") == []


def test_terms_are_the_ontologys() -> None:
    found = {term.written: term for term in terms()}
    assert found["kg:implements"].zh == "实施"
    assert {"kg:Community", "kg:Membership", "kg:mentionedIn", "kg:evidence"} <= set(found)
