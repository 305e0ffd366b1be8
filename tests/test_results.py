import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import results
from kg.errors import InputError
from kg.namespaces import XSD
from kg.nquads import term
from kg.stores import Solutions, Term, Triple, oxigraph

IRI, TEXT = Term("iri", "http://e/友"), Term("literal", 'a"b,\n\t\\', language="zh")
NUMBER, BLANK = Term("literal", "5", XSD + "integer"), Term("bnode", "b0")
ROWS: list[results.Row] = [(IRI, TEXT), (NUMBER, None), (BLANK, Term("literal", ""))]


def written(format: str, rows: list[results.Row] = ROWS, **told: object) -> str:
    pieces: list[bytes] = []
    results.write_rows(pieces.append, ("x", "y"), rows, format, **told)  # type: ignore[arg-type]
    return b"".join(pieces).decode()


def test_csv_is_the_w3cs() -> None:
    assert written("csv") == 'x,y\r\nhttp://e/友,"a""b,\n\t\\"\r\n5,\r\n_:b0,\r\n'


def test_tsv_is_the_w3cs() -> None:
    assert written("tsv") == ('?x\t?y\n<http://e/友>\t"a\\"b,\\n\\t\\\\"@zh\n5\t\n_:b0\t""\n')


@pytest.mark.parametrize(
    ("text", "datatype", "bare"),
    [
        ("-07", "integer", True), ("5.", "integer", False), ("٣", "integer", False), (".5", "decimal", True),
        ("5", "decimal", False), ("5.e3", "double", True), (".5E-3", "double", True), ("INF", "double", False),
        ("true", "boolean", True), ("1", "boolean", False), ("2025", "gYear", False),
    ],
)  # fmt: skip
def test_tsv_leaves_quotes_off_what_turtle_reads_bare(text: str, datatype: str, bare: bool) -> None:
    cell = written("tsv", [(Term("literal", text, XSD + datatype), None)]).splitlines()[1].rstrip("\t")
    assert cell == (text if bare else f'"{text}"^^<{XSD}{datatype}>')


TERMS = st.one_of(
    st.none(),
    st.sampled_from([IRI, NUMBER, TEXT]),
    st.builds(Term, st.just("literal"), st.text(st.characters(exclude_categories=["Cs"])), st.just(""), st.just("")),
    st.builds(
        Term,
        st.just("literal"),
        st.text(st.sampled_from("0123456789.+-eEtrufals"), min_size=1, max_size=6),
        st.sampled_from([XSD + name for name in ("integer", "decimal", "double", "boolean", "date")] + ["http://e/d"]),
        st.just(""),
    ),
)


@given(st.lists(st.tuples(TERMS, TERMS), min_size=1, max_size=4))
def test_the_engine_writes_tsv_as_we_do(rows: list[results.Row]) -> None:
    values = " ".join(
        f"({' '.join('UNDEF' if cell is None else results.written(cell) for cell in row)})" for row in rows
    )
    query = f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {values} }} }}"
    told, asked = oxigraph.from_lines(()).query(query), oxigraph.from_lines(()).query(query)
    assert isinstance(told, Solutions)
    assert isinstance(asked, Solutions)
    pieces: list[bytes] = []
    assert told.tsv is not None
    told.tsv(pieces.append)
    assert b"".join(pieces).decode() == written("tsv", list(asked.rows))


@pytest.mark.parametrize("raised", [results.EnoughError(), BrokenPipeError(), MemoryError()])
def test_what_reads_the_engines_tsv_may_end_it(raised: BaseException) -> None:
    told = oxigraph.from_lines(()).query("SELECT ?x { VALUES ?x { 1 2 } }")
    assert isinstance(told, Solutions)
    assert told.tsv is not None

    def out(_: bytes) -> None:
        raise raised

    with pytest.raises(type(raised)):
        told.tsv(out)


