"""Layouts → running text with the map back to the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Join, Layout, Line, Mend, PassageLine
from kg.pages.passages import mended, misread, normalise, passages, sentences
from tests.factory import page

TEXT = "\ufeff甲（1）\n\u3000正在抢修\n闲话\n修人员到了。\n"
LINES = (Line(1, 0, 5, "title"), Line(2, 6, 11, "body"), Line(3, 12, 14, "other"), Line(4, 15, 21, "body"))
LAYOUT = Layout(LINES, (Article(1, (1, 2, 4)),), (Join(2, 4, 1),))


def test_joined_lines_are_one_text_and_doubled_characters_are_left_out() -> None:
    first, rest = passages(page(TEXT), LAYOUT)
    assert first.text == "甲(1)\n正在抢修人员到了。"
    assert [page(TEXT).text[span.start : span.end] for span in first.spans(7, 12)] == ["抢修", "人员到"]
    assert first.seams == (9,)
    assert (first.article, rest.article, rest.text) == (0, None, "闲话")


def test_sentences_keep_their_closing_marks() -> None:
    (passage,) = passages(page("“来吧！”他说。走"), Layout((Line(1, 0, 9, "body"),), (), ()))
    assert [passage.text[a:b] for a, b in sentences(passage)] == ["“来吧!”", "他说。", "走"]


@given(st.text())
def test_normalising_keeps_the_length(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


def test_mending_keeps_the_map_to_the_page() -> None:
    (raw,) = passages(page("东甲甲乙己丁戊"), Layout((Line(1, 0, 7, "body"),), (), ()))
    new = mended(raw, [Mend(2, "甲", ""), Mend(4, "己", "已"), Mend(6, "", "丙")])
    assert new.text == "东甲乙已丁丙戊"
    assert new.mends == (Mend(2, "甲", ""), Mend(3, "己", "已"), Mend(5, "", "丙"))
    assert new.spans(0, 7) == ((0, 7),)
    assert new.spans(1, 3) == ((1, 4),)
    assert new.lines == (PassageLine(1, 0, 7, "body"),)
    assert misread(new, 0, 7) == raw.text
    assert misread(new, 1, 3) == "甲甲乙"
    assert [new.crosses_seam(*span) for span in ((0, 2), (1, 3), (3, 5), (2, 3), (4, 6))] == [
        False,
        True,
        True,
        False,
        True,
    ]


def test_mends_beside_one_another_or_over_a_join_are_left_out() -> None:
    first, _ = passages(page(TEXT), LAYOUT)
    assert mended(first, [Mend(9, "", "甲")]) == first
    (raw,) = passages(page("东甲甲乙己丁"), Layout((Line(1, 0, 6, "body"),), (), ()))
    assert mended(raw, [Mend(1, "甲", "由"), Mend(2, "甲", "由")]).text == "东由甲乙己丁"
    once = mended(raw, [Mend(1, "甲", "由")])
    assert mended(once, [Mend(2, "甲", "由")]) == once
