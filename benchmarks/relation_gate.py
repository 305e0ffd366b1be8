"""Lessons → the gate of the relation scorer: how often what no rule proposes is right between names that stand so.

Cells of a gate hold few pairs, so each rate leans on that of its pair of kinds at any distance, this one on that of
the types, named or referred to, and this on that of all.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from relation_lessons import FREE, Lesson

from kg.relations.gate import Gate, widest

LEAST_RATE, LEAN = 0.02, 20.0
Floats = NDArray[np.float64]


def learn(lessons: Iterable[Lesson]) -> Gate:
    """What is right at a rate of ``LEAST_RATE`` or more."""
    shape = widest().shape
    seen, right = np.zeros(shape), np.zeros(shape)
    for given in lessons:
        told = (given.cell >= 0) & (given.label != FREE)
        seen += np.bincount(given.cell[told], minlength=seen.size).reshape(shape)
        right += np.bincount(given.cell[told & (given.label == 1)], minlength=seen.size).reshape(shape)
    rate = np.full(shape, right.sum() / max(seen.sum(), 1.0))
    for summed in (_of_types, _of_kinds, lambda counts: counts):
        rate = (summed(right) + LEAN * rate) / (summed(seen) + LEAN)
    return widest() & (rate >= LEAST_RATE)


def _of_types(counts: Floats) -> Floats:
    """Counts of the pair of types, over names and references and all distances."""
    found = _of_kinds(counts).reshape(2, 16, 2, 16, *counts.shape[2:])
    return np.broadcast_to(found.sum(axis=(0, 2), keepdims=True), found.shape).reshape(counts.shape)


def _of_kinds(counts: Floats) -> Floats:
    return np.broadcast_to(counts.sum(axis=2, keepdims=True), counts.shape)
