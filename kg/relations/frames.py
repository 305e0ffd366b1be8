"""A scene and the frame rules → candidates: triggers choose the rules, patterns find subject and object.

Coordinations are expanded here, dropped subjects taken over from the clause before, plans and denials marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.relations.candidates import Candidate
from kg.relations.rules import Rule, Rules
from kg.relations.scene import Scene, Slot
from kg.relations.subjects import Opening, carried, named_first, openings, topic

_CLAUSE_END = re.compile(r"[,。!?;:\n]")
_NEAR = 24


def propose(scene: Scene, rules: Rules) -> Iterator[Candidate]:
    """Every candidate of every frame rule in the scene."""
    opened = openings(scene)
    for start, end in scene.sentences:
        sentence = scene.masked[start:end]
        numbers = {n for match in rules.triggers.finditer(sentence) for n in rules.by_trigger[match.group()]}
        for number in sorted(numbers.union(rules.always)):
            rule, pattern = rules.frames[number]
            for match in pattern.finditer(scene.masked, start, end):
                yield from _expand(scene, rule, match, (opened, rules))


def _expand(
    scene: Scene, rule: Rule, match: re.Match[str], context: tuple[list[Opening], Rules]
) -> Iterator[Candidate]:
    opened, rules = context
    groups = match.groupdict()
    subjects = _slots(scene, match, "s") if "s" in groups else []
    objects = _slots(scene, match, "o") if "o" in groups else []
    if rule.carry:
        opening = carried(scene, opened, match.start(), (rule.carry, rule.reach))
        if opening is None and rule.topic:
            opening = topic(scene, rule.carry)
        subjects = [scene.slots[i] for i in opening.slots] if opening else []
    if rule.carry_object:
        objects = _last(scene, match.start(), rule, {slot.name.entity for slot in subjects} | _givers(scene, rule, match))
    if rule.absent and any(s.name.type in rule.absent for s in scene.slots if s.start < scene.offset(match.start())):
        return
    if rule.among:
        objects = subjects
    role = groups.get("role")
    if role is not None:
        role = rules.expressions["post-noise"].sub("", role)
        if not rules.expressions["post"].search(role) or rules.expressions["no-post"].search(role):
            return
    modality = _modality(scene, match, rules)
    for i, subject in enumerate(subjects):
        for obj in objects[i + 1 :] if rule.among else objects:
            a, b = (obj, subject) if rule.swap else (subject, obj)
            if a.name.entity != b.name.entity:
                pieces = proof(scene, match.span(), (subject, obj))
                yield Candidate(
                    a.name.entity, rule.predicate, b.name.entity, scene.index, pieces, rule.id, rule.confidence,
                    role, modality,
                )  # fmt: skip


def _slots(scene: Scene, match: re.Match[str], group: str) -> list[Slot]:
    start, end = match.span(group)
    found = []
    for place in range(start, end):
        if "\ue000" <= scene.masked[place] <= "\ue03f" and scene.masked[place + 1 : place + 2] != "的":
            found.append(scene.slots[scene.slot_number(place)])
        elif "\ue000" <= scene.masked[place] <= "\ue03f" and place == end - 1:
            found.append(scene.slots[scene.slot_number(place)])
    return found


def _givers(scene: Scene, rule: Rule, match: re.Match[str]) -> set[int]:
    """The entities that the same pattern finds as subjects nearby: they give, and nobody gives to them."""
    near = match.re.finditer(scene.masked, max(0, match.start() - 90), min(len(scene.masked), match.end() + 90))
    if "s" not in match.re.groupindex or not rule.absent:
        return set()
    return {slot.name.entity for other in near for slot in _slots(scene, other, "s")}


def _last(scene: Scene, place: int, rule: Rule, out: set[int]) -> list[Slot]:
    """The nearest slot before ``place`` that can be the object, none of the entities ``out``."""
    sentence = scene.sentence_of(place)
    for i in range(scene.slot_number(place), -1, -1):
        slot = scene.slots[i]
        if scene.places[i] < place and slot.name.type in rule.carry_object and slot.name.entity not in out:
            if rule.like is not None and slot.name.type == "ORG" and not rule.like.search(scene.passage.text[slot.name.start : slot.name.end]):
                continue
            if rule.main and not named_first(scene, slot.name.entity):
                return []
            return [slot] if sentence - scene.sentence_of(scene.places[i]) <= rule.reach_object else []
    return []


def proof(scene: Scene, span: tuple[int, int], ends: tuple[Slot, ...]) -> tuple[tuple[int, int], ...]:
    """The stretch of a match, with a piece of its own for each end that stands far outside it."""
    start, end = scene.offset(span[0]), scene.offset(span[1] - 1) + 1
    last = scene.slot_number(span[1] - 1)
    if last >= 0 and scene.places[last] == span[1] - 1:
        end = scene.slots[last].end
    pieces = []
    for slot in ends:
        if slot.end <= start:
            if start - slot.end <= _NEAR:
                start = slot.start
            else:
                pieces.append((slot.start, slot.end))
    return (*sorted(pieces), (start, end))


def _modality(scene: Scene, match: re.Match[str], rules: Rules) -> str | None:
    """Planned, negated or doubtful, by the words of the clause around the match."""
    begin = max((m.end() for m in _CLAUSE_END.finditer(scene.masked, max(0, match.start() - 40), match.start())), default=0)
    clause = scene.masked[max(begin, match.start() - 20) : match.end()]
    for kind in ("planned", "negated", "doubtful"):
        expression = rules.expressions.get(kind)
        if expression is not None and expression.search(clause):
            return kind
    return None
