"""A division's name as a list or a page writes it → the one form under which both are looked up.

From ``data/identity/divisions.tsv``; an index keeps the forms that it was made with, so that a look-up always fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError
from kg.resources import data_files

_FILE = "divisions.tsv"


class Forms(NamedTuple):
    """``endings`` are type → (ending, the ending that pages use), longest first; ``fillers`` stand for no division."""

    endings: Mapping[str, tuple[tuple[str, str], ...]]
    fillers: frozenset[str] = frozenset()

    def canonical(self, type_: str, name: str) -> str:
        """多福巷社区居委会 → 多福巷社区, 南高村委会 → 南高村, 漓东街道办事处 → 漓东街道."""
        for ending, written in self.endings.get(type_, ()):
            if name.endswith(ending) and len(name) > len(ending):
                return name[: -len(ending)] + written
        return name

    def heads(self, type_: str) -> tuple[str, ...]:
        """The head nouns that canonical names of a type end with, and that pages may leave out (街道, 社区, 村)."""
        return tuple(dict.fromkeys(written for _, written in self.endings.get(type_, ())))


def load(overlay: Path | None = None) -> Forms:
    """Read the shipped lines and those of a user's overlay. Raises InputError for a line that is none."""
    endings: dict[str, dict[str, str]] = defaultdict(dict)
    fillers: set[str] = set()
    for path in data_files("identity", _FILE, overlay):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            row = line.split("\t")
            if len(row) < 3 or not (row[2] == "-" or row[1][:1] == row[2][:1] == "*"):
                raise InputError(f"{path}:{number}", "is no form of a name", "write type, *form, *form, parted by tabs")
            if row[2] == "-":
                fillers.add(row[1])
            else:
                endings[row[0]][row[1][1:]] = row[2][1:]
    longest = {type_: sorted(rows.items(), key=lambda row: (-len(row[0]), row)) for type_, rows in endings.items()}
    return Forms({type_: tuple(rows) for type_, rows in sorted(longest.items())}, frozenset(fillers))
