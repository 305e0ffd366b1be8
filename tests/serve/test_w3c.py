"""The W3C's own tests of protocol, service description and result formats, sent to a real server."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, XSD, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.query import Result

from tests.serve.served import CSV, JSON, W3C, Response, Served, needs_w3c, serving

pytestmark = needs_w3c

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
TSV = "text/tab-separated-values"
TABLES = {JSON, "application/sparql-results+xml", CSV, TSV}
GRAPHS = {"text/turtle", "application/n-triples", "application/rdf+xml"}


class Step(NamedTuple):
    """A request and what is said of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


class Case(NamedTuple):
    name: str
    steps: tuple[Step, ...]


def manifest(folder: str) -> Graph:
    path = W3C / folder / "manifest.ttl"
    return Graph().parse(path, publicID=path.as_uri())


def entries(graph: Graph) -> Iterator[Any]:
    (start,) = graph.objects(None, MF.entries)
    yield from Collection(graph, start)


def cases() -> list[Case]:
    """The protocol's tests; none where the data are missing, which the mark above tells of."""
    if not W3C.is_dir():
        return []
    graph = manifest("protocol")
    found = []
    for entry in entries(graph):
        requests = Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))
        found.append(Case(entry.fragment, tuple(step(graph, request) for request in requests)))
    return found


def step(graph: Graph, node: Any) -> Step:
    body, answer = graph.value(node, HT.body), graph.value(node, HT.resp)
    content = None
    if body is not None:
        content = str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
    headers = graph.value(node, HT.headers)
    told = Collection(graph, headers) if headers is not None else []
    boolean = graph.value(answer, MF.expectedBoolean)
    return Step(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        {str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue)) for each in told},
        content,
        frozenset(str(status)[-3:] for status in graph.objects(answer, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),
        None if answer is None else (lambda f: f and str(f))(graph.value(answer, MF.expectedFormat)),
    )


CASES = cases()
QUERIES = [case for case in CASES if "update" not in case.name]
UPDATES = [case for case in CASES if "update" in case.name]


def test_the_manifest_holds_what_is_expected() -> None:
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


