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
        ("SELECT ?c { ?c kg:partof ?s }", "kg:partof stands nowhere in this graph; did you mean kg:partOf?"),
        ("SELECT ?c { ?c a kg:Comunity }", "kg:Comunity stands nowhere in this graph; did you mean kg:Community?"),
        (
            "SELECT ?c { ?c kg:partOf street:柳影街 }",
            "street:柳影街 stands nowhere in this graph; did you mean street:柳影街道?",
        ),
        ("SELECT ?c { ?c kg:partOf street:无名街道 }", "street:无名街道 stands nowhere in this graph"),
        ("SELECT ?c { ?c kg:receives ?a }", "kg:receives stands nowhere in this graph"),
        ("ASK { GRAPH graph:provenence { ?s ?p ?o } }", "graph:provenence stands nowhere in this graph"),
    ],
)
def test_a_name_that_the_graph_has_never_heard_of(query: str, hint: str) -> None:
    assert said(query) == [hint]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c { street:柳影街道 kg:partOf ?c }",
        "SELECT ?c { GRAPH graph:provenance { ?c kg:modality 'negated' } }",
        "SELECT ?c { ?c <http://example.org/p> ?o ; skos:note ?n }",
    ],
)
def test_names_that_are_known_or_of_others_are_no_mistakes(query: str) -> None:
    assert said(query) == []


def test_a_long_query_is_not_told_all() -> None:
    body = " ".join(f"?s kg:none{number} ?o ." for number in range(MOST + 3))
    assert len(said(f"SELECT ?s {{ {body} }}")) == MOST
