"""Sorted N-Quads lines → the facts of a graph with labels and their best proof, for exports that are no RDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg import nquads
from kg.namespaces import DCTERMS, OA, ONTOLOGY, PROVENANCE, RDF, RDFS


class Fact(NamedTuple):
    """A statement; ``exact`` are the words of its surest proof, pieces over a broken column put together.

    ``subject``, ``predicate``, ``object`` and ``source`` are IRIs.
    """

    subject: str
    predicate: str
    object: str
    role: str
    confidence: str
    exact: str
    source: str


class Facts(NamedTuple):
    """``labels`` and ``types`` by IRI; ``facts`` in sorted order."""

    labels: dict[str, str]
    types: dict[str, str]
    facts: list[Fact]


class _Piece(NamedTuple):
    confidence: float
    source: str
    exact: str
    previous: str


_Block = dict[str, list[str]]


def read(lines: Iterable[str]) -> Facts:
    """Gather what is needed in one pass; memory grows with the number of entities and proofs."""
    labels: dict[str, str] = {}
    types: dict[str, str] = {}
    pieces: dict[str, _Piece] = {}
    statements: list[_Block] = []
    for subject, pairs in nquads.blocks(nquads.triples(lines, PROVENANCE)):
        block = {predicate[1:-1]: [nquads.term(token).value for token in tokens] for predicate, tokens in pairs}
        node, kind = subject[1:-1], _one(block, RDF + "type")
        if kind == ONTOLOGY + "Statement":
            statements.append(block)
        elif kind == ONTOLOGY + "Evidence":
            pieces[node] = _piece(block)
        elif RDFS + "label" in block:
            labels[node], types[node] = min(block[RDFS + "label"]), kind
    following = {piece.previous: node for node, piece in pieces.items() if piece.previous}
    return Facts(labels, types, sorted(_fact(block, pieces, following) for block in statements))


def _piece(block: _Block) -> _Piece:
    confidence = float(_one(block, ONTOLOGY + "confidence") or 0)
    return _Piece(
        confidence, _one(block, DCTERMS + "source"), _one(block, OA + "exact"), _one(block, ONTOLOGY + "continues")
    )


def _fact(block: _Block, pieces: dict[str, _Piece], following: dict[str, str]) -> Fact:
    firsts = [node for node in block.get(ONTOLOGY + "evidence", []) if node in pieces and not pieces[node].previous]
    best = min(firsts, key=lambda node: (-pieces[node].confidence, pieces[node].source, node), default=None)
    words, source = "", pieces[best].source if best else ""
    while best:
        words += pieces[best].exact
        best = following.get(best)
    subject, predicate, object_ = (_one(block, RDF + name) for name in ("subject", "predicate", "object"))
    role, confidence = (_one(block, ONTOLOGY + name) for name in ("role", "confidence"))
    return Fact(subject, predicate, object_, role, confidence, words, source)


def _one(block: _Block, predicate: str) -> str:
    return block.get(predicate, [""])[0]
