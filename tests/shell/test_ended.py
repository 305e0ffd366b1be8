import pytest

from kg.shell.ended import ended, goes_on, is_sparql


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".help",
        ".show 谊景村社区",
        "members --body 谊景村社区",
        "谊景村社区",
        "@question.rq",
        "SELECT * { ?s ?p ?o }",
        "select * { ?s ?p ?o }",
        "PREFIX e: <http://e/>\nSELECT * { ?s ?p 'a}' }",
        "DESCRIBE community:谊景村社区",
        "# why\nASK { }",
        "SELECT * { ?s ?p ?o\n",
        "SELECT * }",
        "DROP ALL }",
        "SELCT ?s",
        "SELCT ?s { ?s ?p ?o }",
        "DESCRIB community:谊景村社区",
        "selct distinct",
    ],
)
def test_enter_ends_what_is_whole(text: str) -> None:
    assert ended(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT *",
        "SELECT * {",
        "SELECT * { ?s ?p [ ?q ?o }",
        "SELECT * { ?s ?p '}",
        'SELECT * { ?s ?p """} }',
        "# only a comment }",
        "SELECT * { # }",
        "PREFIX e: <http://e/>",
        "DESCRIBE",
        "DESCRIBE ?s WHERE",
        "SELCT ?s {",
    ],
)
def test_sparql_goes_on_until_it_is_balanced(text: str) -> None:
    assert not ended(text)


def test_a_modifier_on_a_line_of_its_own_belongs_to_the_query_above() -> None:
    assert goes_on("  limit 5\n")
    assert goes_on("{ ?s ?p ?o }")
    assert not goes_on("SELECT * { }")
    assert not goes_on("")


def test_names_and_questions_are_no_sparql() -> None:
    assert not any(map(is_sparql, ("describe-me", "members --body x", ".describe x", "谊景村", "", " ")))
    assert all(map(is_sparql, ("describe x", "ask{}", "LOAD <x>", "base <x>")))


@pytest.mark.parametrize(
    ("text", "sparql"),
    [
        ("SELCT ?s", True),
        ("selct DISTINCT ?s", True),
        ("DESCRIB <http://e/>", True),
        ("SELCT", False),
        ("Bass 咖啡", False),
        ("select-all", False),
        ("membrs --body x", False),
        ("谊景村 ?s", False),
    ],
)
def test_a_misspelt_keyword_begins_sparql_where_sparql_follows(text: str, sparql: bool) -> None:
    assert is_sparql(text) == sparql
