"""Sorted N-Quads lines → CSV (RFC 4180): one row per fact with its labels, post, confidence and proving words.

With evidence one row per proof instead of the best alone, with its place, its rule and how sure it is.
"""

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
PROOF_COLUMNS = ("file", "characters", "rule", "proof_confidence", "repaired")
"""What ``--evidence`` adds; offsets count characters of the page from 0, the end left out."""


def write(lines: Iterable[str], options: Options) -> Iterator[str]:
    """Facts sorted by their IRIs; predicates carry their Chinese label."""
    found = facts.read(lines)
    properties = ontology.load().properties
    yield _row((*COLUMNS, *PROOF_COLUMNS) if options.evidence else COLUMNS)
    for fact in found.facts:
        term = properties.get(fact.predicate.removeprefix(ONTOLOGY))
        subject, object_ = (found.labels.get(iri, iri) for iri in (fact.subject, fact.object))
        predicate = term.zh if term else fact.predicate
        told = (subject, predicate, object_, fact.role, fact.confidence)
        iris = (fact.subject, fact.predicate, fact.object)
        if not options.evidence:
            yield _row((*told, fact.exact, found.labels.get(fact.source, fact.source), *iris, fact.source))
            continue
        for proof in fact.proofs:
            article = found.labels.get(proof.source, proof.source)
            about = (proof.file, proof.spans, proof.rule, proof.confidence, proof.repaired)
            yield _row((*told, proof.exact, article, *iris, proof.source, *about))


def _row(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
