"""What stands after what."""

from __future__ import annotations

import math

import count_neighbours
import pytest

from kg.pages.neighbours import read

TABLE = "# a remark\n社\t-1.5\t区3.2\t会2.0\t\n0\t-2.0\t年2.5\t\n"


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [("社", "区", 3.2), ("社", "会", 2.0), ("社", "的", -1.5), ("7", "年", 2.5), ("的", "社", 0.0)],
)
def test_a_pair(first: str, second: str, value: float) -> None:
    assert read(TABLE.splitlines(keepends=True)).after(first, second) == value


def test_counting() -> None:
    known = read(count_neighbours.rows(["社区社区", "社会", "的的"]))
    likelier = 2 / (3 + 2) * 8 / 2 + 2 / (3 + 2)
    assert known.after("社", "区") == round(math.log(likelier), 1)
    assert known.after("社", "会") == known.after("社", "的") == round(math.log(2 / 5), 1)
