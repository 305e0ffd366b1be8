"""Statements, entities and sources → canonical N-Quads lines, sorted, each once: what the store loads and exports read.

Facts live in three places: the default graph (entities, articles, facts), one named graph per article (its claims), and
``graph:provenance`` (statements, their evidence, the pages).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kg.iri import article_iri, hash_iri, iri, page_iri
from kg.model import Article, Entity, Evidence, Key, Page, Reading, Statement
from kg.namespaces import BASE, DCTERMS, OA, ONTOLOGY, OWL, PROVENANCE, RDF, RDFS, SKOS, XSD
from kg.ontology import Vocabulary

__all__ = ["ArticleSource", "PageSource", "literal", "quads", "sources", "statement_iri"]

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord("\b"): "\\b", ord("\t"): "\\t", ord("\n"): "\\n", ord("\f"): "\\f", ord("\r"): "\\r",
    ord('"'): '\\"', ord("\\"): "\\\\",
}  # fmt: skip
_TYPE = f"<{RDF}type>"
_LABEL = f"<{RDFS}label>"


class ArticleSource(NamedTuple):
    """An article as the graph knows it: ``authors`` are the names of its byline, ``creators`` the people they name."""

    number: int
    title: str
    authors: tuple[str, ...] = ()
    creators: tuple[Key, ...] = ()
    section: str | None = None


class PageSource(NamedTuple):
    """A page and its articles."""

    page: Page
    articles: tuple[ArticleSource, ...]


def sources(readings: Iterable[Reading], keys: Mapping[str, Sequence[Key]]) -> Iterator[PageSource]:
    """Pages with their articles; a name of the byline leads to the page's person of that name, where there is one.

    Of several the one is meant that the article itself names.
    """
    for reading in readings:
        people: dict[tuple[str, int | None], Key] = {}
        for entity, key in zip(reading.entities, keys[reading.page.id], strict=True):
            if entity.type == "PERSON":
                places = {reading.passages[mention.passage].article for mention in entity.mentions}
                for name in (entity.name, *entity.aliases):
                    for place in (None, *places):
                        people.setdefault((name, place), key)
        yield PageSource(
            reading.page,
            tuple(
                ArticleSource(
                    article.number, article.title, article.authors, _people(article, i, people), article.section
                )
                for i, article in enumerate(reading.layout.articles)
            ),
        )


def _people(article: Article, index: int, people: Mapping[tuple[str, int | None], Key]) -> tuple[Key, ...]:
    found = (people.get((name, index)) or people.get((name, None)) for name in article.authors)
    return tuple(key for key in found if key is not None)


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
    mint = _Mint(base, vocabulary, {source.page.id: source for source in pages})
    lines: set[str] = set()
    for source in mint.pages.values():
        lines.update(mint.page(source))
    for entity in entities:
        lines.update(mint.entity(entity))
    for statement in statements:
        lines.update(mint.statement(statement))
    for old, new in replaced.items():
        lines.update(mint.replaced(old, new))
    return sorted(lines)


def statement_iri(statement: Statement, vocabulary: Vocabulary, *, base: str = BASE) -> str:
    """The IRI of a statement, from all that makes it one: its ends, predicate, role and modality."""
    subject, object_ = (f"<{iri(key, base)}>" for key in (statement.subject, statement.object))
    predicate = f"<{vocabulary.predicates[statement.predicate].term.iri}>"
    parts = (subject, predicate, object_, statement.role, statement.modality)
    return hash_iri("statement", *parts, base=base)


def literal(text: str, *, language: str = "", datatype: str = "") -> str:
    """A literal in canonical N-Quads; ``datatype`` is an XSD local name (``integer``)."""
    suffix = f"@{language}" if language else f"^^<{XSD}{datatype}>" if datatype else ""
    return f'"{text.translate(_ESCAPES)}"{suffix}'


def decimal(value: float) -> str:
    """A number between 0 and 1 to four digits as canonical ``xsd:decimal`` (XSD 1.1: no point in whole numbers)."""
    return literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype="decimal")


class _Mint(NamedTuple):
    """Writes the lines of one graph."""

    base: str
    vocabulary: Vocabulary
    pages: Mapping[str, PageSource]

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
            yield f"{node} <{DCTERMS}date> {_date(page.date)} <{PROVENANCE}> ."
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
            yield f"{node} <{DCTERMS}date> {_date(page.date)} ."
        for name in article.authors:
            yield f"{node} {_kg('byline')} {literal(name)} ."
        for key in article.creators:
            yield f"{node} <{DCTERMS}creator> {self.node(key)} ."

    def statement(self, statement: Statement) -> Iterator[str]:
        subject, object_ = self.node(statement.subject), self.node(statement.object)
        predicate = f"<{self.vocabulary.predicates[statement.predicate].term.iri}>"
        fact = f"{subject} {predicate} {object_}"
        node = statement_iri(statement, self.vocabulary, base=self.base)
        if statement.modality is None:
            yield f"{fact} ."
            yield from (f"{fact} {self.source(proof.page, proof.article)} ." for proof in statement.evidence)
            if statement.role:
                yield from self.membership(subject, object_, statement.role)
        about = [
            (_TYPE, _kg("Statement" if statement.modality is None else "UnassertedStatement")),
            (f"<{RDF}subject>", subject), (f"<{RDF}predicate>", predicate), (f"<{RDF}object>", object_),
            (_kg("confidence"), decimal(statement.confidence)),
        ]  # fmt: skip
        about += [(_kg(k), literal(v)) for k, v in (("role", statement.role), ("modality", statement.modality)) if v]
        yield from _in_provenance(f"<{node}>", about)
        for proof in statement.evidence:
            yield from self.evidence(node, proof)

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
        return f"<{iri(key, self.base)}>"

    def source(self, page: str, number: int) -> str:
        """The article, or the page for words that stand in no article of it (captions, banners)."""
        inside = any(article.number == number for article in self.pages[page].articles)
        return f"<{article_iri(page, number, self.base) if inside else page_iri(page, self.base)}>"


def _in_provenance(node: str, about: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{node} {predicate} {value} <{PROVENANCE}> ." for predicate, value in about)


def _kg(name: str) -> str:
    return f"<{ONTOLOGY}{name}>"


def _date(text: str) -> str:
    return literal(text, datatype="date" if _DATE.fullmatch(text) else "")
