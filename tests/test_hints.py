"""What is said of a query that found nothing."""

import pytest

from kg import sparql
from kg.hints import MOST, hints
from kg.lookup import Reader
from kg.stores import oxigraph
from tests import factory


def said(query: str) -> list[str]:
    reader = Reader(oxigraph.from_lines(factory.sample_lines()), sparql.builtin())
    return list(hints(sparql.complete(query, reader.prefixes), reader))


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        (
            "SELECT ?c { ?c kg:mentionedin ?s }",
            "kg:mentionedin stands nowhere in this graph; did you mean kg:mentionedIn?",
        ),
        ("SELECT ?nmae { ?c kg:partOf ?name }", "?nmae stands nowhere in the pattern; did you mean ?name?"),
        ("SELECT ?c { ?c kg:partof ?s }", "kg:partof stands nowhere in this graph; did you mean kg:partOf?"),
        ("SELECT ?c { ?c a kg:Comunity }", "kg:Comunity stands nowhere in this graph; did you mean kg:Community?"),
        (
            "SELECT ?c { ?c kg:partOf street:柳影街到 }",
            "street:柳影街到 stands nowhere in this graph; did you mean street:柳影街道?",
        ),
        (
            "SELECT ?c { GRAPH graph:gazetteer { ?c kg:division ?d } }",
            "the graph knows no official list of divisions; kg places import one, and kg build again",
        ),
        (
            "SELECT ?c { ?c kg:partOf street:柳影街 }",
            "street:柳影街 stands nowhere in this graph; did you mean street:柳影街道?",
        ),
        ("SELECT ?c { ?c kg:partOf street:无名街道 }", "street:无名街道 stands nowhere in this graph"),
        ("SELECT ?c { ?c kg:receives ?a }", "kg:receives stands nowhere in this graph"),
        ("ASK { GRAPH graph:provenence { ?s ?p ?o } }", "graph:provenence stands nowhere in this graph"),
        ("SELECT ?c { ?c <http://example.org/p> ?o }", "<http://example.org/p> stands nowhere in this graph"),
        ("SELECT ?c { ?c rdfs:lable ?o }", "rdfs:lable stands nowhere in this graph; did you mean rdfs:label?"),
        ("SELECT ?c { ?c foaf:name ?o }", "foaf:name stands nowhere in this graph"),
        (
            "SELECT ?c { OPTIONAL { ?c kg:none ?o } ?c kg:partof ?s }",
            "kg:partof stands nowhere in this graph; did you mean kg:partOf?",
        ),
        (
            'SELECT ?c { ?c rdfs:label "柳影街道" }',
            '"柳影街道" has a language in this graph: write "柳影街道"@zh',
        ),
    ],
)
def test_a_name_that_the_graph_has_never_heard_of(query: str, hint: str) -> None:
    assert said(query) == [hint]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c { street:柳影街道 kg:partOf ?c }",
        "SELECT ?c { GRAPH graph:provenance { ?c kg:modality 'negated' } }",
        "SELECT ?c { ?c kg:partOf ?none OPTIONAL { ?c kg:none ?o { ?s kg:nothing ?p } } }",
        "SELECT ?c { ?c kg:partOf ?none FILTER STRSTARTS(STR(?c), STR(person:)) FILTER(xsd:integer(?c) > 3) }",
        "CONSTRUCT { ?c <http://example.org/p> ?o } WHERE { ?c kg:partOf ?o }",
    ],
)
def test_names_that_are_known_or_of_others_are_no_mistakes(query: str) -> None:
    assert said(query) == []


def test_a_file_of_facts_alone_is_told_how_to_bring_the_proofs() -> None:
    reader = Reader(oxigraph.from_lines(["<a:s> <a:p> <a:o> ."]), sparql.builtin())
    query = sparql.complete("ASK { GRAPH graph:provenance { ?s kg:evidence ?o } }", reader.prefixes)
    assert list(hints(query, reader)) == [
        "no proofs are here; a file has them from kg export --evidence --format trig or nq"
    ]


def test_of_an_answer_only_what_the_ontology_does_not_know_is_told() -> None:
    reader = Reader(oxigraph.from_lines(factory.sample_lines()), sparql.builtin())
    text = "SELECT ?c { ?c a kg:Street OPTIONAL { ?c kg:recieves ?a ; kg:receives ?b . street:x ?d ?e } }"
    told = list(hints(sparql.complete(text, reader.prefixes), reader, empty=False))
    assert told == ["kg:recieves stands nowhere in this graph; did you mean kg:receives?"]


@pytest.mark.parametrize(
    "query", ["SELECT (COUNT(*) AS ?n) { ?s kg:partOf ?o }", "SELECT ?s (STR(?s) AS ?t) (?t AS ?u) { ?s kg:partOf ?o }"]
)
def test_variables_that_the_head_makes_are_no_mistakes(query: str) -> None:
    assert said(query) == []


def test_a_long_query_is_not_told_all() -> None:
    body = " ".join(f"?s kg:none{number} ?o ." for number in range(MOST + 3))
    assert len(said(f"SELECT ?s {{ {body} }}")) == MOST
