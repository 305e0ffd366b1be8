"""Sorted lines → the files of a new generation: the lines, a store of them, their names, what is told of them.

Lines and store are made from nothing, or from those of the generation before by what changes; a store only where that
is little.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kg import __version__
from kg.errors import GraphError
from kg.lines import edited
from kg.stores import nametable
from kg.stores.nametable import NAMES
from kg.stores.oxigraph import read_lines, write_changed, write_store

LINES = "graph.nq"
STORE = "store"
MOSTLY_NEW = 0.05
"""From this share of changed quads on, a store is loaded from nothing: a change costs twice a load, and memory."""
_BLOCK = 2000  # lines written at once: four times as fast as all at once
FORMAT = 1
"""Number of the layout of a generation; a graph of another number is refused."""


class Draft(NamedTuple):
    """A generation in the making. What else the build keeps (pages, readings) it writes into ``path``.

    ``before`` is the current generation, whose store serves as a start where little changes.
    """

    path: Path
    before: Path | None = None

    def write(self, lines: Sequence[str], meta: Mapping[str, Any]) -> None:
        """Write store, sorted lines, names and ``meta`` (JSON values); format, version and quad count are added."""
        write_store(self.path / STORE, lines)
        with open(self.path / LINES, "wb") as handle:
            for start in range(0, len(lines), _BLOCK):
                handle.write(("\n".join(lines[start : start + _BLOCK]) + "\n").encode())
        nametable.write(self.path / NAMES, self.path / LINES)
        self._tell(len(lines), meta)

    def change(self, old: bytes, gone: Collection[str], come: Collection[str], meta: Mapping[str, Any]) -> None:
        """Write the same, where ``gone`` goes from the lines of ``before`` (the file ``old``) and ``come`` joins them.

        Raises GraphError when they have not what goes.
        """
        quads = old.count(b"\n") - len(gone) + len(come)
        few = len(gone) + len(come) <= quads * MOSTLY_NEW
        made = few and self._changed(gone, come)
        with open(self.path / LINES, "wb") as handle:
            handle.writelines(edited(old, gone, come))
        if not made:
            delete(self.path / STORE)
            write_store(self.path / STORE, read_lines(self.path / LINES))
        if not (made and self._renamed(old, gone, come)):
            nametable.write(self.path / NAMES, self.path / LINES)
        self._tell(quads, meta)

    def _tell(self, quads: int, meta: Mapping[str, Any]) -> None:
        whole = {"format": FORMAT, "version": __version__, "quads": quads, **meta}
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        (self.path / "meta.json").write_text(text + "\n", encoding="utf-8", newline="\n")

    def _changed(self, gone: Iterable[str], come: Iterable[str]) -> bool:
        """Make the store from the one before, if that is there and sound; True when that was done."""
        with suppress(GraphError):
            if self.before is not None:
                write_changed(self.path / STORE, self.before / STORE, gone, come)
                return True
        return False

    def _renamed(self, old: bytes, gone: Collection[str], come: Collection[str]) -> bool:
        """Make the table of names from the one before, if that is there and sound; True when that was done."""
        with suppress(GraphError):
            if self.before is not None:
                nametable.write_changed(self.path / NAMES, self.before / NAMES, old, gone, come)
                return True
        return False


def delete(path: Path) -> None:
    """Delete a folder with all that is in it, as far as the system lets."""
    import shutil  # brings every kind of archive along, which a query need not wait for

    shutil.rmtree(path, ignore_errors=True)
