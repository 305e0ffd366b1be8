"""INPUT paths → pages in sorted order, with the metadata of ``--meta``; what cannot be read is told, never lost."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.model import Page
from kg.pages.decode import decode

_SUFFIX = ".txt"
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))", re.ASCII)
_COLUMNS = ("file", "publication", "date", "page")


class Skipped(NamedTuple):
    """A file that gave no page: its id and the reason, in words that say how to mend it."""

    id: str
    reason: str


class Meta(NamedTuple):
    """What a ``--meta`` row says about one page; None where it says nothing."""

    publication: str | None = None
    date: str | None = None
    page: str | None = None


class _Source(NamedTuple):
    """A file to read; ``path`` is None for stdin, ``publication`` the INPUT folder's name."""

    id: str
    path: Path | None
    publication: str | None


def read_pages(
    inputs: Iterable[str | Path], *, encoding: str | None = None, meta: Path | None = None, name: str | None = None
) -> Iterator[Page | Skipped]:
    """Each page of ``inputs`` (files, folders, ``-`` for stdin), sorted by id.

    Folders give their ``.txt`` files, also from folders within; a file named itself is read whatever its suffix. The
    id is the path relative to the INPUT folder (a file's own name, ``name`` for stdin). ``meta`` is a TSV with a header
    line, the column file and any of publication, date, page. Raises InputError at the call for an input that does not
    exist, a bad ``meta`` line, two inputs with one id; a file unreadable, binary or empty is yielded as Skipped.
    """
    rows: Mapping[str, Meta] = read_meta(meta) if meta is not None else {}
    sources = _sources(inputs, name)
    return (_read(source, encoding, rows) for source in sources)


def read_meta(path: Path) -> dict[str, Meta]:
    """The rows of a ``--meta`` file by page id; raises InputError with file and line."""
    try:
        text, _ = decode(path.read_bytes(), where=str(path))
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "give a TSV file with --meta") from None
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    header = [cell.strip() for cell in lines[0].split("\t")] if lines else []
    unknown = sorted(set(header) - {*_COLUMNS, ""})
    if "file" not in header or unknown or len(set(header)) != len(header):
        what = f"unknown column {unknown[0]!r}" if unknown else "the header needs the column 'file', each column once"
        raise InputError(f"{path}:1", what, f"use tab-separated columns {', '.join(_COLUMNS)}")
    rows: dict[str, Meta] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            key, row = _meta_row(f"{path}:{number}", header, line)
            if key in rows:
                raise InputError(f"{path}:{number}", f"{key} stands here a second time", "keep one line a file")
            rows[key] = row
    return rows


def _meta_row(where: str, header: list[str], line: str) -> tuple[str, Meta]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(header):
        raise InputError(where, f"{len(cells)} cells under {len(header)} columns", "part the cells by single tabs")
    row = dict(zip(header, cells, strict=False))
    if not row.get("file"):
        raise InputError(where, "the file's name is missing", "give it in the column 'file'")
    try:
        row["date"] = _day(row.get("date") or "")
    except ValueError:
        raise InputError(where, f"there is no day {row['date']}", "write the date as 2024-05-31") from None
    values = (row.get(column) or None for column in _COLUMNS[1:])
    return _page_id(row["file"]), Meta(*values)


def _day(text: str) -> str:
    """2025/3/13, 2025.03.13, 20250313 and 2025年3月13日 as 2025-03-13, what is no whole date as it is.

    Raises ValueError for a day that the calendar does not have.
    """
    match = _DAY.fullmatch(text)
    if not match:
        return text
    year, month, day = (int(group) for number, group in enumerate(match.groups()) if group and number != 1)
    return date(year, month, day).isoformat()


def unmatched(inputs: Iterable[str | Path], meta: Path, name: str | None = None) -> list[str]:
    """The files that rows of ``meta`` name and that are no page of ``inputs``, in the order of the rows."""
    known = set(page_ids(inputs, name))
    return [key for key in read_meta(meta) if key not in known]


def page_ids(inputs: Iterable[str | Path], name: str | None = None) -> list[str]:
    """The ids of the pages of ``inputs``, sorted, without reading them. Raises InputError as ``read_pages`` does."""
    return [source.id for source in _sources(inputs, name)]


def _sources(inputs: Iterable[str | Path], name: str | None) -> list[_Source]:
    found: dict[str, _Source] = {}
    seen: dict[str, str] = {}
    for given in inputs:
        for source in _expand(str(given), name):
            where = str(source.path or "-")
            if source.id in found and seen[source.id] != where:
                what = f"the page id {source.id} is already taken by {seen[source.id]}"
                raise InputError(where, what, "rename one of the files, or give the folder that holds both")
            found[source.id], seen[source.id] = source, where
    return [found[key] for key in sorted(found)]


def _expand(given: str, name: str | None) -> list[_Source]:
    if given == "-":
        if not name:
            raise InputError("-", "a page from stdin has no name", "give it with --name")
        return [_Source(_page_id(name), None, None)]
    path = Path(given)
    if path.is_dir():
        publication = unicodedata.normalize("NFC", path.resolve().name) or None
        return [_Source(_page_id(file.relative_to(path).as_posix()), file, publication) for file in _text_files(path)]
    if path.exists() or path.is_symlink():
        publication = unicodedata.normalize("NFC", path.resolve().parent.name) or None
        return [_Source(_page_id(path.name), path, publication)]
    raise InputError(given, "no such file or folder", "check the path")


def _text_files(folder: Path) -> list[Path]:
    """The .txt files at any depth; links to folders are followed, each real folder once, so that a loop ends."""
    visited: set[str] = set()
    files: list[Path] = []
    for top, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(top)
        if real in visited:
            folders.clear()
            continue
        visited.add(real)
        folders.sort()
        files.extend(Path(top, file) for file in names if file.lower().endswith(_SUFFIX))
    return sorted(files)


def _page_id(path: str) -> str:
    return unicodedata.normalize("NFC", path.replace("\\", "/") if os.sep == "\\" else path).removeprefix("./")


def _read(source: _Source, encoding: str | None, rows: Mapping[str, Meta]) -> Page | Skipped:
    try:
        data = sys.stdin.buffer.read() if source.path is None else source.path.read_bytes()
        text, used = decode(data, encoding, where=source.id)
    except OSError as error:
        return Skipped(source.id, f"cannot be read ({error.strerror}); check its permissions")
    except InputError as error:
        return Skipped(source.id, f"{error.what}; {error.how}")
    if not text.strip("\ufeff \t\r\n\u3000"):
        return Skipped(source.id, "the file has no text; give a file with text, or leave this one out")
    row = rows.get(source.id, Meta())
    digest = hashlib.sha256(data).hexdigest()
    return Page(source.id, text, used, digest, row.publication or source.publication, row.date, row.page)
