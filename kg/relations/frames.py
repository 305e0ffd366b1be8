"""A scene and the frame rules → candidates: triggers choose the rules, patterns find subject and object.

Coordinations are expanded here, dropped subjects taken over from the clause before, plans and denials marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.relations.candidates import Candidate
from kg.relations.modality import modality
from kg.relations.proofs import proof
from kg.relations.rules import Frame, Rule, Rules
from kg.relations.scene import Scene, Slot
from kg.relations.subjects import Ground, carried, topic
from kg.relations.triggers import Awake

_TOPICS = frozenset({"EVENT"})
SHARED_OUT = re.compile("分获|分别|依次|分列|各自")
"""Words between two rows of names that go with one another one by one."""
_MARK = re.compile("[,。!?;:\n]")


def propose(scene: Scene, rules: Rules) -> Iterator[Candidate]:
    """Every candidate of every frame rule in the scene."""
    awake = list(rules.triggers.awake(scene))
    if not awake:
        return
    known = Ground(scene, rules)
    for sentence in awake:
        for number in sentence.frames:
            frame = rules.frames[number]
            for match in frame.pattern.finditer(scene.masked, sentence.start, sentence.end):
                yield from _expand(known, frame, match, (sentence, rules))


def _expand(known: Ground, frame: Frame, match: re.Match[str], context: tuple[Awake, Rules]) -> Iterator[Candidate]:
    scene, (rule, _, groups), (sentence, rules) = known.scene, frame, context
    subjects = _subjects(known, frame, match)
    if not subjects:
        return
    if rule.carry_object:
        out = {slot.name.entity for slot in subjects}
        objects = _last(known, match.start(), rule, out)
    else:
        objects = subjects if rule.among else _slots(scene, match, "o")
        subjects = subjects if rule.among else _row(scene, subjects, objects, match)
    pairs = _pairs(subjects, objects, match, among=rule.among)
    if not pairs:
        return
    role = match.group("role") if "role" in groups else None
    if role is not None:
        role = rules.expressions["post-noise"].sub("", role)
        if not rules.expressions["post"].search(role) or rules.expressions["no-post"].search(role):
            return
    place = scene.places[scene.slots.index(subjects[0])] if rule.carry and sentence.modal else -1
    said = modality(scene, match.span(), sentence.modal, rules, subject=place) if sentence.modal else None
    for subject, obj in pairs:
        a, b = (obj, subject) if rule.swap else (subject, obj)
        pieces = proof(scene, match, _needed(scene, match, rule, (subject, obj)), carried=bool(rule.carry))
        yield Candidate(
            a.name.entity, rule.predicate, b.name.entity, scene.index, pieces, rule.id, rule.confidence,
            role, said, (a.name.start, b.name.start),
        )  # fmt: skip


def _pairs(subjects: list[Slot], objects: list[Slot], match: re.Match[str], *, among: bool) -> list[tuple[Slot, Slot]]:
    """Who goes with what: each with each, the first with the first where the words share out (分获, 分别, 依次)."""
    if not among and len(subjects) == len(objects) and SHARED_OUT.search(match.group()):
        return list(zip(subjects, objects, strict=True))
    return [
        (subject, obj) for i, subject in enumerate(subjects) for obj in (objects[i + 1 :] if among else objects)
        if subject.name.entity != obj.name.entity
    ]  # fmt: skip


def _row(scene: Scene, subjects: list[Slot], objects: list[Slot], match: re.Match[str]) -> list[Slot]:
    """The subjects with those before them in a row of posts and names, where each has one of the objects."""
    if not 0 < len(subjects) < len(objects) or not SHARED_OUT.search(match.group()):
        return subjects
    first = scene.slots.index(subjects[0])
    found = list(subjects)
    for number in range(first - 1, -1, -1):
        between = scene.masked[scene.places[number] + 1 : scene.places[scene.slots.index(found[0])]]
        if len(found) == len(objects) or _MARK.search(between):
            break
        if scene.slots[number].name.type == subjects[0].name.type and "、" in between:
            found.insert(0, scene.slots[number])
    return found if len(found) == len(objects) else subjects


def _subjects(known: Ground, frame: Frame, match: re.Match[str]) -> list[Slot]:
    rule, scene = frame.rule, known.scene
    if not rule.carry:
        return _slots(scene, match, "s")
    opening = carried(known, match.start(), (rule.carry, rule.reach))
    if opening is None and rule.topic:
        opening = topic(scene, rule.carry)
    return [scene.slots[i] for i in opening.slots] if opening else []


def _slots(scene: Scene, match: re.Match[str], group: str) -> list[Slot]:
    start, end = match.span(group)
    number = scene.slot_number(start)
    if end - start == 1:
        return [scene.slots[number]]
    found = []
    if number < 0 or scene.places[number] < start:
        number += 1
    while number < len(scene.places) and scene.places[number] < end:
        place = scene.places[number]
        if not (place + 1 < end and scene.masked[place + 1] == "的"):
            found.append(scene.slots[number])
        number += 1
    return found


def _last(known: Ground, place: int, rule: Rule, out: set[int]) -> list[Slot]:
    """The slot before ``place`` that can be the object, none of the entities ``out``: the nearest within reach, but an
    event or programme that heading or lead name comes before one named in passing.
    """
    scene = known.scene
    sentence = scene.sentence_of(place)
    first = scene.starts[max(0, sentence - rule.reach_object * (1 if rule.main else 3))]
    nearest: list[Slot] = []
    for i in range(scene.slot_number(place), -1, -1):
        slot = scene.slots[i]
        if scene.places[i] < first or (nearest and nearest[0].name.type not in _TOPICS):
            break
        if slot.name.type not in rule.carry_object or scene.places[i] >= place or slot.name.entity in out:
            continue
        if rule.like is not None and not rule.like.search(_said(scene, slot)):
            continue
        if slot.name.type in _TOPICS and slot.name.entity in known.leading:
            return [slot]
        if not nearest and not rule.main and sentence - scene.sentence_of(scene.places[i]) <= rule.reach_object:
            nearest = [slot]
    return nearest


def _said(scene: Scene, slot: Slot) -> str:
    return scene.passage.text[slot.name.start : slot.name.end]


def _needed(scene: Scene, match: re.Match[str], rule: Rule, ends: tuple[Slot, Slot]) -> tuple[Slot, ...]:
    """The ends that the proof must show: an event named in an earlier sentence is what all of the article is about."""
    if "EVENT" not in rule.carry_object:
        return ends
    start = scene.offset(scene.sentences[scene.sentence_of(match.start())][0])
    return tuple(slot for slot in ends if slot.name.type != "EVENT" or slot.start >= start)
