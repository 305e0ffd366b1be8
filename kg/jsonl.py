"""A page's reading and its entities' keys → the object that ``kg extract`` prints for the page.

Relations go through ``statements.state`` here as in a build, so that the graph's facts are exactly those printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.iri import iri
from kg.model import Evidence, Key, PageEntity, Reading, Statement
from kg.namespaces import BASE
from kg.ontology import Vocabulary
from kg.statements import state


def record(reading: Reading, keys: Sequence[Key], vocabulary: Vocabulary, *, base: str = BASE) -> dict[str, Any]:
    """The object of design's extract format; ``keys`` are parallel to ``reading.entities``."""
    page = reading.page.id
    ids = {key: f"x{number}" for number, key in enumerate(dict.fromkeys(keys), 1)}
    statements, _ = state((reading,), {page: keys}, vocabulary)
    stated = sorted(((_best(s), s) for s in statements), key=lambda pair: (pair[0].spans, pair[1].predicate))
    facts = [(proof, s) for proof, s in stated if s.modality is None]
    return {
        "document": page,
        "articles": list(_articles(reading)),
        "joins": [[join.left, join.right] for join in reading.layout.joins],
        "entities": list(_entities(reading, keys, ids, base)),
        "relations": [_relation(statement, proof, ids) for proof, statement in facts],
        "unasserted": [
            {**_relation(statement, proof, ids), "modality": statement.modality}
            for proof, statement in stated
            if statement.modality is not None
        ],
    }


def _articles(reading: Reading) -> Iterator[dict[str, Any]]:
    for number, article in enumerate(reading.layout.articles, 1):
        yield {
            "id": f"a{number}",
            "title": article.title,
            "authors": list(article.authors),
            "section": article.section,
            "lines": list(article.lines),
        }


def _entities(reading: Reading, keys: Sequence[Key], ids: Mapping[Key, str], base: str) -> Iterator[dict[str, Any]]:
    """One object per key: two readings of one thing on a page come together here."""
    by_key: dict[Key, list[PageEntity]] = {}
    for entity, key in zip(reading.entities, keys, strict=True):
        by_key.setdefault(key, []).append(entity)
    for key, entities in by_key.items():
        label = max(entities, key=lambda entity: len(entity.mentions)).name
        others = {form for entity in entities for form in (entity.name, *entity.aliases)} - {label}
        spans = sorted(
            reading.passages[mention.passage].spans(mention.start, mention.end)
            for entity in entities
            for mention in entity.mentions
        )
        yield {
            "id": ids[key],
            "iri": iri(key, base),
            "type": key.type,
            "label": label,
            "aliases": sorted(others),
            "mentions": [{"spans": [list(span) for span in pieces]} for pieces in spans],
        }


def _best(statement: Statement) -> Evidence:
    """The surest proof; the first on the page among equals."""
    return min(statement.evidence, key=lambda proof: (-proof.confidence, proof.spans, proof.rule))


def _relation(statement: Statement, proof: Evidence, ids: Mapping[Key, str]) -> dict[str, Any]:
    return {
        "subject": ids[statement.subject],
        "predicate": statement.predicate,
        "object": ids[statement.object],
        "role": statement.role,
        "confidence": statement.confidence,
        "rule": proof.rule,
        "evidence": [list(span) for span in proof.spans],
    }
