"""Statements, entities and sources → canonical N-Quads lines, sorted, each once: what the store loads and exports read.

Facts live in three places: the default graph (entities, articles, facts), one named graph per article (its claims), and
``graph:provenance`` (statements, their evidence, the pages).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from kg import reuse
from kg.iri import article_iri, hash_iri, iri, page_iri
from kg.literals import date, decimal, literal
from kg.model import Entity, Evidence, Key, Page, Statement
from kg.namespaces import BASE, DCTERMS, OA, ONTOLOGY, OWL, PROV, PROVENANCE, RDF, RDFS, SKOS
from kg.ontology import Vocabulary
from kg.sources import ArticleSource, PageSource

__all__ = ["Written", "decimal", "literal", "quads", "statement_iri", "write"]

_NOTHING = reuse.Before()
_TYPE = f"<{RDF}type>"
_LABEL = f"<{RDFS}label>"


class Written(NamedTuple):
    """``lines`` of a graph without line end, but for what it keeps of the one before; ``loose`` are those of that one
    that it only keeps where they are in ``lines``; ``marks`` are of its statements, for the graph after it."""

    lines: AbstractSet[str]
    loose: AbstractSet[str]
    marks: Mapping[str, str]


def quads(
    entities: Iterable[Entity],
    statements: Iterable[Statement],
    pages: Iterable[PageSource],
    vocabulary: Vocabulary,
    *,
    base: str = BASE,
    replaced: Mapping[Key, Sequence[Key]] = MappingProxyType({}),
) -> list[str]:
    """Sorted unique lines without line end. ``pages`` must hold every page that evidence or entities name.

    ``replaced`` leads from keys that are no more to what stands for them: the same thing, or several after a split.
    """
    return sorted(write(entities, statements, pages, vocabulary, base=base, replaced=replaced).lines)


def write(
    entities: Iterable[Entity],
    statements: Iterable[Statement],
    pages: Iterable[PageSource],
    vocabulary: Vocabulary,
    *,
    base: str = BASE,
    replaced: Mapping[Key, Sequence[Key]] = MappingProxyType({}),
    before: reuse.Before = _NOTHING,
) -> Written:
    """The same with marks; ``before`` is a graph of the same program and base, whose unchanged proofs stay."""
    mint = _mint(entities := tuple(entities), pages, vocabulary, base)
    nodes = {f"<{mint.statement_iri(statement)}>": statement for statement in statements}
    of_page = {p: reuse.page_mark(s.page, sorted(a.number for a in s.articles)) for p, s in mint.pages.items()}
    marks = {node: reuse.statement_mark(statement, of_page) for node, statement in nodes.items()}
    kept = reuse.kept(before, marks, base)
    lines: set[str] = set()
    for source in mint.pages.values():
        lines.update(mint.page(source))
    for entity in entities:
        lines.update(mint.entity(entity))
    for node, statement in nodes.items():
        lines.update(mint.claims(statement))
        if node not in kept.nodes:
            lines.update(mint.proof(statement, node))
    for old, new in replaced.items():
        lines.update(mint.replaced(old, new))
    return Written(lines, kept.loose, marks)


def statement_iri(statement: Statement, vocabulary: Vocabulary, *, base: str = BASE) -> str:
    """The IRI of a statement, from all that makes it one: its ends, predicate, role and modality."""
    return _mint((), (), vocabulary, base).statement_iri(statement)


class _Mint(NamedTuple):
    """Writes the lines of one graph.

    ``nodes`` and ``places`` hold the IRIs that recur most, of entities and of (page, headline line), 0 for the page.
    """

    base: str
    vocabulary: Vocabulary
    pages: Mapping[str, PageSource]
    nodes: Mapping[Key, str]
    places: Mapping[tuple[str, int], str]

    def entity(self, entity: Entity) -> Iterator[str]:
        node = self.node(entity.key)
        yield f"{node} {_TYPE} <{self.vocabulary.types[entity.key.type].term.iri}> ."
        yield f"{node} {_LABEL} {literal(entity.label, language='zh')} ."
        for alias in entity.aliases:
            if alias != entity.label:
                yield f"{node} <{SKOS}altLabel> {literal(alias, language='zh')} ."
        for page, number in entity.articles:
            yield f"{node} {_kg('mentionedIn')} {self.source(page, number)} ."

    def replaced(self, old: Key, new: Sequence[Key]) -> Iterator[str]:
        """No type and no label, so that no question counts it; after a split it is not the same as any of them."""
        for key in new:
            yield f"{self.node(old)} <{DCTERMS}isReplacedBy> {self.node(key)} ."
        if len(new) == 1:
            yield f"{self.node(old)} <{OWL}sameAs> {self.node(new[0])} ."

    def page(self, source: PageSource) -> Iterator[str]:
        page = source.page
        node = f"<{page_iri(page.id, self.base)}>"
        known = {"file": page.id, "sha256": page.sha256, "encoding": page.encoding}
        told = {"publication": page.publication, "pageNumber": page.number}
        yield f"{node} {_TYPE} {_kg('Page')} <{PROVENANCE}> ."
        for name, value in (known | told).items():
            if value:
                yield f"{node} {_kg(name)} {literal(value)} <{PROVENANCE}> ."
        if page.date:
            yield f"{node} <{DCTERMS}date> {date(page.date)} <{PROVENANCE}> ."
        if source.copy_of is not None:
            yield f"{node} <{PROV}alternateOf> <{page_iri(source.copy_of, self.base)}> <{PROVENANCE}> ."
        for article in source.articles:
            place = self.source(page.id, article.number)
            yield f"{place} {_kg('page')} {node} <{PROVENANCE}> ."
            yield from self.article(page, article, place)

    def article(self, page: Page, article: ArticleSource, node: str) -> Iterator[str]:
        identifier = f"{page.id}#{article.number}"
        yield f"{node} {_TYPE} {_kg('Article')} ."
        yield f"{node} <{DCTERMS}identifier> {literal(identifier)} ."
        label = literal(article.title, language="zh") if article.title else literal(identifier)
        yield f"{node} {_LABEL} {label} ."
        if article.section:
            yield f"{node} {_kg('section')} {literal(article.section)} ."
        if page.date:
            yield f"{node} <{DCTERMS}date> {date(page.date)} ."
        for name in article.authors:
            yield f"{node} {_kg('byline')} {literal(name)} ."
        for key in article.creators:
            yield f"{node} <{DCTERMS}creator> {self.node(key)} ."

    def statement_iri(self, statement: Statement) -> str:
        """From all that makes it one: its ends, predicate, role and modality."""
        ends = (self.node(statement.subject), self.predicate(statement), self.node(statement.object))
        return hash_iri("statement", *ends, statement.role, statement.modality, base=self.base)

    def predicate(self, statement: Statement) -> str:
        return f"<{self.vocabulary.predicates[statement.predicate].term.iri}>"

    def claims(self, statement: Statement) -> Iterator[str]:
        """The fact, who says so, the post: nothing for what is no fact."""
        if statement.modality is not None:
            return
        subject, object_ = self.node(statement.subject), self.node(statement.object)
        fact = f"{subject} {self.predicate(statement)} {object_}"
        yield f"{fact} ."
        yield from (f"{fact} {self.source(proof.page, proof.article)} ." for proof in statement.evidence)
        if statement.role:
            yield from self.membership(subject, object_, statement.role)

    def proof(self, statement: Statement, node: str) -> Iterator[str]:
        """The statement and its evidence: what ``reuse`` takes over, so nothing but what its marks tell may enter."""
        subject, object_ = self.node(statement.subject), self.node(statement.object)
        about = [
            (_TYPE, _kg("Statement" if statement.modality is None else "UnassertedStatement")),
            (f"<{RDF}subject>", subject), (f"<{RDF}predicate>", self.predicate(statement)),
            (f"<{RDF}object>", object_), (_kg("confidence"), decimal(statement.confidence)),
        ]  # fmt: skip
        about += [(_kg(k), literal(v)) for k, v in (("role", statement.role), ("modality", statement.modality)) if v]
        yield from _in_provenance(node, about)
        for proof in statement.evidence:
            yield from self.evidence(node[1:-1], proof)

    def membership(self, member: str, organization: str, role: str) -> Iterator[str]:
        node = f"<{hash_iri('membership', member, organization, role, base=self.base)}>"
        yield f"{node} {_TYPE} {_kg('Membership')} ."
        yield f"{node} {_kg('member')} {member} ."
        yield f"{node} {_kg('organization')} {organization} ."
        yield f"{node} {_kg('role')} {literal(role)} ."

    def evidence(self, statement: str, proof: Evidence) -> Iterator[str]:
        """One node per contiguous piece, so that ``oa:exact`` is always the page's own characters."""
        text = self.pages[proof.page].page.text
        identity = (statement, proof.page, proof.article, proof.rule, decimal(proof.confidence), int(proof.repaired))
        previous = ""
        for order, (start, end) in enumerate(proof.spans, 1):
            spans = ",".join(f"{span.start}-{span.end}" for span in proof.spans)
            node = f"<{hash_iri('evidence', *identity, spans, order, base=self.base)}>"
            about = [
                (_TYPE, _kg("Evidence")), (f"<{OA}exact>", literal(text[start:end])),
                (f"<{OA}start>", literal(str(start), datatype="integer")),
                (f"<{OA}end>", literal(str(end), datatype="integer")),
                (_kg("rule"), literal(proof.rule)), (_kg("confidence"), decimal(proof.confidence)),
                (_kg("repaired"), literal("true" if proof.repaired else "false", datatype="boolean")),
                (f"<{DCTERMS}source>", self.source(proof.page, proof.article)),
            ]  # fmt: skip
            if len(proof.spans) > 1:
                about.append((_kg("order"), literal(str(order), datatype="integer")))
            if previous:
                about.append((_kg("continues"), previous))
            yield from _in_provenance(node, about)
            yield f"<{statement}> {_kg('evidence')} {node} <{PROVENANCE}> ."
            previous = node

    def node(self, key: Key) -> str:
        return self.nodes.get(key) or f"<{iri(key, self.base)}>"

    def source(self, page: str, number: int) -> str:
        """The article, or the page for words that stand in no article of it (captions, banners)."""
        return self.places.get((page, number)) or self.places[page, 0]


def _mint(entities: Sequence[Entity], pages: Iterable[PageSource], vocabulary: Vocabulary, base: str) -> _Mint:
    by_id = {source.page.id: source for source in pages}
    places = {(page, 0): f"<{page_iri(page, base)}>" for page in by_id}
    for page, source in by_id.items():
        places.update(((page, a.number), f"<{article_iri(page, a.number, base)}>") for a in source.articles)
    nodes = {entity.key: f"<{iri(entity.key, base)}>" for entity in entities}
    return _Mint(base, vocabulary, by_id, nodes, places)


def _in_provenance(node: str, about: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{node} {predicate} {value} <{PROVENANCE}> ." for predicate, value in about)


def _kg(name: str) -> str:
    return f"<{ONTOLOGY}{name}>"
