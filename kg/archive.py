"""The pages that a graph was built of, with their readings, in one SQLite file of a generation.

So originals may move, ``add`` and ``remove`` need not read the other pages again, and a page's text can be shown.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.model import Page
from kg.packing import Packed

FILE = "pages.sqlite"
MARKS = "marks.tsv"
_SCHEMA = """create table page(id text primary key, encoding text, sha256 text, publication text, date text,
             number text, text blob not null, reading blob not null) without rowid"""
_COLUMNS = "id, encoding, sha256, publication, date, number, text"


def write(folder: Path, packed: Iterable[Packed]) -> None:
    """Write the archive of a generation folder that has none yet."""
    with closing(sqlite3.connect(folder / FILE)) as base, base:
        base.execute(_SCHEMA)
        base.executemany("insert into page values(?, ?, ?, ?, ?, ?, ?, ?)", map(_row, packed))


def read(folder: Path) -> Iterator[Packed]:
    """All pages with their readings, sorted by id. Raises GraphError when the archive is missing or damaged."""
    rows = _select(folder, f"select {_COLUMNS}, reading from page order by id")
    return (Packed(_page(row), row[7]) for row in rows)


def write_marks(folder: Path, marks: Mapping[str, str]) -> None:
    """Keep the marks of a generation's statements, by node."""
    text = "".join(f"{node}\t{mark}\n" for node, mark in sorted(marks.items()))
    (folder / MARKS).write_text(text, encoding="utf-8", newline="\n")


def read_marks(folder: Path) -> dict[str, str]:
    """The marks that ``write_marks`` kept; none where they are missing or damaged."""
    try:
        rows = (folder / MARKS).read_text(encoding="utf-8").split("\n")[:-1]
        return dict(row.split("\t") for row in rows)
    except (OSError, ValueError):
        return {}


def page_ids(folder: Path) -> list[str]:
    """The ids of the pages, sorted."""
    return sorted(row[0] for row in _select(folder, "select id from page"))


def find(folder: Path, page: str) -> Packed | None:
    """One page with its reading, None when the graph does not have it."""
    rows = list(_select(folder, f"select {_COLUMNS}, reading from page where id = ?", page))
    return Packed(_page(rows[0]), rows[0][7]) if rows else None


def find_page(folder: Path, page: str) -> Page | None:
    """One page as it was decoded, None when the graph does not have it."""
    rows = list(_select(folder, f"select {_COLUMNS} from page where id = ?", page))
    return _page(rows[0]) if rows else None


def _select(folder: Path, query: str, *values: str) -> Iterator[tuple[Any, ...]]:
    path = folder / FILE
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            yield from base.execute(query, values)
    except sqlite3.Error as error:
        raise GraphError(str(path), f"cannot be read ({error})", "build the graph again") from error


def _row(packed: Packed) -> tuple[Any, ...]:
    page = packed.page
    text = zlib.compress(page.text.encode("utf-8", "surrogatepass"), 6)
    return page.id, page.encoding, page.sha256, page.publication, page.date, page.number, text, packed.body


def _page(row: tuple[Any, ...]) -> Page:
    page, encoding, sha256, publication, date, number, text = row[:7]
    return Page(
        page, zlib.decompress(text).decode("utf-8", "surrogatepass"), encoding, sha256, publication, date, number
    )
