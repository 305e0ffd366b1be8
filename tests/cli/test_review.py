"""``kg review``: what it lists, what it asks, which lines it writes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from kg import candidates, cli, judgements
from kg.candidates import Candidate, Seen, Side
from kg.comparison import Reason
from kg.stores import generations

BASE = "https://w3id.org/linpu/id/"


def side(local: str, name: str, words: str, page: str = "a.txt") -> Side:
    return Side(BASE + local, "COMMUNITY", name, 1, (Seen(page, 3, words),))


ALIKE = Candidate(
    side("community/谊河社区", "谊河社区", "谊河社区办起合唱队。"),
    side("community/宜河社区", "宜河社区", "宜河社区的合唱队得了奖。", "b.txt"),
    80, (Reason("name.alike", 40, "谊 and 宜 look alike in print"),), False,
)  # fmt: skip
OTHER = ALIKE._replace(left=side("community/青石社区", "青石社区", "青石社区修路。"), score=60)
MERGED = ALIKE._replace(right=side("community/诣河社区", "诣河社区", "诣河社区唱歌。"), score=120, merged=True)


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "graph"
    with generations.new_generation(folder) as draft:
        draft.write([], {"base": BASE})
        candidates.write(draft.path, [ALIKE, OTHER, MERGED])
    monkeypatch.setenv("KG_GRAPH", str(folder))
    return folder


def review(answers: str, *words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    return cli.main(["review", *words])


def lines(graph: Path) -> list[tuple[str, ...]]:
    file = judgements.beside(graph)
    return [(j.kind, j.left, j.right, j.reason, j.who) for j in judgements.read(file)] if file.exists() else []


def test_answers_become_lines(graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert review("s 印错了一个字\nn\n", "--who", "林小满", monkeypatch=monkeypatch) == 0
    assert lines(graph) == [
        ("same", "community:谊河社区", "community:宜河社区", "印错了一个字", "林小满"),
        ("not same", "community:青石社区", "community:宜河社区", "", "林小满"),
    ]
    out, err = capsys.readouterr()
    assert "谊河社区办起合唱队" in out
    assert "宜河社区的合唱队得了奖" in out
    assert "look alike" in out
    assert "2 judgements written" in err


def test_an_answer_that_is_none_is_asked_again_and_skipping_writes_nothing(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert review("x\nk\nu\n", monkeypatch=monkeypatch) == 0
    assert [line[:2] for line in lines(graph)] == [("unsure", "community:青石社区")]


@pytest.mark.parametrize("answers", ["q\ns\n", ""])
def test_quitting_and_the_end_of_input_stop(graph: Path, monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    assert review(answers, monkeypatch=monkeypatch) == 0
    assert lines(graph) == []


@pytest.mark.usefixtures("graph")
def test_what_is_judged_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    review("s\nu\n", monkeypatch=monkeypatch)
    capsys.readouterr()
    assert review("s\n", monkeypatch=monkeypatch) == 0
    assert "no candidates that nobody has judged" in capsys.readouterr().err


def test_a_judgement_s_ends_may_stand_in_either_order_and_form(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = judgements.Judgement("same", f"<{BASE}community/宜河社区>", "community:谊河社区")
    judgements.append(judgements.beside(graph), line)
    review("", "--list", "--format", "tsv", monkeypatch=monkeypatch)
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_file_may_be_named(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review("s\nq\n", "--judgements", str(tmp_path / "mine.tsv"), monkeypatch=monkeypatch)
    assert len(judgements.read(tmp_path / "mine.tsv")) == 1
    assert lines(graph) == []


def test_lists_ask_nothing(graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    review("s\n", "--list", monkeypatch=monkeypatch)
    assert "[s]ame" not in capsys.readouterr().out
    review("", "--list", "--limit", "1", "--format", "jsonl", monkeypatch=monkeypatch)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["left"]["name"] == "谊河社区"
    review("", "--list", "--format", "tsv", monkeypatch=monkeypatch)
    rows = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["score", "left", "right", "reasons"]
    assert rows[1] == ["80", f"{BASE}community/谊河社区", f"{BASE}community/宜河社区", "谊 and 宜 look alike in print"]
    assert lines(graph) == []


@pytest.mark.usefixtures("graph")
def test_what_was_merged_by_itself_is_shown_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    review("", "--merged", "--list", monkeypatch=monkeypatch)
    out = capsys.readouterr().out
    assert "诣河社区" in out
    assert "one thing by 120" in out
    assert "青石" not in out


@pytest.mark.usefixtures("graph")
def test_one_type_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert review("", "--list", "--type", "person", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out == ""
    assert review("", "--list", "--type", "people", monkeypatch=monkeypatch) == 2


def test_without_a_graph_the_code_is_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert review("", "--graph", str(tmp_path / "none"), monkeypatch=monkeypatch) == 4
