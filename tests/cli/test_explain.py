"""kg explain as typed."""

import io
import sys
from pathlib import Path

import pytest

from kg import cli
from tests import factory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(factory.TEXT, encoding="utf-8")
    return path


def kg(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = cli.main(["explain", *map(str, words)])
    return code, *capsys.readouterr()


def test_a_file_is_explained_in_plain_text_on_a_pipe(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = kg(capsys, file)
    assert (code, err) == (0, "")
    assert out.startswith("a.txt")
    assert "[高远山/PERSON]" in out
    assert "\x1b" not in out


def test_a_page_comes_from_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(factory.TEXT.encode())))
    assert "[高远山/PERSON]" in kg(capsys, "-")[1]


def test_a_page_comes_from_the_graph_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a3.txt").write_text(factory.TEXT, encoding="utf-8")
    graph = tmp_path / "graph"
    assert cli.main(["build", str(folder), "--graph", str(graph)]) == 0
    (folder / "a3.txt").unlink()
    assert "[高远山/PERSON]" in kg(capsys, "a3.txt", "--graph", graph)[1]
    code, _, err = kg(capsys, "a2.txt", "--graph", graph)
    assert (code, "did you mean a3.txt?" in err) == (2, True)


def test_an_output_ending_in_html_is_html(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = file.with_suffix(".html")
    code, out, err = kg(capsys, file, "-o", target)
    assert (code, out) == (0, "")
    assert "wrote" in err
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert kg(capsys, file, "--html")[1].startswith("<!DOCTYPE html>")


def test_a_place_is_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "found: 高远山 PERSON" in kg(capsys, file, "--at", "高远山")[1]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["{folder}"], "is a folder; give one page of it, such as"),
        (["{folder}/none.txt", "--graph", "{folder}/none"], "no such file, and no graph"),
        (["{file}", "--at", "高远水"], "does not stand on this page; names like it there: 高远山"),
        (["{file}", "--at", "高远山", "--html"], "--at is told as text"),
        (["{file}", "-o", "{folder}/none/x.html"], "cannot be written"),
        (["{file}", "--encoding", "klingon"], "klingon is no encoding"),
    ],
)
def test_mistakes_are_told_in_one_line(
    words: list[str], error: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = kg(capsys, *(word.format(folder=file.parent, file=file) for word in words))
    assert code == 2
    assert error in err
    assert err.count("\n") == 1
