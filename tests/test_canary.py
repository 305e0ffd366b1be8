"""A server and a file that tell when anything reaches for them; queries that try, written in every way we know of."""

import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import cli
from kg.errors import GraphError, QueryError
from kg.stores import oxigraph
from tests import factory

ALL = "{ ?s ?p ?o }"


class Canary(NamedTuple):
    """``heard`` holds what reached the server on ``port`` or opened the pipe ``file``."""

    port: int
    file: Path
    heard: list[str]


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    heard: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(307 if self.path == "/redirect" else 500)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe = tmp_path_factory.mktemp("canary") / "canary.nt"
    os.mkfifo(pipe)
    ended = threading.Event()

    def wait() -> None:
        while not ended.is_set():
            with (
                suppress(BrokenPipeError),  # whoever opened it need not read it
                open(pipe, "w", encoding="utf-8") as opened,  # returns when somebody opens it to read
            ):
                heard.append(str(pipe))
                opened.write('<http://e/s> <http://e/p> "canary" .\n')

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    yield Canary(server.server_port, pipe, heard)
    ended.set()
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # lets the writer go
    waiting.join()
    os.close(reader)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", autouse=True)
def _graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = factory.sample_graph(tmp_path_factory.mktemp("canary") / "graph")
    os.environ["KG_GRAPH"] = str(folder)
    yield
    del os.environ["KG_GRAPH"]


CALLS = [
    f"SELECT * {{ SERVICE <AT/> {ALL} }}",
    f"SELECT * {{ service silent <AT/> {ALL} }}",
    f"SELECT * {{ SeRvIcE <AT/> {ALL} }}",
    f"SELECT * {{ SERVICE<AT/>{ALL} }}",
    f"SELECT * {{ SERVICESILENT<AT/>{ALL} }}",
    f"SELECT * {{ SERVICE#\n<AT/> {ALL} }}",
    f"SELECT * {{ SERVICE # a remark\r<AT/> {ALL} }}",
    f"SELECT * {{ # \r SERVICE <AT/> {ALL}\n }}",
    f"SELECT * {{ \\u0053ERVICE <AT/> {ALL} }}",
    f"SELECT * {{ SERV\\u0049CE <AT/> {ALL} }}",
    f"SELECT * {{ \\U00000053\\u0045RVICE <AT/> {ALL} }}",
    f"SELECT * {{ ?s ?p ?o . SERVICE <\\u0068ttp://127.0.0.1:PORT/> {ALL} }}",
    f'SELECT * {{ ?s ?p "\\u0022 . SERVICE <AT/> {ALL} #" }}',
    f'SELECT * {{ ?s ?p """a""" SERVICE <AT/> {ALL} }}',
    f"SELECT * {{ ?s ?p 'a\\'' SERVICE <AT/> {ALL} }}",
    f"SELECT * {{ ?s ?p 1 .SERVICE <AT/> {ALL} }}",
    f"SELECT * {{ ?s ?p 1SERVICE <AT/> {ALL} }}",
    f"SELECT * {{ OPTIONAL {{ ?s ?p true}}SERVICE<AT/>{ALL} }}",
    f"SELECT * {{ ?s ?p trueSERVICE<AT/>{ALL} }}",
    f"SELECT * {{ BIND(<AT/> AS ?x) SERVICE ?x {ALL} }}",
    f"SELECT * {{ VALUES ?x {{ <AT/> }} SERVICE ?x {ALL} }}",
    f"SELECT * {{ BIND(IRI(CONCAT('http', '://127.0.0.1:PORT/')) AS ?x) SERVICE SILENT ?x {ALL} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE <AT/> {ALL} }} }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE <AT/> {ALL} }} }}",
    f"SELECT * {{ MINUS {{ SERVICE <AT/> {ALL} }} ?s ?p ?o }}",
    f"SELECT * {{ GRAPH ?g {{ SERVICE <AT/> {ALL} }} }}",
    f"SELECT * {{ {ALL} UNION {{ SERVICE <AT/> {ALL} }} }}",
    f"ASK {{ SERVICE <AT/> {ALL} }}",
    f"CONSTRUCT {ALL} WHERE {{ SERVICE <AT/> {ALL} }}",
    f"DESCRIBE ?s WHERE {{ SERVICE <AT/> {ALL} }}",
    f"BASE <AT/> SELECT * {{ SERVICE <x> {ALL} }}",
    f"PREFIX x: <AT/> SELECT * {{ SERVICE x:y {ALL} }}",
    f"PREFIX x: <AT/> SELECT * {{ SERVICEx:y {ALL} }}",
    f"PREFIX service: <http://e/> PREFIX : <AT/> SELECT * {{ service:y {ALL} }}",
    f"PREFIX service: <http://e/> PREFIX : <AT/> SELECT * {{ SERVICE:y#{{\n{ALL} }}",
    f"PREFIX SERVICE: <AT/> SELECT * {{ SERVICE SERVICE:a {ALL} }}",
    f"SELECT * {{ SERVICE <http://localhost:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <http://2130706433:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <http://0x7f.1:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <http://0177.0.0.1:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <http://[::ffff:127.0.0.1]:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <http://you@127.0.0.1:PORT/> {ALL} }}",
    f"SELECT * {{ SERVICE <AT/redirect> {ALL} }}",
    f'SELECT * {{ FILTER(1<2#>"""\n)SERVICE<AT/> {ALL} #"""\n }}',
    f'SELECT (1<2#>"""\nAS ?x) {{ SERVICE<AT/> {ALL} #"""\n }}',
    f"PREFIX a: <http://e/> SELECT * {{ FILTER(1<a:b#>'''\n)SERVICE<AT/> {ALL} #'''\n }}",
    f"SELECT * {{ BIND(<AT/> AS ?x) FILTER(1<2)SERVICE?x#>\n{ALL} }}",
    "SELECT * { <http://e/\\u003E\\u0020?p\\u0020?o.SERVICE<AT/> ?p ?o } #",
    "SELECT * { <http://e/\\u003E?p?o.SERVICE\\u003CAT/\\u003E\\u007B?s?p?o\\u007D\\u007D\\u0023> ?p ?o }",
    f"PREFIX a: <http://e/\\u003E?p.SERVICE\\u003CAT/\\u003E\\u007B?s?p?o\\u007D\\u007D\\u0023> ASK {{ a:b ?p {{{ALL}",
    f"SELECT * {{ ?s ?p ?o }} VALUES ?x {{ 1 }} SERVICE <AT/> {ALL}",
]
FETCHES = [
    f"SELECT * FROM <AT/> {ALL}",
    f"SELECT * FROM<AT/>{ALL}",
    f"SELECT * FROM NAMED <AT/> {{ GRAPH ?g {ALL} }}",
    f"SELECT * FROMNAMED<AT/> {{ GRAPH ?g {ALL} }}",
    f"SELECT * from#\n<AT/> {ALL}",
    f"SELECT * \\u0046ROM <AT/> {ALL}",
    f"ASK FROM <AT/> {ALL}",
    f"CONSTRUCT {ALL} FROM <AT/> WHERE {ALL}",
    f"DESCRIBE ?s FROM <AT/> WHERE {ALL}",
    f"BASE <AT/> SELECT * FROM <canary.nt> {ALL}",
    f"PREFIX x: <AT/> SELECT * FROM x:canary.nt {ALL}",
    "LOAD <AT/>",
    "load silent <AT/> into graph <http://e/g>",
    "L\\u004fAD <AT/>",
    f"SELECT * {ALL} ; LOAD <AT/>",
    "CLEAR ALL ; LOAD <AT/>",
    "PREFIX x: <AT/> LOAD x:canary.nt",
]


