"""Rows of terms → one HTML page with a table, without script, for people who are sent an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from kg.namespaces import XSD
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
</style></head>
<body><table>
"""
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long"))


def write(
    variables: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]], label: Callable[[str], str] | None
) -> Iterator[str]:
    """The page in pieces; IRIs are links, named by ``label`` where it is given."""
    yield _HEAD
    yield f"<thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in variables)}</tr></thead>\n<tbody>\n"
    for row in rows:
        yield f"<tr>{''.join(_cell(term, label) for term in row)}</tr>\n"
    yield "</tbody></table></body></html>\n"


def _cell(term: Term | None, label: Callable[[str], str] | None) -> str:
    if term is None:
        return "<td></td>"
    if term.kind == "iri":
        name = escape(label(term.value) if label else term.value)
        is_link = term.value.startswith(("http://", "https://"))  # and nothing that a browser would run
        return f'<td><a href="{escape(term.value)}">{name}</a></td>' if is_link else f"<td>{name}</td>"
    if term.kind == "bnode":
        return f"<td>_:{escape(term.value)}</td>"
    about = f' lang="{escape(term.language)}"' if term.language else ""
    if term.datatype in _NUMBERS:
        about = ' class="number"'
    return f"<td{about}>{escape(term.value)}</td>"
