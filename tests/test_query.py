import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg import query
from kg.errors import GraphError, InputError, LinpuError, QueryError, QueryTimeoutError
from kg.frames import Request
from tests import factory

BOTH = pytest.mark.parametrize("fork", [True, False], ids=["fork", "subprocess"])
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(factory.sample_graph(tmp_path_factory.mktemp("query") / "graph"))


def ask(text: str = "", *, fork: bool | None = None, **told: object) -> str:
    pieces: list[bytes] = []
    query.ask(Request(text, **told), pieces.append, print, fork=fork)  # type: ignore[arg-type]
    return b"".join(pieces).decode()


@BOTH
def test_an_answer_comes_from_the_worker(graph: str, fork: bool) -> None:
    answer = ask(
        "SELECT ?c { ?c kg:partOf street:柳影街道 } ORDER BY ?c", graph=graph, format="csv", labels=True, fork=fork
    )
    assert answer == "c\r\n小河里社区\r\n𬇕湾社区\r\n"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("SELECT * { ?s rdfs:label ?a }", "s,a"),
        ("select  distinct * { ?z rdfs:label ?b BIND(1 AS ?a) }", "z,b,a"),
        ("SELECT ?b (?s * 2 AS ?a) { ?s rdfs:label ?b }", "b,a"),
        ("SELECT * { { SELECT ?b { ?z rdfs:label ?b } } }", "b"),
    ],
)
def test_columns_stand_in_the_order_of_the_query(graph: str, text: str, head: str) -> None:
    assert ask(text, graph=graph, format="csv").splitlines()[0] == head


def test_columns_keep_their_values(graph: str) -> None:
    answer = ask("SELECT * { ?s rdfs:label '小河里社区'@zh ; kg:partOf ?a }", graph=graph, format="csv", labels=True)
    assert answer == "s,a\r\n小河里社区,柳影街道\r\n"


@BOTH
def test_a_query_is_killed_at_its_deadline(graph: str, fork: bool) -> None:
    started = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"not finished after 0\.5 s") as caught:
        ask(ENDLESS, graph=graph, timeout=0.5, fork=fork)
    assert caught.value.exit_code == 124
    assert time.monotonic() - started < 1.5


@BOTH
def test_a_query_that_eats_memory_ends_with_a_plain_error(graph: str, fork: bool) -> None:
    text = f"SELECT * {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(4))} }} ORDER BY ?a0 ?b1 ?c2 ?a3"
    with pytest.raises(QueryError, match="memory"):
        ask(text, graph=graph, memory=700, timeout=60, fork=fork)


@BOTH
def test_a_small_query_needs_little_memory(graph: str, fork: bool) -> None:
    for _ in range(5):
        assert ask("SELECT ?s { ?s a kg:Street }", graph=graph, memory=400, fork=fork).count("street") == 1


@BOTH
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {", QueryError),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", QueryError),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", QueryError),
        ("SELECT * " + "{" * 10_000, QueryError),
    ],
)
def test_errors_of_the_worker_are_raised_here(graph: str, text: str, kind: type[LinpuError], fork: bool) -> None:
    with pytest.raises(kind) as caught:
        ask(text, graph=graph, fork=fork)
    assert caught.value.exit_code == 1


def test_a_worker_that_crashes_is_an_error(graph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import worker

    monkeypatch.setattr(worker, "serve", lambda *_: os.kill(os.getpid(), signal.SIGSEGV))
    with pytest.raises(QueryError, match="crashed"):
        ask("ASK {}", graph=graph, fork=True)


def test_no_graph_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="kg build"):
        ask("ASK {}", graph=str(tmp_path / "none"))


def test_own_graphs_may_be_asked_with_from(graph: str) -> None:
    assert ask("ASK FROM graph:provenance { ?s a kg:Statement }", graph=graph) == "true\n"
    with pytest.raises(QueryError, match="is not in this graph"):
        ask("ASK FROM <file:///etc/hosts> { ?s ?p ?o }", graph=graph)


