"""What is said of a malformed query: place, fault, how to mend it."""

import pytest

from kg import sparql, syntax
from kg.errors import QueryError
from kg.stores import oxigraph


def said(query: str) -> QueryError:
    text = sparql.complete(query, sparql.builtin())
    with pytest.raises(QueryError) as caught:
        oxigraph.from_lines(()).query(text)
    return syntax.explained(caught.value, text)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?c WHERE { ?c kg:partOf ?s", "column 17: ends too early: this { is never closed; close it with }"),
        ("SELECT ?c { ?c kg:partOf ?s ； kg:helps ?p }", "column 29: ； is a full-width mark; write ;"),
        ("SELECT ？c { ?c kg:partOf ?s }", "column 8: ？ is a full-width mark; write ?"),
        ("SELECT ?c { ?c rdfs:label “友” }", 'column 27: “ is a full-width mark; write "'),
        ("SELECT ?c { ?c rdfs:label '友 }", "column 27: a text is never closed; end it with '"),
        ("SELCT ?c { ?c ?p ?o }", "column 1: is no query; did you mean SELECT?"),
        ("谁在哪里", "column 1: is no query; begin it with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT ?c { ?c ?p ?o OPTONAL { ?c ?d ?f } }",
         "column 22: cannot be read from OPTONAL on; did you mean OPTIONAL?"),
        ("SELECT ?c WHER { ?c ?p ?o }", "column 11: cannot be read from WHER on; did you mean WHERE?"),
        ("SELECT ?c { ?c rdfs:label name }",
         'column 32: cannot be read from } on; a variable is ?name, a text is "name"'),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_cure(query: str, expected: str) -> None:
    assert str(said(query)) == f"query, line 1, {expected}"


def test_the_caret_stands_under_the_fault_although_han_characters_are_wide() -> None:
    line, caret = said('SELECT ?c {\n ?c rdfs:label "友谊路街道" ?x }').__notes__
    assert line == '   ?c rdfs:label "友谊路街道" ?x }'
    assert len(caret) - 1 == line.index("?x") + len("友谊路街道")


def test_other_errors_are_left_as_they_are() -> None:
    error = QueryError("query", "no memory", "buy some")
    assert syntax.explained(error, "\nASK {}") is error
