"""A scene → the subjects its clauses open with, and the one that a clause without a subject takes over.

Local news names its subject once and drops it for sentences; the opening of a clause is where it was named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.relations.scene import SLOT, Scene

_PREPOSITIONS = frozenset("在由被对将为向与和给从到于把跟同让请经据以是有及、比往离沿")
_OPENING = re.compile(rf"(?:^|(?<=[,。!?;:\n”“—]))([^,。!?;:\n{SLOT}]{{0,14}})([{SLOT}](?:(?:、|和|与|及)[{SLOT}])*)(.?)")


class Opening(NamedTuple):
    """A clause's subject: the slots of a coordination, at ``place`` in the masked text."""

    place: int
    slots: tuple[int, ...]
    sentence: int
    possessive: bool


def openings(scene: Scene) -> list[Opening]:
    """The clause subjects of a scene, in order."""
    found = []
    for match in _OPENING.finditer(scene.masked):
        lead, names, after = match.groups()
        if lead and lead[-1] in _PREPOSITIONS:
            continue
        first = scene.slot_number(match.start(2))
        count = sum(1 for char in names if "\ue000" <= char <= "\ue03f")
        slots = tuple(range(first, first + count))
        found.append(Opening(match.start(2), slots, scene.sentence_of(match.start(2)), after == "的"))
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
