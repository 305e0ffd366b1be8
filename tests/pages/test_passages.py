"""Layouts → running text with the map back to the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Join, Layout, Line
from kg.pages.passages import normalise, passages, sentences
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
