from functools import cache

import numpy as np
import pytest

from kg.mentions.aliases import again, forms, introduced, repeated
from kg.mentions.lexicon import Lexicon, load
from kg.mentions.scene import prepare
from kg.model import ENTITY_TYPES
from tests import factory


@cache
def lexicon() -> Lexicon:
    return load()


@pytest.mark.parametrize(
    ("name", "type_", "form"),
    [
        ("菱塘社区", "COMMUNITY", ("菱塘", "COMMUNITY")),
        ("菱塘社区", "COMMUNITY", ("菱塘", "COMPOUND")),
        ("柳影街道", "STREET", ("柳影", "STREET")),
        ("“岸上灯”党建联盟", "PROGRAMME", ("岸上灯", "PROGRAMME")),
        ("乐邻养老服务有限公司", "ORG", ("乐邻", "ORG")),
        ("高远山", "PERSON", ("高远山", "PERSON")),
    ],
)
def test_a_name_has_further_forms(name: str, type_: str, form: tuple[str, str]) -> None:
    assert form in {found[:2] for found in forms(name, type_, lexicon())}


def test_a_stem_of_one_character_is_no_form() -> None:
    assert {surface for surface, _, _ in forms("柳村", "COMMUNITY", lexicon())} == {"柳村"}


def test_the_area_in_front_is_left_out() -> None:
    area = next(name for name in sorted(lexicon().areas) if len(name) == 3 and name.endswith("市"))
    assert "乐邻" in {surface for surface, _, _ in forms(f"{area}乐邻养老服务有限公司", "ORG", lexicon())}


def test_short_forms_that_the_page_introduces_are_found() -> None:
    assert list(introduced("柳影街道综合服务队(以下简称“柳综队”)成立,又称小队")) == ["柳综队"]
    assert list(introduced("小队改了名字,又叫先锋")) == []


def test_words_that_recur_between_different_neighbours_are_found() -> None:
    text = "他们都说沐暖来得早。老人等沐暖上门,没有沐暖就不开饭。"
    found = repeated(prepare([factory.passage(text)], lexicon()))
    assert found == ["沐暖"]


def test_every_other_occurrence_becomes_a_candidate() -> None:
    text = "菱塘社区开会。菱塘的老人来了,都爱菱塘。"
    scene = prepare([factory.passage(text)], lexicon())
    community = ENTITY_TYPES.index("COMMUNITY")
    found = again(scene, [(0, 4, community)], lexicon())
    places = {
        (int(start), scene.text[start:end])
        for start, end, type_ in zip(found.start, found.end, found.type, strict=True)
        if type_ == community
    }
    assert {(7, "菱塘"), (text.rindex("菱塘"), "菱塘"), (0, "菱塘社区")} <= places
    assert np.all(found.start < found.end)


def test_a_form_holds_both_marks_of_a_pair_or_none() -> None:
    for surface, _, _ in forms("暖心服务站“小马灯”", "ORG", lexicon()):
        assert surface.count("“") == surface.count("”"), surface
