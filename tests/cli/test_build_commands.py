"""build, add, remove, extract and demo as typed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import cli, ontology
from kg.cli import corpus_options, demo
from kg.lookup import Reader
from kg.namespaces import ONTOLOGY
from kg.resources import shared_root
from kg.sparql import builtin
from kg.stores.generations import open_graph

STORY = (
    "小河里社区办起助老食堂\n■ 通讯员 林小满\n　　河西区柳影街道小河里社区党委书记高远山说，食堂每天供应五十份午餐。\n"
)
SAMPLES = shared_root() / "data" / "pages"
ROOT = str(Path(cli.__file__).parents[2])


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.txt").write_text(STORY.replace("小河里", "青杨里"), encoding="utf-8")
    return folder


def kg(*words: object) -> int:
    return cli.main([str(word) for word in words])


def facts_of(graph: Path) -> set[tuple[str, str, str]]:
    """The facts of the default graph: the triples whose predicate the ontology declares between entities."""
    known = {predicate.term.iri for predicate in ontology.load().predicates.values()}
    with open_graph(graph) as current:
        rows = [line.split(" ") for line in current.store.lines()]
    return {(row[0], row[1], row[2]) for row in rows if len(row) == 4 and row[1][1:-1] in known}


def test_the_default_graph_holds_exactly_the_facts_that_extract_prints(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kg("build", pages, "--graph", tmp_path / "g") == 0
    capsys.readouterr()
    assert kg("extract", pages) == 0
    printed = set()
    for line in capsys.readouterr().out.splitlines():
        page = json.loads(line)
        iris = {entity["id"]: entity["iri"] for entity in page["entities"]}
        for fact in page["relations"]:
            ends = iris[fact["subject"]], ONTOLOGY + fact["predicate"], iris[fact["object"]]
            printed.add(tuple(f"<{iri}>" for iri in ends))
    assert printed == facts_of(tmp_path / "g") != set()


def test_skipped_pages_are_told_and_fail_under_strict(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "c.txt").touch()
    assert kg("build", pages, "--graph", tmp_path / "g") == 0
    assert "c.txt: skipped: " in capsys.readouterr().err
    assert kg("build", pages, "--graph", tmp_path / "g", "--strict") == 2
    assert kg("extract", pages, "--strict") == 2


def test_a_row_of_meta_without_its_page_is_told(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = min(path.name for path in pages.glob("*.txt"))
    meta = tmp_path / "meta.tsv"
    meta.write_text(f"file\tdate\n{file}\t2025/3/13\nx{file}\t2025/3/14\n", encoding="utf-8")
    for words in (("build", pages, "--graph", tmp_path / "g"), ("extract", pages)):
        assert kg(*words, "--meta", meta) == 0
        err = capsys.readouterr().err
        assert f"x{file} is no page of the INPUTs, its row was not used; did you mean {file}?" in err
        assert err.count("is no page") == 1


def test_a_home_that_no_page_speaks_of_is_told_and_kept(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "home 河东区: no page speaks of it; did you mean --home 河西区?"
    for words in (("build", pages, "--graph", tmp_path / "g"), ("extract", pages)):
        assert kg(*words, "--home", "河西区") == 0
        assert "no page speaks" not in capsys.readouterr().err
        assert kg(*words, "--home", "河东区") == 0
        assert capsys.readouterr().err.splitlines().count(told) == 1
    assert kg("info", "--graph", tmp_path / "g") == 0
    assert f"warning     {told}" in capsys.readouterr().out


def test_pages_are_added_and_removed(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = tmp_path / "g"
    assert kg("build", pages / "a.txt", "--graph", graph) == 0
    assert kg("add", pages / "b.txt", "--graph", graph) == 0
    assert "2 pages (1 read now), 0 skipped" in capsys.readouterr().err
    assert kg("remove", "a.txt", "--graph", graph) == 0
    assert "1 pages (0 read now), 0 skipped" in capsys.readouterr().err


def test_exit_codes_say_what_is_wrong(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("add", pages, "--graph", tmp_path / "none") == 4
    assert kg("build", tmp_path / "nowhere", "--graph", tmp_path / "g") == 2
    assert kg("build", pages, "--graph", tmp_path / "g", "--data", tmp_path / "nowhere") == 2
    assert kg("build", pages, "--graph", tmp_path / "g", "--encoding", "no-such-encoding") == 2
    assert kg("build", pages, "--graph", pages / "a.txt" / "g") == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 5
    assert all(line.count(": ") >= 2 and "; " in line for line in said)
    with pytest.raises(SystemExit) as usage:
        kg("build", pages, "--workers", "none")
    assert usage.value.code == 2


def test_extract_reads_a_page_from_stdin(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "extract", "-", "--name", "x/第一版.txt"],
        input=STORY.encode("gb18030"), stdout=subprocess.PIPE, check=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ROOT},
    )  # fmt: skip
    page = json.loads(done.stdout)
    assert page["document"] == "x/第一版.txt"
    assert {"articles", "joins", "entities", "relations", "unasserted"} <= set(page)


def test_ctrl_c_ends_a_build_and_its_workers(pages: Path, tmp_path: Path) -> None:
    for number in range(60):
        (pages / f"{number}.txt").write_text(STORY * 40, encoding="utf-8")
    graph = tmp_path / "g"
    build = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(pages), "--graph", str(graph), "--workers", "2"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": ROOT}, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while not list(graph.glob("generations/g*")):
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=30)
    assert build.returncode == 130
    assert b"Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(build.pid, 0)
    assert not (graph / "CURRENT").exists()


def test_the_demo_proves_its_facts_and_leaves_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("demo", "-o", tmp_path / "demo") == 0
    said, talk = capsys.readouterr()
    assert "6 pages (6 read now), 0 skipped, home 河西区" in talk
    assert "Community           社区      community " in said
    assert "partOf          隶属    part of " in said
    assert "Membership" not in said
    for fact in ("谊景村社区 partOf 友谊路街道", "谊景村社区 implements “1+N帮1”助老服务模式"):
        proof = said.partition(f"  {fact}\n")[2].splitlines()[:5]
        told = dict(line.split(maxsplit=1) for line in proof)
        pieces = told["words"].split("⏎")
        assert all(piece in told["sentence"] for piece in pieces)
        assert told["sentence"].endswith("。")
        file, _, offsets = told["page"].partition(", characters ")
        page = (SAMPLES / file).read_bytes().decode("utf-8")
        spans = [tuple(map(int, span.split("–"))) for span in offsets.split("+")]
        assert [page[start:end] for start, end in spans] == pieces
    assert "Try next:" in said
    assert "street:友谊路街道" in (tmp_path / "demo" / "graph.ttl").read_text(encoding="utf-8")
    assert (tmp_path / "demo" / "graph.html").stat().st_size > 100_000


def test_what_the_demo_says_to_try_next_works(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert kg("demo", "-o", tmp_path / "demo") == 0
    said = capfd.readouterr().out.partition("Try next:")[2]
    commands = [shlex.split(line)[1:] for line in said.splitlines() if line.startswith("  kg ")]
    assert [words[0] for words in commands] == ["show", "query", "query", "build"]
    for words in commands[:-1]:
        assert kg(*words) == 0
        assert "助老服务模式" in capfd.readouterr().out


def test_show_prints_whole_sentences(pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kg("build", pages, "--graph", tmp_path / "g") == 0
    assert kg("show", "小河里社区", "--sentences", "--graph", tmp_path / "g") == 0
    sentence = "河西区柳影街道小河里社区党委书记高远山说，食堂每天供应五十份午餐。"
    assert f"      {sentence}\n" in capsys.readouterr().out
    assert kg("show", "小河里社区", "--sentences", "--json", "--graph", tmp_path / "g") == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert sentence in {proof["sentence"] for fact in facts for proof in fact["proofs"]}


def test_the_demo_fails_when_a_fact_is_not_there(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kg("build", pages, "--graph", tmp_path / "g") == 0
    wanted = {
        "subject": {"type": "COMMUNITY", "name": "无名社区"}, "predicate": "partOf",
        "object": {"type": "STREET", "name": "无名街道"},
    }  # fmt: skip
    with open_graph(tmp_path / "g") as current:
        assert demo._show(Reader(current.store, builtin(), current), wanted) is False
    assert "not in the graph" in capsys.readouterr().out


def test_copies_and_pages_nearly_the_same_are_told(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "c.txt").write_text(STORY, encoding="gb18030")
    (pages / "b.txt").write_text(STORY.replace("五十份", "五卜份"), encoding="utf-8")
    assert kg("build", pages, "--graph", tmp_path / "g") == 0
    copy, near, summary, *_ = capsys.readouterr().err.splitlines()
    assert copy == "c.txt: a copy of a.txt, counts once"
    assert near.startswith("b.txt: nearly the same as a.txt (")
    assert near.endswith("% alike), both count")
    assert summary.startswith("3 pages (2 read now)")
    assert kg("info", "--graph", tmp_path / "g") == 0
    told = capsys.readouterr().out.splitlines()
    assert f"warning     {copy}" in told
    assert any(line.startswith("warning     b.txt: nearly the same as a.txt (") for line in told)


def test_a_copy_is_extracted_as_the_thing_that_it_copies(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pages / "c.txt").write_text(STORY, encoding="utf-8")
    assert kg("extract", pages) == 0
    first, _, copy = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first.pop("document"), copy.pop("document")) == ("a.txt", "c.txt")
    assert first == copy


@pytest.mark.parametrize("count", [10, 13])
def test_of_many_pages_alike_the_first_are_told(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    corpus_options.tell_alike([(f"{n}.txt", "a.txt") for n in range(count)], [])
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if "a copy of a.txt" in line]) == 10
    assert lines[10:] == (["and 3 more; kg info lists them"] if count > 10 else [])
