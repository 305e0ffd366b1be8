"""A real server on a sample graph: forms of asking, formats, limits, refusals, and that nothing is left behind."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from kg import questions
from kg.stores import generations
from tests import factory
from tests.serve.served import CSV, JSON, XML, Served, children, serving
from tests.test_query import ENDLESS

COMMUNITIES = "SELECT ?c { ?c kg:partOf street:柳影街道 } ORDER BY ?c"
TRIPLES = "CONSTRUCT { ?c kg:partOf ?s } { ?c kg:partOf ?s }"
QUERY = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = factory.sample_graph(tmp_path_factory.mktemp("serve") / "graph")
    options = ("--timeout", "20", "--limit", "30", "--memory", "400", "--max-body", "20", "--at-once", "3")
    with serving("--graph", str(graph), *options, "--cors", "https://friend.example") as running:
        yield running


def none_left(served: Served) -> bool:
    """Whether soon nothing is there but the three workers that wait for a request, asleep."""
    return soon(lambda: [state(pid) for pid in children(served.process.pid)] == ["S", "S", "S"])


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within ten seconds."""
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False


def state(pid: int) -> str:
    """The letter by which the system tells whether a process runs, sleeps or is dead; empty where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.parametrize(
    ("query", "accept", "type", "part"),
    [
        (COMMUNITIES, CSV, CSV, "c\r\nhttps://w3id.org/linpu/id/community/小河里社区\r\n"),
        (COMMUNITIES, JSON, JSON, '"value":"https://w3id.org/linpu/id/community/小河里社区"'),
        (COMMUNITIES, XML, XML, "<uri>https://w3id.org/linpu/id/community/小河里社区</uri>"),
        (COMMUNITIES, "text/tab-separated-values", "text/tab-separated-values", "?c\n<https://"),
        (COMMUNITIES, "text/markdown", "text/markdown", "| c |"),
        (COMMUNITIES, "*/*", JSON, '"vars"'),
        ("ASK {}", "*/*", JSON, '"boolean":true'),
        ("ASK {}", XML, XML, "<boolean>true</boolean>"),
        ("ASK {}", "text/plain", "text/plain", "true"),
        (TRIPLES, "*/*", "text/turtle", "kg:partOf street:柳影街道"),
        (TRIPLES, "application/n-triples", "application/n-triples", "<https://w3id.org/linpu/ontology#partOf>"),
        (TRIPLES, "application/ld+json", "application/ld+json", "partOf"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml", "<rdf:RDF"),
        (TRIPLES, "application/trig", "application/trig", "kg:partOf"),
        (TRIPLES, "application/n-quads", "application/n-quads", "partOf"),
        ("DESCRIBE street:柳影街道", "application/sparql-results+json, text/turtle", "text/turtle", "rdfs:label"),
    ],
)
def test_every_form_in_every_format(served: Served, query: str, accept: str, type: str, part: str) -> None:
    answer = served.ask(query, accept)
    assert (answer.status, answer.type) == (200, type)
    assert part in answer.text
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_three_ways_to_ask_are_one(served: Served, path: str) -> None:
    direct = served.send(
        "POST", path, COMMUNITIES.encode(), {"Content-Type": "application/sparql-query", "Accept": CSV}
    )
    assert direct.body == served.get(path, CSV, query=COMMUNITIES).body == served.ask(COMMUNITIES).body
    assert served.send("HEAD", f"{path}?query=ASK%20%7B%7D").body == b""


def test_format_labels_and_download_are_options(served: Served) -> None:
    answer = served.ask(COMMUNITIES, JSON, format="csv", labels="1", download="1")
    assert answer.text == "c\r\n小河里社区\r\n𬇕湾社区\r\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.csv"'


def test_graphs_are_chosen_by_the_protocol(served: Served) -> None:
    provenance, count = "https://w3id.org/linpu/graph/provenance", "SELECT (COUNT(*) AS ?n) { ?s a kg:Statement }"
    assert served.ask(count).text.split() == ["n", "0"]
    assert served.ask(count, **{"default-graph-uri": provenance}).text.split() == ["n", "5"]
    answer = served.ask("ASK { ?s ?p ?o }", **{"default-graph-uri": "https://none.example/"})
    assert '"boolean":false' in served.ask("ASK { ?s ?p ?o }", JSON, **{"named-graph-uri": provenance}).text
    assert "counts%20as%20empty" in answer.headers["kg-note"]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * {\n  ?s kg:partOf }", 400, "query, line 2, column 16: cannot be read from } on"),
        ("SELECT * { ?s foo:bar ?o }", 400, "unknown prefix foo:"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("SELECT * FROM <file:///etc/hosts> { ?s ?p ?o }", 400, "is not in this graph"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "updates are refused"),
        ("SELECT * " + "{" * 5_000, 400, "nested deeper than"),
        ("SELECT * { ?s ?p ?o }", 422, "has more than 30 rows; narrow it, or add LIMIT"),
        (ENDLESS, 504, "not finished after 2 s"),
        ("# " + "x" * 30_000, 413, "a body of more than 20,480 bytes"),
        (COMMUNITIES + " # \x00", 200, ""),
    ],
)
def test_errors_say_what_and_where(served: Served, query: str, status: int, said: str) -> None:
    timeout = "2" if query == ENDLESS else "20"
    answer = served.ask(query, timeout=timeout)
    assert (answer.status, answer.type) == (status, CSV if status == 200 else "text/plain")
    assert said in answer.text
    if status != 200:
        problem = served.ask(query, JSON, timeout=timeout)
        assert problem.type == "application/problem+json"
        assert said in problem.text


def test_a_query_that_eats_memory_is_told_so(served: Served) -> None:
    text = f"SELECT * {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(4))} }} ORDER BY ?a0 ?b1 ?c2 ?a3"
    answer = served.ask(text)
    assert answer.status in (422, 504)  # on a slow machine the time is over first
    assert "memory (400 MB)" in answer.text or "not finished" in answer.text
    assert served.ask("ASK {}").text == "true\n"


def test_what_cannot_be_written_so_is_not_acceptable(served: Served) -> None:
    assert served.ask(COMMUNITIES, "text/turtle").status == 406
    told = served.ask(TRIPLES, CSV)
    assert told.status == 406
    assert "accept one of text/turtle, application/n-triples" in told.text
    assert served.ask(COMMUNITIES, format="docx").status == 400


def test_other_methods_and_paths_are_told(served: Served) -> None:
    assert served.send("PUT", "/sparql?query=ASK%20%7B%7D").status == 405
    assert served.send("DELETE", "/sparql").status == 405
    assert served.get("/etc/passwd").status == 404
    assert served.get("/..%2fserve.html").status == 404


def test_a_long_answer_that_cannot_be_finished_is_broken_off(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    text = f'SELECT * {{ BIND("{"m" * 5000}" AS ?m) {" ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))} }}'
    with (
        serving("--graph", str(graph), "--timeout", "3") as served,
        pytest.raises(http.client.IncompleteRead) as caught,
    ):
        served.ask(text)
    assert len(caught.value.partial) > 1 << 20
    assert caught.value.partial.endswith(b"query: not finished after 3 s; narrow it, or give it more with --timeout\n")
    assert "broken off" in served.log[1]


def test_a_row_limit_of_the_client_cuts_and_says_so(served: Served) -> None:
    answer = served.ask("SELECT * { ?s ?p ?o }", limit="5")
    assert (answer.status, len(answer.text.splitlines()), answer.headers["kg-cut"]) == (200, 6, "5")


def test_notes_say_what_may_have_been_meant(served: Served) -> None:
    answer = served.ask("SELECT * { ?s kg:partof ?o }")
    assert "did%20you%20mean%20kg%3ApartOf" in answer.headers["kg-note"]


def test_a_named_question_is_asked_by_its_name(served: Served) -> None:
    answer = served.get("/questions/communities-of-street", CSV, street="柳影街道", labels="1")
    assert answer.text.splitlines() == ["street,community", "柳影街道,小河里社区", "柳影街道,𬇕湾社区"]
    wrong = served.get("/questions/communities-of-street", CSV, street="柳")
    assert wrong.status == 400
    assert "street:柳影街道" in wrong.text


def test_the_named_questions_are_listed(served: Served) -> None:
    answer = served.get("/questions")
    assert (answer.status, answer.type) == (200, "application/json")
    found = {each["name"]: each for each in json.loads(answer.text)["questions"]}
    assert list(found) == questions.names()
    asked = found["shared-programmes"]
    assert {"title", "title_en", "description", "description_en", "topic", "parameters"} == set(asked) - {"name"}
    (least,) = [each for each in asked["parameters"] if each["name"] == "least"]
    assert (least["type"], least["default"], bool(least["description_en"])) == ("integer", "2", True)
    head = served.send("HEAD", "/questions")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(answer.body)))


def test_an_unknown_question_is_not_found_and_told_where_all_are(served: Served) -> None:
    answer = served.get("/questions/abot")
    assert answer.status == 404
    assert "no question is called abot; did you mean /questions/about? GET /questions lists them" in answer.text
    assert served.send("HEAD", "/questions/no-such").status == 404
    told = {"Accept": BROWSER, "Accept-Language": "zh-CN"}
    page = served.send("GET", "/questions/abot", headers=told)
    assert (page.status, page.type) == (404, "text/html")
    assert "没有叫“abot”的问题" in page.text
    assert '<a class="link" href="/?question=about">关于某个名称的一切</a>' in page.text
    assert "全部问题都列在提问页上" in served.send("GET", "/questions/x", headers=told).text


def test_a_problem_tells_programs_what_is_wrong_with_which_parameter(served: Served) -> None:
    problem = json.loads(served.get("/questions/communities-of-street", JSON, street="柳").text)
    assert problem["detail"] == "--street: no Street is called 柳; did you mean"
    fault = problem["fault"]
    assert (fault["kind"], fault["parameter"], fault["value"]) == ("unknown", "street", "柳")
    assert fault["field"] == {"zh": "街道", "en": "The street"}
    assert [each["name"] for each in fault["candidates"]] == ["street:柳影街道"]
    assert "fault" not in json.loads(served.ask("SELECT {", JSON).text)


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("members", {}, "机构、社区或街道</b></p><p>这一栏还没有填。"),
        ("members", {"boby": "柳影街道"}, "这个问题没有叫“boby”的一栏。要的是不是下面这个？"),
        ("articles-by-date", {"since": "<i>"}, "“&lt;i&gt;”不是日期。"),
        ("members", {"body": "长" * 200}, f"图谱里没有叫“{'长' * 60}…”的"),
    ],
)
def test_a_page_to_be_read_tells_faults_in_chinese(
    served: Served, path: str, fields: dict[str, str], told: str
) -> None:
    asked = f"/questions/{path}?{urlencode(fields)}"
    page = served.send("GET", asked, headers={"Accept": BROWSER, "Accept-Language": "zh"})
    assert page.status == 400
    assert told in page.text
    if "boby" in fields:
        assert f'href="/questions/members?body={quote("柳影街道")}"' in page.text


def test_the_page_is_offered_to_browsers(served: Served) -> None:
    page = served.get("/", BROWSER)
    assert (page.status, page.type) == (200, "text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        (COMMUNITIES, '<a href="/?question=about&amp;thing=https%3A%2F%2Fw3id.org%2Flinpu%2Fid%2Fcommunity%2F'),
        ('SELECT ("<script>&" AS ?x) {}', "<td>&lt;script&gt;&amp;</td>"),
        (
            "SELECT (<javascript:x> AS ?x) {}",
            '<td><a href="/?query=DESCRIBE%20%3Cjavascript%3Ax%3E" title="javascript:x">&lt;javascript:x',
        ),
        ("SELECT (kg:Street AS ?x) (5 AS ?n) {}", 'ontology#Street">kg:Street</td><td class="number">5</td>'),
        ("SELECT ?x { ?x a kg:nothing }", "No answer."),
        ("ASK {}", '<p class="truth">Yes</p>'),
        (TRIPLES, "kg:partOf street:柳影街道"),
    ],
)
def test_a_browser_that_comes_by_a_link_gets_a_page(served: Served, query: str, part: str) -> None:
    answer = served.get("/sparql", BROWSER, query=query)
    assert (answer.status, answer.type) == (200, "text/html")
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert part in answer.text
    assert "<script" not in answer.text
    assert re.findall(r'(?:href|src)="(?!/|data:,")', answer.text) == []
    plain = served.get("/sparql", query=query, format="html")
    assert (plain.type, part in plain.text) == ("text/html", True)


def test_a_page_tells_faults_notes_and_what_is_too_long(served: Served) -> None:
    wrong = served.get("/sparql", BROWSER, query="SELECT * {\n  ?s <a> }")
    assert (wrong.status, wrong.type) == (400, "text/html")
    assert "line 2, column 3" in wrong.text
    assert "<pre>    ?s &lt;a&gt; }" in wrong.text
    assert "did you mean kg:partOf" in served.get("/sparql", BROWSER, query="SELECT * { ?s kg:partof ?o }").text
    assert served.get("/none", BROWSER).type == "text/html"
    long = (
        f'SELECT (CONCAT({",".join(["?m"] * 60)}) AS ?o) {{ BIND("{"m" * 9_000}" AS ?m) VALUES ?n {{ {"1 " * 29} }} }}'
    )
    assert served.ask(f"{long} LIMIT 3", BROWSER).status == 200
    many = served.ask(long, BROWSER)
    assert (many.status, "too long for a page to be read" in many.text) == (422, True)


def test_a_question_as_a_page_speaks_the_reader_s_language(served: Served) -> None:
    told = {"Accept": BROWSER, "Accept-Language": "zh-CN,zh;q=0.9"}
    path = f"/questions/communities-of-street?street={quote('柳影街道')}"
    shown = served.send("GET", path, headers=told).text
    assert "<h2>某街道有哪些社区：柳影街道</h2>" in shown
    assert "<th>街道</th><th>社区</th>" in shown
    assert f'href="/?question=communities-of-street&amp;street={quote("柳影街道")}"' in shown
    assert "<h2>Which communities a street has: 柳影街道</h2>" in served.get(path, BROWSER).text
    file = served.get(f"{path}&format=html&download=1")
    assert file.headers["content-disposition"] == 'attachment; filename="communities-of-street.html"'
    assert '<td title="https://w3id.org/linpu/id/street/柳影街道">柳影街道</td>' in file.text
    assert "href" not in file.text
    assert "/serve.css" not in file.text


def test_the_description_is_readable_for_people_and_the_same_for_programs(served: Served) -> None:
    shown = served.get("/sparql", BROWSER)
    assert (shown.status, shown.type) == (200, "text/html")
    assert "SPARQL 1.1 endpoint" in shown.text
    assert html.escape(served.get("/sparql").text) in shown.text


def test_a_question_tells_the_sparql_that_its_values_make(served: Served) -> None:
    answer = served.get("/questions/communities-of-street", JSON, street="柳影街道", bound="1")
    text = json.loads(answer.text)["results"]["bindings"][0]["query"]["value"]
    assert "VALUES ?street { <https://w3id.org/linpu/id/street/柳影街道> }" in text
    asked = served.get("/questions/communities-of-street", CSV, street="柳影街道")
    assert served.ask(text).body == asked.body
    assert served.get("/questions/communities-of-street", street="柳", bound="1").status == 400


def test_csv_begins_as_excel_wants_it_where_that_is_asked(served: Served) -> None:
    assert served.ask(COMMUNITIES, bom="1").body.startswith(b"\xef\xbb\xbfc\r\n")


def test_pages_of_other_origins_are_refused_unless_named(served: Served) -> None:
    host = urlsplit(served.address).netloc
    query = "/sparql?query=ASK%20%7B%7D"
    assert served.send("GET", query, headers={"Host": "evil.example"}).status == 421
    assert served.send("GET", query, headers={"Origin": "https://evil.example"}).status == 403
    assert served.send("GET", query, headers={"Origin": f"http://{host}"}).status == 200
    friend = served.send("GET", query, headers={"Origin": "https://friend.example"})
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    asked = {"Origin": "https://friend.example", "Access-Control-Request-Method": "POST"}
    assert served.send("OPTIONS", "/sparql", headers=asked).status == 200
    assert "access-control-allow-origin" not in served.send("GET", query).headers


@linux
def test_a_worker_is_killed_when_its_client_is_gone(served: Served) -> None:
    assert none_left(served)
    host, port = urlsplit(served.address).netloc.split(":")
    client = socket.create_connection((host, int(port)))
    body = ENDLESS.encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\n"
    client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    time.sleep(0.7)
    client.close()
    for _ in range(100):
        if any("client is gone" in line for line in served.log):
            break
        time.sleep(0.1)
    told = next(line for line in served.log if "client is gone" in line)
    assert float(told.split(" ms")[0].split()[-1]) < 15_000  # before its deadline
    assert none_left(served)


@linux
def test_many_queries_leave_no_process_and_no_file(served: Served) -> None:
    assert none_left(served)
    files = f"/proc/{served.process.pid}/fd"
    before = len(os.listdir(files))
    for query in ("ASK {}", "SELECT * {", "SELECT * " + "{" * 5_000, "# " + "x" * 30_000, ENDLESS) * 3:
        served.ask(query, timeout="0.2")
    assert none_left(served)
    assert soon(lambda: len(os.listdir(files)) <= before)  # a process that sleeps may be one that is being started


def test_more_queries_than_seats_wait_their_turn(served: Served) -> None:
    with ThreadPoolExecutor(9) as pool:
        answers = list(pool.map(lambda _: served.ask(COMMUNITIES), range(9)))
    assert {answer.text for answer in answers} == {served.ask(COMMUNITIES).text}


def test_a_query_that_never_got_a_seat_is_told_so(served: Served) -> None:
    with ThreadPoolExecutor(3) as pool:
        busy = [pool.submit(served.ask, ENDLESS, timeout="6") for _ in range(3)]
        time.sleep(1.5)
        waited = served.ask("ASK {}", timeout="0.5")
        assert {future.result().status for future in busy} == {504}
    assert (waited.status, waited.headers["retry-after"]) == (504, "5")
    assert "3 other queries kept this one waiting for 0.5 s; try again later" in waited.text


def test_a_new_generation_is_asked_as_soon_as_it_is_there(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    with serving("--graph", str(graph)) as served:
        assert "triples" in served.get("/sparql").text
        assert served.ask("ASK { <a:s> <a:p> 1 }").text == "false\n"
        with generations.new_generation(graph) as draft:
            draft.write(['<a:s> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'], {"pages": 0})
        assert served.ask("ASK { <a:s> <a:p> 1 }").text == "true\n"
        assert "triples> 1" in served.get("/sparql").text


def test_a_reader_goes_on_in_its_generation_while_others_take_its_place(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    known = len(factory.sample_lines())
    text = f'SELECT ?a ?d ("{"m" * 10_000}" AS ?m) {{ GRAPH ?h {{ ?a ?b ?c }} {{ ?d ?e ?f }} }}'
    with serving("--graph", str(graph), "--timeout", "60") as served:
        expected = int(served.ask(f"SELECT (COUNT(*) AS ?n) {text[text.index('{ GRAPH') :]}").text.split()[1])
        connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=60)
        connection.request("POST", "/sparql", text.encode(), {"Content-Type": QUERY, "Accept": CSV})
        answer = connection.getresponse()
        begun = answer.read(1000)
        for number in range(3):  # the second and third build would delete what nobody reads
            with generations.new_generation(graph) as draft:
                draft.write([f'<a:s> <a:p> "{number}" .'], {"pages": 0})
        assert served.ask("SELECT ?o { ?s ?p ?o }").text == "o\r\n2\r\n"
        rows = (begun + answer.read()).decode().splitlines()
        connection.close()
    assert len(rows) == expected + 1 > 1000 > known  # of 10 kB each: more than all buffers on the way hold
    assert all(row.startswith("https://w3id.org/linpu/") for row in rows[1:])


def test_an_interrupt_ends_the_server_and_all_that_it_runs(tmp_path: Path) -> None:
    graph = factory.sample_graph(tmp_path / "graph")
    with serving("--graph", str(graph), "--timeout", "60") as served:
        host, port = urlsplit(served.address).netloc.split(":")
        with socket.create_connection((host, int(port))) as client:
            body = ENDLESS.encode()
            head = f"POST /sparql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/sparql-query\r\n"
            client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(1)
            started = children(served.process.pid) if sys.platform == "linux" else []
            served.process.send_signal(signal.SIGINT)
            assert served.process.wait(timeout=15) == 130
        assert not [pid for pid in started if state(pid) not in ("", "Z")]
    assert "interrupted" in served.log[-1]
