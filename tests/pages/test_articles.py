"""The search over a page's lines."""

from __future__ import annotations

from kg.pages.articles import search
from kg.pages.facts import sheet
from kg.pages.roles import looks
from kg.pages.strands import NONE, State, labels
from tests.factory import page

BODY = "夜校的灯亮到九点，裁缝班和二胡班坐得满满当当，谁也舍不得先走。"


def read(*lines: str) -> State:
    return search(sheet(looks(page("\n\n".join(lines)))))


def strands(*lines: str) -> list[int]:
    return labels(read(*lines), len(lines))


def test_headline_opens_an_article() -> None:
    found = strands("夜校开到小院里", "■ 通讯员 林小满", BODY, "菜市场有了公平秤", "■ 通讯员 沈书", BODY)
    assert found == [0, 0, 0, 1, 1, 1]


def test_heading_stays_inside() -> None:
    state = read("夜校开到小院里", "■ 通讯员 林小满", BODY, "老师不收钱", BODY)
    (strand,) = state.strands
    assert (strand.lines, strand.headings) == ((0, 1, 2, 3, 4), 1)


def test_nothing_goes_on_after_a_signature() -> None:
    assert strands("夜校开到小院里", BODY + "（沈书）", BODY + "（林小满）") == [0, 0, 1]


def test_furniture_belongs_nowhere() -> None:
    assert strands("夜校开到小院里", "■ 通讯员 林小满", BODY, "责编 沈书 美编 高远山") == [0, 0, 0, NONE]


def test_no_lines() -> None:
    assert search(sheet([])) == State()
