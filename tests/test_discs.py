"""Discs that do not overlap, boxes in rows."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.discs import Box, Point, pack, shelve


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(5, 500), max_size=25), st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24))))
def test_discs_do_not_overlap(radii: list[float], links: list[tuple[int, int]]) -> None:
    known = [(a, b) for a, b in links if a < len(radii) and b < len(radii)]
    points = pack(radii, known)
    assert all(
        hypot(points[i].x - points[j].x, points[i].y - points[j].y) >= radii[i] + radii[j]
        for i, j in combinations(range(len(radii)), 2)
    )


def test_the_widest_disc_is_in_the_middle_and_partners_stand_close() -> None:
    points = pack([20, 100, 20, 20, 20, 20, 20, 20, 60], [(0, 8)])
    assert points[1] == Point(0, 0)
    distances = [hypot(p.x - points[8].x, p.y - points[8].y) for p in points]
    assert min(range(8), key=lambda i: distances[i]) == 0


def test_rows_begin_anew_when_they_are_full() -> None:
    corners = shelve([Box(100, 50)] * 4, ratio=1.0)
    assert [corner.x for corner in corners] == [corners[0].x, corners[1].x] * 2
    assert corners[0].y == corners[1].y < corners[2].y - 50
