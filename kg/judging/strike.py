"""Statements without those that people called wrong: what a page seems to say and does not, or says and errs."""

from __future__ import annotations

from collections.abc import Sequence

from kg.judging.apply import Wrong
from kg.model import SYMMETRIC, Statement
from kg.namespaces import BASE
from kg.ontology import Vocabulary
from kg.rdf import statement_iri


def strike(
    stated: Sequence[Statement], wrong: Sequence[Wrong], vocabulary: Vocabulary, *, base: str = BASE
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """What remains, and a warning for each judgement that no statement answers to any more.

    A fact named by its ends goes with all its roles and modalities, a statement's IRI means that one alone.
    """
    if not wrong:
        return tuple(stated), ()
    named: dict[object, list[Wrong]] = {}
    for each in wrong:
        for name in _names(each):
            named.setdefault(name, []).append(each)
    kept, met = [], set()
    for statement in stated:
        fact = (statement.subject, statement.predicate, statement.object)
        hits = [*named.get(fact, ()), *named.get(statement_iri(statement, vocabulary, base=base), ())]
        met.update(hits)
        if not hits:
            kept.append(statement)
    lost = (each.judgement for each in wrong if each not in met)
    return tuple(kept), tuple(f"{j.where}: {j.left} {j.right}".rstrip() + ": no page says so any more" for j in lost)


def _names(wrong: Wrong) -> list[object]:
    if wrong.fact is None:
        return [wrong.statement]
    subject, predicate, object_ = wrong.fact
    return [wrong.fact, *([(object_, predicate, subject)] if predicate in SYMMETRIC else [])]
