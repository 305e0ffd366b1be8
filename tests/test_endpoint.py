"""Outgrowing the built-in store: the same export in a real Oxigraph server, asked by ``kg query --endpoint``."""

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg import cli, questions
from kg.stores import Term
from kg.stores.remote import RemoteStore
from tests import factory
from tests.oxigraph_server import served


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return factory.sample_graph(tmp_path_factory.mktemp("endpoint") / "graph")


@pytest.fixture(scope="module")
def endpoint(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("oxigraph")
    export = folder / "graph.nq"
    assert cli.main(["export", "--graph", str(graph), "--evidence", "--format", "nq", "-o", str(export)]) == 0
    with served(export, folder) as address:
        yield address


def kg(capfdbinary: pytest.CaptureFixture[bytes], *words: object) -> tuple[int, str, str]:
    code = cli.main(["query", *map(str, words)])
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


VALUES = {"area": "柳影街道", "street": "柳影街道", "entity": "小河里社区", "text": "社区", "integer": "3"}


def given(question: questions.Question) -> list[str]:
    """Values for what a question cannot do without."""
    return [
        word
        for parameter in question.parameters
        if parameter.default is None
        for word in (f"--{parameter.name}", VALUES.get(parameter.type, "小河里社区"))
    ]


@pytest.mark.parametrize("name", questions.load())
def test_every_named_question_is_answered_alike(
    capfdbinary: pytest.CaptureFixture[bytes], graph: Path, endpoint: str, name: str
) -> None:
    words = (name, *given(questions.load()[name]))
    here, there = kg(capfdbinary, *words, "--graph", graph), kg(capfdbinary, *words, "--endpoint", endpoint)
    assert sorted(here[1].splitlines()) == sorted(there[1].splitlines())
    assert here[0] == there[0]


@pytest.mark.parametrize("form", ["SELECT ?c { ?c kg:partOf street:柳影街道 } ORDER BY ?c", "ASK { ?c kg:partOf ?s }",
    "CONSTRUCT WHERE { ?c kg:partOf ?s }", "SELECT * { GRAPH graph:provenance { ?s kg:role ?role } }"])  # fmt: skip
@pytest.mark.parametrize("format", ["json", "xml", "csv", "html", "table", "nt", "ttl"])
def test_every_form_and_format(
    capfdbinary: pytest.CaptureFixture[bytes], graph: Path, endpoint: str, form: str, format: str
) -> None:
    here = kg(capfdbinary, form, "--format", format, "--graph", graph)
    assert kg(capfdbinary, form, "--format", format, "--endpoint", endpoint)[:2] == here[:2]


def test_service_is_the_other_servers_affair_and_updates_stay_refused(
    capfdbinary: pytest.CaptureFixture[bytes], endpoint: str
) -> None:
    asked = f"ASK {{ SERVICE <{endpoint}> {{ ?s kg:partOf ?o }} }}"
    assert kg(capfdbinary, asked, "--endpoint", endpoint)[:2] == (0, "true\n")
    assert "updates are refused" in kg(capfdbinary, "CLEAR ALL", "--endpoint", endpoint)[2]


def test_a_query_that_the_server_refuses_is_told_in_our_words_and_its_own(
    capfdbinary: pytest.CaptureFixture[bytes], endpoint: str
) -> None:
    code, _, err = kg(capfdbinary, "SELECT * { ?s kg:partOf ?o ", "--endpoint", endpoint)
    assert code == 1
    told, line, caret, theirs = err.splitlines()
    assert told.startswith("kg: query, line 1, column 10: ends too early")
    assert (line.strip(), caret.index("^") - 2) == ("SELECT * { ?s kg:partOf ?o", 9)
    assert theirs.startswith(f"  {endpoint}: the server refuses the query: 400")


def test_what_only_the_server_refuses_is_told_in_its_words(
    capfdbinary: pytest.CaptureFixture[bytes], endpoint: str
) -> None:
    query = "SELECT * { SERVICE <x> }"  # never read here
    err = kg(capfdbinary, query, "--endpoint", endpoint)[2]
    assert err.startswith(f"kg: {endpoint}: the server refuses the query: 400")
    assert err.count("\n") == 1


def test_an_iri_that_was_replaced_is_put_right_there_too(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    entity, replaced = "https://w3id.org/linpu/id/compound/", "<http://purl.org/dc/terms/isReplacedBy>"
    pairs = ("旧里", "中里"), ("中里", "新里"), ("分里", "甲里"), ("分里", "乙里")
    lines = [f"<{entity}{old}> {replaced} <{entity}{new}> .\n" for old, new in pairs]
    lines.append(f'<{entity}新里> <http://e/p> "found" .\n')
    (tmp_path / "g.nq").write_text("".join(lines), encoding="utf-8")
    with served(tmp_path / "g.nq", tmp_path) as address:
        told = kg(capfdbinary, "SELECT ?o { compound:旧里 <http://e/p> ?o }", "--endpoint", address)
        assert told == (0, '?o\n"found"\n', "kg: query: compound:旧里 is now compound:新里\n")
        assert "was split into" in kg(capfdbinary, "ASK { compound:分里 ?p ?o }", "--endpoint", address)[2]
        itself = kg(capfdbinary, f"SELECT ?o {{ compound:旧里 {replaced} ?o }}", "--endpoint", address)
        assert (itself[1], itself[2]) == (f"?o\n<{entity}中里>\n", "")


def test_a_server_is_asked_once_where_no_entity_of_ours_is_named(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with answering(503, "text/plain", b"busy", heard=(heard := [])) as address:
        assert (
            kg(capfdbinary, "ASK { <http://dbpedia.org/resource/Tianjin> rdf:type ?t }", "--endpoint", address)[0] == 4
        )
        assert len(heard) == 1
        assert "503" in kg(capfdbinary, "ASK { street:柳影街道 ?p ?o }", "--endpoint", address)[2]
        assert len(heard) == 3


def test_an_address_in_chinese_is_sent_as_http_wants_it(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    yes = b'{"head":{},"boolean":true}'
    with answering(200, "application/sparql-results+json", yes, paths=(paths := [])) as address:
        for asked in ("/查询 一?库=图&x=a%20b", "/plain"):
            assert kg(capfdbinary, "ASK {}", "--endpoint", address.removesuffix("/sparql") + asked)[:2] == (0, "true\n")
    assert paths == ["/%E6%9F%A5%E8%AF%A2%20%E4%B8%80?%E5%BA%93=%E5%9B%BE&x=a%20b", "/plain"]
    assert "cannot be asked" in kg(capfdbinary, "ASK {}", "--endpoint", "http://例子.invalid:80/")[2]


def test_an_answer_that_breaks_off_is_told(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def halve() -> None:
            connection = listening.accept()[0]
            connection.recv(1 << 16)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
            connection.close()

        threading.Thread(target=halve, daemon=True).start()
        code, _, err = kg(capfdbinary, "ASK {}", "--endpoint", f"http://127.0.0.1:{listening.getsockname()[1]}/")
    assert (code, "broke off in the middle of its answer; ask again" in err) == (4, True)


@contextmanager
def answering(
    status: int, kind: str, content: bytes, location: str = "", *,
    heard: list[bytes] | None = None, paths: list[str] | None = None,
) -> Iterator[str]:  # fmt: skip
    """The address of a server that always answers so; ``heard`` and ``paths`` get the bodies and paths it is sent."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if heard is not None:
                heard.append(body)
            if paths is not None:
                paths.append(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "kind", "content", "location", "said"),
    [
        (404, "text/html", b"<h1>none</h1>", "", "the server answers 404 Not Found; check the address: queries often"),
        (500, "application/problem+json", b'{"detail": "no\\n room"}', "", "500 Internal Server Error: no room; check"),
        (500, "application/problem+json", b"[]", "", "500 Internal Server Error: []; check"),
        (503, "text/plain", b"busy\nnow", "", "the server answers 503 Service Unavailable: busy now"),
        (302, "text/html", b"", "http://127.0.0.1:9/", "the server points to http://127.0.0.1:9/; --endpoint http"),
        (200, "text/html", b"<h1>hi</h1>", "", "answers text/html, which is no RDF"),
        (200, "application/json", b"{}", "", "answers no SPARQL results"),
        (200, "text/json", b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"x"}}]}}', "", "no SPARQL"),
        (200, "text/turtle", b"nonsense", "", "answers broken RDF"),
    ],
)  # fmt: skip
def test_what_is_no_sparql_server_is_told(
    capfdbinary: pytest.CaptureFixture[bytes], status: int, kind: str, content: bytes, location: str, said: str
) -> None:
    with answering(status, kind, content, location) as address:
        code, _, err = kg(capfdbinary, "SELECT * { ?s ?p ?o }", "--endpoint", address)
    assert (code, said in err, err.count("\n")) == (4, True, 1), err


def test_an_address_where_nobody_listens_is_told(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, _, err = kg(capfdbinary, "ASK {}", "--endpoint", "http://127.0.0.1:9/query")
    assert (code, "Connection refused; check the address" in err) == (4, True)


def test_a_server_that_never_answers_is_given_up_at_the_deadline(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        code, _, err = kg(capfdbinary, "ASK {}", "--timeout", "0.5", "--endpoint", address)
    assert (code, "not finished after 0.5 s" in err) == (124, True)


def test_labels_are_asked_for_together_and_chinese_comes_first(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def cell(value: str, language: str = "") -> dict[str, object]:
        return {"type": "literal", "value": value, "xml:lang": language}

    iri = {"type": "uri", "value": "http://e/1"}
    rows = [{"iri": iri, "label": cell("one", "en")}, {"iri": iri, "label": cell("一", "zh")}]
    answer = json.dumps({"head": {"vars": ["iri", "label"]}, "results": {"bindings": rows}}).encode()
    with answering(200, "application/sparql-results+json", answer) as address:
        out = kg(capfdbinary, "SELECT ?iri { ?iri ?p ?o }", "--labels", "--format", "csv", "--endpoint", address)[1]
    assert out.splitlines() == ["iri,label", "一,one", "一,一"]


@pytest.mark.parametrize("words", [("--data", __file__), ("--min-confidence", "0.5")])
def test_options_that_need_the_graph_here_are_usage_errors(
    capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]
) -> None:
    assert kg(capfdbinary, "ASK {}", "--endpoint", "http://127.0.0.1:9/", *words)[0] == 2
    assert kg(capfdbinary, "ASK {}", "--endpoint", "ftp://x/")[0] == 2


def test_a_server_is_matched_as_a_store_is(endpoint: str) -> None:
    store, label = RemoteStore(endpoint), "http://www.w3.org/2000/01/rdf-schema#label"
    name = Term("literal", "柳影街道", language="zh")
    (found,) = store.match(None, label, name)
    assert found == (Term("iri", "https://w3id.org/linpu/id/street/柳影街道"), Term("iri", label), name)
    assert list(store.match(found.subject.value, label, name)) == [found]
    assert list(store.match(found.subject.value, "http://e/p")) == []
