"""What ``kg query NAME --help`` says of a question."""

import shlex
from pathlib import Path

import pytest

from kg import cli, questions
from kg.cli.about import about
from kg.stores import generations
from tests import factory


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = tmp_path_factory.mktemp("about") / "graph"
    with generations.new_generation(graph) as draft:
        draft.write(factory.town(), {"pages": 2})
    return graph


def lines(name: str, graph: Path) -> list[str]:
    return list(about(questions.find(name), graph=str(graph)))


def example(name: str, graph: Path) -> list[str]:
    found = lines(name, graph)
    return shlex.split(found[found.index("example:") + 1])[2:]


def test_title_parameters_with_type_and_words_and_forms_are_told(town: Path) -> None:
    found = lines("evidence", town)
    assert found[0].startswith("usage: kg query evidence [--subject ENTITY] [--predicate PREDICATE]")
    assert "某条事实的原文依据 · The words that prove a fact" in found
    assert "  --subject ENTITY       主语 · the subject (may be left out)" in found
    assert any(line.startswith("PREDICATE: ") for line in found)
    assert "  --least INTEGER  至少同在几篇文章里 · in at least so many articles (default: 1)" in lines(
        "mentioned-together", town
    )


@pytest.mark.parametrize("name", sorted(questions.load()))
def test_every_example_is_answered(name: str, town: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    words = example(name, town)
    assert words[0] == name
    assert cli.main(["query", *words, "--graph", str(town)]) == 0
    required = [f"--{each.name}" for each in questions.find(name).parameters if each.default is None]
    assert set(required) <= set(words)
    out, err = capfdbinary.readouterr()
    if required:
        assert len(out.splitlines()) > 1, err


def test_without_a_graph_the_example_has_types(tmp_path: Path) -> None:
    assert example("members", tmp_path) == ["members", "--body", "ENTITY"]


def test_a_name_of_two_things_is_written_with_its_prefix(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    twins = [line.replace('"枫桥社区"', '"橘园社区"') for line in factory.town()]
    with generations.new_generation(graph) as draft:
        draft.write(sorted(twins), {})
    assert example("communities-of-street", graph)[-1] == "城南街道"
    assert example("compounds-of-community", graph)[-1] == "community:橘园社区"


@pytest.mark.parametrize(
    "words",
    [
        ["query", "members", "--help"],
        ["query", "--help", "members"],
        ["query", "--format", "csv", "members", "-h"],
        ["query", "members", "--body", "x", "--help"],
        ["help", "query", "members"],
    ],
)
def test_help_is_about_the_question_that_is_named(
    words: list[str], town: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_GRAPH", str(town))
    assert cli.main(words) == 0
    assert capfd.readouterr().out.startswith("usage: kg query members --body ENTITY [OPTION...]\n")


@pytest.mark.parametrize("words", [["query", "--help"], ["query", "ASK {}", "--help"], ["find", "members", "--help"]])
def test_other_help_is_the_commands(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: kg {words[0]} [-h]")


def test_help_about_no_question_says_which_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", "membrs", "--help"]) == 2
    assert "no question is called membrs; did you mean members?" in capsys.readouterr().err


def test_ones_own_question_is_explained(tmp_path: Path, town: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "queries").mkdir()
    head = "# title: 问\n# title-en: Q\n# param who: org 机构 body\n"
    text = head + "SELECT ?who WHERE { ?who kg:organizes ?x }"
    (tmp_path / "queries" / "my-own.rq").write_text(text, encoding="utf-8")
    assert cli.main(["query", "my-own", "--help", "--data", str(tmp_path), "--graph", str(town)]) == 0
    assert "  kg query my-own --who 城南街道文化站\n" in capfd.readouterr().out
