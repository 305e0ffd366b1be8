"""``kg places`` as typed, and what an index changes of a graph: its background, mended names, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import cli
from kg.stores.generations import open_graph
from tests.places import made

STORY = "小河里社区办起助老食堂\n　　柳影区榆钱路街道小河里社区党委书记高远山说，食堂每天供应五十份午餐。\n"
GAZETTEER = "<https://w3id.org/linpu/graph/gazetteer> ."


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """The made list as a folder of tables beside a package's own words."""
    folder = tmp_path / "made" / "dist"
    folder.mkdir(parents=True)
    for stem, digits in (("provinces", 2), ("cities", 4), ("areas", 6), ("streets", 9), ("villages", 12)):
        rows = "".join(f"{code},{name}\n" for code, name in made.ROWS if len(code) == digits)
        (folder / f"{stem}.csv").write_text("code,name\n" + rows, encoding="utf-8")
    (folder.parent / "package.json").write_text('{"name": "made", "version": "1"}', encoding="utf-8")
    return folder


@pytest.fixture
def index(listed: Path, tmp_path: Path) -> Path:
    assert kg("places", "import", listed, "--year", 2024, "--places", tmp_path / "places.index") == 0
    return tmp_path / "places.index"


def kg(*words: object) -> int:
    return cli.main([str(word) for word in words])


def pages(folder: Path, *texts: str) -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def lines(graph: Path) -> list[str]:
    with open_graph(graph) as current:
        return list(current.store.lines())


def test_an_import_says_what_it_made(listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("places", "import", listed, "--year", 2024, "--places", tmp_path / "i") == 0
    assert f"{len(made.ROWS)} divisions of made 1 (2024) in {tmp_path / 'i'}" in capsys.readouterr().err


def test_an_import_without_a_year_or_a_list_is_refused(
    listed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kg("places", "import", listed, "--places", tmp_path / "i") == 2
    assert "does not say of which year it is; give it with --year YYYY" in capsys.readouterr().err
    assert kg("places", "import", "--places", tmp_path / "i") == 2
    assert "kg: places import: lacks the list's files" in capsys.readouterr().err
    assert kg("places", "import", listed / "villages.csv", "--year", 2024, "--places", tmp_path / "i") == 2
    assert "give the list's folder, or the files of the levels above too" in capsys.readouterr().err
    assert not (tmp_path / "i").exists()


def test_show_prints_each_division_with_its_chain(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("小河里社区", "小河里", "小河里社区居委会"):
        assert kg("places", "show", name, "--places", index) == 0
        shown = capsys.readouterr().out
        assert shown == "910101001001\tcommunity\t小河里社区居委会 < 榆钱路街道办事处 < 柳影区 < 青禾省\n"


def test_show_can_be_kept_to_an_area_and_short(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("places", "show", "和平社区", "--limit", 1, "--places", index) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 1
    assert "2 are called so" in told.err
    assert kg("places", "show", "万虹里社区", "--within", "柳影区", "--places", index) == 1
    assert "has nothing called 万虹里社区" in capsys.readouterr().err
    assert kg("places", "show", "万虹里社区", "--within", "远山县", "--places", index) == 2
    assert "远山县 is no area of the list" in capsys.readouterr().err


def test_info_counts_levels(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("places", "info", "--places", index) == 0
    shown = capsys.readouterr().out.split()
    assert shown[:4] == ["source", "made", "1", "year"]
    assert shown[shown.index("street") + 1] == "4"


def test_an_index_that_is_told_and_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("build", pages(tmp_path / "p", STORY), "--graph", tmp_path / "g"), ("places", "show", "小河里社区")):
        assert kg(*words, "--places", tmp_path / "none") == 2
        assert "none: no index of places is there; make it with kg places import" in capsys.readouterr().err
    assert not (tmp_path / "g").exists()


def test_a_graph_differs_by_its_background_only(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = pages(tmp_path / "p", STORY)
    shown = []
    for graph, places in (("without", "-"), ("with", index)):
        assert kg("build", folder, "--home", "柳影区", "--graph", tmp_path / graph, "--places", places) == 0
        capsys.readouterr()
        assert kg("show", "小河里社区", "--graph", tmp_path / graph) == 0
        assert kg("export", "--format", "ttl", "--evidence", "--graph", tmp_path / graph) == 0
        assert kg("query", "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o", "--graph", tmp_path / graph) == 0
        shown.append(capsys.readouterr().out)
    plain, background = lines(tmp_path / "without"), lines(tmp_path / "with")
    assert [line for line in background if not line.endswith(GAZETTEER)] == plain
    assert len(background) > len(plain)
    assert shown[0] == shown[1]
    assert kg("validate", "--graph", tmp_path / "with") == 0
    assert kg("info", "--graph", tmp_path / "with") == 0
    assert "gazetteer   made 1 (2024): 2 of 2 streets and communities" in capsys.readouterr().out


def test_the_official_chain_is_asked_by_a_question(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = tmp_path / "g"
    assert kg("build", pages(tmp_path / "p", STORY), "--home", "柳影区", "--graph", graph, "--places", index) == 0
    assert "2 of 2 streets and communities are in made 1 (2024), 0 names mended by it" in capsys.readouterr().err
    assert kg("query", "official-divisions", "--place", "小河里社区", "--format", "csv", "--graph", graph) == 0
    rows = [line.split(",") for line in capsys.readouterr().out.splitlines()[1:]]
    assert [row[4] for row in rows] == ["榆钱路街道办事处", "柳影区", "青禾省"]


def test_the_iri_of_a_misread_name_goes_on_working(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = pages(tmp_path / "p", STORY.replace("小河里", "小诃里"))
    answers = []
    for graph, places in (("without", "-"), ("with", index)):
        assert kg("build", folder, "--home", "柳影区", "--graph", tmp_path / graph, "--places", places) == 0
        capsys.readouterr()
        text = "SELECT ?label WHERE { community:小诃里社区 rdfs:label ?label }"
        assert kg("query", text, "--format", "csv", "--graph", tmp_path / graph) == 0
        answers.append(capsys.readouterr().out.split()[1:])
    assert answers == [["小诃里社区"], ["小河里社区"]]
    assert kg("show", "小诃里社区", "--graph", tmp_path / "with") == 0
    assert "also: 小诃里社区" in capsys.readouterr().out


def test_adding_and_removing_a_page_ends_as_a_build_from_nothing(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph goes on with the index that it was built with."""
    monkeypatch.delenv("KG_PLACES")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nobody"))
    first = pages(tmp_path / "p", STORY)
    other = pages(tmp_path / "q", STORY)
    (other / "0.txt").rename(other / "1.txt")
    graph = tmp_path / "g"
    assert kg("build", first, "--graph", graph, "--home", "柳影区", "--places", index) == 0
    before = lines(graph)
    assert kg("add", other / "1.txt", "--graph", graph) == 0
    assert lines(graph) != before
    assert kg("remove", "1.txt", "--graph", graph) == 0
    assert lines(graph) == before
