"""Weighted candidates → the set of names without overlaps whose weights add up to the most (weighted intervals)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def choose(spans: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Indices of the chosen spans, in order; only positive weights can be chosen. O(n log n)."""
    rows = sorted((end, start, i) for i, (start, end) in enumerate(spans) if weights[i] > 0)
    ends = [end for end, _, _ in rows]
    best = [0.0]
    take: list[bool] = []
    previous: list[int] = []
    for rank, (_, start, i) in enumerate(rows):
        before = bisect_right(ends, start, 0, rank)
        previous.append(before)
        with_it, without = best[before] + weights[i], best[-1]
        take.append(with_it > without)
        best.append(with_it if with_it > without else without)
    chosen = []
    rank = len(rows)
    while rank:
        if take[rank - 1]:
            chosen.append(rows[rank - 1][2])
            rank = previous[rank - 1]
        else:
            rank -= 1
    return chosen[::-1]
