"""Where a relation was found → the stretch of text that proves it: the words that show it and the rest of their clause.

What stands far from the words that show it (a subject named sentences before) is a piece of its own.
"""

from __future__ import annotations

import re

from kg.relations.scene import Scene, Slot

_MARKS = ",。!?;:\n"
_MARK = re.compile(f"[{_MARKS}]")
_NEAR = 24
_SHORT = 12
_ROOM = 24
_OPENERS = ",。、;:!?的"

Span = tuple[int, int]


def rest_of_clause(text: str, span: Span, room: int = _ROOM) -> Span:
    """The span with what is left of its clause, where that is ``room`` characters at most."""
    start, end = span
    if end > start and text[end - 1] in _MARKS:
        return span
    stop = _MARK.search(text, end, end + room + 1)
    if stop is not None:
        return start, stop.start()
    return (start, len(text)) if len(text) - end <= room else span


def whole_clause(text: str, span: Span, room: int = _ROOM) -> Span:
    """The span with all of its clause, on each side where that is ``room`` characters at most."""
    start, end = rest_of_clause(text, span, room)
    begin = start
    while begin > 0 and start - begin <= room and text[begin - 1] not in _MARKS:
        begin -= 1
    return (begin if start - begin <= room else start), end


def proof(scene: Scene, match: re.Match[str], ends: tuple[Slot, ...], *, carried: bool) -> tuple[Span, ...]:
    """The proof of what a pattern matched between ``ends``; ``carried`` ends are shown with what their clause says,
    references with the name that they stand for."""
    text = scene.passage.text
    start, end = _matched(scene, match)
    pieces, named = [], []
    for slot in ends:
        name = antecedent(scene, slot) if slot.name.reference else None
        if name is not None and (start - name.end > _NEAR or name.start >= end):
            named.append(rest_of_clause(text, (name.start, name.end), _SHORT))
        elif name is not None:
            start = min(start, name.start)
        if slot.end <= start:
            if start - slot.end <= _NEAR:
                start = slot.start
            else:
                pieces.append((slot.start, slot.end))
    clause = rest_of_clause(text, (start, end))
    if carried:
        pieces = [rest_of_clause(text, piece) for piece in pieces]
    return merged((*named, *pieces, clause)) if named or pieces else (clause,)


def antecedent(scene: Scene, reference: Slot) -> Slot | None:
    """The nearest slot before a reference that names the thing it stands for, else the first after it."""
    named = [s for s in scene.slots if s.name.entity == reference.name.entity and not s.name.reference]
    before = [slot for slot in named if slot.end <= reference.start]
    return before[-1] if before else next(iter(named), None)


def merged(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """The pieces in order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _matched(scene: Scene, match: re.Match[str]) -> Span:
    """The passage offsets of a match, without the marks that it begins with."""
    first, last = match.start(), match.end() - 1
    while first < last and scene.masked[first] in _OPENERS:
        first += 1
    number = scene.slot_number(last)
    if number >= 0 and scene.places[number] == last:
        return scene.offset(first), scene.slots[number].end
    return scene.offset(first), scene.offset(last) + 1
