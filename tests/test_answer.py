"""The worker's bytes as values of Python: labels, numbers, tables, data frames."""

from __future__ import annotations

import datetime

import pytest

from kg.answer import Answer, Native, Row, Value, read_rows, read_triples
from kg.errors import InputError
from kg.namespaces import XSD

STREET = {"type": "uri", "value": "https://e/甲", "label": "甲街道"}


def rows(*names: str) -> Answer:
    return Answer(("name",), tuple(Row(("name",), (Value("literal", name, name),)) for name in names))


@pytest.mark.parametrize(
    ("text", "datatype", "native"),
    [
        ("3", "integer", 3), ("0.5", "decimal", 0.5), ("true", "boolean", True), ("0", "boolean", False),
        ("2024-05-06", "date", datetime.date(2024, 5, 6)), ("x", "integer", "x"), ("1" * 5000, "integer", "1" * 5000),
        ("P1D", "duration", "P1D"),
    ],
)  # fmt: skip
def test_literals_become_what_python_has(text: str, datatype: str, native: Native) -> None:
    assert Value("literal", text, text, XSD + datatype).native == native


def test_results_are_read_with_labels_and_gaps() -> None:
    content = (
        '{"head":{"vars":["s","n"]},"results":{"bindings":'
        '[{"s":{"type":"uri","value":"https://e/甲","label":"甲街道"}},{"n":{"type":"literal","value":"x"}}]}}'
    ).encode()
    columns, (first, second) = read_rows(content)
    assert columns == ("s", "n")
    assert (str(first["s"]), first["s"].iri, first["n"].native) == ("甲街道", "https://e/甲", None)
    assert (second[0].kind, second["n"].iri, len(second)) == ("unbound", None, 2)
    with pytest.raises(KeyError, match="no column m; the answer has s, n"):
        first["m"]


def test_triples_are_read_with_labels() -> None:
    content = '<https://e/甲> <https://e/p> "一\\n二"@zh .\n'.encode()
    columns, (row,) = read_triples(content, lambda iri: iri[-1])
    assert dict(zip(columns, map(str, row), strict=True)) == {"subject": "甲", "predicate": "p", "object": "一\n二"}
    assert Answer(columns, (row,)).to_rdf("nt").encode() == content


def test_rows_are_no_graph() -> None:
    with pytest.raises(InputError, match="ask with CONSTRUCT"):
        rows("甲").to_rdf()


def test_an_answer_shows_itself_as_a_table() -> None:
    assert str(rows("甲乙", "丙")) == "name\n────\n甲乙\n丙"
    assert str(rows(*map(str, range(60)))).endswith("49\n… 10 more rows")


def test_a_notebook_shows_text_as_text() -> None:
    shown = rows("<b>甲</b>")._repr_html_()
    assert "<td>&lt;b&gt;甲&lt;/b&gt;</td>" in shown


def test_a_data_frame_has_labels_and_numbers() -> None:
    pytest.importorskip("pandas")
    number, thing = Value("literal", "3", "3", XSD + "integer"), Value("iri", "https://e/甲", "甲街道")
    answer = Answer(("s", "n"), (Row(("s", "n"), (thing, number)),))
    assert answer.to_pandas().to_dict("list") == {"s": ["甲街道"], "n": [3]}
    assert answer.to_pandas(iris=True)["s"].tolist() == ["https://e/甲"]
    assert list(Answer(("s", "n"), ()).to_pandas().columns) == ["s", "n"]
