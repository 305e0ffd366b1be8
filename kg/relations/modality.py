"""A stretch and the words of its sentence that plan, deny or doubt → whether what it says is a fact.

Which words do so is data; here is how far they reach: over their clause, over those that carry its subject on, and for
words of an end (正在谋划中) over what stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.relations.rules import Rules
from kg.relations.scene import Scene
from kg.relations.triggers import Word

_MODALITIES = ("planned", "negated", "doubtful")
_MARKS = frozenset(",。!?;:\n")
_MARK = re.compile("[,。!?;:\n]")
_BEFORE = 20
_AFTER = 14
_PLANNED = {"planned": "planned", "perhaps": "planned", "hoped": "planned", "unfinished": "planned"}


def modality(
    scene: Scene, span: tuple[int, int], said: Iterable[Word], rules: Rules, *, subject: int = -1
) -> str | None:
    """Planned, negated or doubtful, None for a fact, of what ``span`` of the masked text says.

    ``subject`` is the place of a subject carried over, if it is.
    """
    start, end = span
    begin, floor = start, max(0, start - _BEFORE)
    while begin > floor and scene.masked[begin - 1] not in _MARKS:
        begin -= 1
    if 0 <= subject < begin and scene.sentence_of(subject) == scene.sentence_of(start):
        begin = subject
    found = {_PLANNED.get(word.kind, word.kind) for word in said if _reaches(scene, word, (begin, end), rules)}
    return next((kind for kind in _MODALITIES if kind in found), None)


def _reaches(scene: Scene, word: Word, span: tuple[int, int], rules: Rules) -> bool:
    begin, end = span
    if word.kind == "unfinished" and word.start >= end:
        stop = _MARK.search(scene.masked, end)
        return word.end <= (stop.start() if stop else len(scene.masked)) and word.start - end <= _AFTER
    if not (begin <= word.start and word.end <= end):
        return False
    if word.kind == "perhaps":
        return rules.expressions["plan"].match(scene.masked, word.start) is not None
    # What somebody hopes for is said in the clause of the hope alone: the next says something else.
    return word.kind != "hoped" or _MARK.search(scene.masked, word.end, end) is None
