"""Sorted N-Quads lines → the facts of a graph with labels and their best proof, for exports that are no RDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg import nquads
from kg.namespaces import DCTERMS, OA, ONTOLOGY, PROVENANCE, RDF, RDFS


class Proof(NamedTuple):
    """Words that prove a fact, pieces over a broken column put together; ``spans`` as ``17-19+40-41``, page offsets.

    ``source`` is the IRI of the article or page, ``file`` the page's id.
    """

    exact: str
    spans: str
    rule: str
    confidence: str
    repaired: str
    source: str
    file: str


class Fact(NamedTuple):
    """A statement; ``exact`` are the words of its surest proof, which is the first of ``proofs``.

    ``subject``, ``predicate``, ``object`` and ``source`` are IRIs.
    """

    subject: str
    predicate: str
    object: str
    role: str
    confidence: str
    exact: str
    source: str
    proofs: tuple[Proof, ...] = ()


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
    span: str
    rule: str
    repaired: str


_Block = dict[str, list[str]]


def read(lines: Iterable[str]) -> Facts:
    """Gather what is needed in one pass; memory grows with the number of entities and proofs."""
    labels: dict[str, str] = {}
    types: dict[str, str] = {}
    pieces: dict[str, _Piece] = {}
    statements: list[_Block] = []
    files: dict[str, str] = {}
    pages: dict[str, str] = {}
    for subject, pairs in nquads.blocks(nquads.triples(lines, PROVENANCE)):
        block = {predicate[1:-1]: [nquads.term(token).value for token in tokens] for predicate, tokens in pairs}
        node, kind = subject[1:-1], _one(block, RDF + "type")
        if kind == ONTOLOGY + "Statement":
            statements.append(block)
        elif kind == ONTOLOGY + "Evidence":
            pieces[node] = _piece(block)
        elif RDFS + "label" in block:
            labels[node], types[node] = min(block[RDFS + "label"]), kind
        if ONTOLOGY + "page" in block:
            pages[node] = _one(block, ONTOLOGY + "page")
        elif kind == ONTOLOGY + "Page":
            files[node] = _one(block, ONTOLOGY + "file")
    of_source = {**files, **{article: files.get(page, "") for article, page in pages.items()}}
    following = {piece.previous: node for node, piece in pieces.items() if piece.previous}
    return Facts(labels, types, sorted(_fact(block, _Proofs(pieces, following, of_source)) for block in statements))


class _Proofs(NamedTuple):
    """Pieces by their nodes, the piece that goes on from each, the page's file of each source."""

    pieces: dict[str, _Piece]
    following: dict[str, str]
    files: dict[str, str]

    def of(self, node: str) -> Proof:
        """The proof that begins with a piece."""
        first = self.pieces[node]
        chain, after = [first], self.following.get(node)
        while after:
            chain.append(self.pieces[after])
            after = self.following.get(after)
        words, spans = "".join(piece.exact for piece in chain), "+".join(piece.span for piece in chain)
        file = self.files.get(first.source, "")
        return Proof(words, spans, first.rule, str(first.confidence), first.repaired, first.source, file)


def _piece(block: _Block) -> _Piece:
    confidence = float(_one(block, ONTOLOGY + "confidence") or 0)
    span = f"{_one(block, OA + 'start')}-{_one(block, OA + 'end')}"
    return _Piece(
        confidence, _one(block, DCTERMS + "source"), _one(block, OA + "exact"), _one(block, ONTOLOGY + "continues"),
        span, _one(block, ONTOLOGY + "rule"), _one(block, ONTOLOGY + "repaired"),
    )  # fmt: skip


def _fact(block: _Block, known: _Proofs) -> Fact:
    pieces = known.pieces
    firsts = [node for node in block.get(ONTOLOGY + "evidence", []) if node in pieces and not pieces[node].previous]
    firsts.sort(key=lambda node: (-pieces[node].confidence, pieces[node].source, node))
    proofs = tuple(map(known.of, firsts))
    words, source = (proofs[0].exact, proofs[0].source) if proofs else ("", "")
    subject, predicate, object_ = (_one(block, RDF + name) for name in ("subject", "predicate", "object"))
    role, confidence = (_one(block, ONTOLOGY + name) for name in ("role", "confidence"))
    return Fact(subject, predicate, object_, role, confidence, words, source, proofs)


def _one(block: _Block, predicate: str) -> str:
    return block.get(predicate, [""])[0]
