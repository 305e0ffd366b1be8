"""Relations of all pages → statements: one per subject, predicate, object, role and modality, with all its evidence.

Domain and range are checked against the ontology here; what cannot be stated is counted by its reason.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.model import Evidence, Key, Layout, Reading, Relation, Statement
from kg.ontology import Vocabulary

DOUBTFUL = "doubtful"
CERTAIN = 0.99
"""No number of proofs makes a statement surer than this."""


class _Claim(NamedTuple):
    """What makes relations one statement; empty strings stand for None, so that claims sort."""

    subject: tuple[str, str, str]
    predicate: str
    object: tuple[str, str, str]
    role: str
    modality: str


def state(
    readings: Iterable[Reading], keys: Mapping[str, Sequence[Key]], vocabulary: Vocabulary
) -> tuple[tuple[Statement, ...], Counter[str]]:
    """Statements in sorted order, and how many relations were dropped for which reason.

    ``keys[page id][i]`` is the key of ``reading.entities[i]``.
    """
    claims: dict[_Claim, tuple[Key, Key, set[Evidence]]] = {}
    dropped: Counter[str] = Counter()
    for reading in readings:
        of_page = keys[reading.page.id]
        for relation in reading.relations:
            subject, object_ = _ordered(of_page[relation.subject], of_page[relation.object], relation, vocabulary)
            reason = _refusal(subject, relation, object_, vocabulary)
            if reason:
                dropped[reason] += 1
                continue
            claim = _Claim(
                _sortable(subject), relation.predicate, _sortable(object_), relation.role or "", relation.modality or ""
            )
            found = claims.get(claim) or claims.setdefault(claim, (subject, object_, set()))
            found[2].add(_evidence(reading, relation))
    return tuple(_statement(claim, *claims[claim]) for claim in sorted(claims)), dropped


def doubted(stated: Sequence[Statement], least: float) -> tuple[Statement, ...]:
    """The same with facts below the confidence ``least`` as doubtful statements, in sorted order.

    What was doubtful by its words already becomes one statement with them, all proofs counting.
    """
    if not any(s.modality is None and s.confidence < least for s in stated):
        return tuple(stated)
    claims: dict[_Claim, list[Statement]] = defaultdict(list)
    for statement in stated:
        modality = statement.modality or (DOUBTFUL if statement.confidence < least else "")
        claims[_claim(statement, modality)].append(statement)
    return tuple(
        _statement(claim, found[0].subject, found[0].object, {proof for s in found for proof in s.evidence})
        for claim, found in sorted(claims.items(), key=lambda item: item[0])
    )


def _claim(statement: Statement, modality: str) -> _Claim:
    subject, object_ = _sortable(statement.subject), _sortable(statement.object)
    return _Claim(subject, statement.predicate, object_, statement.role or "", modality)


def combined(evidence: Iterable[Evidence]) -> float:
    """Confidence of a statement: the best proof of each article counts, articles as independent: 1 - Π(1 - c) ≤ 0.99.

    Proofs within one article repeat each other more often than they confirm each other, so only the best one counts.
    """
    best: dict[tuple[str, int], float] = {}
    for proof in evidence:
        place = proof.page, proof.article
        best[place] = max(best.get(place, 0.0), proof.confidence)
    return round(min(CERTAIN, 1 - math.prod([1 - best[place] for place in sorted(best)])), 4)


def article_number(layout: Layout, relation: Relation) -> int:
    """Headline line of the article that a relation is drawn from, 0 where its words belong to no article."""
    if relation.article is not None:
        return layout.articles[relation.article].number
    start = relation.evidence[0].start
    line = next((line.number for line in layout.lines if line.start <= start <= line.end), None)
    return next((article.number for article in layout.articles if line in article.lines), 0)


def _evidence(reading: Reading, relation: Relation) -> Evidence:
    number = article_number(reading.layout, relation)
    return Evidence(
        reading.page.id, number, relation.evidence, relation.rule, relation.confidence, relation.repaired
    )  # fmt: skip


def _ordered(subject: Key, object_: Key, relation: Relation, vocabulary: Vocabulary) -> tuple[Key, Key]:
    """A symmetric predicate is stated once, from the key that sorts first."""
    found = vocabulary.predicates.get(relation.predicate)
    if found is not None and found.symmetric and _sortable(object_) < _sortable(subject):
        return object_, subject
    return subject, object_


def _refusal(subject: Key, relation: Relation, object_: Key, vocabulary: Vocabulary) -> str:
    if relation.predicate not in vocabulary.predicates:
        return f"unknown predicate: {relation.predicate}"
    if subject == object_:
        return f"about itself: {relation.predicate}"
    if not vocabulary.allows(subject.type, relation.predicate, object_.type):
        return f"domain or range: {subject.type} {relation.predicate} {object_.type}"
    return "" if relation.evidence else f"no evidence: {relation.predicate}"


def _sortable(key: Key) -> tuple[str, str, str]:
    # A scope that is absent sorts before one that is empty.
    return key.type, key.name, "" if key.scope is None else "\0" + key.scope


def _statement(claim: _Claim, subject: Key, object_: Key, evidence: set[Evidence]) -> Statement:
    return Statement(
        subject, claim.predicate, object_, claim.role or None, combined(evidence), tuple(sorted(evidence)),
        claim.modality or None,
    )  # fmt: skip
