"""A folder of a user's own gazetteers, forms and rules → their mistakes by file and line.

Loading stops at the first mistake; here all are found, so that a person who knows the names but not the program can
mend a file in one go.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kg.model import ENTITY_TYPES, PREDICATES
from kg.resources import shared_root

_LEVELS = ("province", "city", "county")
_TYPES = frozenset(ENTITY_TYPES)
_PLACE = re.compile(r"at line (\d+)")
_MARKED = re.compile(r"\[([A-Z]+) ")


class Mistake(NamedTuple):
    """``line`` counts from 1; 0 where the whole file is meant. ``what`` says how to mend it too."""

    file: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


class Table(NamedTuple):
    """What a TSV file must hold: the fewest columns, and what each column may be (column → words allowed)."""

    columns: int
    words: Mapping[int, tuple[str, ...]]


def tables() -> dict[str, Table]:
    """The TSV files that are read, by folder and name."""
    return {
        "gazetteer/areas.tsv": Table(2, {1: _LEVELS}),
        "gazetteer/names.tsv": Table(2, {1: ENTITY_TYPES}),
        "gazetteer/lookalikes.tsv": Table(2, {}),
        "identity/forms.tsv": Table(3, {0: ENTITY_TYPES}),
        "identity/national.tsv": Table(2, {0: ENTITY_TYPES}),
        "identity/bare.tsv": Table(3, {0: ENTITY_TYPES}),
        "identity/traditional.tsv": Table(2, {}),
        "identity/divisions.tsv": Table(3, {0: ("AREA", "STREET", "COMMUNITY")}),
        "queries/columns.tsv": Table(3, {}),
    }


def check(overlay: Path) -> list[Mistake]:
    """All mistakes of the folder's gazetteer/, identity/ and rules/, sorted by file and line."""
    found: list[Mistake] = []
    for path in sorted(path for path in overlay.rglob("*") if path.is_file()):
        place = path.relative_to(overlay).as_posix()
        checker = _checker(place)
        if checker is None:
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            found.append(Mistake(path, line, "is not UTF-8; save the file as UTF-8"))
            continue
        found.extend(Mistake(path, line, what) for line, what in checker(text))
    return sorted(found)


def _checker(place: str) -> Callable[[str], Iterator[tuple[int, str]]] | None:
    """What checks the file at ``place`` of an overlay; None for a file that is somebody else's."""
    if place in tables():
        return lambda text: _table(text, tables()[place])
    if place.startswith("rules/") and place.endswith(".toml"):
        return _rules
    if place.startswith(("gazetteer/", "identity/")) and not (shared_root() / "data" / place).is_file():
        return lambda _: iter([(0, "is never read; " + _near(place))])
    return None


def _near(place: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(place, tables(), 1, 0.4)
    return f"did you mean {near[0]}?" if near else f"names that may stand there: {', '.join(tables())}"


def _table(text: str, table: Table) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) < table.columns:
            yield number, f"has {len(row)} of {table.columns} columns; part them by tabs"
            continue
        for column, cell in enumerate(row):
            if cell != cell.strip():
                yield number, f"column {column + 1} has blanks around {cell.strip()!r}; take them away"
            allowed = table.words.get(column)
            if allowed and cell.strip() not in allowed:
                yield number, f"{cell.strip()!r} is not known; use one of {', '.join(allowed)}"
        if not row[0].strip():
            yield number, "the first column is empty; fill it or take the line away"
        if line in seen:
            yield number, f"says the same as line {seen[line]}; take one away"
        seen.setdefault(line, number)


def _rules(text: str) -> Iterator[tuple[int, str]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        yield int(place[1]) if place else len(text.splitlines()), f"is not valid TOML: {error}"
        return
    blocks = [block for block in data.get("rule", []) if isinstance(block, dict)]
    heads = [n for n, line in enumerate(text.splitlines(), 1) if re.fullmatch(r"\s*\[\[\s*rule\s*\]\].*", line)]
    lines = heads if len(heads) == len(blocks) else [0] * len(blocks)
    ids = Counter(str(block.get("id", "")) for block in blocks)
    for line, block in zip(lines, blocks, strict=True):
        yield from ((line, what) for what in _rule(block, ids))


def _rule(block: Mapping[str, Any], ids: Mapping[str, int]) -> Iterator[str]:
    name = str(block.get("id", ""))
    if not name:
        yield "a rule without an id; give it id = …"
    elif ids[name] > 1:
        yield f"{ids[name]} rules are called {name}; give each its own id"
    if "predicate" in block and block["predicate"] not in PREDICATES:
        yield f"{name}: no such predicate {block['predicate']!r}; use one of {', '.join(PREDICATES)}"
    if "type" in block and block["type"] not in _TYPES:
        yield f"{name}: no such type {block['type']!r}; use one of {', '.join(ENTITY_TYPES)}"
    confidence = block.get("confidence", 1)
    if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
        yield f"{name}: confidence {confidence!r} is not above 0 and up to 1"
    if not block.get("examples"):
        yield f"{name}: has no examples; give one sentence at least that the rule reads rightly"
    for type_ in sorted(set(_MARKED.findall(str(block.get("examples", "")))) - _TYPES):
        yield f"{name}: an example marks a {type_}; use one of {', '.join(ENTITY_TYPES)}"
