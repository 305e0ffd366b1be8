"""Patches of boxes → places where they do not overlap; bounds → rows: where clusters go that are laid out already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import ceil, cos, floor, pi, sin, sqrt
from typing import NamedTuple

GOLDEN = 0.6180339887498949
_GAP = 26.0
_FINEST, _CELLS = 30.0, 80  # a cell is no smaller, in pixels; a square of all boxes is so many cells wide


class Point(NamedTuple):
    """A place in pixels at scale 1, x to the right, y downwards."""

    x: float
    y: float


class Box(NamedTuple):
    """The room that a node and its label take, in pixels at scale 1."""

    width: float
    height: float


Links = Sequence[tuple[int, int]]
Patch = Sequence[tuple[Point, Box]]
Cell = tuple[int, int]


def pack(patches: Sequence[Patch], links: Links, ratio: float = 1.0) -> list[Point]:
    """How far to move each patch: the largest stays in the middle, others come as near as may be to their partners.

    Together they are about ``ratio`` times as wide as high.
    """
    area = sum(box.width * box.height for patch in patches for _, box in patch)
    size = max(_FINEST, sqrt(area) / _CELLS)
    covers = [_cover(patch, size) for patch in patches]
    partners: dict[int, list[int]] = defaultdict(list)
    for a, b in links:
        partners[a].append(b)
        partners[b].append(a)
    taken: set[Cell] = set()
    placed: dict[int, Cell] = {}
    spiral = _spiral(sqrt(ratio), 9 * sum(map(len, covers)))
    for i in sorted(range(len(covers)), key=lambda i: (-len(covers[i]), i)):
        known = [placed[j] for j in partners[i] if j in placed] or [(0, 0)]
        target = (round(sum(c for c, _ in known) / len(known)), round(sum(r for _, r in known) / len(known)))
        placed[i] = column, row = _free(target, spiral, covers[i], taken)
        taken.update((column + c, row + r) for c, r in covers[i])
    return [Point(placed[i][0] * size, placed[i][1] * size) for i in range(len(covers))]


def _free(target: Cell, spiral: Sequence[Cell], cover: Sequence[Cell], taken: set[Cell]) -> Cell:
    """The place along the spiral around the target where no cell of the cover is taken."""
    for x, y in spiral:
        column, row = target[0] + x, target[1] + y
        for c, r in cover:
            if (column + c, row + r) in taken:
                break
        else:
            return column, row
    right = max((c for c, _ in taken), default=0)
    return right - min(c for c, _ in cover) + 1, target[1]


def _spiral(wide: float, count: int) -> list[Cell]:
    """Cells from the middle outwards, in an ellipse ``wide`` squared times as wide as high."""
    turns = ((n * 2 * pi * GOLDEN, 0.6 * sqrt(n)) for n in range(count))
    return [(round(far * cos(angle) * wide), round(far * sin(angle) / wide)) for angle, far in turns]


def _cover(patch: Patch, size: float) -> list[Cell]:
    """The cells that the convex hull of a patch and its margin touches; the edge comes first."""
    corners = {
        (at.x + x * (box.width + _GAP) / 2, at.y + y * (box.height + _GAP) / 2)
        for at, box in patch
        for x in (-1, 1)
        for y in (-1, 1)
    }
    outline = _hull(sorted(corners))
    ends: dict[int, tuple[int, int]] = {}
    for (ax, ay), (bx, by) in zip(outline, outline[1:] + outline[:1], strict=True):
        for row in range(floor(min(ay, by) / size), floor(max(ay, by) / size) + 1):
            slope = (bx - ax) / (by - ay) if by != ay else 0.0
            cut = [ax + (min(max(y, min(ay, by)), max(ay, by)) - ay) * slope for y in (row * size, row * size + size)]
            xs = [ax, bx] if by == ay else cut
            first, last = floor(min(xs) / size), floor(max(xs) / size)
            known = ends.get(row, (first, last))
            ends[row] = (min(first, known[0]), max(last, known[1]))
    edge = [(column, row) for row, pair in ends.items() for column in pair]
    return edge + [(column, row) for row, (first, last) in ends.items() for column in range(first + 1, last)]


def _hull(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull of sorted corners (Andrew's chains)."""
    chains = []
    for side in (corners, corners[::-1]):
        chain: list[tuple[float, float]] = []
        for x, y in side:
            while len(chain) > 1:
                (ox, oy), (px, py) = chain[-2:]
                if (px - ox) * (y - oy) - (py - oy) * (x - ox) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        chains += chain[:-1]
    return chains


def shelve(bounds: Sequence[Box], ratio: float = 1.0) -> list[Point]:
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
