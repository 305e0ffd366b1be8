"""Why a name was found at a place, or why not."""

import re

import pytest

from kg.errors import InputError
from kg.explain.places import answer
from tests import factory
from tests.explain.test_account import knowledge, told

TEXT = "小河里社区办起食堂\n■ 通讯员 林小满\n柳影街道小河里社区党委书记高远山说，食堂很好。\n"


def asked(at: str, text: str = TEXT) -> str:
    return "\n".join(answer(told(text), at, knowledge()))


def test_a_name_that_was_found_is_told_with_its_evidence() -> None:
    out = asked("高远山")
    assert "found: 高远山 PERSON, entity 高远山" in out
    assert "✓ 高远山 PERSON +" in out
    assert re.search(r"^      for .+ \+\d\.\d\d · .+ \+\d\.\d\d", out, re.M)


def test_a_candidate_that_lost_to_a_longer_name() -> None:
    last = asked("小河里社区").split("\n\n")[-1]
    assert "found: 小河里社区党委 ORG" in last
    assert "小河里社区 is a candidate (" in last
    assert "✗ 小河里社区 COMMUNITY" in last


def test_words_that_nothing_proposes() -> None:
    out = asked("食堂很好")
    assert "no name was found here" in out
    assert "食堂很好 itself is no candidate" in out
    assert "--data DIR" in out


def test_relations_that_the_place_proves() -> None:
    assert "proves: 高远山 memberOf 小河里社区党委" in asked("书记高远山")


def test_proposals_of_the_place_that_were_not_kept() -> None:
    text = "小河里社区清扫楼道\n■ 通讯员 田晓禾\n小河里社区很热闹。桂香街道小河里社区党委组织大家清扫了楼道。\n"
    out = asked("桂香街道", text)
    assert "not kept: 小河里社区党委 belongsTo 桂香街道" in out
    assert "小河里社区 is nearer or surer" in out


def test_an_offset_asks_for_one_place() -> None:
    at = TEXT.index("高远山")
    assert asked(str(at)).startswith(f"{at}–{at + 1}  …")
    assert "found: 高远山 PERSON" in asked(str(at))


def test_full_width_and_half_width_are_one() -> None:
    assert "found: “邻里帮”助老服务 PROGRAMME" in asked("「邻里帮」助老服务", factory.TEXT)


@pytest.mark.parametrize(
    ("at", "error"),
    [
        ("小河理社区", "does not stand on this page; names like it there: 小河里社区"),
        ("9999", "9999 lies beyond the page's"),
        (str(TEXT.index("\n")), "no line's text holds character"),
    ],
)
def test_places_that_are_not_there(at: str, error: str) -> None:
    with pytest.raises(InputError, match=error):
        asked(at)


def test_words_as_the_page_has_them_where_they_were_mended() -> None:
    text = "小河里社区办起食堂\n谊景村社区和谊景村社区党委都来了，大家说宜景村社区真好，谊景村社区也好。\n"
    assert "entity 谊景村社区" in asked("宜景村社区", text)
