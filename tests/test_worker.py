"""The worker process itself: it waits for its request, ends with whoever asked, and keeps to datasets and limits."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import errors, query
from kg.errors import QueryLimitError
from kg.frames import END, Request, ended, frames, line
from kg.stores import Graphs
from tests import factory
from tests.test_query import ENDLESS

PROVENANCE = "https://w3id.org/linpu/graph/provenance"
STATEMENTS = "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(factory.sample_graph(tmp_path_factory.mktemp("worker") / "graph"))


def ask(request: Request) -> tuple[str, list[str]]:
    pieces: list[bytes] = []
    notes: list[str] = []
    query.ask(request, pieces.append, notes.append)
    return b"".join(pieces).decode(), notes


def test_a_waiting_worker_ends_without_a_request() -> None:
    words, environment = query.command()
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.communicate(timeout=30) == (b"", None)
    assert process.returncode == 0


def test_a_waiting_worker_answers_in_frames_that_tell_the_kind_first(graph: str) -> None:
    words, environment = query.command()
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    buffer = bytearray(process.communicate(line(Request("ASK {}", graph=graph)), timeout=30)[0])
    found = list(frames(buffer))
    assert [kind for kind, _ in found] == [b"k", b"d", b"z"]
    assert [content for _, content in found[:2]] == [b"boolean", b"true\n"]
    assert ended(*found[2]).truth is True
    assert not buffer
    assert set(END) == {b"z", b"e"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of a closed pipe by a signal")
def test_a_worker_ends_in_the_middle_of_a_query_when_its_asker_is_gone(graph: str) -> None:
    words, environment = query.command()
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout:
        process.stdin.write(line(Request(ENDLESS, graph=graph)))
        process.stdin.flush()
        time.sleep(1)
        assert process.poll() is None
        process.stdin.close()
        assert process.wait(timeout=5) < 0


@pytest.mark.parametrize(
    ("dataset", "count"),
    [(None, "0"), (Graphs((PROVENANCE,), ()), "5"), (Graphs((), (PROVENANCE,)), "0")],
)
def test_a_dataset_takes_the_place_of_from(graph: str, dataset: Graphs | None, count: str) -> None:
    asked = Request(STATEMENTS, graph=graph, format="csv", dataset=dataset)
    assert ask(asked)[0].split() == ["n", count]


def test_a_dataset_names_graphs_that_may_be_missing(graph: str) -> None:
    asked = Request("ASK { ?s ?p ?o }", graph=graph, dataset=Graphs(("http://e/none",), ()))
    answer, notes = ask(asked)
    assert answer == "false\n"
    assert "graph <http://e/none> is not in this graph and counts as empty" in notes


def test_relative_iris_stand_against_the_base(graph: str) -> None:
    asked = Request("CONSTRUCT { <s> <p> 1 } {}", graph=graph, format="nt", base="http://e/sparql")
    assert ask(asked)[0].startswith("<http://e/s> <http://e/p> ")


def test_an_answer_is_cut_or_refused(graph: str) -> None:
    asked = Request("SELECT * { ?s ?p ?o }", graph=graph, format="csv", limit=2)
    assert len(ask(asked)[0].splitlines()) == 3
    with pytest.raises(QueryLimitError, match="has more than 2 rows"):
        ask(asked._replace(whole=True))
    assert len(ask(asked._replace(text="SELECT * { ?s ?p ?o } LIMIT 2", whole=True))[0].splitlines()) == 3


def test_a_graph_may_have_a_format_of_its_own(graph: str) -> None:
    asked = Request("CONSTRUCT { ?c kg:partOf ?s } { ?c kg:partOf ?s }", graph=graph, format="csv", graph_format="nt")
    assert ask(asked)[0].count("\n") == 2
    assert "," in ask(asked._replace(text="SELECT ?c ?s { ?c kg:partOf ?s }"))[0]


def test_a_line_of_json_carries_a_request_whole() -> None:
    from kg.worker import request_of

    asked = Request("ASK {}", values={"a": ["b"]}, data=("f.ttl",), dataset=Graphs(("a:b",), ("c:d",)), limit=3)

    assert request_of(json.loads(line(asked))) == asked
    assert line(asked).endswith(os.linesep.encode()[-1:])
    assert line(asked).count(b"\n") == 1


def test_files_are_asked_by_a_spawned_worker_too(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<a:s> <a:p> <a:o> .\n")
    pieces: list[bytes] = []
    query.ask(Request("ASK { <a:s> ?p ?o }", data=(str(tmp_path / "a.nt"),)), pieces.append, print, fork=False)
    assert pieces == [b"true\n"]


def test_what_is_wrong_with_a_parameter_comes_back_as_it_was_found() -> None:
    fault = errors.Fault("several", "street", "甲", (errors.Candidate("street:a", "甲", "Street"),), 3)
    content = json.dumps(["InputError", "--street", "甲 means several things", "choose", ["  note"], fault]).encode()
    with pytest.raises(errors.InputError) as caught:
        ended(b"e", content)
    assert caught.value.fault == fault
    assert (str(caught.value), caught.value.__notes__) == ("--street: 甲 means several things; choose", ["  note"])
