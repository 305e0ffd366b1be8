"""kg same, kg apart and the file of judgements, as typed: what lasts, what is taken back, what is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import cli
from kg.stores.generations import open_graph

STORIES = {
    "a": "小河里社区办起助老食堂\n　　河西区柳影街道小河里社区党委书记高远山说，食堂每天供应五十份午餐。\n",
    "b": "青杨里社区添新灯\n　　河西区柳影街道青杨里社区居民张大爷说，楼道亮了。\n",
    "c": "青禾超市送菜上门\n　　青禾超市每周三给青杨里社区、小河里社区送菜。\n",
}
OLD, NEW = "community:小河里社区", "community:青杨里社区"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with pages and the graph ``g`` of them."""
    for name, story in STORIES.items():
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / f"{name}.txt").write_text(story, encoding="utf-8")
    monkeypatch.setenv("KG_GRAPH", str(tmp_path / "g"))
    monkeypatch.delenv("KG_DATA", raising=False)
    assert kg("build", tmp_path / "pages", "--home", "河西区") == 0
    return tmp_path


def kg(*words: object) -> int:
    return cli.main([str(word) for word in words])


def lines(place: Path) -> list[str]:
    return [line for line in (place / "judgements.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]


def bytes_of(graph: Path) -> bytes:
    with open_graph(graph) as current:
        return current.lines_file.read_bytes()


def meta(graph: Path) -> dict[str, object]:
    with open_graph(graph) as current:
        return dict(current.meta)


def test_same_writes_a_line_and_puts_two_together(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", "青杨里社区", OLD, "--reason", "renamed", "--who", "甲") == 0
    [line] = lines(place)
    assert line.split("\t")[:5] == ["same", NEW, OLD, "renamed", "甲"]
    capsys.readouterr()
    assert kg("query", f"SELECT ?a {{ {OLD} kg:mentionedIn ?a }}") == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1 + 3
    assert f"{OLD} is now {NEW}" in err
    assert kg("show", OLD) == 0
    out = capsys.readouterr().out
    assert out.startswith("青杨里社区  Community\n")
    assert out.endswith(
        "\narticles\n" + "".join(f"  {STORIES[page].splitlines()[0]}  {page}.txt#1\n" for page in "abc")
    )
    for predicate in ("owl:sameAs", "dcterms:isReplacedBy"):
        assert kg("query", f"ASK {{ {OLD} {predicate} {NEW} }}", "--format", "tsv") == 0
        assert capsys.readouterr().out == "true\n"
    assert kg("validate") == 0


def test_a_judgement_outlasts_every_change_and_goes_with_its_line(place: Path) -> None:
    before = bytes_of(place / "g")
    assert kg("same", NEW, OLD) == 0
    judged = bytes_of(place / "g")
    assert judged != before
    assert kg("remove", "c.txt") == 0
    assert kg("add", place / "pages" / "c.txt") == 0
    assert bytes_of(place / "g") == judged
    shutil.rmtree(place / "g")
    assert kg("build", place / "pages", "--home", "河西区") == 0
    assert bytes_of(place / "g") == judged
    (place / "judgements.tsv").write_text("# none left\n", encoding="utf-8")
    assert kg("build") == 0
    assert bytes_of(place / "g") == before


def test_apart_splits_by_article_and_typed_queries_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("apart", "小河里社区@a.txt#1", "小河里社区@c.txt") == 0
    assert lines(place)[0].startswith("not same\t小河里社区@a.txt#1\t小河里社区@c.txt\t")
    capsys.readouterr()
    assert kg("query", f"SELECT ?p {{ {OLD} kg:partOf ?p }}") == 0
    assert f"{OLD} was split into " in capsys.readouterr().err
    assert kg("show", OLD) == 2
    assert capsys.readouterr().err.count("community:a-txt-1-小河里社区-") == 1
    assert kg("show", "小河里社区") == 2  # two of the name


def test_ambiguous_and_unknown_names_list_candidates(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("apart", "小河里社区@a.txt#1", "小河里社区@c.txt", "--later") == 0
    assert kg("build") == 0
    capsys.readouterr()
    assert kg("same", "小河里社区", NEW) == 2
    assert "小河里社区 means several things" in capsys.readouterr().err
    assert kg("same", "小河", NEW) == 2
    assert "did you mean" in capsys.readouterr().err
    assert kg("same", "community:没有社区", NEW) == 2
    assert kg("same", NEW, "青杨里社区") == 2
    assert "are one already" in capsys.readouterr().err
    assert kg("apart", NEW, "青杨里社区") == 2
    assert f"both mean {NEW}" in capsys.readouterr().err
    assert len(lines(place)) == 1


def test_a_dry_run_writes_nothing_and_later_builds_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", NEW, OLD, "--dry-run") == 0
    assert capsys.readouterr().out.startswith(f"same\t{NEW}\t{OLD}\t")
    assert not (place / "judgements.tsv").exists()
    before = meta(place / "g")
    assert kg("same", NEW, OLD, "--later") == 0
    assert meta(place / "g") == before
    assert kg("build") == 0
    assert meta(place / "g")["judged"] == 1


def test_what_contradicts_a_line_is_taken_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", NEW, OLD) == 0
    kept, judged = bytes_of(place / "g"), lines(place)
    capsys.readouterr()
    assert kg("apart", NEW, OLD) == 2
    err = capsys.readouterr().err
    assert "1 contradiction, so nothing was changed: line 6 makes one thing of" in err
    assert "the line was taken back" in err
    assert (bytes_of(place / "g"), lines(place)) == (kept, judged)


def test_contradicting_lines_stop_a_build(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "judgements.tsv").write_text(f"same\t{NEW}\t{OLD}\nnot same\t{OLD}\t{NEW}\n", encoding="utf-8")
    before = bytes_of(place / "g")
    assert kg("build", place / "pages") == 2
    assert "judgements.tsv: 1 contradiction" in capsys.readouterr().err
    assert bytes_of(place / "g") == before


def test_a_target_that_is_gone_is_told_now_and_in_info(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "judgements.tsv").write_text(f"name\t{OLD}\t小河社区\nwrong\t{NEW}\tpartOf {OLD}\n", encoding="utf-8")
    assert kg("remove", "a.txt", "c.txt") == 0
    told = "judgements.tsv:1: <https://w3id.org/linpu/id/community/小河里社区>: no page names it any more"
    assert told in capsys.readouterr().err
    assert kg("info") == 0
    assert f"warning     {told}" in capsys.readouterr().out


def test_a_wrong_fact_is_stated_no_more(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_graph(place / "g") as current:
        statement, *_ = sorted(
            line.split(" ")[0] for line in current.store.lines()
            if "22-rdf-syntax-ns#subject>" in line and "小河里社区>" in line
        )  # fmt: skip
    street = "street:柳影街道"
    ask = f"ASK {{ {NEW} kg:partOf {street} }}"
    assert kg("query", ask, "--format", "tsv") == 0
    assert capsys.readouterr().out.strip().endswith("true")
    text = f"wrong\t{NEW}\tpartOf {street}\tno\nwrong\t{statement}\nwrong\t{street}\tpartOf {NEW}\n"
    (place / "judgements.tsv").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert kg("build") == 0
    assert f"judgements.tsv:3: {street} partOf {NEW}: no page says so any more" in capsys.readouterr().err
    assert kg("query", ask, "--format", "tsv") == 0
    assert capsys.readouterr().out.strip().endswith("false")
    assert statement.encode() not in bytes_of(place / "g")


def test_another_file_is_remembered_and_may_move_with_the_graph(place: Path) -> None:
    other = place / "team" / "ours.tsv"
    assert kg("same", NEW, OLD, "--judgements", other) == 0
    assert not (place / "judgements.tsv").exists()
    judged = bytes_of(place / "g")
    (place / "new").mkdir()
    for name in ("g", "team"):
        shutil.move(place / name, place / "new" / name)
    assert kg("build", "--graph", place / "new" / "g") == 0
    assert bytes_of(place / "new" / "g") == judged
    (place / "new" / "team" / "ours.tsv").unlink()
    assert kg("build", "--graph", place / "new" / "g") == 2


def test_a_file_that_is_gone_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", NEW, OLD) == 0
    (place / "judgements.tsv").unlink()
    assert kg("build") == 0
    assert "judgements.tsv: is gone; the graph was built with 1 judgements" in capsys.readouterr().err


def test_no_file_inside_the_graph_is_taken(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", NEW, OLD, "--judgements", place / "g" / "judgements.tsv") == 2
    assert "stands inside the graph's folder" in capsys.readouterr().err


def test_mistakes_in_the_file_are_told_before_any_page_is_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "judgements.tsv").write_text("# head\nsmae\tx\n", encoding="utf-8")
    assert kg("add", place / "pages" / "a.txt") == 2
    assert "judgements.tsv:2: 'smae' is no judgement; did you mean same?" in capsys.readouterr().err


def test_info_tells_how_many_judgements_hold(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("same", NEW, OLD) == 0
    capsys.readouterr()
    assert kg("info", "--graph", place / "g") == 0
    assert "judged      1\n" in capsys.readouterr().out
