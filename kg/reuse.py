"""The sorted lines of the graph before → which of its statements a new graph has as they are, and the other lines.

Nearly all lines of a graph prove something. A mark tells what a statement's lines are made of; where it is the one that
the graph before had, they stay where they are and nobody looks at them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from kg.lines import starting, without
from kg.model import Page, Statement
from kg.namespaces import BASE, ONTOLOGY

_EVIDENCE = f"<{ONTOLOGY}evidence>"


class Kept(NamedTuple):
    """``nodes`` are the statements that stay with their proofs, ``loose`` all lines of the graph before but these."""

    nodes: frozenset[str] = frozenset()
    loose: AbstractSet[str] = frozenset()


class Before(NamedTuple):
    """The file of the lines of the graph before, and the marks of its statements by their nodes (``<iri>``)."""

    lines: bytes = b""
    marks: Mapping[str, str] = MappingProxyType({})


def page_mark(page: Page, articles: Iterable[int]) -> str:
    """A hash of all that a proof's lines take from its page: its id, its text, which articles it has."""
    return _hash(json.dumps((page.id, page.text, *articles), ensure_ascii=False))


def statement_mark(statement: Statement, pages: Mapping[str, str]) -> str:
    """A hash of all that a statement's lines are made of besides what its IRI tells; ``pages`` are marks by page id."""
    told = [str(statement.confidence)]
    for proof in statement.evidence:
        spans = " ".join([f"{start}-{end}" for start, end in proof.spans])
        told.append(f"{pages[proof.page]} {proof.article} {spans} {proof.confidence} {proof.repaired} {proof.rule!r}")
    return _hash("\n".join(told))


def kept(before: Before, marks: Mapping[str, str], base: str = BASE) -> Kept:
    """What of the graph before stays, where ``marks`` are those of the new one's statements."""
    same = frozenset(node for node, mark in marks.items() if before.marks.get(node) == mark)
    told = [line for node in before.marks if node not in same for line in starting(before.lines, f"{node} ")]
    parts = (line.split(" ", 3) for line in told)
    proofs = {object_ for _, predicate, object_, _ in parts if predicate == _EVIDENCE}
    loose = {line for proof in proofs for line in starting(before.lines, f"{proof} ")}
    loose.update(told, without(before.lines, (f"<{base}evidence/", f"<{base}statement/")))
    return Kept(same, loose)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
