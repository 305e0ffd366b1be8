from functools import cache

import numpy as np

from kg.mentions.lexicon import Lexicon, load
from kg.mentions.scene import Scene, is_han, member, prepare
from kg.model import LINE_ROLES
from tests import factory


@cache
def lexicon() -> Lexicon:
    return load()


def scene(*texts: str, role: str = "body") -> Scene:
    return prepare([factory.passage(text, role) for text in texts], lexicon())


def test_passages_are_laid_end_to_end() -> None:
    found = scene("甲队来了。", "乙队走了。")
    assert found.text == "甲队来了。\n乙队走了。"
    assert [found.text[base] for base in found.bases] == ["甲", "乙"]


def test_words_cover_the_text_and_agree_from_both_sides() -> None:
    found = scene("社区党委书记上门走访,居民很高兴。")
    starts = np.flatnonzero(found.word_end)
    assert starts[0] == 0
    assert found.word_end[starts].tolist() == [*starts[1:].tolist(), len(found.text)]
    assert found.word_start[found.word_end[starts]].tolist() == starts.tolist()


def test_equal_strings_have_equal_hashes_and_others_not() -> None:
    found = scene("柳影街道很大,柳影街道很美,柳映街道很小")
    at = np.array([0, 7, 14])
    first, same, other = found.hash(at, at + 4).tolist()
    assert first == same != other


def test_an_empty_stretch_and_reversed_characters_differ() -> None:
    found = scene("天津津天")
    assert found.hash(np.array([0]), np.array([2])) != found.hash(np.array([2]), np.array([4]))


def test_marks_are_paired_and_unpaired_ones_are_walls() -> None:
    found = scene("办起“邻里帮”服务,”又来")
    opened = found.text.index("“")
    assert found.partner[opened] == opened + 4
    assert found.partner[opened + 4] == opened
    assert found.depth[opened : opened + 6].tolist() == [0, 1, 1, 1, 1, 0]
    lone = found.text.rindex("”")
    assert lone not in found.partner
    assert found.wall[lone + 1] == lone + 1


def test_marks_of_two_lines_are_no_pair() -> None:
    assert scene("他说“好\n大家”笑了").partner == {}


def test_names_do_not_cross_a_comma_but_a_comma_in_quotation_marks_is_inside() -> None:
    found = scene("早上,推行“一摸底,二走访”工作法")
    head = found.text.index("工作法")
    assert found.wall[head] == found.text.index(",") + 1
    inner = found.text.index("二")
    assert found.inner_wall[inner] == inner


def test_roles_come_from_the_lines() -> None:
    found = scene("通讯员 田晓禾", role="byline")
    assert set(found.role[: len(found.text)].tolist()) == {LINE_ROLES.index("byline")}


def test_known_words_are_seen_where_they_end() -> None:
    found = scene("村医向晨来了")
    assert bool(found.ended["post"][2])
    assert not found.ended["post"][3]


def test_characters_are_told_apart() -> None:
    codes = np.array([ord(char) for char in "天a,〇𬇕"], dtype=np.int64)
    assert is_han(codes).tolist() == [True, False, False, False, True]
    assert member(codes, "天,").tolist() == [True, False, True, False, False]


def test_a_page_of_one_character_and_one_beyond_the_basic_plane_can_be_read() -> None:
    assert scene("。").text == "。"
    assert len(scene("𬇕湾社区").codes) == 5
