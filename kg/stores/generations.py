"""A graph folder: generations beside one another, a pointer to the current one, locks for whoever reads or builds.

A killed build leaves the graph as it was; a generation is deleted only when nobody reads it, because a store deleted
under its reader eats all memory instead of failing.

    graph/CURRENT                  name of the current generation, replaced at once at the end of a build
    graph/build.lock               held by the one builder
    graph/generations/g000001/     store/  graph.nq (sorted)  names.tsv  meta.json  and what the build keeps beside them
    graph/generations/g000001.lock held, shared, by its readers
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple

from kg.errors import GraphError
from kg.stores import nametable
from kg.stores.draft import FORMAT, LINES, STORE, Draft, delete
from kg.stores.locks import take
from kg.stores.nametable import NameTable
from kg.stores.oxigraph import OxigraphStore, open_store

_NAME = re.compile(r"g(\d{6,})")


class Generation(NamedTuple):
    """The open current generation of a graph; holds its shared lock until ``close``. Use it in a ``with``."""

    path: Path
    meta: Mapping[str, Any]
    store: OxigraphStore
    lock: IO[bytes]

    @property
    def lines_file(self) -> Path:
        """The sorted N-Quads lines."""
        return self.path / LINES

    def close(self) -> None:
        """Close the store and let go of the lock."""
        self.store.close()
        self.lock.close()

    def __enter__(self) -> Generation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def exists(folder: Path) -> bool:
    """Whether the folder holds a graph (of whatever format)."""
    return (folder / "CURRENT").is_file()


def open_graph(folder: Path) -> Generation:
    """Open the current generation for reading. Raises GraphError when there is none, or it is too old or damaged.

    ``folder`` may be that of a generation that somebody holds open: it is opened again, whatever is current by now.
    """
    return _opened(folder, *_held(folder))


def open_table(folder: Path) -> tuple[NameTable, Mapping[str, Any]] | None:
    """The names of the current generation with what it tells of itself, without its store; None where it has no table.

    Nothing need be held: what is mapped stays, whatever a build deletes. Raises GraphError as ``open_graph`` does.
    """
    path, lock = _held(folder)
    with lock:
        meta, table = _meta(folder, path), nametable.open_table(path / nametable.NAMES)
        return None if table is None else (table, meta)


def _held(folder: Path) -> tuple[Path, IO[bytes]]:
    """The folder of the current generation, or the generation's own, and its shared lock."""
    if folder.parent.name == "generations" and (folder / "meta.json").is_file():
        lock = _shared(folder)
        if lock is None:
            raise GraphError(str(folder), "is being deleted", "open the graph again")
        return folder, lock
    for _ in range(100):
        name = current(folder)
        path = folder / "generations" / name
        if not path.is_dir():
            if current(folder) == name:
                raise GraphError(str(folder), f"generation {name} is missing", "build the graph again")
            continue
        lock = _shared(path)
        # A build may have swapped and swept between reading the pointer and taking the lock.
        if lock is not None and (path / "meta.json").is_file():
            return path, lock
        if lock is not None:
            lock.close()
            if current(folder) == name:
                raise GraphError(str(folder), f"meta.json of generation {name} is missing", "build the graph again")
    raise GraphError(str(folder), "changes faster than it can be opened", "try again")


@contextmanager
def new_generation(folder: Path, *, anew: bool = False) -> Iterator[Draft]:
    """Build beside the current generation and swap at the end of the ``with``; an exception leaves all as it was.

    The store is the current one with its changes where they are few; ``anew`` takes nothing of it over, for it may be
    damaged. Raises GraphError when another build of this graph is running.
    """
    generations = folder / "generations"
    generations.mkdir(parents=True, exist_ok=True)
    with _exclusive(folder / "build.lock") as lock:
        if lock is None:
            raise GraphError(str(folder), "is locked: another build is running", "wait for it to end and try again")
        _sweep(folder)
        draft = Draft(generations / _next_name(folder), None if anew else _before(folder))
        draft.path.mkdir()
        try:
            yield draft
            _swap(folder, draft.path)
        except BaseException:
            delete(draft.path)
            raise
        _sweep(folder)


