"""Boxes, links, clusters → points."""

from __future__ import annotations

import random
import time
from itertools import combinations
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.patches import Box, Point
from kg.positions import arrange, spread


def overlaps(points: list[Point], boxes: list[Box]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, j in combinations(range(len(points)), 2)
        if abs(points[i].x - points[j].x) < (boxes[i].width + boxes[j].width) / 2 - 1
        and abs(points[i].y - points[j].y) < (boxes[i].height + boxes[j].height) / 2 - 1
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60), st.integers(1, 4))
def test_no_two_boxes_overlap(parents: list[int], parts: int) -> None:
    boxes = [Box(50 + n % 70, 30 + n % 25) for n in parents]
    numbers = list(range(len(parents)))
    clusters = [numbers[start::parts] for start in range(parts) if numbers[start::parts]]
    links = [(i, parent % i) for i, parent in enumerate(parents) if i]
    assert overlaps(arrange(boxes, links, [clusters]), boxes) == []


def test_a_star_surrounds_its_middle() -> None:
    points = spread([Box(60, 40)] * 30, [(i, 0) for i in range(1, 30)])
    middle = points[0]
    for left, up in ((True, True), (True, False), (False, True), (False, False)):
        assert any((p.x < middle.x) is left and (p.y < middle.y) is up for p in points[1:])


def test_linked_boxes_stand_nearer_than_others() -> None:
    links = [(i, i // 2) for i in range(1, 40)]
    points = spread([Box(60, 40)] * 40, links)

    def far(i: int, j: int) -> float:
        return hypot(points[i].x - points[j].x, points[i].y - points[j].y)

    linked = [far(i, j) for i, j in links]
    others = [far(i, j) for i, j in combinations(range(40), 2) if (j, i) not in links]
    assert sum(linked) / len(linked) < 0.6 * sum(others) / len(others)


def test_twenty_thousand_boxes_take_seconds() -> None:
    draw = random.Random(5)
    links = [(i, draw.randrange(max(1, i // 3))) for i in range(1, 20_000) for _ in range(2)]
    clusters = [list(range(start, 20_000, 100)) for start in range(100)]
    began = time.process_time()
    points = arrange([Box(90, 50)] * 20_000, links, [clusters])
    assert len(set(points)) == 20_000
    assert time.process_time() - began < 20
