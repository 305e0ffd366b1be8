"""An entity's name and weight → its dot and short label on the canvas, and the room they take."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from kg.patches import Box, Point

_CELLS, _LINES = 16, 2  # of a label: two lines of eight Han characters


class Dot(NamedTuple):
    """How a node is drawn: its label in lines, the dot's radius and the letters' height in pixels."""

    label: str
    radius: int
    font: int

    def box(self) -> Box:
        """The room of dot and label, with a margin."""
        lines = self.label.split("\n")
        wide = max(map(_cells, lines)) / 2 * self.font
        return Box(max(wide, 2 * self.radius) + 16, 2 * self.radius + len(lines) * self.font * 1.3 + 16)

    def place(self, centre: Point) -> Point:
        """Where the dot stands in a box around ``centre``."""
        return Point(centre.x, round(centre.y - self.box().height / 2 + self.radius + 6, 1))


def dot(name: str, weight: float) -> Dot:
    """The dot of an entity of this name; ``weight`` is from 0 to 1."""
    return Dot(_wrapped(name), round(6 + 18 * weight), round(13 + 8 * weight))


def _wrapped(name: str) -> str:
    """The name in at most two even lines; what does not fit is left to the panel and shown as …"""
    name = " ".join(name.split()) or "?"
    lines = max(1, min(_LINES, -(-_cells(name) // _CELLS)))
    room = min(_CELLS, -(-_cells(name) // lines) + 1)
    rows = [""]
    for char in name:
        if _cells(rows[-1] + char) > room:
            if len(rows) == lines:
                return "\n".join(rows)[:-1] + "…"
            rows.append("")
        rows[-1] += char
    return "\n".join(rows)


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
