"""A scene → the subjects its clauses open with, and the one that a clause without a subject takes over.

Local news names its subject once and drops it for sentences; the opening of a clause is where it was named.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

from kg.relations.rules import Rules
from kg.relations.scene import SLOT, Scene, heading_end, type_class

_MARKS = ",。!?;:\n”“—"
_OPENING = re.compile(
    rf"(?:^|(?<=[{_MARKS}]))([^{_MARKS}{SLOT}]{{0,14}})([{SLOT}](?:(?:、|和|及)[{SLOT}])*)"
    rf"(?=([^{_MARKS}{SLOT}]{{0,12}})([{type_class(['PERSON'])}])?)"
)


class Opening(NamedTuple):
    """A clause's subject: the slots of a coordination, at ``place`` in the masked text."""

    place: int
    slots: tuple[int, ...]


class Ground:
    """A scene with what its sentences open with and what heading or lead name, each looked for when first asked."""

    __slots__ = ("_leading", "_opened", "_rules", "scene")

    def __init__(self, scene: Scene, rules: Rules) -> None:
        self.scene = scene
        self._rules = rules
        self._opened: dict[int, list[Opening]] = {}
        self._leading: frozenset[int] | None = None

    def openings(self, sentence: int) -> list[Opening]:
        """The clause subjects of a sentence, in order."""
        found = self._opened.get(sentence)
        if found is None:
            found = self._opened[sentence] = openings(self.scene, sentence, self._rules)
        return found

    @property
    def leading(self) -> frozenset[int]:
        """See ``leading``."""
        if self._leading is None:
            self._leading = leading(self.scene)
        return self._leading


def openings(scene: Scene, sentence: int, rules: Rules) -> list[Opening]:
    """The clause subjects of a sentence, in order."""
    found = []
    lead_in, verb = rules.expressions["lead-in"], rules.expressions["verb-between"]
    for match in _OPENING.finditer(scene.masked, *scene.sentences[sentence]):
        lead, names, between, person = match.groups()
        if not lead_in.search(lead):
            continue
        place = match.start(2)
        first = scene.slot_number(place)
        slots = tuple(range(first, first + sum("\ue000" <= char <= "\ue03f" for char in names)))
        found.append(Opening(place, slots))
        if person and not verb.search(between) and between:
            found.append(Opening(match.start(4), (slots[-1] + 1,)))
    return found


def carried(known: Ground, place: int, wanted: tuple[frozenset[str], int]) -> Opening | None:
    """The subject that a clause at ``place`` takes over: the nearest opening before it of one of the wanted types.

    ``wanted`` is (types, reach): at most ``reach`` sentences back, within the paragraph unless the reach is above 3.
    """
    types, reach = wanted
    scene = known.scene
    last = scene.sentence_of(place)
    first = max(0, last - reach)
    if reach <= 3:
        paragraph = scene.masked.rfind("\n", scene.starts[first], place) + 1
        first = max(first, scene.sentence_of(paragraph))
    for sentence in range(last, first - 1, -1):
        for opening in reversed(known.openings(sentence)):
            if opening.place < place and scene.slots[opening.slots[0]].name.type in types:
                return opening
    return None


def topic(scene: Scene, types: frozenset[str]) -> Opening | None:
    """The first name of one of the types in the heading lines of a scene: what the article is about."""
    end = heading_end(scene)
    for number, slot in enumerate(scene.slots):
        if slot.start >= end:
            return None
        if slot.name.type in types:
            return Opening(scene.places[number], (number,))
    return None


def leading(scene: Scene) -> frozenset[int]:
    """The things that are named in the heading or in the first two sentences after it."""
    end = heading_end(scene)
    body = (start for start in scene.starts if scene.offset(start) >= end)
    stop = next(islice(body, 3, None), len(scene.masked))
    return frozenset(slot.name.entity for slot in scene.slots[: bisect_left(scene.places, stop)])
