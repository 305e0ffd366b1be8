"""The words of bylines, credits, leads and signatures → names."""

from __future__ import annotations

import pytest

from kg.pages.bylines import byline_names, caption_tail, credit_names, lead_names, signature_names
from kg.pages.words import shipped

RULE = shipped().names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("■ 通讯员 林小满", "林小满"),
        ("□本报记者 高远山 通讯员 沈书", "高远山 沈书"),
        ("□旗融媒体中心记者 云朵儿 乌恩其", "云朵儿 乌恩其"),
        ("文/本报记者 方圆圆 图/田野", "方圆圆 田野"),
        ("记者 白鹭 通讯员 江河 报道", "白鹭 江河"),
        ("本报记者 佟月 实习生 那林 文/图", "佟月 那林"),
        ("通讯员 林小满高远山", "林小满 高远山"),
        ("记者 欧阳小满", "欧阳小满"),
        ("柳影报记者 沈书", "沈书"),
        ("■ 通讯员 阿依古丽·买买提", "阿依古丽·买买提"),
        ("记者 阿依古丽 林小满", "阿依古丽 林小满"),
        ("◎乌兰 文/图", "乌兰"),
        ("本报记者 沈书 文并摄", "沈书"),
        ("本报讯(记者 沈书)", "沈书"),
    ],
)
def test_byline(text: str, names: str) -> None:
    assert byline_names(text, RULE) == tuple(names.split())


@pytest.mark.parametrize(
    "text",
    ["柳影街道", "记者走基层 看新貌", "小院里 歌声又起", "邻里节开到家门口", "记者 沈书来到现场，只见人山人海。"],
)
def test_what_is_no_byline(text: str) -> None:
    assert byline_names(text, RULE) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("林小满 高远山 摄", "林小满 高远山"),
        ("本报记者 沈 书 摄", "沈书"),
        ("本报通讯员 高远山 摄影报道", "高远山"),
        ("摄影:田野", "田野"),
        ("柳影街道供图", ""),
    ],
)
def test_credit(text: str, names: str) -> None:
    assert credit_names(text, RULE) == tuple(names.split())


@pytest.mark.parametrize("text", ["全民摄影大赛开拍", "记者 高远山 文/图", "一张全家福 十年邻里情"])
def test_what_is_no_credit(text: str) -> None:
    assert credit_names(text, RULE) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("笑声传出很远。(沈书 林小满)", "沈书 林小满"),
        ("笑声传出很远。”(记者 高远山)", "高远山"),
        ("笑声传出很远。(沈书 文 田野 图)", "沈书 田野"),
    ],
)
def test_signature(text: str, names: str) -> None:
    assert signature_names(text, RULE) == tuple(names.split())


@pytest.mark.parametrize("text", ["报名从速。(下转三版)", "站在中间的是队长(沈书)", "他来了。(右二)", "他来了。"])
def test_what_is_no_signature(text: str) -> None:
    assert signature_names(text, RULE) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯(记者 沈书)昨天", "沈书"),
        ("本报5月6日讯(记者 沈书 通讯员 林小满)昨天", "沈书 林小满"),
        ("本报讯 记者 沈书 报道 天刚亮", "沈书"),
        ("本报讯 通讯员 林小满 早上7点", "林小满"),
        ("本报讯 上周五一早,", ""),
        ("(记者 沈书)近日,", "沈书"),
        ("5月6日讯(记者 沈书 通讯员 林小满)昨天", "沈书 林小满"),
        ("柳影讯(通讯员 林小满)昨天", "林小满"),
        ("本报5月6日讯 通讯员林小满报道:天刚亮,", "林小满"),
    ],
)
def test_lead(text: str, names: str) -> None:
    assert lead_names(text, RULE) == tuple(names.split())


def test_no_lead() -> None:
    assert lead_names("近日,柳影街道举行邻里节。", RULE) is None


def test_credit_at_the_end_of_a_caption() -> None:
    assert caption_tail("孩子们在放风筝。林小满 摄", RULE) == ("林小满",)
    assert caption_tail("孩子们在放风筝。", RULE) is None
