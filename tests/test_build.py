"""Building and changing graphs: the same pages give the same bytes, and a killed build leaves the old graph."""

from __future__ import annotations

import hashlib
import os
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
from kg.packing import Packed
from kg.stores.generations import open_graph

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
        (tmp_path / "in" / f"{name}.txt").write_text(f"{first}河社区唱起来\n{words}\n", encoding="utf-8")
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


@pytest.mark.parametrize("damage", ["meta.json", "pages.sqlite"])
def test_a_graph_that_cannot_be_read_can_be_built_again(pages: Path, tmp_path: Path, damage: str) -> None:
    graph = tmp_path / "g"
    build.build([pages], graph, Options())
    (file,) = graph.glob(f"generations/*/{damage}")
    file.write_bytes(b"{}")
    with pytest.raises(GraphError, match="build the graph again"):
        build.remove(["0.txt"], graph, Options())
    assert build.build([pages], graph, Options()).pages == 4
