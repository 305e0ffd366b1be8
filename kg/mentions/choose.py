"""Weighted candidates → the set of names without overlaps whose weights add up to the most (weighted intervals)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def choose(start: Ints, end: Ints, weight: NDArray[np.float64]) -> list[int]:
    """Places of the chosen spans, in order; only positive weights can be chosen. O(n log n)."""
    good = np.flatnonzero(weight > 0)
    good = good[np.lexsort((start[good], end[good]))]
    before = np.searchsorted(end[good], start[good], "right").tolist()
    best = [0.0]
    take: list[bool] = []
    for previous, worth in zip(before, weight[good].tolist(), strict=True):
        with_it, without = best[previous] + worth, best[-1]
        take.append(with_it > without)
        best.append(with_it if with_it > without else without)
    chosen = []
    places, rank = good.tolist(), len(take)
    while rank:
        rank -= 1
        if take[rank]:
            chosen.append(places[rank])
            rank = before[rank]
    return chosen[::-1]
