"""Rows of terms → one HTML page with a table, without script, for people who are sent an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple

from kg.namespaces import BASE, GRAPH, ONTOLOGY, XSD
from kg.stores import Term

_HEAD = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>Linpu 邻谱</title>
<style>
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem }
table { border-collapse: collapse }
th, td { border-bottom: 1px solid #8886; padding: .3rem .8rem; text-align: left; vertical-align: top }
th { position: sticky; top: 0; background: Canvas }
td.number { text-align: right }
[title] { text-decoration: underline dotted; text-underline-offset: .2em; cursor: help }
a[title] { text-decoration-style: solid; cursor: pointer }
</style></head>
<body>
"""
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long"))

_NOWHERE = (BASE, GRAPH, ONTOLOGY)
"""IRIs that name things and have no page; a graph whose base is somebody's own may well have pages."""


class Cell(NamedTuple):
    """What stands in a cell; ``href`` is where it leads, if anywhere, ``iri`` what it means, shown where one points."""

    text: str = ""
    href: str = ""
    language: str = ""
    datatype: str = ""
    iri: str = ""


def write(
    variables: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]], label: Callable[[str], str] | None
) -> Iterator[str]:
    """The page in pieces; IRIs that lead somewhere are links, all are named by ``label`` where it is given."""
    yield _HEAD
    yield from table(variables, ([_cell(term, label) for term in row] for row in rows))
    yield "</body></html>\n"


def table(names: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The table in pieces; all that is in it is escaped."""
    yield f"<table><thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in names)}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(map(_drawn, row))}</tr>\n"
    yield "</tbody></table>"


def _drawn(cell: Cell) -> str:
    text = escape(cell.text)
    about = f' title="{escape(cell.iri)}"' if cell.iri not in ("", cell.text) else ""
    if cell.href:
        return f'<td><a href="{escape(cell.href)}"{about}>{text}</a></td>'
    about += f' lang="{escape(cell.language)}"' if cell.language else ""
    if cell.datatype in _NUMBERS:
        about = ' class="number"'
    return f"<td{about}>{text}</td>"


def _cell(term: Term | None, label: Callable[[str], str] | None) -> Cell:
    if term is None:
        return Cell()
    if term.kind == "iri":
        leads = term.value.startswith(("http://", "https://")) and not term.value.startswith(_NOWHERE)
        return Cell(label(term.value) if label else term.value, term.value if leads else "", iri=term.value)
    text = f"_:{term.value}" if term.kind == "bnode" else term.value
    return Cell(text, "", term.language, term.datatype)
