"""What is to come, hoped for or demanded is no fact; what was disposed of, or is being done already, is one."""

from __future__ import annotations

import pytest

from kg.relations import draw, load
from tests import factory


def said(text: str, predicate: str) -> set[str | None]:
    """The modalities of the relations of one predicate in a marked text."""
    page, layout, passages, entities = factory.marked(text)
    return {r.modality for r in draw(page, layout, passages, entities, load(scored=False)) if r.predicate == predicate}


HOST, FEAST = "[STREET 南桥街道]", "[EVENT 邻里节]"
SHOP, SCHOOL, PLAN = "[COMMUNITY 东园社区]", "[ORG 南桥小学]", "[PROGRAMME “四点半”课堂]"


@pytest.mark.parametrize(
    "text",
    [
        f"{HOST}还将举办{FEAST}。",
        f"{HOST}将于明春举办{FEAST}。",
        f"{HOST}计划在广场举办{FEAST}。",
        f"{HOST}将把广场腾出来,举办{FEAST}。",
        f"{HOST}正在谋划举办{FEAST}。",
        f"{HOST}下月举办{FEAST}。",
    ],
)
def test_what_is_to_come_is_planned(text: str) -> None:
    assert said(text, "organizes") == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        f"{HOST}将年度计划贴上墙,举办{FEAST}。",
        f"{HOST}将桌椅搬到广场,举办{FEAST}。",
        f"{HOST}按照工作计划举办{FEAST}。",
        f"{HOST}每年举办{FEAST}。",
        f"{HOST}将军路口搭台,举办{FEAST}。",
    ],
)
def test_what_was_done_is_a_fact(text: str) -> None:
    assert said(text, "organizes") == {None}


def test_going_on_with_something_is_no_plan() -> None:
    assert said(f"{SHOP}将继续推进{PLAN}。", "implements") == {None}
    assert said(f"{SHOP}将推出{PLAN}。", "implements") == {"planned"}


def test_what_a_meeting_demands_is_no_fact() -> None:
    assert said(f"{SHOP}要深化{PLAN}。", "implements") == {"planned"}


def test_a_hope_reaches_over_its_own_clause_only() -> None:
    assert said(f"{SHOP}希望与{SCHOOL}结对。", "cooperatesWith") == {"planned"}
    assert said(f"{SHOP}希望孩子有去处,推出{PLAN}。", "implements") == {None}


def test_a_word_of_an_open_end_reaches_back() -> None:
    assert said(f"{SHOP}与{SCHOOL}结对共建正在谋划中。", "cooperatesWith") == {"planned"}
    assert said(f"{SHOP}与{SCHOOL}结对共建,食堂正在谋划中。", "cooperatesWith") == {None}
