"""``kg shell`` from a pipe, and in a terminal of its own."""

import io
import json
import os
import sys
import time
from pathlib import Path

import pytest

from kg import cli, rdf
from kg.cli import shell
from kg.stores import generations
from tests import factory

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("shell") / "graph")


@pytest.fixture
def piped(graph: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> object:
    def run(text: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        code = cli.main(["shell", "--graph", str(graph)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    monkeypatch.delenv("KG_DATA", raising=False)
    return run


def test_statements_of_every_kind_are_answered(piped, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "q.rq").write_text("ASK { ?s a kg:Street }", encoding="utf-8")
    code, out, err = piped(
        "\ufeffSELECT ?l\n{ ?s a kg:Street ;\n rdfs:label ?l }\nLIMIT 1\n\n"
        f"communities-of-street --street 柳影街\n小河里社区\n@{tmp_path / 'q.rq'}\n.find 青禾\n"
    )
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:2] == ["?l", '"柳影街道"@zh']
    assert lines[2] == "?street\t?community"
    assert "小河里社区  Community" in lines
    assert lines[-2:] == ["true", "Organization\t青禾超市\t\torg:青禾超市"]


def test_the_first_failure_is_the_exit_code_and_the_rest_goes_on(piped) -> None:  # type: ignore[no-untyped-def]
    code, out, err = piped("SELECT * { ?s ?p }\n没有的\n.nope\nmembers --body '\nmembers --nope 1\nASK {}\n")
    assert code == 1
    assert out == "true\n"
    told = [line for line in err.splitlines() if line.startswith("kg: ")]
    assert told[0].startswith("kg: query, line 1, column 1")
    assert told[1:] == [
        "kg: show: no entity is called 没有的; try kg find",
        "kg: shell: .nope: no such command; .help lists them",
        "kg: shell: a quotation mark is left open; close it",
        "kg: members: has no parameter nope; see kg queries members",
    ]


def test_dot_commands(piped, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = piped(
        ".prefixes\n.format csv nt\nSELECT ?l { street:柳影街道 rdfs:label ?l }\n.describe 柳影街\n"
        f".format yaml\n.save {tmp_path / 'no.csv'} x\nASK {{}}\n.save {tmp_path / 'a.json'}\n"
        f".save {tmp_path / 'a.rq'}\n.time on\nASK {{}}\n.quit\nASK {{}}\n"
    )
    assert code == 2
    assert "street:      <https://w3id.org/linpu/id/street/>" in out
    assert "tables as csv, graphs as nt\nl\n柳影街道\n".replace("\n", "|") in out.replace("\r\n", "\n").replace(
        "\n", "|"
    )
    assert (
        '<https://w3id.org/linpu/id/street/柳影街道> <http://www.w3.org/2000/01/rdf-schema#label> "柳影街道"@zh .'
        in out
    )
    assert json.loads((tmp_path / "a.json").read_text()) == {"head": {}, "boolean": True}
    assert (tmp_path / "a.rq").read_text() == "ASK {}\n"
    assert err.count("ms\n") == 1
    assert out.count("true\n") == 2
    assert "yaml: no such format" in err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("SELCT ?l { ?s a kg:Street }", "kg: query, line 1, column 1: is no query; did you mean SELECT?"),
        ("selct", "kg: shell: nothing is called selct; did you mean SELECT?"),
        ("membrs --body x", "kg: shell: nothing is called membrs --body x; did you mean members?"),
        ("quit", "kg: shell: nothing is called quit; did you mean .quit?"),
        (".qureis", "kg: shell: .qureis: no such command; did you mean .queries?"),
    ],
)
def test_what_was_probably_meant_is_told(piped, typed: str, told: str) -> None:  # type: ignore[no-untyped-def]
    code, out, err = piped(f"{typed}\n")
    assert (code in (1, 2), out, err.splitlines()[0]) == (True, "", told)


def test_a_name_in_the_graph_is_shown_whatever_it_looks_like(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    graph = tmp_path / "graph"
    lines = rdf.quads([factory.entity("ORG", "Selct")], [], [factory.source()], factory.vocabulary())
    with generations.new_generation(graph) as draft:
        draft.write(lines, {})
    step = shell.answer("Selct", shell.Settings(str(graph)), cli.perform)
    assert (step.code, capfd.readouterr().out.splitlines()[0]) == (0, "Selct  Organization")


def test_help_lists_every_command(piped) -> None:  # type: ignore[no-untyped-def]
    out = piped(".help\n")[1]
    assert all(f"  .{name} " in out for name in shell.COMMANDS)


def test_every_listed_command_is_known() -> None:
    done: list[str] = []

    def perform(name: str, _words: list[str]) -> int:
        done.append(name)
        return 0

    for name in set(shell.COMMANDS) - {"describe", "prefixes"}:
        assert shell.answer(f".{name} x", shell.Settings("g", last=("x",)), perform).code in (0, 2)
    assert set(done) == {"queries", "show", "find", "view", "info", "query"}


def test_what_cannot_be_done_is_told_and_the_shell_goes_on(piped, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = piped(f"ASK {{}}\n.save {tmp_path / 'none' / 'q.rq'}\n.describe 没有的\nASK {{}}\n")
    assert (code, out) == (2, "true\ntrue\n")
    assert "none/q.rq: No such file or directory; check the path" in err
    assert "no entity is called 没有的" in err


def test_no_graph_is_4(tmp_path: Path) -> None:
    assert cli.main(["shell", "--graph", str(tmp_path / "none")]) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is a Unix one")
def test_in_a_terminal_it_completes_continues_interrupts_and_remembers(graph: Path, tmp_path: Path) -> None:
    import pexpect

    history = tmp_path / "deep" / "history"
    words = ["-m", "kg", "shell", "--graph", str(graph), "--history", str(history)]
    env = {
        **os.environ,
        "NO_COLOR": "1",
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=30, dimensions=(40, 120), env=env)
    try:
        child.expect("kg>")
        child.send("SELECT ?l { 小河里社区")
        child.expect("community:小河里社区")
        child.send("\t rdfs:label ?l\r")
        child.expect("…")
        child.send("}\r")
        child.expect(r"l\s+─+\s+小河里社区")
        child.expect("kg>")
        child.send(ENDLESS + "\r")
        child.expect("2004l")  # the terminal is given back, but nobody tells when the query runs: so again and again
        said = 1
        for _ in range(20):
            time.sleep(1)
            child.send("\x03")
            if (said := child.expect(["interrupted", pexpect.TIMEOUT], timeout=1)) == 0:
                break
        assert said == 0
        child.expect("kg>")
        child.send("\x04")
        child.expect(pexpect.EOF)
    finally:
        child.close(force=True)
    assert child.exitstatus == 0
    kept = history.read_text(encoding="utf-8")
    assert "SELECT ?l { community:小河里社区 rdfs:label ?l" in kept
    assert history.stat().st_mode & 0o77 == 0