@pytest.fixture(scope="module")
def protocol(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the graphs that the manifest names."""
    graph = manifest("protocol")
    lines = []
    for node in set(graph.objects(None, UT.graphData)):
        name, file = graph.value(node, RDFS_LABEL), urlsplit(str(graph.value(node, UT.graph))).path
        rows = Path(file).read_text(encoding="utf-8").splitlines()
        lines += [f"{row.rstrip(' .')} <{name}> ." for row in rows]
    assert len(set(lines)) == 3
    data = tmp_path_factory.mktemp("protocol") / "graphs.nq"
    data.write_text("".join(f"{line}\n" for line in sorted(set(lines))), encoding="utf-8")
    with serving("--data", str(data)) as served:
        yield served


def send(served: Served, step: Step) -> Response:
    return served.send(step.method, step.path, step.body, step.headers)


def stored(served: Served) -> str:
    """The hash of all that the store holds."""
    answer = served.ask("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?p ?o")
    assert len(answer.text.splitlines()) == 4
    return hashlib.sha256(answer.body).hexdigest()


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_queries_are_answered_as_the_protocol_says(protocol: Served, case: Case) -> None:
    for each in case.steps:
        answer = send(protocol, each)
        assert f"{answer.status // 100}xx" in each.statuses, answer.text
        if each.boolean is not None:
            assert json.loads(answer.body)["boolean"] is each.boolean
        wanted = {"boolean": {JSON}, "tabular": TABLES, "RDF": GRAPHS, None: None}[each.format]
        assert wanted is None or answer.type in wanted


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_updates_are_refused_and_change_nothing(protocol: Served, case: Case) -> None:
    before = stored(protocol)
    for each in case.steps:
        if b"ASK" not in (each.body or b""):  # some ask afterwards whether the update was made
            answer = send(protocol, each)
            assert 400 <= answer.status < 500, answer.text
            assert answer.text.startswith("request: ")
    assert stored(protocol) == before


@pytest.fixture(scope="module")
def description(protocol: Served) -> Graph:
    answer = protocol.get("/sparql/")
    assert (answer.status, answer.type) == (200, "text/turtle")
    return Graph().parse(data=answer.body, format="turtle")


def test_a_get_of_the_endpoint_returns_rdf(description: Graph) -> None:
    assert len(description) > 20


def test_the_description_names_the_endpoint(protocol: Served, description: Graph) -> None:
    (service,) = description.subjects(RDF.type, SD.Service)
    assert description.value(service, SD.endpoint) == URIRef(f"{protocol.address}/sparql")


RANGES = {
    SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph, SD.namedGraph: SD.NamedGraph, SD.graph: SD.Graph,
}  # fmt: skip
"""What the vocabulary's schema says of the values of properties between our own nodes."""
DOMAINS = {
    SD.endpoint: SD.Service, SD.supportedLanguage: SD.Service, SD.resultFormat: SD.Service,
    SD.defaultDataset: SD.Service, SD.defaultGraph: SD.Dataset, SD.namedGraph: SD.Dataset,
    SD.name: SD.NamedGraph, SD.graph: SD.NamedGraph,
}  # fmt: skip


def test_the_description_conforms_to_the_schema(description: Graph) -> None:
    own = {predicate for predicate in description.predicates() if predicate in SD}
    assert own == set(DOMAINS)
    for subject, predicate, value in description:
        if predicate in DOMAINS:
            assert (subject, RDF.type, DOMAINS[URIRef(str(predicate))]) in description
            assert isinstance(value, URIRef)
        if predicate in RANGES:
            assert (value, RDF.type, RANGES[URIRef(str(predicate))]) in description
    languages = set(description.objects(None, SD.supportedLanguage))
    assert languages == {SD.SPARQL11Query}
    for graph in description.subjects(RDF.type, SD.NamedGraph):
        assert len(list(description.objects(graph, SD.name))) == 1
        assert len(list(description.objects(graph, SD.graph))) <= 1


def test_the_description_counts(description: Graph) -> None:
    named = {
        str(description.value(node, SD.name)): description.value(description.value(node, SD.graph), VOID.triples)
        for node in description.subjects(RDF.type, SD.NamedGraph)
    }
    assert {name[-9:]: count.toPython() for name, count in named.items()} == {f"data{n}.rdf": 1 for n in (1, 2, 3)}
    (default,) = description.objects(None, SD.defaultGraph)
    assert description.value(default, VOID.triples).toPython() == 0


def test_the_description_says_the_same_in_every_format(protocol: Served) -> None:
    found = []
    for path, type in (
        ("/sparql", "text/turtle"),
        ("/sparql/", "application/rdf+xml"),
        ("/sparql", "application/ld+json"),
    ):
        answer = protocol.get(path, type)
        assert answer.type == type
        syntax = RdfFormat.from_media_type(type)
        assert syntax is not None
        found.append({quad.triple for quad in parse(answer.body, format=syntax)})
    assert found[0] == found[1] == found[2]


RESULTS = [(folder, number) for folder in ("csv-tsv-res", "json-res") for number in range(6 if folder[0] == "c" else 4)]


@pytest.mark.parametrize(("folder", "number"), RESULTS)
def test_results_are_written_as_the_formats_say(folder: str, number: int) -> None:
    graph = manifest(folder)
    entry = list(entries(graph))[number]
    action, wanted = graph.value(entry, MF.action), Path(urlsplit(str(graph.value(entry, MF.result))).path)
    query, data = (Path(urlsplit(str(graph.value(action, part))).path) for part in (QT.query, QT.data))
    accept = {".csv": CSV, ".tsv": TSV, ".srj": JSON}[wanted.suffix]
    with serving("--data", str(data), "--quiet") as served:
        answer = served.ask(query.read_text(encoding="utf-8"), accept)
    assert (answer.status, answer.type) == (200, accept)
    expected = wanted.read_bytes()
    if wanted.suffix == ".csv":
        assert same_rows(rows(answer.text), rows(normal(expected).decode()))
    elif wanted.suffix == ".srj":
        assert same_json(json.loads(answer.body), json.loads(expected))
    else:
        assert parsed(answer.body) == parsed(normal(expected))


def normal(content: bytes) -> bytes:
    """The expected result with its numbers as the engine keeps them, by value and in the type that it calculates with:
    only csv03 and tsv03 hold such."""
    text = content.decode().replace("1.0E6", "1000000").replace("1.0e6", f'"1000000"^^<{XSD.double}>')
    return text.replace("#negativeInteger", "#integer").encode()


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def same_rows(found: list[list[str]], wanted: list[list[str]]) -> bool:
    """Whether two tables hold the same rows, blank nodes matched by where they stand."""
    return found[0] == wanted[0] and sorted(map(anonymous, found[1:])) == sorted(map(anonymous, wanted[1:]))


def anonymous(row: list[str]) -> list[str]:
    return ["_:" if cell.startswith("_:") else cell for cell in row]


def same_json(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if "boolean" in wanted:
        return bool(found["boolean"] == wanted["boolean"])
    return found["head"]["vars"] == wanted["head"]["vars"] and canonical(found) == canonical(wanted)


def canonical(result: dict[str, Any]) -> list[list[tuple[str, ...]]]:
    rows = result["results"]["bindings"]
    return sorted(sorted((name, *told(term)) for name, term in row.items()) for row in rows)


def told(term: dict[str, str]) -> list[str]:
    """What is said of a term; a blank node's name is its own affair."""
    return sorted(f"{key} {value}" for key, value in term.items() if key != "value" or term["type"] != "bnode")


def parsed(content: bytes) -> list[list[str]]:
    """A TSV by rdflib, as terms; 1.0e6 and "1.0e6"^^xsd:double are one."""
    result = Result.parse(io.BytesIO(content), format="tsv")
    assert result.vars is not None
    names, rows = result.vars, result.bindings
    return [[str(name) for name in names], *sorted([n3(row.get(name)) for name in names] for row in rows)]


def n3(term: Any) -> str:
    return "" if term is None else "_:" if isinstance(term, BNode) else str(term.n3())
