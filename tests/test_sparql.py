import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import sparql
from kg.errors import QueryError

PREFIXES = {"kg": "http://k#", "street": "http://s/"}


def kinds(text: str) -> list[str]:
    return [token.kind for token in sparql.tokens(text)]


@given(st.text())
def test_tokens_never_fail_and_stand_where_they_say(text: str) -> None:
    for token in sparql.tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# SERVICE\nASK", ["word"]),
        ("'SERVICE' \"SERVICE\"", ["string", "string"]),
        ('"""a"SERVICE" """ ?x', ["string", "variable"]),
        ("'a\\' SERVICE'", ["string"]),
        ("<http://e/#SERVICE>", ["iri"]),
        ("?service $service", ["variable", "variable"]),
        ("street:友谊路街道 _:b0 :x", ["name", "blank", "name"]),
        ("kg:a\\#b.", ["name", "mark"]),
        ("?a<?b", ["variable", "mark", "variable"]),
        ('"友"@zh 1.5e3', ["string", "language", "number"]),
    ],
)
def test_tokens_tell_keywords_from_what_looks_like_them(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_decode_resolves_escapes_outside_strings_and_iris_only() -> None:
    assert sparql.decode('\\u0041SK { ?s ?p "\\u0022", <http://e/\\u0041> }') == (
        'ASK { ?s ?p "\\u0022", <http://e/\\u0041> }'
    )


def test_prologue_reads_declarations() -> None:
    found = sparql.read("base <http://b/> PREFIX a: <http://a/> PREFIX : <http://c/> ASK {}").prologue
    assert (found.prefixes, found.base, found.end) == ({"a": "http://a/", "": "http://c/"}, "http://b/", 8)


def test_complete_declares_what_is_used_and_nothing_else() -> None:
    text = "SELECT * { ?s kg:partOf street:甲街道 }"
    assert sparql.complete(text, PREFIXES) == f"PREFIX kg: <http://k#> PREFIX street: <http://s/> \n{text}"


def test_complete_keeps_the_users_own_declaration() -> None:
    assert sparql.complete("PREFIX kg: <http://mine/> ASK { ?s kg:a ?o }", PREFIXES).startswith("\n")


def test_complete_writes_names_beyond_the_basic_plane_in_full() -> None:
    assert "<http://s/𬇕湾街道> }" in sparql.complete("ASK { ?s ?p street:𬇕湾街道 }", PREFIXES)
    assert '"street:𬇕湾"' in sparql.complete('ASK { ?s ?p "street:𬇕湾" }', PREFIXES)


def test_an_unknown_prefix_is_named_with_place_caret_and_a_likely_one() -> None:
    with pytest.raises(QueryError) as caught:
        sparql.complete('SELECT * {\n  "友" kg:p steet:x }', PREFIXES)
    assert str(caught.value) == "query, line 2, column 12: unknown prefix steet:; did you mean street: ?"
    assert caught.value.__notes__ == ['    "友" kg:p steet:x }', "              ^"]


def test_rewrite_touches_iri_tokens_after_the_prologue_only() -> None:
    text = 'PREFIX s: <http://s/> SELECT * { s:a ?p "s:a", <http://s/a> } # s:a'
    changed = sparql.rewrite(text, lambda iri, _: "http://s/b" if iri == "http://s/a" else None)
    assert changed == 'PREFIX s: <http://s/> SELECT * { <http://s/b> ?p "s:a", <http://s/b> } # s:a'


def test_expand_resolves_escapes_and_the_base() -> None:
    known = sparql.Prologue({"a": "http://a/"}, "http://b/c", 0)
    names = sparql.tokens("a:x\\-y <d> <http://e/\\u0041> z:q")
    assert [sparql.expand(name, known) for name in names] == ["http://a/x-y", "http://b/d", "http://e/A", None]


def test_builtin_prefixes_follow_the_base() -> None:
    assert sparql.builtin("https://e.org/id/")["street"] == "https://e.org/id/street/"
    assert sparql.builtin()["foaf"] == "http://xmlns.com/foaf/0.1/"
