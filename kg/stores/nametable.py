"""A generation's sorted lines → a file of its entities' names, and look-ups in that file, which need no store.

One line for each name, sorted, so that those with one beginning stand together: the name, the IRI, the class, the label
where the name is an alias, the name in lower case where that differs, parted by tabs and escaped as N-Quads are.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from kg.errors import GraphError
from kg.lines import place, starting
from kg.literals import literal, unescape
from kg.namespaces import DCTERMS, ONTOLOGY, RDF, RDFS, SKOS
from kg.stores import Found

NAMES = "names.tsv"
_COLUMNS = 5

_TYPE, _LABEL, _ALIAS, _REPLACED = (
    f"{RDF}type".encode(), f"{RDFS}label".encode(), f"{SKOS}altLabel".encode(), f"{DCTERMS}isReplacedBy".encode()
)  # fmt: skip
_TOLD = re.compile(
    b"> <(" + b"|".join(map(re.escape, (_TYPE, _LABEL, _ALIAS, _REPLACED))) + b")> "
    rb'(?:<([^>]*)>|"((?:[^"\\]|\\.)*)"[^ \n]*) \.\n'
)
"""What follows the subject in a line of the default graph; that of a named graph goes on after the object."""


class NameTable:
    """The open file. Every name is given once for each entity, sorted by name and IRI; a class narrows to its own."""

    __slots__ = ("_data",)

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data

    def beginning(self, text: str, class_name: str = "", *, limit: int = 0) -> Iterator[Found]:
        """The names that begin with ``text``; at most ``limit`` (0: all)."""
        start = _escaped(text)
        return islice(_once(self._from(place(self._data, start), start), class_name), limit or None)

    def holding(self, text: str, class_name: str = "") -> Iterator[Found]:
        """The names that have ``text`` in them, in whatever case."""
        folded = text.lower()
        return (found for found in self._with(_escaped(folded), class_name) if folded in found.name.lower())

    def matching(self, pattern: str, class_name: str = "") -> Iterator[Found]:
        """The names in which a stretch matches a regular expression."""
        fits, lines = re.compile(pattern).search, self._data[:].split(b"\n")[:-1]
        return _once((line for line in lines if fits(_read(line.partition(b"\t")[0]))), class_name)

    def prefixed(self, iri: str, class_name: str = "", *, limit: int = 0) -> Iterator[Found]:
        """The labels of the entities whose IRI begins with ``iri``; at most ``limit`` (0: all)."""
        found = self._with(b"\t" + _escaped(iri), class_name)
        labels = (each for each in found if each.iri.startswith(iri) and each.name == each.label)
        return islice(labels, limit or None)

    def but(self, iris: AbstractSet[bytes]) -> Iterator[bytes]:
        """The lines of all entities but those of some IRIs."""
        return (line for line in self._data[:].splitlines(keepends=True) if line.split(b"\t", 2)[1] not in iris)

    def _from(self, at: int, start: bytes) -> Iterator[bytes]:
        """The lines from a place on, as long as they begin so."""
        while at < len(self._data):
            end = self._data.find(b"\n", at)
            line = self._data[at:end]
            if not line.startswith(start):
                return
            yield line
            at = end + 1

    def _with(self, part: bytes, class_name: str) -> Iterator[Found]:
        """What the lines that have ``part`` say."""
        return _once(_having(self._data[:], part), class_name)


def _having(data: bytes, part: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data) and (hit := data.find(part, at)) >= 0:
        end = data.find(b"\n", hit)
        yield data[data.rfind(b"\n", 0, hit) + 1 : end]
        at = end + 1


def _once(lines: Iterable[bytes], class_name: str) -> Iterator[Found]:
    """What the lines say; a name of a thing with two classes stands on two lines, one after the other."""
    before = ("", "")
    for line in lines:
        name, iri, type_, label, _ = line.decode().split("\t")
        if (not class_name or type_ == class_name) and (name, iri) != before:
            before = (name, iri)
            called = unescape(name)
            yield Found(unescape(iri), unescape(label) if label else called, type_, called)


def open_table(path: Path) -> NameTable | None:
    """Map the file; None where there is none: the generation is of an older version. Raises GraphError."""
    try:
        with open(path, "rb") as handle:
            data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        return None
    except ValueError:  # an empty file cannot be mapped
        return NameTable(b"")
    if data[-1:] != b"\n" or data[: data.find(b"\n")].count(b"\t") != _COLUMNS - 1:
        raise GraphError(str(path), "is damaged", "build the graph again")
    return NameTable(data)


def write(path: Path, lines: Path) -> None:
    """Write the names of the default graph's entities in a file of sorted N-Quads lines. Same lines, same bytes."""
    with open(lines, "rb") as handle, open(path, "wb") as out:
        try:
            data = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            return
        out.writelines(sorted(_all_rows(_told(data))))
        data.close()


def write_changed(path: Path, before: Path, old: bytes, gone: Collection[str], come: Collection[str]) -> None:
    """Write the same from the table ``before``, where ``gone`` goes from its lines ``old`` and ``come`` joins them.

    Raises GraphError where that table is missing or damaged.
    """
    table = open_table(before)
    if table is None:
        raise GraphError(str(before), "is missing", "build the graph again")
    changed = {told.subject for line in (*gone, *come) for told in _told(f"{line}\n".encode())}
    now = {line for subject in changed for line in starting(old, f"<{subject.decode()}> ")}.difference(gone)
    of_changed = now.union(line for line in come if line[1 : line.index(">")].encode() in changed)
    rows = _all_rows(_told("".join(f"{line}\n" for line in sorted(of_changed)).encode()))
    with open(path, "wb") as out:
        out.writelines(sorted(rows.union(table.but(changed))))


class _Told(NamedTuple):
    """The parts of a line as written, without marks; one of ``iri`` and ``text`` is its object."""

    subject: bytes
    predicate: bytes
    iri: bytes | None
    text: bytes | None


def _told(data: mmap.mmap | bytes) -> Iterator[_Told]:
    """The lines of the default graph that tell types, names and what is replaced: some of a hundred."""
    for hit in _TOLD.finditer(data):
        subject = data[data.rfind(b"\n", 0, hit.start()) + 2 : hit.start()]
        if b">" not in subject:  # else one of these is an object, and its graph follows
            yield _Told(subject, *hit.groups())


def _all_rows(told: Iterable[_Told]) -> set[bytes]:
    return {row for _, about in groupby(told, key=lambda each: each.subject) for row in _rows(list(about))}


def _rows(about: list[_Told]) -> Iterator[bytes]:
    """The lines of one entity's names; nothing of what is replaced, or no entity."""
    labels = [told.text for told in about if told.predicate == _LABEL and told.text is not None]
    if not labels or any(told.predicate == _REPLACED for told in about):
        return
    label, start = min(labels, key=_read), ONTOLOGY.encode()
    names = {*labels, *(told.text for told in about if told.predicate == _ALIAS and told.text is not None)}
    for told in about:
        if told.predicate == _TYPE and told.iri is not None and told.iri.startswith(start):
            for name in names:
                columns = [name, told.subject, told.iri[len(start) :], b"" if name == label else label, _folded(name)]
                yield b"\t".join(columns) + b"\n"


def _folded(name: bytes) -> bytes:
    text = _read(name)
    return b"" if text.lower() == text else _escaped(text.lower())


def _read(name: bytes) -> str:
    return unescape(name.decode())


def _escaped(text: str) -> bytes:
    return literal(text)[1:-1].encode(errors="surrogatepass")  # what was typed need not be UTF-8
