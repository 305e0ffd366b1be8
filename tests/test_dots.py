"""How an entity's dot and label are drawn."""

from __future__ import annotations

import pytest

from kg.dots import dot
from kg.patches import Point


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("小河里", "小河里"),
        ("“邻里帮”助老服务模式", "“邻里帮”助\n老服务模式"),
        ("柳影街道小河里社区第一届邻里运动会开幕仪式", "柳影街道小河里社\n区第一届邻里运…"),
        ("Liuying Street", "Liuying Street"),
        ("two\nlines", "two lines"),
        ("", "?"),
    ],
)
def test_labels_are_short(name: str, label: str) -> None:
    assert dot(name, 0).label == label


def test_weight_makes_dot_letters_and_room_larger() -> None:
    light, heavy = dot("小河里社区", 0), dot("小河里社区", 1)
    assert (light.radius, light.font, heavy.radius, heavy.font) == (6, 13, 24, 21)
    assert heavy.box().width > light.box().width >= 5 * 13


def test_dot_and_label_lie_within_the_box() -> None:
    drawn = dot("“邻里帮”助老服务模式", 0.5)
    at, box = drawn.place(Point(10, 20)), drawn.box()
    assert at.y - drawn.radius >= 20 - box.height / 2
    assert at.y + drawn.radius + 2 * drawn.font <= 20 + box.height / 2
