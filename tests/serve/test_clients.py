"""Clients that nobody here wrote ask the endpoint in every form that they know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
    SPARQLWrapper2,
)
from SPARQLWrapper import GET as GETTING
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests import factory
from tests.serve.served import Served, serving

KG = "https://w3id.org/linpu/ontology#"
BASE = "https://w3id.org/linpu/id/"
STREET = URIRef(f"{BASE}street/柳影街道")
COMMUNITIES = [f"{BASE}community/小河里社区", f"{BASE}community/𬇕湾社区"]
SELECT = f"PREFIX kg: <{KG}> SELECT ?c {{ ?c kg:partOf <{STREET}> }} ORDER BY ?c"
CONSTRUCT = f"PREFIX kg: <{KG}> CONSTRUCT {{ ?c kg:partOf ?s }} {{ ?c kg:partOf ?s }}"
WAYS = ((GETTING, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = factory.sample_graph(tmp_path_factory.mktemp("clients") / "graph")
    with serving("--graph", str(graph)) as running:
        yield running


def wrapper(served: Served, query: str, format: str, way: tuple[str, str]) -> SPARQLWrapper:
    asked = SPARQLWrapper(f"{served.address}/sparql")
    asked.setQuery(query)
    asked.setReturnFormat(format)
    asked.setMethod(way[0])
    asked.setRequestMethod(way[1])
    return asked


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize("format", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_selects(served: Served, format: str, way: tuple[str, str]) -> None:
    found = wrapper(served, SELECT, format, way).queryAndConvert()
    if format == JSON:
        assert [row["c"]["value"] for row in found["results"]["bindings"]] == COMMUNITIES
    else:
        text = found.toxml() if format == XML else found.decode()
        assert all(iri in text for iri in COMMUNITIES)


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize("format", [JSON, XML])
def test_sparqlwrapper_asks(served: Served, format: str, way: tuple[str, str]) -> None:
    found = wrapper(served, f"ASK {{ <{STREET}> ?p ?o }}", format, way).queryAndConvert()
    assert found["boolean"] is True if format == JSON else "<boolean>true</boolean>" in found.toxml()


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{STREET}>"], ids=["construct", "describe"])
@pytest.mark.parametrize("format", [TURTLE, N3, XML, RDFXML, JSONLD])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated", "ignore:Dataset.default_context is deprecated")
def test_sparqlwrapper_gets_graphs(served: Served, format: str, query: str, way: tuple[str, str]) -> None:
    found: Any = wrapper(served, query, format, way).queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    if query == CONSTRUCT:
        assert {str(each) for each in graph.subjects(URIRef(f"{KG}partOf"), STREET)} == set(COMMUNITIES)
    else:
        assert (STREET, RDFS.label, Literal("柳影街道", lang="zh")) in graph


def test_sparqlwrapper_2_reads_bindings_and_graphs_of_choice(served: Served) -> None:
    asked = SPARQLWrapper2(f"{served.address}/sparql")
    asked.setQuery("SELECT (COUNT(*) AS ?n) { ?s a <" + KG + "Statement> }")
    asked.addParameter("default-graph-uri", "https://w3id.org/linpu/graph/provenance")
    assert [row["n"].value for row in asked.query().bindings] == ["5"]


def test_sparqlwrapper_is_told_what_is_wrong(served: Served) -> None:
    with pytest.raises(QueryBadFormed, match="ends too early"):
        wrapper(served, "SELECT * {", JSON, WAYS[0]).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("format", ["xml", "json", "csv", "tsv"])
def test_rdflibs_store_selects(served: Served, format: str, method: str) -> None:
    store = SPARQLStore(f"{served.address}/sparql", method=method, returnFormat=format)
    assert [str(row[0]) for row in Graph(store).query(SELECT)] == COMMUNITIES


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflibs_store_asks_builds_and_walks(served: Served, method: str) -> None:
    graph = Graph(SPARQLStore(f"{served.address}/sparql", method=method))
    assert graph.query(f"ASK {{ <{STREET}> ?p ?o }}").askAnswer is True
    assert len(graph.query(CONSTRUCT).graph or ()) == 2
    assert [str(label) for label in graph.objects(STREET, RDFS.label)] == ["柳影街道"]
    assert {str(each) for each in graph.subjects(URIRef(f"{KG}partOf"), STREET)} == set(COMMUNITIES)
    assert (STREET, RDFS.label, Literal("柳影街道", lang="zh")) in graph
    assert len(graph) > 20


def test_rdflibs_store_reads_a_named_graph(served: Served) -> None:
    name = URIRef("https://w3id.org/linpu/graph/provenance")
    graph = Graph(SPARQLStore(f"{served.address}/sparql", context_aware=True), identifier=name)
    assert len(list(graph.subjects(None, URIRef(f"{KG}Statement")))) == 5


def test_rdflibs_service_asks_it_too(served: Served) -> None:
    text = f"SELECT ?c {{ SERVICE <{served.address}/sparql> {{ ?c <{KG}partOf> <{STREET}> }} }} ORDER BY ?c"
    assert [str(row[0]) for row in Graph().query(text)] == COMMUNITIES
