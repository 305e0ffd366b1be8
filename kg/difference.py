"""Two graphs → the facts that only one of them has, for ``kg diff``: sorted lines are merged, nothing is loaded.

A graph is a graph folder or a file of RDF. Lines of N-Triples and N-Quads in canonical form and order, as Linpu writes
them, are read as they come; any other file goes through a store in memory first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg import nquads
from kg.changes import Change, changes
from kg.errors import InputError
from kg.model import PREDICATES
from kg.namespaces import ONTOLOGY, RDFS
from kg.stores import generations
from kg.stores.oxigraph import SYNTAXES, from_files, read_lines, syntax_of

Lines = Callable[[], Iterable[str]]
"""Gives the sorted lines of a graph anew at each call."""

_FACTS = frozenset(f"<{ONTOLOGY}{name}>" for name in PREDICATES)
_POST = {f"<{ONTOLOGY}{name}>": name for name in ("member", "organization", "role")}
_MEMBER_OF = f"<{ONTOLOGY}memberOf>"
_LABEL = f" <{RDFS}label> "
_IRI = r"<[^>\s\\]*>"
_TEXT = rf'"(?:[^"\\]|\\[tbnrf"\\]|\\u00[01][0-9A-F]|\\u007F)*"(?:@[\w-]+|\^\^(?!\S*#string>){_IRI})?'
_CANONICAL = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_TEXT})(?: {_IRI})? \.")


class Difference(NamedTuple):
    """A triple that only one graph has: tokens as N-Triples write them; ``role`` is the post of a ``memberOf``."""

    came: bool
    subject: str
    predicate: str
    object: str
    role: str = ""


class Found(NamedTuple):
    """What differs: ``rows``, the ``lines`` behind them, how many triples of default graphs differ besides.

    ``blank`` triples with a blank node on one side are among the others: their names mean nothing outside their file.
    """

    rows: list[Difference]
    lines: list[Change]
    others: int
    blank: int


@contextmanager
def opened(path: Path) -> Iterator[Lines]:
    """The lines of a graph folder, which is locked for reading meanwhile, or of an RDF file. Raises LinpuError."""
    if path.is_dir():
        with generations.open_graph(path) as graph:
            file = graph.lines_file
            yield lambda: read_lines(file)
        return
    suffix = path.suffix.lower()
    if not syntax_of(path):
        known = " ".join(SYNTAXES)
        raise InputError(str(path), "is neither a graph folder nor RDF by its suffix", f"give one of {known}")
    if not path.is_file():
        raise InputError(str(path), "no such file or folder", "check the path")
    if suffix in (".nt", ".nq") and _canonical(path):
        yield lambda: read_lines(path)
    else:
        held = sorted(set(from_files([path]).lines()))
        yield lambda: held


def _canonical(path: Path) -> bool:
    """Whether every line is as Linpu writes it, and after the one before it."""
    before = ""
    try:
        for line in read_lines(path):
            if line <= before or not (_plain(line) or _CANONICAL.fullmatch(line)):
                return False
            before = line
    except UnicodeDecodeError:
        return False
    return True


def _plain(line: str) -> bool:
    """Whether a line is canonical at a glance, without a slow look at its escapes, spaces and datatypes."""
    odd = "\\" in line or "\t" in line or "  " in line or "string>" in line or "_:" in line
    return not odd and line.startswith("<") and line.endswith(" .") and ">." not in line and "><" not in line


def compare(old: Lines, new: Lines, *, everything: bool = False) -> Found:
    """The facts that went and came; with ``everything`` all triples of the default graphs.

    A post is told with its fact: a row of ``memberOf`` for each role that went or came.
    """
    lines: list[Change] = []
    rows: list[Difference] = []
    posts: dict[tuple[str, bool], dict[str, str]] = {}
    others = blank = 0
    for change in changes(old(), new()):
        found = nquads.split(change.line)
        if found.graph:
            continue
        if found.subject.startswith("_:") or found.object.startswith("_:"):
            blank += 1
            continue
        post = not everything and found.predicate in _POST
        if post:
            posts.setdefault((found.subject, change.came), {})[_POST[found.predicate]] = found.object
        elif everything or found.predicate in _FACTS:
            rows.append(Difference(change.came, found.subject, found.predicate, found.object))
        else:
            others += 1
            continue
        lines.append(change)
    return Found(_with_posts(rows, posts), lines, others + blank, blank)


def _with_posts(rows: list[Difference], posts: Mapping[tuple[str, bool], Mapping[str, str]]) -> list[Difference]:
    """The rows, one for each role in place of the bare ``memberOf``; a post of which a part is missing is left out."""
    held = [
        Difference(came, post["member"], _MEMBER_OF, post["organization"], nquads.term(post["role"]).value)
        for (_, came), post in posts.items()
        if len(post) == len(_POST)
    ]
    told = {row._replace(role="") for row in held}
    return [row for row in rows if row not in told] + held


def labels(rows: Sequence[Difference], *sides: Lines) -> dict[str, str]:
    """IRI token → its label in the first of ``sides`` that has one, for what ``rows`` name."""
    wanted = {token for row in rows for token in (row.subject, row.object) if token.startswith("<")}
    found: dict[str, str] = {}
    for side in sides:
        here: dict[str, str] = {}
        for line in side() if wanted - found.keys() else ():
            if _LABEL in line and (subject := line[: line.index(" ")]) in wanted:
                here.setdefault(subject, nquads.term(nquads.split(line).object).value)
        found = here | found
    return found
