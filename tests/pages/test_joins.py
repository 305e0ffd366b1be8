"""Two lines → does the second go on with the first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Join
from kg.pages.joins import Running, cannot_begin, join, seam_score
from kg.pages.roles import Look, looks
from kg.pages.words import shipped
from tests.factory import page

FILLER = "柳影街道的居民都说好，这样的日子过得舒心又踏实，大家盼着明年还能再办一回。"


def pair(left: str, right: str) -> tuple[Look, Look]:
    first, second = looks(page(f"{FILLER}{left}\n\n{right}{FILLER}\n"))
    return first, second


def score(left: str, right: str, known: str = "") -> float:
    return seam_score(*pair(left, right), Running(known, {}, {}, {}), shipped())


def test_a_word_across_the_seam_speaks_for_it() -> None:
    assert score("大家一起到了图书", "馆里看书") > score("大家一起到了图书", "跑步的人很多")


def test_what_the_page_has_elsewhere_speaks_for_it() -> None:
    assert score("说起小河里", "那事", "再看小河里那事") > score("说起小河里", "那事")


def test_an_open_quotation_wants_its_end() -> None:
    assert score("他说：“明天我", "也来。”大家笑了。") > score("他说：“明天我", "也来。大家笑了。")
    assert score("他说明天我", "也来。”大家笑了。") < score("他说明天我", "也来。大家笑了。")


def test_a_lead_goes_on_with_nothing() -> None:
    assert score("大家一起到了图书", "本报讯（记者 沈书）昨天") < 0


@pytest.mark.parametrize(("text", "middle"), [("的人都来了", True), ("，人都来了", True), ("昨天人都来了", False)])
def test_lines_that_cannot_begin(text: str, middle: bool) -> None:
    assert cannot_begin(pair("到了", text)[1], shipped().shapes) is middle


@pytest.mark.parametrize(
    ("left", "right", "doubled", "lost"),
    [
        ("大家都在抢修", "修人员到了", 1, False),
        ("请看社区党委", "社区党委的安排", 4, False),
        ("大家看着天", "天高兴极了", 0, False),
        ("社区积极协调调", "华园的人", 0, True),
        ("请看社区", "党委的安排", 0, False),
    ],
)
def test_what_the_break_did(left: str, right: str, doubled: int, lost: bool) -> None:
    assert join(*pair(left, right), "") == Join(1, 3, doubled, lost)


def test_characters_that_follow_each_other_speak_for_it() -> None:
    assert shipped().neighbours.after("社", "区") > 1 > 0 > shipped().neighbours.after("社", "的")
    assert score("大家一起到了社", "区里看书") > score("大家一起到了社", "的里看书")


def test_what_the_break_doubled_speaks_for_it() -> None:
    assert score("大家都在那里抢修", "修人员到了") > score("大家都在那里抢修", "人员到了")


def test_a_notice_is_signed_with_no_half_sentence() -> None:
    closing = pair("大家都在抢修", "到了")[1]._replace(closing=True)
    assert cannot_begin(closing, shipped().shapes)
    assert seam_score(pair("大家都在抢修", "到了")[0], closing, Running("", {}, {}, {}), shipped()) < -3


@given(st.text(st.sampled_from("青禾里\n"), max_size=8), st.sampled_from("青禾里"), st.sampled_from("青禾里"))
def test_pairs_of_the_page(text: str, first: str, second: str) -> None:
    assert Running(text, {}, {}, {}).has(first, second) is (first + second in text)
