"""Sorted lines → the files of a new generation: the lines, a store of them, what is told of them.

The store is loaded from nothing, or made from the one before by its changes where they are few.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kg import __version__
from kg.changes import changes
from kg.errors import GraphError
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

    def write(self, lines: Sequence[str], meta: Mapping[str, Any], *, old: Sequence[str] = ()) -> None:
        """Write store, sorted lines and ``meta`` (JSON values); format, version and quad count are added.

        ``old`` are the lines of ``before``, where they have been read already.
        """
        with open(self.path / LINES, "wb") as handle:
            for start in range(0, len(lines), _BLOCK):
                handle.write(("\n".join(lines[start : start + _BLOCK]) + "\n").encode())
        if not self._changed(lines, old):
            delete(self.path / STORE)
            write_store(self.path / STORE, lines)
        whole = {"format": FORMAT, "version": __version__, "quads": len(lines), **meta}
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        (self.path / "meta.json").write_text(text + "\n", encoding="utf-8", newline="\n")

    def _changed(self, lines: Sequence[str], old: Sequence[str]) -> bool:
        """Make the store from the one before, if that is there, sound, and nearly the same; True when that was done."""
        if self.before is None or not (self.before / LINES).is_file():
            return False
        gone: list[str] = []
        come: list[str] = []
        for line, new in changes(old or read_lines(self.before / LINES), lines):
            (come if new else gone).append(line)
            if len(gone) + len(come) > len(lines) * MOSTLY_NEW:
                return False
        with suppress(GraphError):
            write_changed(self.path / STORE, self.before / STORE, gone, come)
            return True
        return False


def delete(path: Path) -> None:
    """Delete a folder with all that is in it, as far as the system lets."""
    import shutil  # brings every kind of archive along, which a query need not wait for

    shutil.rmtree(path, ignore_errors=True)
