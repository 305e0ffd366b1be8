"""Sorted N-Quads lines → CSV (RFC 4180): one row per fact with its labels, post, confidence and proving words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from kg import facts, ontology
from kg.exporters import Options
from kg.namespaces import ONTOLOGY

COLUMNS = (
    "subject", "predicate", "object", "role", "confidence", "sentence", "article", "subject_iri", "predicate_iri",
    "object_iri", "article_iri",
)  # fmt: skip


def write(lines: Iterable[str], _options: Options) -> Iterator[str]:
    """Facts sorted by their IRIs; predicates carry their Chinese label."""
    found = facts.read(lines)
    properties = ontology.load().properties
    yield _row(COLUMNS)
    for fact in found.facts:
        term = properties.get(fact.predicate.removeprefix(ONTOLOGY))
        subject, object_, article = (found.labels.get(iri, iri) for iri in (fact.subject, fact.object, fact.source))
        predicate = term.zh if term else fact.predicate
        told = (subject, predicate, object_, fact.role, fact.confidence, fact.exact, article)
        yield _row((*told, fact.subject, fact.predicate, fact.object, fact.source))


def _row(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