def at(text: str, address: str, canary: Canary) -> str:
    return text.replace("AT/", address).replace("PORT", str(canary.port))


def asked(capfdbinary: pytest.CaptureFixture[bytes], text: str) -> tuple[int, str]:
    code = cli.main(["query", "--timeout", "10", text])
    return code, "".join(part.decode() for part in capfdbinary.readouterr())


@pytest.mark.parametrize("text", CALLS)
def test_no_way_of_writing_service_reaches_the_server(
    capfdbinary: pytest.CaptureFixture[bytes], canary: Canary, text: str
) -> None:
    code, said = asked(capfdbinary, at(text, f"http://127.0.0.1:{canary.port}/", canary))
    assert code == 1, said
    assert canary.heard == []


@pytest.mark.parametrize("to_file", [False, True], ids=["server", "file"])
@pytest.mark.parametrize("text", FETCHES)
def test_no_way_of_writing_from_and_load_reaches_server_or_file(
    capfdbinary: pytest.CaptureFixture[bytes], canary: Canary, text: str, to_file: bool
) -> None:
    address = canary.file.as_uri() if to_file else f"http://127.0.0.1:{canary.port}/"
    code, said = asked(capfdbinary, at(text, address, canary))
    assert code == 1, said
    assert canary.heard == []


def test_the_canary_sings_when_it_is_reached(canary: Canary) -> None:
    """Without the guard a good part of these texts would reach the server: they are no straw men."""
    store = oxigraph.from_lines(['<http://e/s> <http://e/p> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .'])
    reached = 0
    for text in CALLS:
        try:
            result = store.query(at(text, f"http://127.0.0.1:{canary.port}/", canary))
            if not isinstance(result, bool):
                list(result.rows)
        except (QueryError, GraphError):
            pass
        reached += bool(canary.heard)
        canary.heard.clear()
    assert reached >= 30
    assert canary.file.read_text().startswith("<http://e/s>")
    assert set(canary.heard) == {str(canary.file)}
    canary.heard.clear()
