"""The answer of a store → CSV, TSV, JSON, XML as W3C defines them, Markdown, HTML, tables; graphs as RDF.

Every store's answers are written by the same code, row by row, so that memory does not grow with the answer.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from kg import table
from kg.errors import InputError
from kg.namespaces import XSD
from kg.stores import Solutions, Term, Triple

T = TypeVar("T")
Row = tuple[Term | None, ...]
Write = Callable[[bytes], object]
Label = Callable[[str], str]
"""IRI → what a reader is shown for it."""

ROW_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "html")
GRAPH_FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml")


def shown(term: Term | None, label: Label | None = None) -> str:
    """A term as a reader sees it: a literal's text, an IRI's label or the IRI itself."""
    if term is None:
        return ""
    if term.kind == "iri" and label:
        return label(term.value)
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def written(term: Term) -> str:
    """A term in N-Triples form, as SPARQL reads it too."""
    if term.kind == "iri":
        return f"<{term.value}>"
    if term.kind == "bnode":
        return f"_:{term.value}"
    suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    text = term.value.translate(_ESCAPES) if _ESCAPED.search(term.value) else term.value
    return f'"{text}"{suffix}'


_ESCAPED = re.compile(r'["\\\n\r\t]')
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


class Counted(Generic[T]):
    """Passes rows on, at most ``limit`` of them (0: all), and knows afterwards how many and whether some were cut."""

    __slots__ = ("_rows", "count", "cut", "limit")

    def __init__(self, rows: Iterator[T], limit: int) -> None:
        self._rows, self.limit, self.count, self.cut = rows, limit, 0, False

    def __iter__(self) -> Iterator[T]:
        for row in islice(self._rows, self.limit or None):
            self.count += 1
            yield row
        self.cut = bool(self.limit) and self.count == self.limit and next(self._rows, None) is not None


class TsvRows:
    """Passes TSV on to ``out``, at most ``limit`` rows (0: all), and knows how many and whether some were cut.

    Raises EnoughError at the first byte that is too many.
    """

    __slots__ = ("_out", "count", "cut", "limit")

    def __init__(self, out: Write, limit: int) -> None:
        self._out, self.limit, self.count, self.cut = out, limit, -1, False  # the head is no row

    def write(self, content: bytes) -> None:
        """Some bytes, which may end in the middle of a row."""
        self.count += content.count(b"\n")
        if self.limit and self.count >= self.limit:
            *lines, rest = content.split(b"\n")
            kept = len(lines) - (self.count - self.limit)
            self.cut, self.count = bool(rest) or kept < len(lines), self.limit
            content = b"".join(line + b"\n" for line in lines[:kept])
        self._out(content)
        if self.cut:
            raise EnoughError


class EnoughError(Exception):
    """No more rows are wanted."""


def write_rows(
    out: Write,
    variables: tuple[str, ...],
    rows: Iterable[Row],
    format: str,
    *,
    label: Label | None = None,
    width: int = 0,
    bold: bool = False,
) -> None:
    """Write ``rows`` under ``variables``; ``width`` is the terminal's, 0 for none; ``bold`` is for a table's head."""
    writers = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml, "md": _markdown, "html": _html}
    if format == "table":
        named = ([shown(term, label) for term in row] for row in rows)
        pieces: Iterator[str] = (f"{line}\n" for line in table.draw(variables, named, columns=width, bold=bold))
    elif format in writers:
        pieces = writers[format](variables, rows, label)
    else:
        raise InputError("query", f"a table of results cannot be written as {format}", f"use {', '.join(ROW_FORMATS)}")
    while block := "".join(islice(pieces, _BLOCK)):
        out(block.encode("utf-8", "surrogatepass"))


_BLOCK = 64
"""Pieces that are handed on at once."""


def write_graph(out: Write, triples: Iterable[Triple], format: str) -> None:
    """Write the answer of a CONSTRUCT or DESCRIBE; ``json`` and ``xml`` mean their forms for graphs."""
    from kg import exporters

    format = {"json": "jsonld", "xml": "rdfxml"}.get(format, format)
    if format not in GRAPH_FORMATS:
        known = ", ".join(GRAPH_FORMATS)
        raise InputError("query", f"a graph cannot be written as {format}", f"use --format with one of {known}")
    buffer = io.BytesIO()
    exporters.export(lines(triples), format, buffer)
    out(buffer.getvalue())


def in_order(result: Solutions, wanted: tuple[str, ...]) -> Solutions:
    """The columns as ``wanted``, where that names them all: the engine sorts those of ``SELECT *`` by name."""
    variables = tuple(name for name in wanted if name in result.variables)
    if len(variables) < len(result.variables) or variables == result.variables:
        return result
    at = [result.variables.index(name) for name in variables]
    return Solutions(variables, (tuple([row[i] for i in at]) for row in result.rows))


def write_truth(out: Write, truth: bool, format: str) -> None:
    """Write the answer of an ASK."""
    word = "true" if truth else "false"
    if format == "json":
        text = f'{{"head":{{}},"boolean":{word}}}\n'
    elif format == "xml":
        text = f'<?xml version="1.0"?><sparql xmlns="{_SPARQL}"><head></head><boolean>{word}</boolean></sparql>\n'
    else:
        text = f"{word}\n"
    out(text.encode())


def lines(triples: Iterable[Triple]) -> list[str]:
    """The answer of a CONSTRUCT or DESCRIBE as N-Triples lines, each once, sorted, as exporters take them."""
    return sorted({" ".join(map(written, triple)) + " ." for triple in triples})


_SPARQL = "http://www.w3.org/2005/sparql-results#"


def _csv(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    yield ",".join(variables) + "\r\n"
    for row in rows:
        yield ",".join(_csv_cell(shown(term, label)) for term in row) + "\r\n"


def _csv_cell(text: str) -> str:
    if any(mark in text for mark in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in variables) + "\n"
    for row in rows:
        yield "\t".join([_tsv_cell(term, label) for term in row]) + "\n"


def _tsv_cell(term: Term | None, label: Label | None) -> str:
    if term is None:
        return ""
    if term.datatype in _BARE and _BARE[term.datatype].fullmatch(term.value):
        return term.value
    return written(Term("literal", label(term.value)) if label and term.kind == "iri" else term)


_BARE = {
    XSD + name: re.compile(form, re.ASCII)
    for name, form in {
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?\d*\.\d+",
        "double": r"[+-]?(\d+\.\d*|\.?\d+)[eE][+-]?\d+",
        "boolean": "true|false",
    }.items()
}
"""Datatype → what may stand without quotes, as in Turtle."""


def _json(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    import json

    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    yield f'{{"head":{{"vars":{encode(variables)}}},"results":{{"bindings":['
    comma = ""
    for row in rows:
        cells = {name: _object(term, label) for name, term in zip(variables, row, strict=True) if term is not None}
        yield comma + encode(cells)
        comma = ","
    yield "]}}\n"


def _object(term: Term, label: Label | None) -> dict[str, str]:
    if term.kind == "iri":
        name = {"label": label(term.value)} if label else {}
        return {"type": "uri", "value": term.value, **name}
    if term.kind == "bnode":
        return {"type": "bnode", "value": term.value}
    extra = {"xml:lang": term.language} if term.language else {"datatype": term.datatype} if term.datatype else {}
    return {"type": "literal", "value": term.value, **extra}


def _xml(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    from xml.sax.saxutils import escape, quoteattr

    names = "".join(f"<variable name={quoteattr(name)}/>" for name in variables)
    yield f'<?xml version="1.0"?><sparql xmlns="{_SPARQL}"><head>{names}</head><results>'
    for row in rows:
        yield "<result>"
        for name, term in zip(variables, row, strict=True):
            if term is not None:
                cell = _object(term, label)
                tag = cell["type"]
                extra = "".join(f" {key}={quoteattr(cell[key])}" for key in ("xml:lang", "datatype") if key in cell)
                value = escape(cell["value"], {"\r": "&#xD;"})
                yield f"<binding name={quoteattr(name)}><{tag}{extra}>{value}</{tag}></binding>"
        yield "</result>"
    yield "</results></sparql>\n"


def _markdown(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    yield "| " + " | ".join(variables) + " |\n"
    yield "| " + " | ".join("---" for _ in variables) + " |\n"
    for row in rows:
        cells = (shown(term, label).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for term in row)
        yield "| " + " | ".join(cells) + " |\n"


def _html(variables: tuple[str, ...], rows: Iterable[Row], label: Label | None) -> Iterator[str]:
    from kg import htmltable

    yield from htmltable.write(variables, rows, label)
