"""The file of judgements: lines ↔ values, mistakes by line, nothing lost by writing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import judgements
from kg.errors import InputError
from kg.judgements import Judgement


def written(folder: Path, text: str) -> Path:
    path = folder / "judgements.tsv"
    path.write_bytes(text.encode())
    return path


def test_lines_are_read_with_their_numbers(tmp_path: Path) -> None:
    text = "\ufeff# a comment\r\nsame\tstreet:柳影街道\tstreet:柳彰街道\tmisread\t甲\t2025-03-01\r\n"
    text += "\r\ntype\torg:邻里帮\tPROGRAMME\r\n"
    first, second = judgements.read(written(tmp_path, text))
    assert first == Judgement("same", "street:柳影街道", "street:柳彰街道", "misread", "甲", "2025-03-01")
    assert (first.line, second.line) == (2, 4)
    assert second == Judgement("type", "org:邻里帮", "PROGRAMME")


@pytest.mark.parametrize(
    ("line", "what", "how"),
    [
        ("sam\tstreet:甲\tstreet:乙", "'sam' is no judgement", "did you mean same?"),
        ("same street:甲 street:乙", "is no judgement", "same, not same, unsure"),
        ("same\tstreet:甲", "third column is empty", "tabs"),
        ("same\t甲街道\tstreet:乙", "甲街道 names no one thing", "NAME@page.txt#line"),
        ("not same\tstreet:甲\t乙街道", "乙街道 names no one thing", "IRI"),
        ("type\torg:甲\tBODY", "BODY is no type", "ORG"),
        ("same\torg:甲\torg:乙\t1\t2\t3\t4", "has 7 columns", "six"),
        ("wrong\torg:甲", "org:甲 is no statement", "PREDICATE OTHER"),
        ("wrong\torg:甲\tpartof area:乙", "partof is no predicate", "did you mean partOf?"),
        ("wrong\torg:甲\tpartOf", "names no fact", "both ends"),
    ],
)
def test_mistakes_are_told_with_line_and_remedy(tmp_path: Path, line: str, what: str, how: str) -> None:
    path = written(tmp_path, f"# head\n{line}\n")
    with pytest.raises(InputError) as told:
        judgements.read(path)
    assert told.value.where == f"{path}:2"
    assert what in told.value.what
    assert how in f"{told.value.what} {told.value.how}"


def test_what_is_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "judgements.tsv"
    path.write_bytes("same\tstreet:甲\tstreet:乙\n".encode("gb18030"))
    with pytest.raises(InputError, match="is not UTF-8"):
        judgements.read(path)


def test_a_new_file_explains_itself_and_an_old_one_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "new" / "judgements.tsv"
    judgements.append(path, Judgement("same", "street:甲", "street:乙"))
    before = path.read_bytes()
    assert before.startswith(b"# judgement\tleft\tright\treason\twho\twhen\n")
    path.write_bytes(before.rstrip(b"\n"))  # as an editor may leave it
    judgements.append(path, Judgement("unsure", "甲@a.txt#1", "street:乙", "two\tlines\nof reason"))
    assert path.read_bytes() == before + "unsure\t甲@a.txt#1\tstreet:乙\ttwo lines of reason\n".encode()


def test_what_could_not_be_read_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="names no one thing"):
        judgements.append(tmp_path / "judgements.tsv", Judgement("same", "甲街道", "street:乙"))
    assert not (tmp_path / "judgements.tsv").exists()


def test_the_file_stands_next_to_the_graph_never_in_it(tmp_path: Path) -> None:
    assert judgements.beside(tmp_path / "graph") == (tmp_path / "judgements.tsv").resolve()


WORD = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
PAIRS = st.builds(
    Judgement, st.sampled_from(judgements.KINDS[:3]), WORD.map("{}@a.txt#1".format), WORD.map("{}@b.txt#2".format),
    WORD, WORD | st.just(""), WORD | st.just(""),
)  # fmt: skip


@given(st.lists(PAIRS, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, found: list[Judgement]) -> None:
    path = tmp_path_factory.mktemp("j") / "judgements.tsv"
    for judgement in found:
        judgements.append(path, judgement)
    assert (judgements.read(path) if found else ()) == tuple(found)
