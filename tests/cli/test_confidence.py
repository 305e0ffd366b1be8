"""--min-confidence of the commands that have it, as typed."""

from pathlib import Path

import pytest

from kg import cli
from kg.stores.generations import open_graph

STORY = "小河里社区办起助老食堂\n■ 通讯员 林小满\n　　河西区柳影街道小河里社区党委书记高远山走访了居民。\n"
NEWS = "老楼换新颜\n■ 通讯员 林小满\n　　河西区青杨里社区居民张大爷家的窗户换了新的。\n"


@pytest.fixture
def graph(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/1.txt").write_text(STORY, encoding="utf-8")
    assert cli.main(["build", str(tmp_path / "pages"), "--graph", str(tmp_path / "g")]) == 0
    capfd.readouterr()
    return tmp_path / "g"


def facts(graph: Path) -> int:
    with open_graph(graph) as current:
        return int(current.meta["facts"])


def said(capfd: pytest.CaptureFixture[str], *words: object) -> str:
    assert cli.main([str(word) for word in words]) == 0
    return capfd.readouterr().out


def test_a_build_keeps_what_is_below_as_doubtful_and_says_so(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = facts(graph)
    assert whole > 2
    assert cli.main(["build", str(graph.parent / "pages"), "--graph", str(graph), "--min-confidence", "1"]) == 0
    assert f"{whole} of these would be facts but for a confidence below 1" in capfd.readouterr().err
    assert facts(graph) == 0
    assert f"doubted     {whole} (facts below --min-confidence 1)" in said(capfd, "info", "--graph", graph)
    asked = said(capfd, "query", "not-yet-facts", "--graph", graph, "--labels", "--format", "csv")
    assert "doubtful" in asked
    assert "柳影街道小河里社区" in asked


def test_an_answer_that_the_least_confidence_empties_says_so(graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", "who-holds-which-post", "--graph", str(graph), "--min-confidence", "1"]) == 0
    told = capfd.readouterr().err
    assert "no fact of confidence 1 or more answers" in told
    assert "stands nowhere" not in told


def test_the_graph_keeps_its_least_confidence_until_told_otherwise(
    graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, pages = facts(graph), graph.parent / "pages"
    assert cli.main(["build", str(pages), "--graph", str(graph), "--min-confidence", "1"]) == 0
    (graph.parent / "2.txt").write_text(NEWS, encoding="utf-8")
    assert cli.main(["add", str(graph.parent / "2.txt"), "--graph", str(graph)]) == 0
    assert facts(graph) == 0
    assert cli.main(["build", str(pages), "--graph", str(graph), "--min-confidence", "0", "--yes"]) == 0
    assert facts(graph) == whole
    assert "--min-confidence" not in capfd.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    "words",
    [
        ("query", "communities-of-street", "--labels", "--format", "csv"),
        ("query", "SELECT ?c { ?c kg:partOf ?s }", "--labels", "--format", "csv"),
        ("show", "小河里社区"),
        ("export", "--format", "nt"),
        ("export", "--evidence", "--format", "nq"),
        ("view", "-o", "-"),
    ],
)
def test_what_reads_a_graph_leaves_out_what_is_below(
    words: tuple[str, ...], graph: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole, nothing = (said(capfd, *words, "--graph", graph, "--min-confidence", least) for least in ("0", "1"))
    assert whole == said(capfd, *words, "--graph", graph)
    assert len(nothing) < len(whole)
    assert nothing.count("柳影街道") < whole.count("柳影街道")


@pytest.mark.parametrize("least", ["1.2", "-1", "sure", "nan"])
def test_what_is_no_confidence_is_refused(least: str, graph: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["show", "小河里社区", "--graph", str(graph), f"--min-confidence={least}"])
    assert ended.value.code == 2
    assert f"{least} is no confidence from 0 to 1" in capfd.readouterr().err
