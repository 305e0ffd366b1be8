import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import results
from kg.errors import InputError
from kg.namespaces import XSD
from kg.nquads import term
from kg.stores import Term, Triple

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
    assert written("tsv") == (f'?x\t?y\n<http://e/友>\t"a\\"b,\\n\\t\\\\"@zh\n"5"^^<{XSD}integer>\t\n_:b0\t""\n')


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
