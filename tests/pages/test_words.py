"""The word lists of layout and a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.pages.layout import layout
from kg.pages.words import Words, load, shipped
from tests.factory import page

TEXT = "小河里的灯亮了\n\n撰灯人 林小满\n\n近日，柳影街道换上了四十盏新路灯，街坊们都说夜里走路心里亮堂。\n"


def own(folder: Path, text: str) -> Words:
    path = folder / "rules" / "layout" / "own.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return load(folder)


def test_a_users_words_are_added(tmp_path: Path) -> None:
    words = own(tmp_path, 'reporter = ["撰灯人"]\n')
    assert layout(page(TEXT)).articles[0].authors == ()
    assert layout(page(TEXT), words).articles[0].authors == ("林小满",)
    assert layout(page(TEXT.replace("撰灯人", "记者")), words).articles[0].authors == ("林小满",)


def test_lists_may_be_one_string(tmp_path: Path) -> None:
    words = own(tmp_path, 'single = "林\\n满"\ncontinues = "咯呗"\n')
    assert {"林", "满"} <= words.names.single
    assert shipped().shapes.continues | set("咯呗") == words.shapes.continues


@pytest.mark.parametrize("text", ["reporter = 3", "reporter = [", 'reporter = [""]', "reporter = [1]"])
def test_what_is_no_list_of_words_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"own\.toml"):
        own(tmp_path, text)
