"""The explanation as lines of text."""

import re

import pytest

from kg.explain.marking import weighed
from kg.explain.terminal import Style, lines
from kg.resources import shared_root
from tests import factory
from tests.explain.test_account import told


def text(style: Style | None = None, page: str = factory.TEXT) -> str:
    return "\n".join(lines(told(page), style or Style()))


def test_names_stand_marked_in_the_text_with_evidence_beneath() -> None:
    out = text()
    assert "[小河里社区/COMMUNITY]" in out
    assert re.search(r"^    高远山 PERSON  \d+–\d+  \+\d\.\d\d  person\.surname$", out, re.M)
    for name in told().names:
        assert f"      for {weighed(name.own.evidence, most=3, sign=1)}" in out
    assert re.search(r"^      rivals .* -\d\.\d\d", out, re.M)


def test_relations_have_rule_confidence_and_proof() -> None:
    out = text()
    assert re.search(r"^    小河里社区 partOf 柳影街道  0\.\d\d  chain\.partOf$", out, re.M)
    assert "      「柳影街道小河里社区" in out


def test_broken_columns_are_marked() -> None:
    page = (shared_root() / "data/pages/hexi-demo.txt").read_text(encoding="utf-8")
    joins = told(page).reading.layout.joins
    assert joins
    assert f"⤷ goes on from {joins[0].left}: " in text(page=page)


@pytest.mark.parametrize(
    ("only", "there", "not_there"),
    [
        ("articles", "lines 1 2", "/COMMUNITY]"),
        ("mentions", "[小河里社区/COMMUNITY]", "partOf"),
        ("relations", "partOf", "  mentions"),
    ],
)
def test_one_part_alone(only: str, there: str, not_there: str) -> None:
    out = text(Style(only))
    assert there in out
    assert not_there not in out


def test_colour_marks_names_and_is_left_out_in_plain_text() -> None:
    assert "\x1b[30;48;5;" in text(Style(colour=True))
    assert "\x1b" not in text()


def test_control_characters_of_the_page_do_not_reach_the_terminal() -> None:
    page = "小河里社区\x1b[31m办起食堂\n■ 通讯员 林小满\n小河里社区\x07的食堂开门了。\n"
    assert not {"\x1b", "\x07"} & set(text(page=page))
