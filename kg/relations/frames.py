"""A scene and the frame rules → candidates: triggers choose the rules, patterns find subject and object.

Coordinations are expanded here, dropped subjects taken over from the clause before, plans and denials marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.relations.candidates import Candidate
from kg.relations.rules import Rule, Rules
from kg.relations.scene import Scene, Slot, bits_of
from kg.relations.subjects import Opening, carried, named_first, openings, topic

_CLAUSE_END = re.compile(r"[,。!?;:\n]")
_NEAR = 24
_REST = 16
_TOPICS = frozenset({"EVENT"})


def propose(scene: Scene, rules: Rules) -> Iterator[Candidate]:
    """Every candidate of every frame rule in the scene."""
    opened = openings(scene, rules)
    for start, end in scene.sentences:
        sentence = scene.masked[start:end]
        bits = bits_of(sentence)
        if not bits:
            continue
        numbers = set(rules.always)
        for trigger in set(rules.triggers.findall(sentence)):
            numbers.update(rules.by_trigger[trigger])
        for number in sorted(numbers):
            rule, pattern, (subjects, objects) = rules.frames[number]
            if bits & subjects and bits & objects:
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
        out = {slot.name.entity for slot in subjects} | _givers(scene, rule, match)
        objects = _last(scene, match.start(), rule, out)
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
                pieces = proof(scene, _clause(scene, match, rule), _needed(scene, match, rule, (subject, obj)))
                yield Candidate(
                    a.name.entity, rule.predicate, b.name.entity, scene.index, pieces, rule.id, rule.confidence,
                    role, modality,
                )  # fmt: skip


def _slots(scene: Scene, match: re.Match[str], group: str) -> list[Slot]:
    start, end = match.span(group)
    found = []
    for place in range(start, end):
        owner = scene.masked[place + 1 : place + 2] == "的" and place + 1 < end
        if "\ue000" <= scene.masked[place] <= "\ue03f" and not owner:
            found.append(scene.slots[scene.slot_number(place)])
    return found


def _givers(scene: Scene, rule: Rule, match: re.Match[str]) -> set[int]:
    """The entities that the same pattern finds as subjects nearby: they give, and nobody gives to them."""
    near = match.re.finditer(scene.masked, max(0, match.start() - 90), min(len(scene.masked), match.end() + 90))
    if "s" not in match.re.groupindex or not rule.absent:
        return set()
    return {slot.name.entity for other in near for slot in _slots(scene, other, "s")}


def _last(scene: Scene, place: int, rule: Rule, out: set[int]) -> list[Slot]:
    """The slot before ``place`` that can be the object, none of the entities ``out``: the nearest within reach, but an
    event or programme that heading or lead name comes before one named in passing.
    """
    sentence = scene.sentence_of(place)
    nearest: list[Slot] = []
    for i in range(scene.slot_number(place), -1, -1):
        slot = scene.slots[i]
        back = sentence - scene.sentence_of(scene.places[i])
        if back > rule.reach_object * (1 if rule.main else 3) or (nearest and nearest[0].name.type not in _TOPICS):
            break
        if scene.places[i] >= place or slot.name.type not in rule.carry_object or slot.name.entity in out:
            continue
        if rule.like is not None and slot.name.type == "ORG" and not rule.like.search(_said(scene, slot)):
            continue
        if slot.name.type in _TOPICS and named_first(scene, slot.name.entity):
            return [slot]
        if not nearest and back <= rule.reach_object and not rule.main:
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


def _clause(scene: Scene, match: re.Match[str], rule: Rule) -> tuple[int, int]:
    """A match, with what is left of its clause where an end was carried over and little is left."""
    start, end = match.span()
    while start < end and scene.masked[start] in ",。、;:!?的":
        start += 1
    if not (rule.carry or rule.carry_object):
        return start, end
    stop = _CLAUSE_END.search(scene.masked, end)
    rest = stop.start() if stop else len(scene.masked)
    return start, rest if rest - end <= _REST else end


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
    ends = _CLAUSE_END.finditer(scene.masked, max(0, match.start() - 20), match.start())
    begin = max((m.end() for m in ends), default=max(0, match.start() - 20))
    clause = scene.masked[begin : match.end()]
    for kind in ("planned", "negated", "doubtful"):
        expression = rules.expressions.get(kind)
        if expression is not None and expression.search(clause):
            return kind
    return None
