"""Boxes, links and clusters → a point for each box, the same on every run, in plain Python.

networkx' own layouts need numpy and 36 s an iteration at 20,000 nodes. Here each cluster is laid out by itself (radial
start, spring forces, overlaps pushed apart) and becomes a patch; patches are packed close to those they are linked to.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import cos, hypot, pi, sin, sqrt

from kg.patches import GOLDEN, Box, Links, Point, pack, shelve

_RATIO = 1.55  # width to height of a laptop's screen between legend and panel
_FEW = 40  # boxes that have room for labels on their links
_PAIRS = 3_000_000  # pairs that the rounds of forces may look at in all: some two seconds


_Sorted = dict[tuple[int, int], list[tuple[int, int]]]


def arrange(boxes: Sequence[Box], links: Links, components: Sequence[Sequence[Sequence[int]]]) -> list[Point]:
    """The centre of each box. ``components`` hold clusters, clusters hold box numbers, the middle one first.

    Labels make boxes wide; all is reckoned in a space so squeezed that they are square, and stretched at the end.
    """
    stretch = sqrt(sum(b.width for b in boxes) / sum(b.height for b in boxes)) if boxes else 1.0
    boxes = [Box(b.width / stretch, b.height * stretch) for b in boxes]
    places = [Point(0, 0)] * len(boxes)
    bounds: list[Box] = []
    inner, outer = _sort(links, components)
    for number, clusters in enumerate(components):
        local = [
            spread([boxes[i] for i in cluster], inner[number, c], effort=_PAIRS // len(boxes))
            for c, cluster in enumerate(clusters)
        ]
        patches = [[(p, boxes[i]) for p, i in zip(ps, c, strict=True)] for ps, c in zip(local, clusters, strict=True)]
        centres = pack(patches, outer[number, 0], _RATIO / stretch**2)
        for centre, points, cluster in zip(centres, local, clusters, strict=True):
            for i, point in zip(cluster, points, strict=True):
                places[i] = Point(centre.x + point.x, centre.y + point.y)
        bounds.append(_centre(places, boxes, [i for cluster in clusters for i in cluster]))
    for corner, bound, clusters in zip(shelve(bounds, _RATIO / stretch**2), bounds, components, strict=True):
        for i in (i for cluster in clusters for i in cluster):
            places[i] = Point(
                round((places[i].x + corner.x + bound.width / 2) * stretch, 1),
                round((places[i].y + corner.y + bound.height / 2) / stretch, 1),
            )
    return places


def _sort(links: Links, components: Sequence[Sequence[Sequence[int]]]) -> tuple[_Sorted, _Sorted]:
    """Links inside each (component, cluster), between places in the cluster; those between a component's clusters."""
    homes = {
        i: (number, c, k)
        for number, clusters in enumerate(components)
        for c, cluster in enumerate(clusters)
        for k, i in enumerate(cluster)
    }
    inner: _Sorted = defaultdict(list)
    outer: _Sorted = defaultdict(list)
    for a, b in links:
        (number, c, i), (_, other, j) = homes[a], homes[b]
        if c != other:
            outer[number, 0].append((c, other))
        elif i != j:
            inner[number, c].append((i, j))
    return inner, outer


def _centre(places: list[Point], boxes: Sequence[Box], members: Sequence[int]) -> Box:
    """Move the members' bounding box to the origin and give its size."""
    left = min(places[i].x - boxes[i].width / 2 for i in members)
    right = max(places[i].x + boxes[i].width / 2 for i in members)
    top = min(places[i].y - boxes[i].height / 2 for i in members)
    bottom = max(places[i].y + boxes[i].height / 2 for i in members)
    for i in members:
        places[i] = Point(places[i].x - (left + right) / 2, places[i].y - (top + bottom) / 2)
    return Box(right - left, bottom - top)