def test_syntax_errors_name_line_column_and_caret(graph: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask('SELECT * {\n  ?s rdfs:label "友"@zh ?x }', graph=graph)
    assert str(caught.value).startswith("query, line 2, column 24: cannot be read from ?x on")
    assert caught.value.__notes__[1].index("^") == 26


def test_what_is_no_query_is_told_so(graph: str) -> None:
    with pytest.raises(QueryError, match="begin it with SELECT"):
        ask("谁在哪里任什么职务", graph=graph)


@pytest.mark.parametrize("format", ["ttl", "nt", "nq", "trig", "jsonld", "rdfxml"])
def test_graphs_are_written_as_rdf(graph: str, format: str) -> None:
    answer = ask("CONSTRUCT { ?c kg:partOf ?s } WHERE { ?c kg:partOf ?s }", graph=graph, format=format)
    assert "partOf" in answer


def test_a_graph_is_no_table(graph: str) -> None:
    with pytest.raises(InputError, match="a graph cannot be written as csv"):
        ask("DESCRIBE street:柳影街道", graph=graph, format="csv")


def test_limit_cuts_and_says_so(graph: str) -> None:
    told = Request("SELECT * { ?s ?p ?o }", graph=graph, limit=2)
    outcome = query.ask(told, len, print)
    assert (outcome.kind, outcome.rows, outcome.cut) == ("rows", 2, True)


def test_large_answers_stream_through_a_slow_reader(graph: str) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    sizes: list[int] = []

    def slow(content: bytes) -> None:
        sizes.append(len(content))
        time.sleep(0.02)

    outcome = query.ask(Request(text, graph=graph, timeout=20), slow, print)
    assert outcome.rows > 1_000
    assert max(sizes) < 200_000 < sum(sizes)


def test_replaced_iris_are_put_right_and_said(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    file.write_text(
        f"<http://e/old> {replaced} <http://e/mid> .\n<http://e/mid> {replaced} <http://e/new> .\n"
        '<http://e/new> <http://e/p> "found" .\n'
    )
    notes: list[str] = []
    pieces: list[bytes] = []
    text = 'SELECT ?o ("<http://e/old>" AS ?s) { <http://e/old> <http://e/p> ?o }'
    query.ask(Request(text, data=(str(file),)), pieces.append, notes.append)
    assert b"".join(pieces) == b'?o\t?s\n"found"\t"<http://e/old>"\n'
    assert notes == ["<http://e/old> is now <http://e/new>"]
    asked = ask("ASK { <http://e/old> dcterms:isReplacedBy <http://e/mid> }", data=(str(file),))
    assert asked == "true\n"


def test_an_iri_that_was_split_stays_and_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    file.write_text("".join(f"<http://e/{a}> {replaced} <http://e/{b}> .\n" for a, b in ("ab", "bc", "bd")))
    notes: list[str] = []
    query.ask(Request("ASK { <http://e/a> <http://e/p> ?o }", data=(str(file),)), lambda _: None, notes.append)
    split = "<http://e/a> was split into <http://e/c>, <http://e/d>; ask for one of them"
    assert notes[:2] == ["<http://e/a> is now <http://e/b>", split]


def test_rdf_files_are_asked_in_memory(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text('@prefix e: <http://e/> . e:s e:p "友"@zh .', encoding="utf-8")
    (tmp_path / "b.nt").write_text('<http://e/t> <http://e/p> "b" .\n', encoding="utf-8")
    data = (str(tmp_path / "a.ttl"), str(tmp_path / "b.nt"))
    assert ask("SELECT ?o { ?s ?p ?o } ORDER BY ?o", data=data, format="csv") == "o\r\nb\r\n友\r\n"
    with pytest.raises(InputError, match="no such file"):
        ask("ASK {}", data=("none.ttl",))


def test_many_failed_queries_leave_no_process_and_no_file_open(graph: str) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("counts open files in /proc")
    before, children = len(os.listdir("/proc/self/fd")), child_processes()
    for text in ("SELECT * {", "ASK {}", ENDLESS) * 3:
        try:
            ask(text, graph=graph, timeout=0.1, fork=True)
        except QueryError:
            continue
    assert len(os.listdir("/proc/self/fd")) == before
    assert child_processes() <= children


def child_processes() -> set[str]:
    """The processes that this one has started and not yet cleared away; other tests may have left a browser."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def test_an_interrupt_kills_the_worker(graph: str) -> None:
    started = time.monotonic()
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        ask(ENDLESS, graph=graph, fork=False)
    assert time.monotonic() - started < 3


def test_the_worker_ends_when_its_parent_is_killed(graph: str) -> None:
    code = f"from kg.cli import main; main(['query', '--timeout', '1', '--graph', {graph!r}, {ENDLESS!r}])"
    parent = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(parent.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")
