"""Lines of a headline: title, kicker, subtitle."""

from __future__ import annotations

import pytest

from kg.pages.headlines import head_roles
from kg.pages.words import shipped


@pytest.mark.parametrize(
    ("lines", "roles"),
    [
        ("小河里的灯亮了", "title"),
        ("柳影街道|小河里的灯亮了", "kicker title"),
        ("柳影区邻里节启动大会召开|百家饭香 一院人亲", "kicker title"),
        ("小河里的灯亮了|——柳影街道点亮背街小巷见闻", "title subtitle"),
        ("老街新生 见闻|小河里的灯亮了", "kicker title"),
        ("小河里的灯亮了|柳影街道让背街小巷不再黑", "title subtitle"),
        ("柳影街道让背街小巷不再黑|小河里的灯|亮了", "kicker title title"),
        ("柳影街道|青禾社区", "kicker title"),
        ("小河里的灯亮了|青禾里的门开了", "title title"),
        ("——柳影街道点亮背街小巷", "title"),
    ],
)
def test_head_roles(lines: str, roles: str) -> None:
    assert head_roles(lines.split("|"), shipped().shapes) == roles.split()