def spread(boxes: Sequence[Box], links: Links, *, effort: int = _PAIRS) -> list[Point]:
    """One cluster around its first box: a radial start, spring forces, boxes pushed apart; its middle is at 0, 0.

    ``effort`` is the number of pairs that may be looked at for each box.
    """
    if len(boxes) == 1:
        return [Point(0, 0)]
    length = sqrt(sum(b.width * b.height for b in boxes) / len(boxes)) * (1.15 if len(boxes) > _FEW else 1.5)
    xs, ys = _radial(len(boxes), links, length)
    rounds = min(120, effort // min(len(boxes), 30))
    _relax(xs, ys, links, length=length, rounds=max(6, rounds))
    _separate(xs, ys, boxes, rounds=max(8, rounds))
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [Point(a - x, b - y) for a, b in zip(xs, ys, strict=True)]


def _radial(count: int, links: Links, length: float) -> tuple[list[float], list[float]]:
    """Each branch of the breadth-first tree gets a wedge, each level a ring of even density."""
    children, order = _tree(count, links)
    leaves = [1] * count
    for i in reversed(order):
        leaves[i] = sum(leaves[j] for j in children[i]) or 1
    wedge = [(0.0, 2 * pi)] * count
    depth = [0] * count
    for i in order:
        start, width = wedge[i]
        for j in children[i]:
            share = width * leaves[j] / leaves[i]
            wedge[j], depth[j], start = (start, share), depth[i] + 1, start + share
    angular = sorted(range(count), key=lambda i: (wedge[i][0] + wedge[i][1] / 2, i))
    mixed = {i: n * GOLDEN % 1 for n, i in enumerate(angular)}
    xs, ys = [0.0] * count, [0.0] * count
    for rank, i in enumerate(sorted(range(count), key=lambda i: (depth[i], mixed[i]))):
        angle, far = wedge[i][0] + wedge[i][1] / 2, length * sqrt(rank) * 0.75
        xs[i], ys[i] = far * cos(angle), far * sin(angle)
    return xs, ys


def _tree(count: int, links: Links) -> tuple[list[list[int]], list[int]]:
    """Breadth first from 0; boxes that no link reaches hang on 0."""
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    children: list[list[int]] = [[] for _ in range(count)]
    order, seen, waiting = [0], {0}, deque([0])
    while waiting:
        i = waiting.popleft()
        for j in near[i]:
            if j not in seen:
                seen.add(j)
                children[i].append(j)
                order.append(j)
                waiting.append(j)
    lost = [i for i in range(count) if i not in seen]
    children[0].extend(lost)
    return children, order + lost


def _relax(xs: list[float], ys: list[float], links: Links, *, length: float, rounds: int) -> None:
    """Fruchterman and Reingold's forces; only boxes in neighbouring cells repel each other."""
    count = len(xs)
    for step in range(rounds):
        heat = length * 0.5 * (1 - step / rounds) + 1
        dx, dy = [0.0] * count, [0.0] * count
        for i, j in _close(xs, ys, 2 * length):
            x, y = xs[i] - xs[j], ys[i] - ys[j]
            square = x * x + y * y or 0.01
            push = length * length / square if square < 4 * length * length else 0.0
            dx[i], dy[i], dx[j], dy[j] = dx[i] + x * push, dy[i] + y * push, dx[j] - x * push, dy[j] - y * push
        for i, j in links:
            x, y = xs[i] - xs[j], ys[i] - ys[j]
            pull = hypot(x, y) / length * 0.6
            dx[i], dy[i], dx[j], dy[j] = dx[i] - x * pull, dy[i] - y * pull, dx[j] + x * pull, dy[j] + y * pull
        for i in range(count):
            far = hypot(dx[i], dy[i]) or 1.0
            xs[i] += dx[i] / far * min(far, heat) - xs[i] * 0.01
            ys[i] += dy[i] / far * min(far, heat) - ys[i] * 0.01


def _close(xs: Sequence[float], ys: Sequence[float], cell: float) -> Iterator[tuple[int, int]]:
    """Pairs in the same or a neighbouring cell, each once."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells[int(x // cell), int(y // cell)].append(i)
    for (column, row), members in cells.items():
        yield from combinations(members, 2)
        for beside in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1)):
            if beside in cells:
                yield from product(members, cells[beside])


def _separate(xs: list[float], ys: list[float], boxes: Sequence[Box], *, rounds: int) -> None:
    """Push overlapping boxes apart along the shorter way until none overlap or the rounds are used up."""
    cell = max(max(b.width, b.height) for b in boxes)
    for _ in range(rounds):
        moved = False
        for i, j in _close(xs, ys, cell):
            x, y = xs[j] - xs[i], ys[j] - ys[i]
            wide = (boxes[i].width + boxes[j].width) / 2 - abs(x)
            high = (boxes[i].height + boxes[j].height) / 2 - abs(y)
            if wide <= 0 or high <= 0:
                continue
            moved = True
            if wide < high:
                shift = (wide / 2 + 0.5) * (1 if x >= 0 else -1)
                xs[i], xs[j] = xs[i] - shift, xs[j] + shift
            else:
                shift = (high / 2 + 0.5) * (1 if y >= 0 else -1)
                ys[i], ys[j] = ys[i] - shift, ys[j] + shift
        if not moved:
            return