def current(folder: Path) -> str:
    """The name of the current generation. Raises GraphError where there is none."""
    try:
        name = (folder / "CURRENT").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(str(folder), "no graph here", f"build one: kg build INPUT --graph {folder}") from error
    if not _NAME.fullmatch(name):
        raise GraphError(str(folder / "CURRENT"), "is damaged", "build the graph again")
    return name


def _before(folder: Path) -> Path | None:
    """The current generation's folder, which its pointer keeps while the build lock is held."""
    with suppress(GraphError):
        return folder / "generations" / current(folder)
    return None


def _opened(folder: Path, path: Path, lock: IO[bytes]) -> Generation:
    try:
        meta = _meta(folder, path)
        for part in (STORE, LINES):
            if not (path / part).exists():
                raise GraphError(str(path), f"its {part} is missing", "build the graph again")
        return Generation(path, meta, open_store(path / STORE, path / LINES), lock)
    except BaseException:
        lock.close()
        raise


def read_meta(folder: Path) -> Mapping[str, Any]:
    """What the current generation tells of itself, without opening its store. Raises GraphError."""
    return _meta(folder, folder / "generations" / current(folder))


def _meta(folder: Path, path: Path) -> Mapping[str, Any]:
    try:
        meta: dict[str, Any] = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        number = int(meta["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(str(path / "meta.json"), "cannot be read", "build the graph again") from error
    if number != FORMAT:
        age = "too old" if number < FORMAT else "of a newer version"
        raise GraphError(str(folder), f"is {age} (format {number}, not {FORMAT})", "build the graph again")
    return meta


def _swap(folder: Path, path: Path) -> None:
    if not (path / "meta.json").is_file():
        raise GraphError(str(path), "nothing was written", "call Draft.write")
    _lock_file(path).touch()
    beside = folder / "CURRENT.new"
    with open(beside, "w", encoding="ascii", newline="\n") as handle:
        handle.write(path.name + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside, folder / "CURRENT")


def _next_name(folder: Path) -> str:
    """One more than every name in sight; a name is never given twice, so a reader cannot mistake one for another."""
    found = [entry.name.removesuffix(".lock") for entry in (folder / "generations").iterdir()]
    with suppress(GraphError):
        found.append(current(folder))
    numbers = [int(match[1]) for match in map(_NAME.fullmatch, found) if match]
    return f"g{max(numbers, default=0) + 1:06d}"


def _sweep(folder: Path) -> None:
    """Delete what killed builds left and old generations that nobody reads; only the holder of the build lock may."""
    kept = ""
    with suppress(GraphError):
        kept = current(folder)
    for path in sorted((folder / "generations").iterdir()):
        if path.name.removesuffix(".lock") == kept or not _NAME.fullmatch(path.name.removesuffix(".lock")):
            continue
        if path.suffix == ".lock" and path.with_suffix("").exists():
            continue
        with _exclusive(_lock_file(path)) as lock:
            if lock is None:
                continue
            if path.is_dir():
                (path / "meta.json").unlink(missing_ok=True)
                delete(path)
        if not path.with_suffix("").exists():
            with suppress(OSError):
                _lock_file(path).unlink(missing_ok=True)


def _lock_file(path: Path) -> Path:
    return path.with_suffix(".lock")


def _shared(path: Path) -> IO[bytes] | None:
    """The generation's lock, shared; None when a builder is about to delete it."""
    file = _lock_file(path)
    if not file.exists():  # a graph that was copied without its locks
        with suppress(OSError):
            file.touch()
    try:
        handle = open(file, "rb")  # noqa: SIM115  (stays open for as long as the generation is read)
    except OSError as error:
        raise GraphError(str(file), f"cannot be locked for reading: {error}", "make the folder readable") from error
    if take(handle, shared=True):
        return handle
    handle.close()
    return None


@contextmanager
def _exclusive(file: Path) -> Iterator[IO[bytes] | None]:
    """An exclusive lock on a file, or None when somebody holds it. The file stays."""
    with open(file, "ab") as handle:
        yield handle if take(handle, shared=False) else None
