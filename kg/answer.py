"""The bytes that a worker answers a query with → rows of values with labels, for Python, notebooks and pandas.

The command line only passes such bytes on (``kg.results`` writes them); here they become objects.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import nquads, results, table
from kg.errors import InputError
from kg.namespaces import XSD
from kg.stores import Term

if TYPE_CHECKING:
    import pandas

Native = str | int | float | bool | datetime.date | None
_SHOWN = 50
_TRIPLE = ("subject", "predicate", "object")
_WHOLE = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
)  # fmt: skip
_READ: dict[str, Callable[[str], Native]] = {
    **{XSD + name: int for name in _WHOLE},
    **{XSD + name: float for name in ("decimal", "double", "float")},
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "date": datetime.date.fromisoformat,
    XSD + "dateTime": datetime.datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Value:
    """One cell of an answer; false where it is unbound.

    ``kind`` is ``iri``, ``literal``, ``bnode`` or ``unbound``; ``text`` the IRI or the literal's characters;
    ``label`` what a reader is shown: a thing's name (followed by its short IRI where another of its kind has the same),
    a literal's text. ``datatype`` is an IRI, empty for plain strings and for texts with a ``language``.

    >>> Value("literal", "3", "3", "http://www.w3.org/2001/XMLSchema#integer").native
    3
    """

    kind: str
    text: str = ""
    label: str = ""
    datatype: str = ""
    language: str = ""

    @property
    def iri(self) -> str | None:
        """The IRI, None where the cell holds something else."""
        return self.text if self.kind == "iri" else None

    @property
    def native(self) -> Native:
        """A literal's number, truth or date in Python's own type; a thing's label; None where unbound.

        A number or date that Python cannot hold stays text.
        """
        if self.kind == "unbound":
            return None
        try:
            return _READ[self.datatype](self.text) if self.datatype in _READ else self.label
        except ValueError:
            return self.text

    def __bool__(self) -> bool:
        return self.kind != "unbound"

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Row:
    """One solution of a query; its values by column name or number, in the order of the columns.

    >>> row = Row(("who", "n"), (Value("literal", "王洋", "王洋"), Value("unbound")))
    >>> row["who"].label, row[0].label, bool(row["n"])
    ('王洋', '王洋', False)
    >>> row.labels()
    {'who': '王洋', 'n': ''}
    """

    columns: tuple[str, ...]
    values: tuple[Value, ...]

    def __getitem__(self, column: str | int) -> Value:
        if isinstance(column, int):
            return self.values[column]
        if column not in self.columns:
            raise KeyError(f"no column {column}; the answer has {', '.join(self.columns)}")
        return self.values[self.columns.index(column)]

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def labels(self) -> dict[str, str]:
        """Column → what a reader is shown; empty where unbound."""
        return dict(zip(self.columns, (value.label for value in self.values), strict=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query; of CONSTRUCT and DESCRIBE its triples, as ``subject``, ``predicate``, ``object``.

    ``truth`` is what an ASK is answered with, None for all others; an answer is true where that is, or where it has
    rows. ``cut`` says that ``limit`` left rows out. ``notes`` say what the query may have meant where it found nothing,
    and which names were replaced by others. ``seconds`` is what the worker took.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truth: bool | None = None
    cut: bool = False
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def __getitem__(self, at: int) -> Row:
        return self.rows[at]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows) if self.truth is None else self.truth

    def to_pandas(self, *, iris: bool = False) -> pandas.DataFrame:
        """A data frame with a column for each variable: labels (or with ``iris`` IRIs), numbers and dates as such.

        Raises InputError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise InputError("to_pandas", "pandas is not installed", "pip install 'linpu[pandas]'") from error
        cells = ([(iris and value.iri) or value.native for value in row] for row in self.rows)
        return pandas.DataFrame(cells, columns=list(self.columns))

    def to_rdf(self, format: str = "ttl") -> str:
        """The triples of a CONSTRUCT or DESCRIBE as ttl, nt, nq, trig, jsonld or rdfxml. Raises InputError."""
        import io

        from kg import exporters

        if self.columns != _TRIPLE:
            raise InputError("to_rdf", "the answer is no graph", "ask with CONSTRUCT or DESCRIBE")
        if format not in results.GRAPH_FORMATS:
            raise InputError("to_rdf", f"unknown format {format}", f"use one of {', '.join(results.GRAPH_FORMATS)}")
        out = io.BytesIO()
        exporters.export([" ".join(map(_written, row)) + " ." for row in self.rows], format, out)
        return out.getvalue().decode()

    def __str__(self) -> str:
        if self.truth is not None:
            return str(self.truth).lower()
        shown = [[value.label for value in row] for row in self.rows[:_SHOWN]]
        more = [f"… {len(self) - _SHOWN} more rows"] if len(self) > _SHOWN else []
        return "\n".join([*table.draw(self.columns, shown), *more, *self.notes])

    def _repr_html_(self) -> str:
        from html import escape

        if self.truth is not None:
            return escape(str(self))
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        cells = ("".join(f"<td>{escape(value.label)}</td>" for value in row) for row in self.rows[:_SHOWN])
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        notes = [f"{_SHOWN} of {len(self)} rows", *self.notes] if len(self) > _SHOWN else self.notes
        below = "".join(f"<p>{escape(note)}</p>" for note in notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def read_rows(content: bytes) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Columns and rows of W3C's JSON results, in which IRIs may carry a ``label`` too."""
    told = json.loads(content)
    columns = tuple(told["head"]["vars"])
    unbound = Value("unbound")
    return columns, tuple(
        Row(columns, tuple(_value(cells[name]) if name in cells else unbound for name in columns))
        for cells in told["results"]["bindings"]
    )


def read_triples(content: bytes, label: Callable[[str], str]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Columns and rows of N-Triples, IRIs with the labels that ``label`` gives."""
    lines = (nquads.split(line) for line in content.decode().split("\n") if line)
    terms = (map(nquads.term, (line.subject, line.predicate, line.object)) for line in lines)
    return _TRIPLE, tuple(Row(_TRIPLE, tuple(_labelled(term, label) for term in three)) for three in terms)


def _value(cell: dict[str, str]) -> Value:
    kind = "iri" if cell["type"] == "uri" else cell["type"]
    text = cell["value"]
    return Value(kind, text, cell.get("label", text), cell.get("datatype", ""), cell.get("xml:lang", ""))


def _labelled(term: Term, label: Callable[[str], str]) -> Value:
    return Value(term.kind, term.value, results.shown(term, label), term.datatype, term.language)


def _written(value: Value) -> str:
    return results.written(Term(value.kind, value.text, value.datatype, value.language))
