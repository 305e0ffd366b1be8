"""Building and changing graphs: the same pages give the same bytes, and a killed build leaves the old graph."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import build, candidates, corpus, reading
from kg.corpus import Options
from kg.errors import GraphError, InputError
from kg.model import Page
from kg.namespaces import prefixes
from kg.packing import Packed
from kg.stores import Solutions, draft
from kg.stores.generations import Generation, open_graph
from kg.stores.oxigraph import open_store

STORIES = (
    "小河里社区办起助老食堂\n■ 通讯员 林小满\n　　河西区柳影街道小河里社区党委书记高远山说，食堂每天供应五十份午餐。\n",
    "柳影街帮商户解难\n■ 记者 高小舟\n　　近日，柳影街道走访青禾超市，收集意见十二条。区司法局派律师到场答疑。\n",
    "老楼换新颜\n■ 通讯员 林小满\n　　河西区青杨里社区居民张大爷家的窗户换了新的。青杨里社区推出“敲门问安”工作法。\n",
    "春游记\n　　南开区明湖街道青石里社区组织三十位老人到明湖公园赏花，青石里社区党委全程陪护。\n",
)
ROOT = str(Path(build.__file__).parents[1])


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, story in enumerate(STORIES):
        (folder / f"{number}.txt").write_text(story, encoding="utf-8")
    return folder


def bytes_of(graph: Path) -> str:
    with open_graph(graph) as current:
        return hashlib.sha256(current.lines_file.read_bytes()).hexdigest()


def whole(graph: Path) -> dict[str, bytes | list[str]]:
    """The files that are to be the same bytes, and the lines that the store itself holds."""
    with open_graph(graph) as current:
        names = ("graph.nq", "names.tsv", "pages.sqlite", "marks.tsv", "meta.json")
        files: dict[str, bytes | list[str]] = {name: (current.path / name).read_bytes() for name in names}
        return files | {"store": list(open_store(current.path / "store").lines())}


def values(current: Generation, query: str) -> list[tuple[str, ...]]:
    result = current.store.query(query, prefixes=prefixes())
    assert isinstance(result, Solutions)
    return [tuple(term.value if term else "" for term in row) for row in result.rows]


@pytest.fixture(scope="module")
def reader() -> Callable[[Page], Packed]:
    """Reads a page, with its data loaded once for the tests that build many graphs."""
    return reading.reader()


def run(*words: str, seed: str = "0") -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": ROOT}
    program = "import sys; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen([sys.executable, "-c", program, *words], env=env, stderr=subprocess.DEVNULL)


def test_a_build_says_what_it_did(pages: Path, tmp_path: Path) -> None:
    (pages / "empty.txt").write_text("", encoding="utf-8")
    summary = build.build([pages], tmp_path / "g", Options())
    assert (summary.pages, summary.read, summary.home) == (4, 4, "河西区")
    assert [page.id for page in summary.skipped] == ["empty.txt"]
    assert summary.entities > 5
    with open_graph(tmp_path / "g") as current:
        assert current.meta["home"] == "河西区"
        assert current.meta["pages"] == 4


def test_a_build_of_which_no_page_can_be_read_changes_nothing(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    before = bytes_of(tmp_path / "g")
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match="none of 1 pages could be read") as told:
        build.build([tmp_path / "empty.txt"], tmp_path / "g", Options(), yes=True)
    assert told.value.__notes__[0].startswith("  empty.txt: ")
    assert bytes_of(tmp_path / "g") == before


def test_a_folder_without_pages_changes_nothing(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    (tmp_path / "bare").mkdir()
    for change in (build.build, build.add):
        with pytest.raises(InputError, match="bare: holds no pages"):
            change([tmp_path / "bare"], tmp_path / "g", Options())
    with open_graph(tmp_path / "g") as current:
        assert current.meta["pages"] == 4


def test_vanishing_pages_are_told_with_their_reasons(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    (pages / "1.txt").write_bytes(b"")
    with pytest.raises(InputError, match="would vanish") as told:
        build.build([pages], tmp_path / "g", Options())
    assert told.value.__notes__[0].startswith("  1.txt: the file is empty")


def test_hash_seed_order_and_workers_change_no_byte(pages: Path, tmp_path: Path) -> None:
    files = [str(path) for path in sorted(pages.iterdir())]
    first = run("build", *files, "--graph", str(tmp_path / "g1"), "--workers", "1", seed="1")
    second = run("build", *reversed(files), "--graph", str(tmp_path / "g2"), "--workers", "2", seed="77")
    assert (first.wait(60), second.wait(60)) == (0, 0)
    assert bytes_of(tmp_path / "g1") == bytes_of(tmp_path / "g2")


def test_adding_and_removing_end_where_a_build_from_nothing_ends(pages: Path, tmp_path: Path) -> None:
    whole, steps = tmp_path / "whole", tmp_path / "steps"
    options = Options(home="河西区")
    build.build([pages], whole, options)
    build.build([pages / "0.txt", pages / "1.txt"], steps, options)
    added = build.add([pages / "2.txt", pages / "3.txt"], steps, Options())
    assert added.read == 2
    assert bytes_of(steps) == bytes_of(whole)
    removed = build.remove(["1.txt"], steps, Options())
    assert removed.read == 0
    build.build([pages / f"{n}.txt" for n in (0, 2, 3)], tmp_path / "three", options)
    assert bytes_of(steps) == bytes_of(tmp_path / "three")


def test_only_changed_pages_are_read_again(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    (pages / "2.txt").write_text(STORIES[2] + "　　青杨里社区还修了凉亭。\n", encoding="utf-8")
    again = build.build([pages], tmp_path / "g", Options())
    assert (again.pages, again.read) == (4, 1)


def test_a_build_keeps_what_it_put_together_and_what_it_leaves_to_people(tmp_path: Path) -> None:
    for name, first in (("a", "宜"), ("b", "谊"), ("c", "谊")):
        words = f"柳影街道{first}河社区党委书记高远山走访居民。柳影街道{first}河社区办起合唱队。"
        (tmp_path / "in").mkdir(exist_ok=True)
        text = f"{first}河社区唱起来{name}\n{words}\n"
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    build.build([tmp_path / "in"], tmp_path / "graph", Options())
    with open_graph(tmp_path / "graph") as graph:
        found = [each for each in candidates.read(graph.path) if each.left.type == "COMMUNITY"]
        replaced = [
            line for line in graph.lines_file.read_text(encoding="utf-8").splitlines() if "isReplacedBy" in line
        ]
    assert [(each.merged, {each.left.name, each.right.name}) for each in found] == [(True, {"宜河社区", "谊河社区"})]
    assert any("宜河社区>" in line.split()[0] and "谊河社区>" in line.split()[2] for line in replaced)


def test_originals_may_move(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    before = bytes_of(tmp_path / "g")
    (tmp_path / "new.txt").write_text("天晴了\n", encoding="utf-8")
    pages.rename(tmp_path / "elsewhere")
    build.add([tmp_path / "new.txt"], tmp_path / "g", Options())
    build.remove(["new.txt"], tmp_path / "g", Options())
    assert bytes_of(tmp_path / "g") == before


def test_many_vanishing_pages_need_a_yes(pages: Path, tmp_path: Path) -> None:
    build.build([pages], tmp_path / "g", Options())
    before = bytes_of(tmp_path / "g")
    with pytest.raises(InputError, match="3 of its 4 pages would vanish"):
        build.build([pages / "0.txt"], tmp_path / "g", Options())
    assert bytes_of(tmp_path / "g") == before
    assert build.build([pages / "0.txt"], tmp_path / "g", Options(), yes=True).pages == 1


def test_home_stays_what_it_was_at_first(pages: Path, tmp_path: Path) -> None:
    build.build([pages / "3.txt"], tmp_path / "g", Options())
    assert build.add([pages], tmp_path / "g", Options()).home == "南开区"


def test_what_is_not_there_cannot_be_changed(pages: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph here"):
        build.add([pages], tmp_path / "g", Options())
    build.build([pages], tmp_path / "g", Options())
    with pytest.raises(InputError, match="no such page"):
        build.remove(["9.txt"], tmp_path / "g", Options())


def test_a_page_that_kills_its_reader_is_skipped(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading.reader

    def deadly(overlay: Path | None = None) -> Callable[[Page], Packed]:
        read = real(overlay)

        def work(page: Page) -> Packed:
            if page.id == "1.txt":
                os.kill(os.getpid(), signal.SIGKILL)
            return read(page)

        return work

    monkeypatch.setattr(corpus.reading, "reader", deadly)
    summary = build.build([pages], tmp_path / "g", Options(workers=2))
    assert summary.pages == 3
    ((page, reason),) = summary.skipped
    assert page == "1.txt"
    assert "died 2 times" in reason


@pytest.mark.parametrize("delay", [0.15, 0.3, 0.45, 0.6, 0.8])
def test_a_killed_build_leaves_the_old_graph(pages: Path, tmp_path: Path, delay: float) -> None:
    graph = tmp_path / "g"
    build.build([pages / "0.txt"], graph, Options())
    build.build([pages], tmp_path / "after", Options(home="河西区"))
    before, after = bytes_of(graph), bytes_of(tmp_path / "after")
    victim = run("build", str(pages), "--graph", str(graph), "--yes", "--workers", "2")
    time.sleep(delay)
    victim.kill()
    victim.wait()
    assert bytes_of(graph) in (before, after)  # never anything between
    with open_graph(graph) as current:
        assert current.store.query("ASK { ?s ?p ?o }") is True
    assert build.build([pages], graph, Options(), yes=True).pages == 4


def test_copies_count_once_and_take_over_when_the_kept_one_goes(pages: Path, tmp_path: Path) -> None:
    graph, options = tmp_path / "g", Options(home="河西区")
    alone = build.build([pages], tmp_path / "alone", options)
    (pages / "0-again.txt").write_bytes((pages / "0.txt").read_bytes())
    (pages / "00.txt").write_text(STORIES[0], encoding="gb18030")
    built = build.build([pages], graph, options)
    assert (built.pages, built.read) == (6, 4)
    assert built.copies == [("0.txt", "0-again.txt"), ("00.txt", "0-again.txt")]
    assert (built.entities, built.facts) == (alone.entities, alone.facts)
    with open_graph(graph) as current:
        named = (
            "SELECT ?a ?b WHERE { GRAPH graph:provenance { ?p prov:alternateOf ?q . ?p kg:file ?a . ?q kg:file ?b } }"
        )
        rows = [tuple(term.value for term in row) for row in current.store.query(named, prefixes=prefixes()).rows]
        assert sorted(rows) == built.copies
        articles = "SELECT ?a WHERE { ?a a kg:Article }"
        assert len(list(current.store.query(articles, prefixes=prefixes()).rows)) == len(STORIES)
    removed = build.remove(["0-again.txt"], graph, Options())
    assert (removed.read, removed.copies) == (0, [("00.txt", "0.txt")])
    build.remove(["00.txt"], graph, Options())
    assert bytes_of(graph) == bytes_of(tmp_path / "alone")


def test_pages_nearly_the_same_are_told_and_both_count(pages: Path, tmp_path: Path) -> None:
    text = "".join(STORIES)
    for name, page in (("5.txt", text), ("6.txt", text.replace("食堂", "食党"))):
        (pages / name).write_text(page, encoding="utf-8")
    ((one, other, alike),) = build.build([pages], tmp_path / "g", Options()).near
    assert (one, other) == ("5.txt", "6.txt")
    assert 0.9 < alike < 1
    with open_graph(tmp_path / "g") as current:
        assert current.meta["near"] == [["5.txt", "6.txt", alike]]
        assert current.meta["pages"] == 6


@pytest.mark.parametrize("seed", range(3))
def test_any_changes_end_where_a_build_from_nothing_ends(
    tmp_path: Path, seed: int, reader: Callable[[Page], Packed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus.reading, "reader", lambda _: reader)
    monkeypatch.setattr(draft, "MOSTLY_NEW", 9)  # every add and remove changes the store instead of loading it anew
    chance, graph, options = random.Random(seed), tmp_path / "g", Options(home="河西区")
    folder = tmp_path / "pages"
    folder.mkdir()
    held: dict[str, str] = {}

    def put(name: str) -> Path:
        held[name] = "".join(chance.sample(STORIES, chance.randrange(1, 3)))
        (folder / name).write_text(held[name], encoding=chance.choice(("utf-8", "gb18030")))
        return folder / name

    for number in range(3):
        put(f"{number}.txt")
    build.build([folder], graph, options)
    for step in range(6):
        known = set(held.values())
        what = chance.choice(("add", "change", "remove", "again"))
        if what == "remove" and len(held) > 1:
            name = chance.choice(sorted(held))
            del held[name]
            (folder / name).unlink()
            assert build.remove([name], graph, Options()).read == 0
        elif what == "again":
            name = chance.choice(sorted(held))
            put(name)
            assert build.build([folder], graph, Options(), yes=True).read == len(set(held.values()) - known)
        else:
            name = f"{step}.txt" if what == "add" else chance.choice(sorted(held))
            assert build.add([put(name)], graph, Options()).read == len(set(held.values()) - known)
        assert held.keys() == {page.name for page in folder.iterdir()}
        build.build([folder], tmp_path / f"new{step}", options)
        assert whole(graph) == whole(tmp_path / f"new{step}")


@pytest.mark.parametrize("damage", ["meta.json", "pages.sqlite"])
def test_a_graph_that_cannot_be_read_can_be_built_again(pages: Path, tmp_path: Path, damage: str) -> None:
    graph = tmp_path / "g"
    build.build([pages], graph, Options())
    (file,) = graph.glob(f"generations/*/{damage}")
    file.write_bytes(b"{}")
    with pytest.raises(GraphError, match="build the graph again"):
        build.remove(["0.txt"], graph, Options())
    assert build.build([pages], graph, Options()).pages == 4


def test_lines_that_were_cut_off_come_back_with_the_next_page(pages: Path, tmp_path: Path) -> None:
    graph, options = tmp_path / "g", Options(home="河西区")
    build.build([pages], tmp_path / "whole", options)
    build.build([pages / f"{n}.txt" for n in range(3)], graph, options)
    (file,) = graph.glob("generations/*/graph.nq")
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-20]))
    build.add([pages / "3.txt"], graph, Options())
    assert whole(graph) == whole(tmp_path / "whole")


def test_a_build_takes_nothing_over_from_a_damaged_store(pages: Path, tmp_path: Path) -> None:
    graph = tmp_path / "g"
    build.build([pages], graph, Options())
    before = whole(graph)
    for file in graph.glob("generations/*/store/*.sst"):
        data = bytearray(file.read_bytes())
        data[: len(data) // 2] = bytes(len(data) // 2)
        file.write_bytes(data)
    build.build([pages], graph, Options())
    assert whole(graph) == before
