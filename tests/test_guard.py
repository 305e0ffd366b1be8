import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import guard
from kg.errors import QueryError
from kg.stores import oxigraph

ENDPOINT = "{ ?s ?p ?o }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE <http://x> {ENDPOINT} }}",
        f"select * {{ service silent <http://x> {ENDPOINT} }}",
        f"SELECT * {{ SeRvIcE ?x {ENDPOINT} }}",
        f"SELECT * {{ \\u0053ERVICE <http://x> {ENDPOINT} }}",
        f"SELECT * {{ SERV\\u0049CE <http://x> {ENDPOINT} }}",
        f"SELECT * {{ \\U00000053ERVICE <http://x> {ENDPOINT} }}",
        f"SELECT * {{ SERVICE#\n<http://x> {ENDPOINT} }}",
        f"SELECT * {{ SERVICE<http://x>{ENDPOINT} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE x:y {ENDPOINT} }} }} }}",
        f"PREFIX SERVICE: <http://x/> SELECT * {{ SERVICE SERVICE:a {ENDPOINT} }}",
        f'SELECT * {{ ?s ?p "\\u0022 . SERVICE <http://x> {ENDPOINT} #" }}',
        f'SELECT * {{ ?s ?p "a" SERVICE <http://x> {ENDPOINT} }}',
        f"SELECT * {{ ?s ?p 1 .SERVICE <http://x> {ENDPOINT} }}",
    ],
)
def test_service_is_refused_however_written(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        guard.check(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x>" }',
        "SELECT * { ?service ?p ?o } # SERVICE",
        "PREFIX service: <http://x/> SELECT * { service:SERVICE ?p ?o }",
        "SELECT * { <http://x/SERVICE> ?p ?o }",
        "SELECT * { ?s ?p '''a ' SERVICE ''' }",
    ],
)
def test_what_only_looks_like_service_passes_but_for_comments(text: str) -> None:
    assert guard.check(text) == text.replace("# SERVICE", " " * 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ASK { ?s ?p "a service" }', 'ASK { ?s ?p "a s\\u0065rvice" }'),
        ("ASK { ?s <http://x/SERVICE> ?o }", "ASK { ?s <http://x/S\\u0045RVICE> ?o }"),
        ("PREFIX a: <http://x/> ASK { a:service ?p ?o }",
         "PREFIX a: <http://x/> ASK { <http://x/s\\u0065rvice> ?p ?o }"),
        ("PREFIX service: <http://x/> ASK { service:a ?p ?o }", " ASK { <http://x/a> ?p ?o }"),
        ("ASK { ?service ?p _:service }", "ASK { ?service ?p _:service }"),
        ("ASK { FILTER(?x = <http://x/#a>) ?s <http://x/#b> ?o }",
         "ASK { FILTER(?x = <http://x/\\u0023a>) ?s <http://x/#b> ?o }"),
    ],
)  # fmt: skip
def test_no_letters_of_service_are_left_for_the_engine(text: str, expected: str) -> None:
    assert guard.disarmed(text) == expected


def test_disarmed_names_still_mean_what_they_meant() -> None:
    store = oxigraph.from_lines(['<http://x/service> <http://x/#a> "no service" .'])
    text = "PREFIX service: <http://x/> ASK { service:service ?p 'no service' FILTER(?p = <http://x/#a>) }"
    assert store.query(guard.disarmed(guard.check(text))) is True


@pytest.mark.parametrize("text", ["ASK { SERVICE }", 'ASK { ?s ?p "a"@service }', "ASK { aservice:b ?p ?o }"])
def test_what_cannot_be_disarmed_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        guard.disarmed(text)


def test_brackets_that_hide_in_an_iri_are_counted() -> None:
    with pytest.raises(QueryError, match="nested deeper"):
        guard.check("SELECT * { FILTER(1<" + "(" * 10_000 + ">2) }")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "prefix a: <http://a/> delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "L\\u004fAD <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP ALL",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; LOAD <file:///etc/passwd>",
    ],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="refused"):
        guard.check(text)


@pytest.mark.parametrize("bracket", ["{", "(", "[", "!", "^", "- "])
def test_deep_nesting_is_refused_before_an_engine_sees_it(bracket: str) -> None:
    with pytest.raises(QueryError, match="nested deeper"):
        guard.check("SELECT * " + bracket * 100_000)


def test_nothing_is_left_as_it_is() -> None:
    assert guard.check("") == guard.disarmed("") == ""


def test_brackets_in_strings_do_not_nest() -> None:
    text = f'SELECT * {{ ?s ?p "{"{" * 1000}" }}'
    assert guard.check(text) == text


def test_long_texts_are_refused() -> None:
    with pytest.raises(QueryError, match="characters"):
        guard.check("ASK {}" + " " * guard.MAX_LENGTH)


def test_asked_graphs_are_told_with_their_place() -> None:
    text = "PREFIX a: <http://a/> SELECT * FROM a:g from named <http://b> { ?s ?p ?o }"
    assert guard.asked_graphs(text) == [(text.index("FROM"), "http://a/g"), (text.index("from"), "http://b")]


@pytest.mark.parametrize("text", ["SELECT * FROM ?g {}", "SELECT * FROM NAMED", "SELECT * FROM x:y {}"])
def test_a_graph_that_cannot_be_told_is_no_graph_of_ours(text: str) -> None:
    assert [iri for _, iri in guard.asked_graphs(text)] == [""]


def test_form_is_the_word_after_the_prologue() -> None:
    assert [guard.form(t) for t in ("PREFIX a: <b:> ask {}", "describe <a:b>", "# SELECT\n{", "")] == [
        "ASK", "DESCRIBE", "", "",
    ]  # fmt: skip


PIECES = st.sampled_from(
    (
        *(
            "SERVICE",
            "\\u0053ERVICE",
            "SERV\\u0049CE",
            "SILENT",
            "?s ?p ?o",
            "a:b",
            "a:\\#",
            "<http://a#b>",
            "_:b",
            "@zh",
        ),
        *(
            '"',
            "'",
            '"""',
            "'" * 3,
            "#",
            "\n",
            "\\",
            "<",
            ">",
            "{",
            "}",
            '"\\u0022',
            "\\u0022",
            "\\u000a",
            " ",
            "?s<?o",
        ),
    )
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=6), st.lists(PIECES, max_size=3))
def test_what_the_guard_lets_through_never_calls_a_service(before: list[str], after: list[str]) -> None:
    # Oxigraph refuses port 1 by itself, so nothing is reached, but a call that was tried shows in the error.
    call = f"{''.join(before)} SERVICE <http://127.0.0.1:1/> {ENDPOINT} {''.join(after)}"
    said = ""
    try:
        oxigraph.from_lines(()).query(guard.check(f"PREFIX a: <http://a/> SELECT * {{ {call} }}"))
    except QueryError as error:
        said = str(error)
    assert "port 1" not in said
