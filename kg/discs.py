"""Discs → places where they do not overlap; boxes → rows: where the clusters go that are laid out already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import NamedTuple

_GOLDEN = 0.6180339887498949
_GAP = 26.0


class Point(NamedTuple):
    """A place in pixels at scale 1, x to the right, y downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """The room that a node and its label take, in pixels at scale 1."""

    width: float
    height: float


Links = Sequence[tuple[int, int]]


def pack(radii: Sequence[float], links: Links) -> list[Point]:
    """Centres of discs that do not overlap: the widest in the middle, others as near as may be to their partners."""
    near: dict[int, list[int]] = defaultdict(list)
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    placed: dict[int, Point] = {}
    for i in sorted(range(len(radii)), key=lambda i: (-radii[i], i)):
        known = [placed[j] for j in near[i] if j in placed] or [Point(0, 0)]
        target = Point(sum(p.x for p in known) / len(known), sum(p.y for p in known) / len(known))
        placed[i] = _free(_spiral(target, max(radii[i] / 3, 8.0)), i, radii, placed)
    return [placed[i] for i in range(len(radii))]


def _free(tries: Iterator[Point], i: int, radii: Sequence[float], placed: dict[int, Point]) -> Point:
    """The first try where disc ``i`` touches none; the disc that was last in the way is asked first."""
    order = list(placed)
    for at in tries:
        for n, j in enumerate(order):
            if hypot(at.x - placed[j].x, at.y - placed[j].y) < radii[i] + radii[j] + _GAP:
                order.insert(0, order.pop(n))
                break
        else:
            return at
    raise AssertionError("a spiral has no end")


def _spiral(centre: Point, step: float) -> Iterator[Point]:
    n = 0
    while True:
        angle, far = n * 2 * pi * _GOLDEN, step * sqrt(n)
        yield Point(centre.x + far * cos(angle) * 1.15, centre.y + far * sin(angle) * 0.87)
        n += 1


def shelve(bounds: Sequence[Box], ratio: float = 1.6) -> list[Point]:
    """The upper left corner of each bound: rows as on a bookshelf, together ``ratio`` times as wide as high."""
    gap = 3 * _GAP
    area = sum((b.width + gap) * (b.height + gap) for b in bounds)
    width = max([ceil(sqrt(area * ratio)), *(b.width for b in bounds)])
    corners, x, y, height = [], 0.0, 0.0, 0.0
    for bound in bounds:
        if x and x + bound.width > width:
            x, y, height = 0.0, y + height + gap, 0.0
        corners.append(Point(x, y))
        x, height = x + bound.width + gap, max(height, bound.height)
    return corners
