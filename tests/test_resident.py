"""One worker for many requests: it stays, is killed at a deadline, and comes back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryTimeoutError
from kg.frames import Request
from kg.resident import Resident
from tests import factory

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(factory.sample_graph(tmp_path_factory.mktemp("resident") / "graph"))


@pytest.fixture
def resident() -> Iterator[Resident]:
    made = Resident()
    yield made
    made.close()


def ask(resident: Resident, graph: str, text: str = "ASK { ?s a kg:Street }", **told: float) -> str:
    out = bytearray()
    resident.ask(Request(text, graph=graph, **told), out.extend, print)  # type: ignore[arg-type]
    return out.decode()


def process(resident: Resident) -> object:
    return resident._waiting and resident._waiting.answers and resident._waiting.requests


def test_the_worker_stays(resident: Resident, graph: str) -> None:
    assert ask(resident, graph) == "true\n"
    first = process(resident)
    assert ask(resident, graph, "ASK { ?s a kg:Nothing }") == "false\n"
    assert process(resident) is first


def test_an_error_leaves_it_waiting(resident: Resident, graph: str) -> None:
    ask(resident, graph)
    first = process(resident)
    with pytest.raises(QueryError, match="SERVICE is refused"):
        ask(resident, graph, "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }")
    assert process(resident) is first
    assert ask(resident, graph) == "true\n"


def test_it_is_killed_at_a_deadline_and_started_anew(resident: Resident, graph: str) -> None:
    with pytest.raises(QueryTimeoutError):
        ask(resident, graph, ENDLESS, timeout=0.3)
    assert process(resident) is None
    assert ask(resident, graph) == "true\n"


def test_an_answer_that_is_broken_off_does_not_reach_the_next(resident: Resident, graph: str) -> None:
    def stop(_: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resident.ask(Request("SELECT * { ?s ?p ?o }", graph=graph), stop, print)
    assert ask(resident, graph) == "true\n"


def test_one_that_died_meanwhile_is_replaced(resident: Resident, graph: str) -> None:
    ask(resident, graph)
    assert resident._waiting is not None
    resident._waiting.kill()
    assert os.read(resident._waiting.answers, 1) == b""  # dead, its pipes closed
    assert ask(resident, graph) == "true\n"


def test_without_a_deadline_it_is_a_worker_of_its_own(resident: Resident, graph: str) -> None:
    assert ask(resident, graph, timeout=0) == "true\n"
    assert process(resident) is None


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list open files: not counted")
def test_a_hundred_requests_leave_no_file_open(resident: Resident, graph: str) -> None:
    ask(resident, graph)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        ask(resident, graph)
    assert len(os.listdir("/proc/self/fd")) == before
