from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.candidates import ORIGINS, Candidates, distinct, group, rule_name, rule_number
from kg.mentions.gather import candidates
from kg.mentions.lexicon import Lexicon, load
from kg.mentions.scene import prepare
from kg.model import ENTITY_TYPES
from tests import factory


@cache
def lexicon() -> Lexicon:
    return load()


def surfaces(text: str, type_: str, role: str = "body") -> set[str]:
    """The surfaces of all candidates of a type."""
    scene = prepare([factory.passage(text, role)], lexicon())
    found = candidates(scene, lexicon())
    wanted = found.type == ENTITY_TYPES.index(type_)
    return {scene.text[a:b] for a, b in zip(found.start[wanted], found.end[wanted], strict=True)}


def test_a_head_noun_gives_several_left_edges_and_stops_at_marks() -> None:
    found = surfaces("昨天,柳影街道小河里社区开会", "COMMUNITY")
    assert "小河里社区" in found
    assert len(found) > 1
    assert not any("," in surface or "昨天" in surface for surface in found)


def test_quotation_marks_belong_to_a_name_with_its_head_noun() -> None:
    found = surfaces("社区推行“三问三办”工作法", "PROGRAMME")
    assert {"“三问三办”工作法", "三问三办"} <= found
    assert "三办”工作法" not in found


def test_a_head_noun_may_stand_before_the_quoted_name() -> None:
    assert "志愿服务队“小马灯”" in surfaces("来了志愿服务队“小马灯”的人", "ORG")


def test_items_of_a_list_share_the_last_ones_head_noun() -> None:
    assert {"竹隐", "绿茵", "灯草巷"} <= surfaces("走遍竹隐、绿茵、灯草巷三个社区", "COMMUNITY")
    assert "文静里" in surfaces("走访文静里、三合里社区", "COMMUNITY")


def test_a_surname_opens_a_name_of_up_to_three_characters() -> None:
    found = surfaces("居民赵玉兰说", "PERSON")
    assert "赵玉兰" in found
    assert "赵玉兰说" not in found


def test_words_that_no_given_name_holds_end_a_name() -> None:
    assert "赵玉的" not in surfaces("居民赵玉的家", "PERSON")


def test_names_in_bylines_need_no_surname() -> None:
    text = "■ 通讯员 巴图"
    assert "巴图" in surfaces(text, "PERSON", "byline")


def test_names_in_brackets_need_no_surname() -> None:
    assert {"阮清和", "巴图"} <= surfaces("路通了。(记者 阮清和 巴图)", "PERSON")


def test_an_age_words_that_name_and_words_that_tell_need_no_surname() -> None:
    assert "公茂兰" in surfaces("村里66岁的公茂兰手不停", "PERSON")
    assert "平安" in surfaces("那个伢子叫平安,个子高", "PERSON")
    assert "巴特尔" in surfaces("路修通了。巴特尔说,出门方便", "PERSON")


def test_a_given_name_may_end_in_a_word_for_and() -> None:
    assert "陆家和" in surfaces("业主代表陆家和签了协议", "PERSON")
    assert "温和" in surfaces("律师温和给老人讲解", "PERSON")


def test_kinds_of_shops_and_words_that_name_need_no_head_noun() -> None:
    assert "听潮" in surfaces("民宿听潮的老板怕吵", "ORG")
    assert {"慢屋"} <= surfaces("老宅办成客店,取名慢屋。", "PLACE")
    assert "慢半拍" in surfaces("开在中山四路的慢半拍送来面包", "ORG")
    assert "听潮的老" not in surfaces("民宿听潮的老板怕吵", "ORG")


def test_names_spaced_out_are_one_name() -> None:
    assert "王 洋" in surfaces("记者 王 洋 ", "PERSON")


@given(
    st.lists(st.sampled_from("柳影街道小河里社区“”、,。赵玉兰说的和在公司\n《》()·队一二 a1"), max_size=60).map("".join)
)
def test_candidates_of_any_text_lie_inside_it_sorted_and_without_doubles(text: str) -> None:
    scene = prepare([factory.passage(text)], lexicon())
    found = candidates(scene, lexicon())
    rows = list(zip(found.start.tolist(), found.end.tolist(), found.type.tolist(), strict=True))
    assert rows == sorted(set(rows))
    assert all(0 <= start < end <= len(text) for start, end, _ in rows)
    assert all((found.start <= found.head) & (found.head <= found.end))
    assert not any("\n" in text[start:end] for start, end, _ in rows)


def test_of_doubles_the_first_group_wins() -> None:
    first, second = group([(0, 2, 5, 7, 1)]), group([(0, 2, 5, 9, 1), (1, 3, 5, 9, 2)])
    both = distinct([first, second])
    assert both.rule.tolist() == [7, 9]
    assert isinstance(both, Candidates)
    assert len(group([]).start) == 0


def test_rules_and_origins_are_numbered_both_ways() -> None:
    names = [rule.id for rule in lexicon().rules] + list(ORIGINS)
    assert [rule_name(lexicon(), rule_number(lexicon(), name)) for name in names] == names
    assert np.unique([rule_number(lexicon(), name) for name in names]).size == len(names)


def test_a_dotted_name_ends_before_the_words_after_it() -> None:
    assert "巴合提·木拉提" in surfaces("牧民巴合提·木拉提家的羊下了羔。", "PERSON")


def test_a_listed_area_is_not_cut() -> None:
    found = surfaces("永年区教育局来了，区教育局又走了。", "ORG")
    assert "永年区教育局" in found
    scene = prepare([factory.passage("永年区教育局来了，区教育局又走了。", "body")], lexicon())
    assert scene.text.index("区教育局") not in candidates(scene, lexicon()).start
    assert "区教育局" in found
