"""A page → lines with roles, articles, joins: golden layouts of small pages, and what holds for every page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import LINE_ROLES, Layout
from kg.pages.layout import layout
from kg.pages.passages import normalise, passages
from tests.factory import page

PLAIN = """柳影新事

小河里的灯亮了

■ 通讯员 林小满

近日，柳影街道小河里社区换上了四十盏新路灯。“晚上遛弯再也不怕磕着了。”居民罗奶奶说。

小河里社区的路灯用了二十多年，社区党委跑了三趟，请来供电公司帮忙。

下一步，社区还要给楼道换上声控灯。
"""

FAR = """夜校开到小院里

■ 本报记者 高远山

天一擦黑，青禾里社区的小院夜校就热闹起来，裁缝班、二胡班坐得满满当当。

裁缝班的钟老师教了三十年书，退休后带着徒弟们给邻居改衣服，去年一共改了六百多件。青禾里社区还请来柳影中

菜市场有了公平秤

本报讯（记者 沈书）5月6日，桥头菜市场摆出三台公平秤，买菜的人随手就能复秤。

市场管理员说，公平秤由区市场监管局每月校准一次，三个月来没有一起缺斤短两的投诉。

学的音乐老师，每周三晚上来教二胡。老师们分文不取。

孩子们在桥头放风筝，风筝是居民自己扎的。

田野 摄
"""

STRANDED = """柳影新事

三棵老槐树保住了

记者 高远山 通讯员 林小满

河东巷的三棵老槐树，树龄都过了一百年。前年修路，图纸上的路正好从树下穿过，居民们急得睡不着觉。

街道请来园林专家，把路往南挪了两米，三棵树都保住了。

夏天一到，老人们又搬着板凳到树下乘凉。

早上六点，豆浆铺的蒸汽就冒了出来。铺子开在青石桥边，老板娘姓顾，磨豆浆的石磨还是祖上传下来的。

青石桥的豆浆两元一碗，环卫工人不要钱。（沈书）

一碗豆浆暖了青石桥
"""


def lines_of(text: str) -> list[list[str]]:
    """Each article's lines as text, in reading order."""
    subject = page(text)
    by_number = {line.number: normalise(text)[line.start : line.end].strip("\ufeff") for line in layout(subject).lines}
    return [[by_number[number][:6] for number in article.lines] for article in layout(subject).articles]


def roles(text: str) -> list[str]:
    return [line.role for line in layout(page(text)).lines]


def test_plain_page() -> None:
    found = layout(page(PLAIN))
    assert roles(PLAIN) == ["section", "title", "byline", "body", "body", "body"]
    (article,) = found.articles
    assert (article.number, article.title, article.authors) == (3, "小河里的灯亮了", ("林小满",))
    assert article.section == "柳影新事"
    assert article.lines == (3, 5, 7, 9, 11)
    assert found.joins == ()


def test_kicker_and_subtitle_are_not_the_title() -> None:
    text = PLAIN.replace("小河里的灯亮了\n", "柳影街道\n小河里的灯亮了\n——背街小巷点灯见闻\n")
    assert roles(text)[1:5] == ["kicker", "title", "subtitle", "byline"]
    (article,) = layout(page(text)).articles
    assert (article.title, article.lines[0]) == ("小河里的灯亮了", 3)


def test_column_that_goes_on_behind_another_article() -> None:
    found = layout(page(FAR))
    assert [article.lines for article in found.articles] == [(1, 3, 5, 7, 15), (9, 11, 13), (17, 19)]
    assert [article.authors for article in found.articles] == [("高远山",), ("沈书",), ("田野",)]
    assert [(join.left, join.right) for join in found.joins] == [(7, 15)]
    assert roles(FAR)[-2:] == ["caption", "caption"]


def test_headline_stranded_at_the_end() -> None:
    first, second = layout(page(STRANDED)).articles
    assert first.lines == (3, 5, 7, 9, 11)
    assert (second.number, second.lines, second.authors) == (17, (17, 13, 15), ("沈书",))


def test_line_ends_and_mark_do_not_change_the_reading() -> None:
    assert lines_of("\ufeff" + FAR.replace("\n", "\r\n")) == lines_of(FAR) == lines_of(FAR.replace("\n", "\r"))


def test_pages_with_hardly_anything() -> None:
    assert layout(page("")) == Layout((), (), ())
    assert layout(page("\ufeff\r\n \u3000\n")).lines == ()
    assert len(layout(page("柳影街道昨天很热闹。")).articles) == 1
    assert [line.role for line in layout(page("柳影街道")).lines] in (["title"], ["section"])


def test_long_page_is_read_in_parts() -> None:
    found = layout(page(FAR * 100))
    assert len(found.lines) == 1000
    assert len(found.articles) > 200


ODD = st.sampled_from(
    ["\n", "\r\n", "\r", "。", "，", "“", "”", "（", "）", "■ 通讯员 林小满", "本报讯", "\u3000", "\x0b", "\u2028"]
)
TEXTS = st.lists(st.one_of(ODD, st.sampled_from(FAR.split("\n")), st.text(max_size=8)), max_size=30).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_line_has_one_role_and_at_most_one_article(text: str) -> None:
    subject = page(text)
    found = layout(subject)
    numbers = [line.number for line in found.lines]
    assert numbers == sorted(set(numbers))
    assert all(line.role in LINE_ROLES for line in found.lines)
    gaps = list(text)
    for line in found.lines:
        gaps[line.start : line.end] = " " * (line.end - line.start)
    assert not "".join(gaps).strip(" \t\r\n\v\f\u3000\u00a0\u200b\ufeff")
    taken = [number for article in found.articles for number in article.lines]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(numbers)
    assert {n for join in found.joins for n in (join.left, join.right)} <= set(taken)
    assert all(article.number == article.lines[0] for article in found.articles)
    assert layout(subject) == found


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_passages_lead_back_to_the_page(text: str) -> None:
    subject = page(text)
    for passage in passages(subject, layout(subject)):
        assert len(passage.text) == len(passage.offsets)
        for character, offset in zip(passage.text, passage.offsets, strict=True):
            assert character == "\n" if offset < 0 else normalise(text[offset]) == character
