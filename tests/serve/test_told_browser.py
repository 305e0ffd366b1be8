"""The page in a real browser: faults and terms in the reader's language, what is cleared, hidden and shaded."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.serve.served import Served
from tests.serve.test_page_browser import Watched, opened, run, table
from tests.test_view_browser import LAPTOP, PHONE


@pytest.fixture
def watched(browser: Any, served: Served) -> Iterator[Watched]:
    context = browser.new_context(locale="zh-CN", viewport={"width": LAPTOP[0], "height": LAPTOP[1]})
    seen = Watched(context.new_page(), [], [])
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    opened(seen, served)
    yield seen
    assert seen.complaints == []
    context.close()


def table_of_sheet(watched: Watched) -> list[str]:
    return [str(row) for row in watched.page.locator("tbody tr").all_inner_texts()]


@pytest.mark.parametrize(
    ("asked", "field", "told"),
    [
        ("communities-of-street&street=无此街", "街道", "图谱里没有叫“无此街”的街道。在这一栏里输入"),
        ("articles-by-date&since=昨天", "从哪天起", "“昨天”不是日期。请写年、月或日"),
        ("shared-programmes&least=几", "至少几家", "“几”不是整数。请只写数字"),
        ("least-sure-facts&predicate=没有", "谓语", "“没有”不是图谱里的谓语。请从这一栏列出的谓语里选"),
    ],
)
def test_what_is_wrong_with_a_field_is_told_without_words_of_the_command_line(
    watched: Watched, served: Served, asked: str, field: str, told: str
) -> None:
    opened(watched, served, f"/?question={asked}")
    watched.page.wait_for_selector(".fault")
    shown = watched.page.inner_text(".fault")
    assert watched.page.inner_text(".fault b").startswith(field)
    assert told in shown
    assert not re.search(r"--|\bkg\b|InputError", shown)


def test_another_question_clears_what_was_answered_and_back_brings_it_again(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street&street=柳影街道")
    rows = table(watched)
    for name in ("members", "awards"):
        watched.page.click(f"[data-name={name}]")
        assert watched.page.locator("#answer table").count() == 0
        assert watched.page.evaluate("() => [location.search, document.title]") == ["", "邻谱 Linpu"]
    watched.page.go_back()
    assert table(watched) == rows
    assert watched.page.inner_text("#title") == "某街道有哪些社区"
    watched.page.go_forward()
    watched.page.wait_for_function("() => document.querySelector('#title').innerText.includes('荣誉')")
    assert watched.page.locator("#answer table").count() == 0


def test_a_fault_is_cleared_too_and_the_same_question_keeps_what_it_has(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street&street=无此街")
    watched.page.wait_for_selector(".fault")
    watched.page.click("[data-name=communities-of-street]")
    assert watched.page.input_value("#parameters input") == "无此街"
    assert watched.page.is_visible(".fault")
    watched.page.click("[data-name=members]")
    assert not watched.page.is_visible(".fault")
    opened(watched, served, "/?question=members")
    assert "从现成的问题里选一个" in watched.page.inner_text("#answer")


def test_terms_of_other_vocabularies_are_told_in_words_too(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=about&thing=小河里社区")
    shown = {tuple(row.split("\t")[1:3]) for row in table(watched)[1:]}
    assert {("类别", "社区"), ("名称", "小河里社区"), ("隶属", "柳影街道")} <= shown
    watched.page.click("#language")
    assert "is a\tcommunity" in "\n".join(table(watched))
    watched.page.goto(f"{served.address}/questions/about?thing=小河里社区&format=html")
    sheet = {tuple(row.split("\t")[1:3]) for row in table_of_sheet(watched)}
    assert shown == sheet


def test_the_list_of_questions_does_not_show_above_its_filter(watched: Watched) -> None:
    watched.page.evaluate("() => document.querySelector('#questions').scrollTo(0, 150)")
    box = watched.page.locator("#filter").bounding_box()
    above = "([x, y]) => document.elementFromPoint(x, y).closest('#topics')"
    for y in (box["y"] - 3, box["y"] + 1, box["y"] + box["height"] + 3):
        for x in (box["x"] + 1, box["x"] + box["width"] / 2):
            assert watched.page.evaluate(above, [x, y]) is None
    assert watched.page.evaluate("() => document.querySelector('#questions').scrollTop") == 150


def test_an_edge_beyond_which_a_wide_answer_goes_on_is_shaded(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for columns, is_shaded in ((1, False), (9, True)):
        run(watched, f"SELECT {' '.join(f'({i} AS ?column_{i})' for i in range(columns))} {{}}")
        watched.page.wait_for_function(f"() => document.querySelectorAll('#answer th').length === {columns}")
        assert is_darker_at_its_edge(watched) is is_shaded


def is_darker_at_its_edge(watched: Watched) -> bool:
    """Whether the last points of the first row are darker than its middle."""
    box = watched.page.locator("#answer .scroll").bounding_box()
    row = watched.page.locator("#answer tbody tr").bounding_box()
    strip = {"x": box["x"], "y": row["y"] + 2, "width": box["width"] - 2, "height": 1}
    picture = base64.b64encode(watched.page.screenshot(clip=strip)).decode()
    read = """async (picture) => {
      const image = await createImageBitmap(await (await fetch(picture)).blob());
      const pen = new OffscreenCanvas(image.width, 1).getContext("2d");
      pen.drawImage(image, 0, 0);
      return [image.width / 2, image.width - 1].map((x) => pen.getImageData(x, 0, 1, 1).data[0]);
    }"""
    blank = watched.page.context.new_page()  # which may read what the page of the server must not
    middle, edge = blank.evaluate(read, f"data:image/png;base64,{picture}")
    return bool(edge < middle - 5)


def test_brackets_are_of_the_language(watched: Watched) -> None:
    watched.page.click("[data-name=members]")
    assert "（必填）" in watched.page.inner_text("#parameters")
    watched.page.click("#language")
    assert " (required)" in watched.page.inner_text("#parameters")


def test_a_file_is_called_as_the_question_is(watched: Watched, served: Served) -> None:
    opened(watched, served, "/?question=communities-of-street&street=柳影街道")
    table(watched)
    with watched.page.expect_download() as waiting:
        watched.page.click("[data-format=csv]")
    assert waiting.value.suggested_filename == "communities-of-street.csv"


def test_a_candidate_on_a_page_to_be_read_is_a_link_that_asks(watched: Watched, served: Served) -> None:
    watched.page.goto(f"{served.address}/questions/communities-of-street?street=柳&format=html")
    assert "图谱里没有叫“柳”的街道" in watched.page.inner_text(".fault")
    watched.page.click(".fault a")
    assert table_of_sheet(watched) == ["柳影街道\t小河里社区", "柳影街道\t𬇕湾社区"]


def test_ways_between_things_are_words_on_a_page_to_be_read_too(watched: Watched, served: Served) -> None:
    watched.page.goto(f"{served.address}/questions/paths-between?from=小河里社区&to=柳影街道&format=html")
    assert "1\t小河里社区\t→ 隶属" in table_of_sheet(watched)[0]
