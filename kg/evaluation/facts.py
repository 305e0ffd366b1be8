"""Found relations against labels, through the match of their entities: right, with the right role, rightly proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.evaluation import reliability
from kg.evaluation.found import Found, FoundRelation, Labels, cells, evidence_cells
from kg.evaluation.names import Match
from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, MISSED, Fault, Measure, Tally
from kg.gold import GoldRelation
from kg.model import SYMMETRIC

Rows = Iterator[tuple[Measure, Tally] | Fault]
Triple = tuple[str, str, str]

RELATION, STRICT, EVIDENCE, ROLES = (Measure("", name) for name in ("relation", "strict", "evidence", "roles"))
BY_PREDICATE, BY_RELATION_RULE = "by predicate", "by relation rule"
ALIKE = {"belongsTo": "locatedIn", "locatedIn": "belongsTo"}
"""For a body and an area these two count alike."""
LONGEST = 3
"""Evidence may be so many times as long as the label's."""


@dataclass(frozen=True, slots=True)
class _View:
    """What a page's relations are judged with; ``may`` are labelled triples that are neither right nor missed."""

    page: Found
    gold: Labels
    matched: Match
    labelled: Mapping[Triple, GoldRelation]
    may: frozenset[Triple]


def relations(page: Found, gold: Labels, matched: Match) -> Rows:
    """Each found relation once, then each label that was missed."""
    view = _view(page, gold, matched)
    seen: set[Triple] = set()
    hits: set[Triple] = set()
    for relation in page.relations:
        key = _triple(relation.subject, relation.predicate, relation.object)
        if key in seen:
            continue
        seen.add(key)
        goal = _goal(relation, view)
        if _uncounted(relation, goal, hits, view):
            continue
        if goal is not None and goal in view.labelled and goal not in hits:
            hits.add(goal)
            yield from _right(relation, goal, view)
        else:
            yield from _wrong(relation, goal if goal in view.labelled else None, view)
    yield from _missed(hits, view)


def _view(page: Found, gold: Labels, matched: Match) -> _View:
    present = set(gold.mentions.values())
    labelled = {_triple(r.subject, r.predicate, r.object): r for r in gold.relations}
    may = {
        _triple(r.subject, r.predicate, r.object)
        for r in gold.relations
        if r.may or any(gold.entities[end].may or end not in present for end in (r.subject, r.object))
    }
    return _View(page, gold, matched, labelled, frozenset(may))


def _triple(subject: str, predicate: str, object_: str) -> Triple:
    if predicate in SYMMETRIC:
        subject, object_ = sorted((subject, object_))
    return subject, predicate, object_


def _goal(relation: FoundRelation, view: _View) -> Triple | None:
    """The labelled triple that a relation aims at, labelled or not; None where an end matches no label."""
    subject, object_ = (view.matched.to_label.get(end) for end in (relation.subject, relation.object))
    if subject is None or object_ is None:
        return None
    goal = _triple(subject, relation.predicate, object_)
    if goal not in view.labelled and relation.predicate in ALIKE and view.gold.entities[subject].type == "ORG":
        other = _triple(subject, ALIKE[relation.predicate], object_)
        return other if other in view.labelled else goal
    return goal


def _uncounted(relation: FoundRelation, goal: Triple | None, hits: set[Triple], view: _View) -> bool:
    """Whether a relation is neither right nor wrong: defensible, or said before by the predicate that counts alike."""
    if goal is not None:
        said = goal in hits and goal[1] != relation.predicate
        unlabelled = goal not in view.labelled and any(view.gold.entities[end].may for end in (goal[0], goal[2]))
        return goal in view.may or said or unlabelled
    return any(_may(end, view) for end in (relation.subject, relation.object))


def _may(found_id: str, view: _View) -> bool:
    label = view.matched.to_label.get(found_id)
    return found_id in view.matched.defensible or (label is not None and view.gold.entities[label].may)


def _right(relation: FoundRelation, goal: Triple, view: _View) -> Rows:
    label = view.labelled[goal]
    yield RELATION, FOUND_RIGHT
    yield Measure(BY_PREDICATE, goal[1]), FOUND_RIGHT
    yield Measure(BY_RELATION_RULE, relation.rule), FOUND_RIGHT
    yield from reliability.judged(relation.confidence, right=True)
    ends = (relation.subject, relation.object)
    strict = all((end, view.matched.to_label[end]) in view.matched.exact for end in ends)
    yield STRICT, FOUND_RIGHT if strict else FOUND_WRONG + MISSED
    proved = _proved(relation, label, view)
    if proved is not None:
        yield EVIDENCE, Tally(proved, 1)
        if not proved:
            yield _fault("evidence", relation, view)
    if label.role:
        yield ROLES, Tally(relation.role == label.role, 1)
        if relation.role != label.role:
            yield _fault("role", relation, view, f" as {relation.role}, not {label.role}")


def _proved(relation: FoundRelation, label: GoldRelation, view: _View) -> bool | None:
    """Whether half of the label's evidence is covered without saying much more; None where it has none."""
    text = view.gold.page.text
    want = evidence_cells(text, label.evidence)
    if not want:
        return None
    got = frozenset().union(*(cells(text, *span) for span in relation.evidence))
    return len(want & got) >= 0.5 * len(want) and len(got) <= LONGEST * len(want)


def _wrong(relation: FoundRelation, goal: Triple | None, view: _View) -> Rows:
    yield RELATION, FOUND_WRONG
    yield STRICT, FOUND_WRONG
    yield Measure(BY_PREDICATE, goal[1] if goal else relation.predicate), FOUND_WRONG
    yield Measure(BY_RELATION_RULE, relation.rule), FOUND_WRONG
    yield from reliability.judged(relation.confidence, right=False)
    yield _fault("false relation", relation, view, f" ({relation.rule})")


def _missed(hits: set[Triple], view: _View) -> Rows:
    for goal, label in view.labelled.items():
        if goal in view.may or goal in hits:
            continue
        yield RELATION, MISSED
        yield STRICT, MISSED
        yield Measure(BY_PREDICATE, label.predicate), MISSED
        yield from reliability.missed()
        names = [view.gold.entities[end].name for end in (label.subject, label.object)]
        place = evidence_cells(view.gold.page.text, label.evidence)
        bounds = (min(place, default=-1), max(place, default=-2) + 1)
        yield Fault("missed relation", f"{names[0]} {label.predicate} {names[1]}", view.gold.page.id, *bounds)


def _fault(kind: str, relation: FoundRelation, view: _View, more: str = "") -> Fault:
    subject, object_ = (view.page.labels[end] for end in (relation.subject, relation.object))
    start, end = (relation.evidence[0].start, relation.evidence[-1].end) if relation.evidence else (-1, -1)
    return Fault(kind, f"{subject} {relation.predicate} {object_}{more}", view.gold.page.id, start, max(start, end))
