"""Weighted candidates → the set of names without overlaps whose weights add up to the most (weighted intervals)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def choose(spans: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """Indices of the chosen spans, in order; only positive weights can be chosen. O(n log n)."""
    order = sorted((i for i, weight in enumerate(weights) if weight > 0), key=lambda i: (spans[i][1], spans[i][0], i))
    ends = [spans[i][1] for i in order]
    best = [0.0]
    take: list[bool] = []
    previous: list[int] = []
    for rank, i in enumerate(order):
        before = bisect_right(ends, spans[i][0], 0, rank)
        previous.append(before)
        with_it = best[before] + weights[i]
        take.append(with_it > best[-1])
        best.append(max(best[-1], with_it))
    chosen = []
    rank = len(order)
    while rank:
        if take[rank - 1]:
            chosen.append(order[rank - 1])
            rank = previous[rank - 1]
        else:
            rank -= 1
    return chosen[::-1]
