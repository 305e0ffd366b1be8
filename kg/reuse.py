"""The sorted lines of the graph before → those of its statements and proofs that a new graph has as they are.

Nearly all lines of a graph prove something. A mark tells what a statement's lines are made of; where it is the one that
the graph before had, they are taken over instead of being written anew.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kg.model import Page, Statement
from kg.namespaces import BASE, ONTOLOGY

_EVIDENCE = f" <{ONTOLOGY}evidence> "
_JSON = json.JSONEncoder(ensure_ascii=False)


class Kept(NamedTuple):
    """Sorted ``lines`` that stay, all those whose subject is one of the statements ``nodes`` or a proof of it."""

    nodes: frozenset[str] = frozenset()
    lines: Sequence[str] = ()


class Before(NamedTuple):
    """The lines of the graph before, and the marks of its statements by their nodes (``<iri>``)."""

    lines: Sequence[str] = ()
    marks: Mapping[str, str] = MappingProxyType({})


def page_mark(page: Page, articles: Iterable[int]) -> str:
    """A hash of all that a proof's lines take from its page: its id, its text, which articles it has."""
    return _hash((page.id, page.text, *articles))


def statement_mark(statement: Statement, pages: Mapping[str, str]) -> str:
    """A hash of all that a statement's lines are made of besides what its IRI tells; ``pages`` are marks by page id."""
    named = sorted({proof.page for proof in statement.evidence})
    return _hash((statement.confidence, statement.evidence, [pages[page] for page in named]))


def kept(before: Before, marks: Mapping[str, str], base: str = BASE) -> Kept:
    """What of the graph before stays, where ``marks`` are those of the new one's statements."""
    same = frozenset(node for node, mark in marks.items() if before.marks.get(node) == mark)
    gone = [node for node in before.marks if node not in same]
    proofs = [line[line.index(_EVIDENCE) + len(_EVIDENCE) :].split(" ", 1)[0] for line in _proving(before.lines, gone)]
    parts = (_without(before.lines, f"<{base}evidence/", proofs), _without(before.lines, f"<{base}statement/", gone))
    return Kept(same, [line for part in parts for line in part])


def _proving(lines: Sequence[str], nodes: Iterable[str]) -> Iterator[str]:
    """The lines that lead from statements to their proofs."""
    for node in nodes:
        start, end = _block(lines, node)
        yield from (line for line in lines[start:end] if line.startswith(_EVIDENCE, len(node)))


def _without(lines: Sequence[str], start: str, nodes: Iterable[str]) -> Iterator[str]:
    """The lines that begin with ``start`` but for those whose subject is one of ``nodes``."""
    place = bisect_left(lines, start)
    for block in sorted(_block(lines, node) for node in set(nodes)):
        yield from lines[place : block[0]]
        place = block[1]
    yield from lines[place : bisect_left(lines, start[:-1] + chr(ord(start[-1]) + 1))]


def _block(lines: Sequence[str], node: str) -> tuple[int, int]:
    """From where to where lines have the subject ``node``."""
    return bisect_left(lines, f"{node} "), bisect_left(lines, f"{node}!")  # ! is the next character


def _hash(value: object) -> str:
    return hashlib.blake2b(_JSON.encode(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
