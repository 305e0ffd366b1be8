"""``kg serve`` as typed: what it refuses before it listens, and what it says when it does."""

import os
import re
import socket
import sys
from pathlib import Path

import pytest

from kg import cli
from tests import factory
from tests.serve.served import serving


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(factory.sample_graph(tmp_path_factory.mktemp("serve") / "graph"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--timeout", "0"], "--timeout 0 would be no limit; a server needs one"),
        (["--limit", "0"], "--limit 0 would be no limit"),
        (["--memory", "0"], "--memory 0 would be no limit"),
        (["--at-once", "0"], "--at-once and --max-body must be more than 0"),
        (["--port", "70000"], "there is no port 70000"),
        (["--cors", "friend.example"], "--cors friend.example is no origin"),
        (["--allow-host", "https://graph.example"], "--allow-host https://graph.example is no name of a server"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid: "),
        (["--data", "none.ttl"], "none.ttl: no such file"),
    ],
)
def test_what_cannot_be_served_is_told(
    words: list[str], said: str, graph: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["serve", "--port", "0", "--graph", graph, *words]) == 2
    assert said in capsys.readouterr().err


def test_no_graph_is_told_with_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--port", "0", "--graph", str(tmp_path / "none")]) == 4
    assert "build one: kg build" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(graph: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert cli.main(["serve", "--graph", graph, "--port", str(port)]) == 2
    assert f"port {port} of 127.0.0.1 is taken; give another with --port" in capsys.readouterr().err


def test_a_missing_extra_is_told(
    graph: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert cli.main(["serve", "--graph", graph]) == 2
    assert (
        "serve: uvicorn is missing; install what kg serve needs: pip install 'linpu[serve]'" in capsys.readouterr().err
    )


def test_it_says_where_it_is_and_who_asked_what(graph: str) -> None:
    with serving("--graph", graph) as served:
        assert re.search(r"page (http://127\.0\.0\.1:\d+/) · SPARQL endpoint \1sparql · Ctrl-C", served.log[0])
        served.ask("ASK\n {}\x1b[31m")
        served.ask("ASK {}")
    assert re.search(r"127\.0\.0\.1 POST 400 \d+ ms query, line 2.* \| ASK {} \[31m$", served.log[1].strip())
    assert re.search(r"127\.0\.0\.1 POST 200 \d+ ms 1 rows \| ASK {}$", served.log[2].strip())


def test_files_are_served_and_questions_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "a.trig").write_text("@prefix e: <http://e/> . e:s e:p 1 . e:g { e:t e:p 2 }", encoding="utf-8")
    (tmp_path / "own" / "queries").mkdir(parents=True)
    question = "# title: 数\n# title-en: Numbers\nSELECT ?n WHERE { GRAPH ?g { ?s ?p ?n } }\n"
    (tmp_path / "own" / "queries" / "numbers.rq").write_text(question, encoding="utf-8")
    with serving("--data", str(tmp_path / "a.trig"), str(tmp_path / "own"), "--quiet") as served:
        assert served.ask("SELECT ?n { ?s ?p ?n }").text == "n\r\n1\r\n"
        assert served.get("/questions/numbers", "text/csv").text == "n\r\n2\r\n"
        assert '"numbers"' in served.get("/about.json").text
    assert len(served.log) == 2  # where it is, and that it was interrupted


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_told_to_end_it_clears_away_what_it_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.nt").write_text("<a:s> <a:p> <a:o> .\n")
    (tmp_path / "made").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "made"))
    with serving("--data", str(tmp_path / "a.nt")) as served:
        assert list((tmp_path / "made").iterdir())
        served.process.terminate()
        assert served.process.wait(timeout=20) == 0
    assert list((tmp_path / "made").iterdir()) == []
