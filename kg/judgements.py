"""People's judgements: a TSV file beside the graph → values, and one value → a line at its end.

Here is only the file; what the lines do to a graph stands in ``judging/``. Every rebuild reads the file anew and no
command deletes it. Its lines may stand in any order; to undo one, delete it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kg.errors import InputError
from kg.model import ENTITY_TYPES, PREDICATES
from kg.namespaces import WORDS

NAME = "judgements.tsv"
KINDS = ("same", "not same", "unsure", "name", "type", "wrong")

_HEADER = """\
# judgement	left	right	reason	who	when
# same, not same, unsure: two things, each an IRI (street:甲乙街道) or NAME@article (王芳@a/版面.txt#3).
# name: a thing and its right name. type: a thing and its right type.
# wrong (no fact): a thing and PREDICATE OTHER, or a statement's IRI alone.
# Lines stand in any order; to undo one, delete it. Parted by tabs; reason, who and when may be left out.
"""
_REFERENCE = re.compile(rf"<[^>\s]+>|(?:https?|urn):\S+|(?:{'|'.join(WORDS.values())}):\S+|.+@.+")
_STATEMENT = re.compile(r"<[^>\s]+>|(?:https?|urn):\S+|statement:[0-9a-f]+")
_BLANK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line. ``kind`` is one of KINDS; ``left`` an IRI (``<…>``, in full or prefixed) or ``NAME@article``.

    ``right`` is another of these (same, not same, unsure), the right name or type, ``PREDICATE OTHER`` for a wrong
    fact, or empty where ``left`` is a statement's IRI. ``line`` counts from 1 in ``file``, 0 for one not yet written.
    """

    kind: str
    left: str
    right: str
    reason: str = ""
    who: str = ""
    when: str = ""
    line: int = field(default=0, compare=False)
    file: str = field(default=NAME, compare=False)

    @property
    def where(self) -> str:
        """File and line, as messages name them."""
        return f"{self.file}:{self.line}"


def beside(graph: Path) -> Path:
    """The file that a graph's judgements stand in unless another is given: ``judgements.tsv`` next to its folder."""
    return graph.resolve().parent / NAME


def file_of(graph: Path, given: Path | None, kept: str | None = None) -> Path:
    """The file of a graph: the one ``given``, else the one that it keeps (relative to its folder), else ``beside`` it.

    Raises InputError for a file inside the graph's folder, which a build may sweep.
    """
    path = given or (graph / kept if kept else beside(graph))
    if path.resolve().is_relative_to(graph.resolve()):
        raise InputError(str(path), "stands inside the graph's folder", "keep judgements next to it, or elsewhere")
    return path


def kept_as(graph: Path, given: Path) -> str:
    """How a graph keeps where its file is, so that both may move together."""
    try:
        return Path(os.path.relpath(given.resolve(), graph.resolve())).as_posix()
    except ValueError:  # another drive
        return given.resolve().as_posix()


def read(path: Path) -> tuple[Judgement, ...]:
    """The lines of the file; empty lines and those that begin with ``#`` are passed over.

    Raises InputError for a file that cannot be read, with the line for what is no judgement.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        how = "restore it, or give another with --judgements"
        raise InputError(str(path), f"cannot be read ({error.strerror})", how) from error
    lines = enumerate(re.split(r"\r\n|\r|\n", text), 1)
    return tuple(_judgement(path, n, line) for n, line in lines if line.strip() and not line.startswith("#"))


def append(path: Path, judgement: Judgement) -> None:
    """Write one line at the end of the file, which is made with a comment that explains it where there is none.

    Raises InputError for a judgement that ``read`` would refuse.
    """
    line = "\t".join(_cells(judgement))
    _judgement(path, 0, line)
    found = path.read_bytes() if path.exists() else b""
    head = _HEADER if not found else "" if found.endswith((b"\n", b"\r")) else "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab") as handle:
        handle.write(f"{head}{line}\n".encode())


def _cells(judgement: Judgement) -> list[str]:
    cells = [judgement.kind, judgement.left, judgement.right, judgement.reason, judgement.who, judgement.when]
    cells = [_BLANK.sub(" ", cell).strip() for cell in cells]
    while not cells[-1]:
        cells.pop()
    return cells


def _judgement(path: Path, number: int, line: str) -> Judgement:
    cells = [cell.strip() for cell in line.split("\t")]
    for what, how in _faults(cells):
        raise InputError(f"{path}:{number}" if number else str(path), what, how)
    kind, left, right, reason, who, when = [*cells, *[""] * 6][:6]
    return Judgement(kind, left, right, reason, who, when, line=number, file=path.name)


def _faults(cells: list[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a line and how to mend it."""
    kind, left, right = [*cells, "", "", ""][:3]
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1)
        yield f"{kind!r} is no judgement", f"did you mean {near[0]}?" if near else f"write one of {', '.join(KINDS)}"
        return
    if len(cells) > 6:
        yield f"has {len(cells)} columns, not six", "write judgement, left, right, reason, who, when, parted by tabs"
    if kind == "wrong":
        yield from _faults_of_fact(left, right)
    elif not right:
        yield "the third column is empty", "part the columns by tabs: judgement, left, right, reason, who, when"
    elif not _REFERENCE.fullmatch(left) or (kind in KINDS[:3] and not _REFERENCE.fullmatch(right)):
        bad = right if _REFERENCE.fullmatch(left) else left
        yield f"{bad or 'nothing'} names no one thing", "write an IRI (street:…) or NAME@page.txt#line"
    elif kind == "type" and right not in ENTITY_TYPES:
        yield f"{right} is no type", f"write one of {', '.join(ENTITY_TYPES)}"


def _faults_of_fact(left: str, right: str) -> Iterator[tuple[str, str]]:
    predicate, _, other = right.partition(" ")
    if not right:
        if not _STATEMENT.fullmatch(left):
            yield f"{left or 'nothing'} is no statement", "write its IRI, or the thing, a tab and PREDICATE OTHER"
    elif not _REFERENCE.fullmatch(left) or not _REFERENCE.fullmatch(other.strip()):
        yield f"{left} {right} names no fact", "write both ends as an IRI (street:…) or NAME@page.txt#line"
    elif predicate not in PREDICATES:
        near = get_close_matches(predicate, PREDICATES, 1)
        yield f"{predicate} is no predicate", f"did you mean {near[0]}?" if near else "write one as partOf"


class Heard(NamedTuple):
    """A graph's judgements; ``kept`` is what the graph remembers of where they stand."""

    lines: tuple[Judgement, ...] = ()
    warnings: tuple[str, ...] = ()
    kept: Mapping[str, str] = MappingProxyType({})


def heard(graph: Path, given: Path | None, known: tuple[str | None, int]) -> Heard:
    """The lines of the file that is given, else of the graph's own, none where it never had one; a warning where it is
    gone. ``known`` is what the graph keeps of its file, and how many lines that had."""
    kept, count = known
    file = file_of(graph, given, kept)
    if given or kept:
        return Heard(read(file), kept={"judgements": kept_as(graph, file)})
    if file.exists():
        return Heard(read(file))
    gone = f"{file.name}: is gone; the graph was built with {count} judgements, and is without them now"
    return Heard(warnings=(gone,) if count else ())