@given(st.integers(0, 6), st.integers(0, 5), st.integers(1, 40))
def test_tsv_rows_end_at_the_limit_wherever_the_bytes_are_cut(rows: int, limit: int, step: int) -> None:
    content = b"?x\n" + b"".join(b'"row %d"\n' % i for i in range(rows))
    pieces: list[bytes] = []
    passed = results.TsvRows(pieces.append, limit)
    with suppress(results.EnoughError):
        for at in range(0, len(content), step):
            passed.write(content[at : at + step])
    kept = min(rows, limit or rows)
    assert b"".join(pieces) == b"".join(content.splitlines(keepends=True)[: kept + 1])
    assert (passed.count, passed.cut) == (kept, kept < rows)


def test_json_is_the_w3cs() -> None:
    assert json.loads(written("json")) == {
        "head": {"vars": ["x", "y"]},
        "results": {
            "bindings": [
                {
                    "x": {"type": "uri", "value": "http://e/友"},
                    "y": {"type": "literal", "value": 'a"b,\n\t\\', "xml:lang": "zh"},
                },
                {"x": {"type": "literal", "value": "5", "datatype": XSD + "integer"}},
                {"x": {"type": "bnode", "value": "b0"}, "y": {"type": "literal", "value": ""}},
            ]
        },
    }


def test_xml_is_the_w3cs() -> None:
    space = "{http://www.w3.org/2005/sparql-results#}"
    tree = ElementTree.fromstring(written("xml"))
    assert [each.get("name") for each in tree.iter(f"{space}variable")] == ["x", "y"]
    first = next(tree.iter(f"{space}result"))
    assert [(cell.get("name"), cell[0].tag.removeprefix(space), cell[0].text) for cell in first] == [
        ("x", "uri", "http://e/友"),
        ("y", "literal", 'a"b,\n\t\\'),
    ]
    assert first[1][0].get("{http://www.w3.org/XML/1998/namespace}lang") == "zh"


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_survives_csv_and_tsv(text: str) -> None:
    rows: list[results.Row] = [(Term("literal", text), IRI)]
    assert next(csv.reader(io.StringIO(written("csv", rows).partition("\r\n")[2], newline="")))[0] == text
    assert term(written("tsv", rows).split("\n")[1].split("\t")[0]).value == text


def test_labels_stand_for_iris_when_asked_for() -> None:
    def label(iri: str) -> str:
        return iri[-1]

    assert written("csv", [(IRI, NUMBER)], label=label) == "x,y\r\n友,5\r\n"
    assert written("tsv", [(IRI, NUMBER)], label=label).startswith('?x\t?y\n"友"\t')
    assert '"label": "友"' in written("json", [(IRI, NUMBER)], label=label).replace('":"', '": "')
    assert "友  5" in written("table", [(IRI, NUMBER)], label=label)


def test_markdown_cells_cannot_break_the_table() -> None:
    assert written("md", [(Term("literal", "a|b\nc"), None)]).splitlines()[2] == "| a\\|b c |  |"


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(InputError, match="cannot be written as nt"):
        written("nt")


@pytest.mark.parametrize(
    ("format", "expected"),
    [("tsv", "true\n"), ("json", '{"head":{},"boolean":true}'), ("xml", "<boolean>true</boolean>")],
)
def test_the_answer_of_ask(format: str, expected: str) -> None:
    pieces: list[bytes] = []
    results.write_truth(pieces.append, True, format)
    assert expected in b"".join(pieces).decode()


@pytest.mark.parametrize(("limit", "count", "cut"), [(0, 3, False), (3, 3, False), (2, 2, True)])
def test_counted_says_whether_rows_were_cut(limit: int, count: int, cut: bool) -> None:
    rows = results.Counted(iter(ROWS), limit)
    assert len(list(rows)) == count
    assert (rows.count, rows.cut) == (count, cut)


def test_lines_are_sorted_and_each_once() -> None:
    triple = Triple(IRI, Term("iri", "http://p"), TEXT)
    assert results.lines([triple, Triple(BLANK, triple.predicate, NUMBER), triple]) == [
        '<http://e/友> <http://p> "a\\"b,\\n\\t\\\\"@zh .',
        f'_:b0 <http://p> "5"^^<{XSD}integer> .',
    ]
