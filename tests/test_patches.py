"""Patches that do not overlap, boxes in rows."""

from __future__ import annotations

from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.patches import Box, Patch, Point, pack, shelve

SIZES = st.tuples(st.floats(5, 400), st.floats(5, 400))
PATCHES = st.lists(
    st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300), SIZES), min_size=1, max_size=5), max_size=12
)


def square(size: float) -> Patch:
    return [(Point(0, 0), Box(size, size))]


@settings(max_examples=40, deadline=None)
@given(PATCHES, st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11))))
def test_boxes_of_different_patches_do_not_overlap(
    drawn: list[list[tuple[float, float, tuple[float, float]]]], links: list[tuple[int, int]]
) -> None:
    patches = [[(Point(x, y), Box(*size)) for x, y, size in patch] for patch in drawn]
    moved = pack(patches, [(a, b) for a, b in links if max(a, b) < len(patches)])
    for i, j in combinations(range(len(patches)), 2):
        for p, a in patches[i]:
            for q, b in patches[j]:
                wide = abs(p.x + moved[i].x - q.x - moved[j].x) >= (a.width + b.width) / 2
                assert wide or abs(p.y + moved[i].y - q.y - moved[j].y) >= (a.height + b.height) / 2


def test_the_largest_patch_stays_in_the_middle_and_partners_stand_close() -> None:
    moved = pack([square(s) for s in (60, 400, 60, 60, 60, 60, 60, 60, 200)], [(0, 8)])
    assert moved[1] == Point(0, 0)
    distances = [hypot(p.x - moved[8].x, p.y - moved[8].y) for p in moved]
    assert min(range(8), key=lambda i: distances[i]) == 0


def test_rows_begin_anew_when_they_are_full() -> None:
    corners = shelve([Box(100, 50)] * 4, ratio=1.0)
    assert [corner.x for corner in corners] == [corners[0].x, corners[1].x] * 2
    assert corners[0].y == corners[1].y < corners[2].y - 50
