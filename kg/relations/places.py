"""Scenes → what larger place a place or body lies in, from names standing side by side and from an article's heading.

Structure alone says it (河西区越秀路街港云里社区); wordings such as 下辖 and 位于 are rules in data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.model import ENTITY_TYPES, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.proofs import merged, rest_of_clause, whole_clause
from kg.relations.rules import Rules
from kg.relations.scene import Name, Scene, Slot
from kg.relations.subjects import leading, topic

_AND = {False: ("、", "和", "与", "及"), True: ("、",)}
_GAP = 30
_BESIDE = 12
_ROOM = 24
_MARK = re.compile("[,。!?;:\n]")
_LEVELS = {"AREA": 0, "STREET": 1, "COMMUNITY": 2, "COMPOUND": 3}


def chained(scene: Scene, entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    """One candidate for each pair of names that stand side by side, coordinations of the inner one included."""
    for number, slot in enumerate(scene.slots):
        chain = (*slot.outer, slot.name)
        for outer, inner in pairwise(chain):
            yield from _inside(scene, (outer, inner), (chain[0].start, slot.name.end), (entities, rules))
        if slot.outer and slot.name.type in _LEVELS:
            for mate in _mates(scene, number):
                span = (chain[0].start, mate.name.end)
                yield from _inside(scene, (slot.outer[-1], mate.name), span, (entities, rules))


def _mates(scene: Scene, number: int) -> Iterator[Slot]:
    """The further members of the coordination that the slot opens."""
    while number + 1 < len(scene.slots):
        place, slot, kind = scene.places[number], scene.slots[number + 1], scene.slots[number].name.type
        between = scene.masked[place + 1 : scene.places[number + 1]]
        if between not in _AND[kind == "AREA"] or slot.outer or slot.name.type != kind:
            return
        yield slot
        number += 1


def _inside(
    scene: Scene, pair: tuple[Name, Name], span: tuple[int, int], known: tuple[Sequence[PageEntity], Rules]
) -> Iterator[Candidate]:
    (outer, inner), (entities, rules) = pair, known
    stretch = span if inner.type in _LEVELS else (outer.start, inner.end)
    pieces = (rest_of_clause(scene.passage.text, stretch, _ROOM if inner.type == "PROGRAMME" else _BESIDE),)
    subject, obj = inner.entity, outer.entity
    if inner.type in ("EVENT", "AWARD"):
        return
    if inner.type == "PROGRAMME":
        predicate = "implements"
        subject, obj = obj, subject
    elif inner.type in _LEVELS and outer.type in _LEVELS:
        predicate = "partOf"
    else:
        own = inner.type == "ORG" and not rules.expressions["private"].search(entities[inner.entity].name)
        predicate = "belongsTo" if own else "locatedIn"
    rule = f"chain.{predicate}"
    yield Candidate(subject, predicate, obj, scene.index, pieces, rule, rules.confidences[rule])


class Known(NamedTuple):
    """What a scene names (see ``named``), and the entities whose larger place is stated: these are not placed again."""

    things: Mapping[str, dict[int, Name]]
    placed: frozenset[int]


def headed(scene: Scene, known: Known, rules: Rules) -> Iterator[Candidate]:
    """Communities without a stated street → the street of the heading, compounds → the article's one community."""
    if scene.passage.article is None:
        return
    things = known.things
    for inner, outer, kind in (("COMMUNITY", "STREET", "heading"), ("COMPOUND", "COMMUNITY", "topic")):
        parents = things[outer]
        if not parents:
            continue
        opener = next(iter(parents.values()))
        alone = len(parents) == 1
        if not alone and not (kind == "heading" and scene.passage.lines[0].end >= opener.end):
            continue
        rule = f"topic.{outer.lower()}"
        for entity in things[inner]:
            if (
                entity not in known.placed
                and entity != opener.entity
                and not _hoped(scene, things[inner][entity], rules)
            ):
                pieces = _apart(scene, opener.entity, entity)
                yield Candidate(entity, "partOf", opener.entity, scene.index, pieces, rule, rules.confidences[rule])


def _hoped(scene: Scene, name: Name, rules: Rules) -> bool:
    """Whether a thing is first named in what is planned, denied or doubted: the heading then says nothing of it."""
    start, end = whole_clause(scene.passage.text, (name.start, name.end))
    return rules.expressions["not a fact"].search(scene.passage.text, start, end) is not None


def _apart(scene: Scene, outer: int, inner: int) -> tuple[tuple[int, int], ...]:
    """Where the two stand near each other, one stretch; else the clauses that name each first."""
    spans: dict[int, list[tuple[int, int]]] = {outer: [], inner: []}
    for slot in scene.slots:
        for name in (*slot.outer, slot.name):
            if name.entity in spans and not name.reference:
                spans[name.entity].append((name.start, name.end))
    text = scene.passage.text
    ordered = ((a, b) if a < b else (b, a) for a in spans[outer] for b in spans[inner])
    gap, first, second = min((b[0] - a[1], a, b) for a, b in ordered)
    if gap <= _GAP:
        return (rest_of_clause(text, (first[0], second[1]), _BESIDE),)
    return merged((whole_clause(text, spans[outer][0]), whole_clause(text, spans[inner][0], _ROOM)))


def named(scene: Scene) -> Mapping[str, dict[int, Name]]:
    """The things that are named in a scene (not only referred to) by type, each with its first name."""
    found: dict[str, dict[int, Name]] = {kind: {} for kind in ENTITY_TYPES}
    for slot in scene.slots:
        for name in (*slot.outer, slot.name) if slot.outer else (slot.name,):
            if not name.reference:
                found[name.type].setdefault(name.entity, name)
    return found


def under_district(scene: Scene, known: Known, entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    """Streets without a stated area → the one county-level area that the article is about."""
    things = known.things
    county = rules.expressions["county-level"]
    areas = [entity for entity in things["AREA"] if county.search(entities[entity].name)]
    if len(areas) != 1 or areas[0] not in leading(scene):
        return
    district, streets = areas[0], things["STREET"]
    wanted = [("STREET", "partOf", "topic.district")]
    heading = topic(scene, frozenset({"AREA"}))
    if not streets:
        wanted += [("COMMUNITY", "partOf", "topic.area"), ("COMPOUND", "partOf", "topic.area")]
        if heading is not None and scene.slots[heading.slots[0]].name.entity == district:
            wanted.append(("PLACE", "locatedIn", "topic.site"))
    for kind, predicate, rule in wanted:
        for inner in things[kind]:
            if inner not in known.placed and not _hoped(scene, things[kind][inner], rules):
                pieces = _apart(scene, district, inner)
                yield Candidate(inner, predicate, district, scene.index, pieces, rule, rules.confidences[rule])
