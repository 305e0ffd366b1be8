"""Labelled names → what each relation rule proposes between them, judged one by one: a rule's own precision.

Judged before any choice among the proposals, so that a rule which others overrule is seen for what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.evaluation.facts import ALIKE
from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, Measure, Tally
from kg.gold import GoldPage
from kg.model import SYMMETRIC, PageEntity
from kg.relations.candidates import Candidate

BY_RULE_ALONE = "by relation rule, alone"
RIGHT, DEFENSIBLE, WRONG = "right", "may", "wrong"
Known = Mapping[tuple[int, str, int], bool]


class Outcome(NamedTuple):
    """What came of one proposal: the rule's id and ``right``, ``may`` (labelled as defensible) or ``wrong``."""

    rule: str
    verdict: str


def outcomes(proposed: Sequence[Candidate], gold: GoldPage, entities: Sequence[PageEntity]) -> Iterator[Outcome]:
    """One outcome for each relation that each rule states as a fact; ``entities`` are parallel to ``gold.entities``."""
    known = labelled(gold)
    stated = {(c.rule, c.subject, c.predicate, c.object): c for c in proposed if c.modality is None}
    for candidate in stated.values():
        yield Outcome(candidate.rule, _verdict(candidate, gold, entities, known))


def tallies(found: Iterator[Outcome]) -> Iterator[tuple[Measure, Tally]]:
    """The same as tallies by rule; what is only defensible counts neither way."""
    for rule, verdict in found:
        if verdict != DEFENSIBLE:
            yield Measure(BY_RULE_ALONE, rule), FOUND_RIGHT if verdict == RIGHT else FOUND_WRONG


def labelled(gold: GoldPage) -> Known:
    """The labelled relations by the places of their entities → whether they are only defensible."""
    index = {entity.id: number for number, entity in enumerate(gold.entities)}
    known = {}
    for relation in gold.relations:
        subject, object_ = index[relation.subject], index[relation.object]
        may = relation.may or gold.entities[subject].may or gold.entities[object_].may
        known[subject, relation.predicate, object_] = may
        if relation.predicate in SYMMETRIC:
            known[object_, relation.predicate, subject] = may
    return known


def _verdict(candidate: Candidate, gold: GoldPage, entities: Sequence[PageEntity], known: Known) -> str:
    subject, predicate, object_ = candidate.subject, candidate.predicate, candidate.object
    keys = [(subject, predicate, object_)]
    if predicate in ALIKE and entities[subject].type == "ORG":
        keys.append((subject, ALIKE[predicate], object_))
    for key in keys:
        if key in known:
            return DEFENSIBLE if known[key] else RIGHT
    return DEFENSIBLE if gold.entities[subject].may or gold.entities[object_].may else WRONG
