"""Misread names are mended where another reading is surely known, and nothing else is touched."""

from __future__ import annotations

from functools import cache

import pytest

from kg.mentions import Lexicon, load, read
from kg.mentions.misreadings import difference, misread_words
from kg.model import Mend, PageEntity, Passage
from tests import factory

ALIKE = {"宣": frozenset("宜"), "宜": frozenset("宣"), "干": frozenset("千"), "千": frozenset("干")}
TWICE = "柳影街道小河里社区推出“邻里帮”助老服务。小河里社区党委书记高远山说,小河里社区的居民都来了。"


@cache
def lexicon() -> Lexicon:
    return load()


def pages(*texts: str) -> tuple[tuple[Passage, ...], dict[str, PageEntity]]:
    """The passages as mended, and the entities by name."""
    texts_read, found = read([factory.passage(text) for text in texts], lexicon())
    return texts_read, {entity.name: entity for entity in found}


@pytest.mark.parametrize(
    ("form", "name", "mend"),
    [
        ("宣春里社区", "宜春里社区", Mend(0, "宣", "宜")),
        ("桃春里社区", "宜春里社区", None),
        ("春里里社区", "春里社区", Mend(2, "里", "")),
        ("春里社社区", "春里社区", Mend(3, "社", "")),
        ("春里坊社区", "春里社区", None),
        ("锦绣坊社务站", "锦绣坊社服务站", Mend(4, "", "服")),
        ("锦坊社区", "锦绣坊社区", None),
        ("锦绣坊务站", "锦绣路坊务站", None),
        ("若千路社区", "若干路社区", None),
    ],
)
def test_one_character_makes_the_difference(form: str, name: str, mend: Mend | None) -> None:
    assert difference(form, name, ALIKE) == mend


@pytest.mark.parametrize(
    ("misread", "name", "as_read"),
    [
        ("昨天,小何里社区来了剃头师傅。", "小河里社区", "小何里社区"),
        ("昨天,小河河里社区来了剃头师傅。", "小河里社区", "小河河里社区"),
        ("昨天,柳影街遒来了剃头师傅,柳影街道给他让座。", "柳影街道", "柳影街遒"),
    ],
)
def test_a_misread_name_is_the_known_one_and_keeps_what_the_page_has(misread: str, name: str, as_read: str) -> None:
    text = TWICE + misread
    (passage,), found = pages(text)
    last = next(m for m in found[name].mentions if m.repaired)
    assert (last.name, passage.text[last.start : last.end]) == (name, name)
    (span,) = passage.spans(last.start, last.end)
    assert text[span.start : span.end] == as_read
    assert as_read in found[name].aliases
    assert passage.crosses_seam(last.start, last.end + 1)
    assert not any(m.repaired for m in found[name].mentions if m is not last)


def test_a_lost_character_of_a_long_name_is_put_back() -> None:
    name = "青禾养老服务中心"
    (passage,), found = pages(f"{name}开了张。高远山在{name}帮厨。昨天,青禾养老务中心来了人。")
    last = found[name].mentions[-1]
    assert (last.repaired, last.name) == (True, name)
    assert [span.end - span.start for span in passage.spans(last.start, last.end)] == [7]


@pytest.mark.parametrize(
    "text",
    [
        TWICE + "大河里社区也来了人。",  # another name: the character tells
        TWICE + "小阿里社区和小阿里社区和小阿里社区和小阿里社区。",  # stands as often
        "他在办公同时看家,公司的人走了,公司关门。",  # a word across the misread one
        "道路上有占道经营的,古道也清了,古道亮了。",
    ],
)
def test_what_may_be_right_stays(text: str) -> None:
    (passage,), _ = pages(text)
    assert passage.text == text
    assert passage.mends == ()


def test_head_nouns_are_mended_between_whole_words_only() -> None:
    passages = [factory.passage("办起社区食堂。社区热闹。柳影杜区来了人。")]
    mends = list(misread_words(passages, lexicon().misreadings))
    assert mends == [(0, Mend(14, "杜", "社"))]


def test_two_forms_put_together_are_one_and_flagged() -> None:
    (_, second), found = pages("居民张玉莲说好。", "邻居张玉连和居民张玉莲说好。")
    assert {m.name for m in found["张玉莲"].mentions} == {"张玉莲"}
    assert [m.was for m in second.mends] == ["连"]
