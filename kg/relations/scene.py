"""A passage and its names → the masked text that rules match: each name or reference is one private-use character.

Distances in a pattern so leave out the names' own lengths, one character class stands for a type, and quotation
marks, short forms in brackets and the larger places in front of a name fold into the name's slot.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import ENTITY_TYPES, Passage

_NAME = 0xE000
_REFERENCE = 0xE020
SLOT = "\ue000-\ue03f"
_KINDS = {kind: number for number, kind in enumerate(ENTITY_TYPES)}
_RANK = {"AREA": 0, "STREET": 1, "COMMUNITY": 2, "COMPOUND": 3, "PLACE": 4, "ORG": 4}
_HEADED = frozenset({"PROGRAMME", "EVENT", "AWARD"})
_CLOSING = {"“": "”", "《": "》", "‘": "’"}
_AND = frozenset({"、", "和", "与", "及", "以及", "联合"})
_ASIDE = re.compile(r"\((?:以下简称|下称|简称|以下称|又称|原名)[^)\n]{1,24}\)|\([^)\n,。]{1,4}\)")
_HEADING = frozenset({"kicker", "title", "subtitle"})
KINDS = 64
"""One kind for each type named and one for each type referred to, with room between."""
_SENTENCE = re.compile(r"[^。!?;\n]*(?:[。!?;]+[”’)]*|\n|$)")


class Name(NamedTuple):
    """One mention or reference in a passage, before folding (passage offsets)."""

    start: int
    end: int
    entity: int
    type: str
    reference: bool = False


class Slot(NamedTuple):
    """One character of the masked text: ``start``–``end`` is all it folds, ``name`` the name at its head.

    ``outer`` are the larger places that stand in front of the name (河西区 in 河西区越秀路街), outermost first.
    """

    start: int
    end: int
    name: Name
    outer: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage as the rules see it. ``slots[i]`` stands at ``masked[places[i]]`` and is of ``kinds[i]``."""

    index: int
    passage: Passage
    slots: tuple[Slot, ...]
    masked: str
    places: tuple[int, ...]
    kinds: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]

    def slot_number(self, place: int) -> int:
        """The number of the slot at a place of the masked text."""
        return bisect_right(self.places, place) - 1

    def offset(self, place: int) -> int:
        """The passage offset of a place of the masked text (the start of a slot)."""
        i = bisect_right(self.places, place) - 1
        if i < 0:
            return place
        slot = self.slots[i]
        return slot.start if place == self.places[i] else slot.end + place - self.places[i] - 1

    def sentence_of(self, place: int) -> int:
        """The number of the sentence that a place of the masked text lies in."""
        return bisect_right(self.starts, place) - 1


def type_class(types: list[str], *, names_only: bool = False) -> str:
    """The characters that stand for these types, for use inside a regular expression's brackets."""
    numbers = [ENTITY_TYPES.index(t) for t in types]
    found = "".join(chr(_NAME + n) for n in numbers)
    return found if names_only else found + "".join(chr(_REFERENCE + n) for n in numbers)


def type_bits(types: list[str], *, names_only: bool = False) -> int:
    """One bit for each character of ``type_class``."""
    return sum(1 << (ord(char) - _NAME) for char in set(type_class(types, names_only=names_only)))


def scene(index: int, passage: Passage, names: list[Name]) -> Scene:
    """Mask a passage: ``names`` are its mentions and references in order, without overlaps."""
    slots = _fold(passage.text, names)
    text = passage.text
    masked: list[str] = []
    places: list[int] = []
    kinds: list[int] = []
    at = length = 0
    for slot in slots:
        length += slot.start - at
        places.append(length)
        length += 1
        kind = _KINDS[slot.name.type] + (_REFERENCE - _NAME if slot.name.reference else 0)
        kinds.append(kind)
        masked += text[at : slot.start], chr(_NAME + kind)
        at = slot.end
    masked.append(text[at:])
    joined = "".join(masked)
    spans = [match.span() for match in _SENTENCE.finditer(joined)]
    sentences = tuple(span for span in spans if span[0] < span[1])
    starts = tuple(start for start, _ in sentences)
    return Scene(index, passage, tuple(slots), joined, tuple(places), tuple(kinds), sentences, starts)


def heading_end(scene: Scene) -> int:
    """The passage offset at which the heading lines end (0 where there are none)."""
    return next((line.start for line in scene.passage.lines if line.role not in _HEADING), 0)


def _fold(text: str, names: list[Name]) -> list[Slot]:
    slots: list[Slot] = []
    for name in names:
        slot = _dress(text, name)
        last = slots[-1] if slots else None
        if last is not None and last.end == slot.start and _inside(last.name, name):
            slots[-1] = Slot(last.start, slot.end, name, (*last.outer, last.name))
        elif last is None or slot.start >= last.end:
            slots.append(slot)
    return slots


def _dress(text: str, name: Name) -> Slot:
    start, end = name.start, name.end
    closing = _CLOSING.get(text[start - 1]) if start > 0 else None
    if closing is not None and closing == text[end : end + 1]:
        start, end = start - 1, end + 1
    aside = _ASIDE.match(text, end) if text[end : end + 1] == "(" else None
    return Slot(start, aside.end() if aside else end, name)


def _inside(outer: Name, name: Name) -> bool:
    """Whether ``outer``, standing directly in front of ``name``, is the larger place around it."""
    if outer.reference or name.reference or outer.entity == name.entity:
        return False
    if name.type in _HEADED:
        return outer.type in ("AREA", "STREET", "COMMUNITY")
    rank = _RANK.get(outer.type)
    inner = _RANK.get(name.type)
    if rank is None or inner is None or rank > 3:
        return outer.type == name.type == "PLACE"
    return rank < inner or outer.type == name.type == "AREA"
