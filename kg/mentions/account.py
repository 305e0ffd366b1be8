"""A page's weighed candidates → why each weighs what it weighs, in words: the account that ``kg explain`` gives.

Nothing of this runs while pages are read; the weights of a candidate's features are looked up again one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.mentions.candidates import ORIGINS, rule_name, select
from kg.mentions.decode import Look
from kg.mentions.features import names
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Scene
from kg.model import LINE_ROLES

_LATER = ("found as another form", "same surface elsewhere")
"""What only the second look gives (``Look.later``), in its order."""
_OWN = "in your own names"
_LEAST = 0.005


class Weighed(NamedTuple):
    """All candidates of a page with their weights; ``places`` are those that were chosen, in order."""

    scene: Scene
    look: Look
    weight: NDArray[np.float64]
    places: NDArray[np.int64]


class Piece(NamedTuple):
    """One piece of evidence: its template, what it found there ("" where no words tell it), what it weighs."""

    template: str
    found: str
    weight: float


class Place(NamedTuple):
    """A candidate's place in the scene; ``head`` is where its head noun starts (``end`` without one)."""

    start: int
    end: int
    head: int
    rule: str


def evidence(weighed: Weighed, place: int, lexicon: Lexicon) -> tuple[Piece, ...]:
    """What speaks for and against one candidate, heaviest first; the weights add up to the candidate's."""
    scene, look = weighed.scene, weighed.look
    one = select(look.candidates, np.array([place]))
    at = Place(int(one.start[0]), int(one.end[0]), int(one.head[0]), rule_name(lexicon, int(one.rule[0])))
    values = [float(lexicon.weights[number]) for number in look.of(place)]
    pieces = [
        Piece(name, _found(name, scene, at), round(value, 4))
        for name, value in zip((*names(scene, one), *_LATER), values, strict=True)
    ]
    own = float(weighed.weight[place]) - sum(values)
    if abs(own) > 0.1:
        pieces.append(Piece(_OWN, scene.text[at.start : at.end], own))
    return tuple(sorted((p for p in pieces if abs(p.weight) >= _LEAST), key=lambda p: (-abs(p.weight), p.template)))


def touching(weighed: Weighed, start: int, end: int) -> list[int]:
    """The candidates that hold a character of ``scene.text[start:end]``, heaviest first."""
    c = weighed.look.candidates
    places = np.flatnonzero((c.start < end) & (c.end > start)).tolist()
    return sorted(places, key=lambda i: (-weighed.weight[i], i))


def proposed_by(weighed: Weighed, place: int, lexicon: Lexicon) -> str:
    """The id of the rule, or the kind of evidence, that proposed a candidate."""
    rule = rule_name(lexicon, int(weighed.look.candidates.rule[place]))
    return f"{rule} (second look)" if rule in ORIGINS and rule.startswith(("alias.", "repeated")) else rule


def _found(template: str, scene: Scene, at: Place) -> str:
    tell = _TOLD.get(template)
    return tell(scene, at).replace("\n", "⏎") if tell else ""


def _before(scene: Scene, end: int) -> str:
    start = int(scene.word_start[end])
    return scene.text[max(0, start if start >= 0 else end - 1) : end]


def _after(scene: Scene, start: int) -> str:
    end = int(scene.word_end[start])
    return scene.text[start : end if end > 0 else start + 1]


def _two_before(scene: Scene, at: Place) -> str:
    last = _before(scene, at.start)
    return _before(scene, at.start - len(last)) + last


def _two_after(scene: Scene, at: Place) -> str:
    first = _after(scene, at.end)
    return first + _after(scene, min(at.end + len(first), len(scene.text)))


def _first(scene: Scene, at: Place) -> str:
    end = int(scene.word_end[at.start])
    return scene.text[at.start : end] if at.start < end <= at.end else ""


_TOLD: Mapping[str, Callable[[Scene, Place], str]] = {
    "rule": lambda _, at: at.rule,
    "rule, length": lambda _, at: f"{at.rule}, {at.end - at.start}",
    "line role": lambda scene, at: LINE_ROLES[int(scene.role[at.start])],
    "character before": lambda scene, at: scene.text[max(0, at.start - 1) : at.start],
    "two characters before": lambda scene, at: scene.text[max(0, at.start - 2) : at.start],
    "word before": lambda scene, at: _before(scene, at.start),
    "word before, rule": lambda scene, at: f"{_before(scene, at.start)}, {at.rule}",
    "words before": _two_before,
    "across left edge": lambda scene, at: f"{scene.text[max(0, at.start - 1) : at.start]}|{scene.text[at.start]}",
    "character after": lambda scene, at: scene.text[at.end : at.end + 1],
    "word after": lambda scene, at: _after(scene, at.end),
    "word after, rule": lambda scene, at: f"{_after(scene, at.end)}, {at.rule}",
    "words after": _two_after,
    "across right edge": lambda scene, at: f"{scene.text[at.end - 1]}|{scene.text[at.end : at.end + 1]}",
    "around": lambda scene, at: f"{scene.text[max(0, at.start - 1) : at.start]}…{scene.text[at.end : at.end + 1]}",
    "head noun": lambda scene, at: scene.text[min(at.head, at.end - 1) : at.end],
    "head noun, stem length": lambda scene, at: f"{scene.text[at.head : at.end]}, {at.head - at.start}",
    "last two characters": lambda scene, at: scene.text[max(0, at.end - 2) : at.end],
    "word before head": lambda scene, at: _before(scene, at.head) if at.start < at.head < at.end else "",
    "first character": lambda scene, at: scene.text[at.start],
    "second character": lambda scene, at: scene.text[at.start + 1 : at.start + 2],
    "last character": lambda scene, at: scene.text[at.end - 1],
    "first word": _first,
}
