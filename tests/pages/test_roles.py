"""Lines by themselves."""

from __future__ import annotations

import pytest

from kg.pages.roles import BODY, BYLINE, CAPTION, CREDIT, FURNITURE, SHORT, looks
from tests.factory import page

LONG = "这条老街修好以后，来散步的人一天比一天多，街坊们都说日子有了盼头。"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("夜校开到小院里", SHORT),
        ("没有物管，谁来看门？", SHORT),
        ("■ 通讯员 林小满", BYLINE),
        ("（沈书 林小满）", BYLINE),
        ("田野 摄", CREDIT),
        ("责编 沈书 美编 林小满", FURNITURE),
        ("近日，小院夜校开课", BODY),
        (LONG, BODY),
        (LONG + "田野 摄", CAPTION),
    ],
)
def test_kind(text: str, kind: int) -> None:
    (look,) = looks(page(text))
    assert look.kind == kind


@pytest.mark.parametrize("end", ["柳影街道办事处\n2025年3月1日", "柳影街道办事处 2025年3月1日", "2025年3月1日"])
def test_what_a_notice_is_signed_with_is_text(end: str) -> None:
    text, *closings = looks(page(f"{LONG}\n{end}"))
    assert not text.closing
    assert closings
    assert all(look.kind == BODY and look.closing for look in closings)


def test_a_day_under_a_headline_is_no_signature() -> None:
    assert not any(look.closing for look in looks(page(f"夜校开到小院里\n2025年3月1日\n{LONG}")))


def test_text_in_front_of_a_credit_is_the_caption() -> None:
    assert [look.kind for look in looks(page(f"{LONG}\n{LONG}\n田野 摄"))] == [BODY, CAPTION, CREDIT]


@pytest.mark.parametrize(
    ("text", "is_open", "held"),
    [
        (LONG, False, ""),
        (LONG + "大家约好了明", True, ""),
        (LONG + "“明天我", True, "“"),
        (LONG + "“明天我也来。”", False, ""),
        (LONG + "（沈书）", False, ""),
    ],
)
def test_broken_sentences(text: str, is_open: bool, held: str) -> None:
    (look,) = looks(page(text))
    assert (look.open, look.held) == (is_open, held)


def test_line_numbers_and_offsets() -> None:
    text = "\ufeff\r\n\u3000夜校开到小院里 \r\r\n（沈书）"
    found = looks(page(text))
    assert [(look.number, text[look.start : look.end], look.text) for look in found] == [
        (2, "\u3000夜校开到小院里 ", "夜校开到小院里"),
        (4, "（沈书）", "(沈书)"),
    ]
