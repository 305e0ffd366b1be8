"""Candidates → numbers of the evidence for and against each, whose weights are learned from gold.

A feature is a template (``templates.py``) and what it finds: both are hashed with the candidate's type into a table of
weights, so that the weight of all candidates of a page is one lookup. ``kg explain`` names the templates again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.mentions.candidates import Candidates
from kg.mentions.lexicon import SIEVE, TABLE
from kg.mentions.scene import Ints, Scene
from kg.mentions.templates import Template, after, before, head, inside, kind, page

Numbers = NDArray[np.int64]
"""Feature numbers below ``TABLE``: a row per template, a column per candidate."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SALT = np.uint64(0xD6E8FEB86659FD93)
_FOLD = np.uint64(64 - (TABLE - 1).bit_length())
_MOST_TYPES = 16
_LATER = 64
_EARLY = 7, 5
"""So many of the templates before and after a candidate are weighed first, with those of its kind."""


class Sides(NamedTuple):
    """What stands at the boundaries of candidates: rows per template, columns per boundary, without types.

    Candidate i begins at column ``start[i]`` of ``before`` and ends at column ``end[i]`` of ``after``.
    """

    before: Numbers
    start: Ints
    after: Numbers
    end: Ints

    def of(self, places: Ints) -> Sides:
        """Those of the candidates at the given places."""
        return self._replace(start=self.start[places], end=self.end[places])


def sides(scene: Scene, c: Candidates) -> Sides:
    """The evidence at the candidates' boundaries, each boundary looked at once."""
    starts, start = _once(c.start, len(scene.codes))
    ends, end = _once(c.end, len(scene.codes))
    left, right = list(before(scene, starts)), list(after(scene, ends))
    return Sides(_rows(left, len(starts), 0), start, _rows(right, len(ends), len(left)), end)


def _once(places: Ints, size: int) -> tuple[Ints, Ints]:
    """Each boundary once, in order, and where among them each of ``places`` is."""
    there = np.zeros(size, np.bool_)
    there[places] = True
    found = np.flatnonzero(there)
    column = np.empty(size, np.int64)
    column[found] = np.arange(len(found))
    return found, column[places]


def early(scene: Scene, c: Candidates, seen: Sides) -> Numbers:
    """The few features that are weighed first, that of the type alone before the others; numbers below ``SIEVE``."""
    left, right = _EARLY
    rows = (
        _rows(kind(scene, c), len(c.start), _LATER // 2),
        seen.before[:left].take(seen.start, axis=1),
        seen.after[:right].take(seen.end, axis=1),
    )
    return _typed(np.concatenate(rows), c.type) & (SIEVE - 1)


def features(scene: Scene, c: Candidates, seen: Sides | None = None) -> Numbers:
    """All features of the candidates."""
    seen = sides(scene, c) if seen is None else seen
    left, right = seen.before.take(seen.start, axis=1), seen.after.take(seen.end, axis=1)
    own = _rows((*kind(scene, c), *_crossing(c, left, right), *_within(scene, c)), len(c.start), _LATER // 2)
    return _typed(np.concatenate((left, right, own)), c.type)


def names(scene: Scene, c: Candidates) -> list[str]:
    """The templates' names, in the order of the rows of ``features``."""
    none = np.zeros((1 + max(_EARLY), len(c.start)), np.int64)
    parts = before(scene, c.start), after(scene, c.end), kind(scene, c), _crossing(c, none, none), _within(scene, c)
    return [name for part in parts for name, _ in part]


def _crossing(c: Candidates, left: Numbers, right: Numbers) -> Iterator[Template]:
    """What stands around a candidate together, and with the rule that proposed it."""
    yield "rule", c.rule
    yield "word before, rule", left[1] * 1024 + c.rule
    yield "word after, rule", right[1] * 1024 + c.rule
    yield "around", left[0] * TABLE + right[0]


def _within(scene: Scene, c: Candidates) -> Iterator[Template]:
    yield from head(scene, c)
    yield from inside(scene, c)
    yield from page(scene, c)


def _rows(found: Iterable[Template], size: int, first: int) -> Numbers:
    """What each template finds, hashed below ``TABLE``; ``first`` is the number of the first template."""
    values = [value for _, value in found]
    rows = np.empty((len(values), size), np.uint64)
    for row, value in zip(rows, values, strict=True):
        row[:] = value
    rows ^= (np.arange(first + 1, first + 1 + len(values), dtype=np.uint64) * _SALT)[:, None]
    rows *= _SPREAD
    rows >>= _FOLD
    return rows.view(np.int64)


def _typed(rows: Numbers, types: Ints) -> Numbers:
    """The same for a type of its own each, in place."""
    keys = (np.arange(1, _MOST_TYPES + 1, dtype=np.uint64) * _SALT) >> _FOLD
    rows ^= keys.view(np.int64)[types]
    return rows


def extra(c: Candidates, value: Ints, place: int) -> Ints:
    """One more feature number per candidate, for evidence that only the page as a whole has (``place`` ≥ 64)."""
    found: Ints = _typed(_rows([("", value)], len(value), place), c.type)[0]
    return found
