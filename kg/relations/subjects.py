"""A scene → the subjects its clauses open with, and the one that a clause without a subject takes over.

Local news names its subject once and drops it for sentences; the opening of a clause is where it was named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.relations.rules import Rules
from kg.relations.scene import SLOT, Scene, type_class

_MARKS = ",。!?;:\n”“—"
_OPENING = re.compile(
    rf"(?:^|(?<=[{_MARKS}]))([^{_MARKS}{SLOT}]{{0,14}})([{SLOT}](?:(?:、|和|及)[{SLOT}])*)"
    rf"(?=([^{_MARKS}{SLOT}]{{0,12}})([{type_class(['PERSON'])}])?)"
)
_HEADING = frozenset({"kicker", "title", "subtitle"})


class Opening(NamedTuple):
    """A clause's subject: the slots of a coordination, at ``place`` in the masked text."""

    place: int
    slots: tuple[int, ...]
    sentence: int
    possessive: bool


def openings(scene: Scene, rules: Rules) -> list[Opening]:
    """The clause subjects of a scene, in order."""
    found = []
    lead_in, verb = rules.expressions["lead-in"], rules.expressions["verb-between"]
    for match in _OPENING.finditer(scene.masked):
        lead, names, between, person = match.groups()
        if not lead_in.search(lead):
            continue
        place = match.start(2)
        first = scene.slot_number(place)
        slots = tuple(range(first, first + sum("\ue000" <= char <= "\ue03f" for char in names)))
        sentence = scene.sentence_of(place)
        found.append(Opening(place, slots, sentence, between.startswith("的")))
        if person and not verb.search(between) and between:
            found.append(Opening(match.start(4), (slots[-1] + 1,), sentence, False))
    return found


def carried(scene: Scene, opened: list[Opening], place: int, wanted: tuple[frozenset[str], int]) -> Opening | None:
    """The subject that a clause at ``place`` takes over: the nearest opening before it of one of the wanted types.

    ``wanted`` is (types, reach): at most ``reach`` sentences back, within the paragraph unless the reach is above 3.
    """
    types, reach = wanted
    sentence = scene.sentence_of(place)
    for opening in reversed(opened):
        if opening.place >= place:
            continue
        if sentence - opening.sentence > reach:
            return None
        if reach <= 3 and "\n" in scene.masked[opening.place : place]:
            return None
        if scene.slots[opening.slots[0]].name.type in types:
            return opening
    return None


def topic(scene: Scene, types: frozenset[str]) -> Opening | None:
    """The first name of one of the types in the heading lines of a scene: what the article is about."""
    end = heading_end(scene)
    for number, slot in enumerate(scene.slots):
        if slot.start >= end:
            return None
        if slot.name.type in types:
            return Opening(scene.places[number], (number,), scene.sentence_of(scene.places[number]), False)
    return None


def heading_end(scene: Scene) -> int:
    """The passage offset at which the heading lines end (0 where there are none)."""
    return next((line.start for line in scene.passage.lines if line.role not in _HEADING), 0)


def named_first(scene: Scene, entity: int) -> bool:
    """Whether a thing is named in the heading or in the first two sentences after it."""
    end = heading_end(scene)
    places = (p for p, slot in zip(scene.places, scene.slots, strict=True) if slot.name.entity == entity)
    place = next(places, None)
    if place is None:
        return False
    opening = [start for start, _ in scene.sentences if scene.offset(start) >= end]
    return place < (opening[3] if len(opening) > 3 else len(scene.masked))
