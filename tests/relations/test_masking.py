from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.relations.draw import scenes
from kg.relations.rules import Rules, load
from kg.relations.scene import Scene
from tests import factory


@cache
def rules() -> Rules:
    return load(scored=False)


def view(text: str) -> Scene:
    _, _, passages, entities = factory.marked(text)
    return scenes(passages, entities, rules())[0]


def names(scene: Scene) -> list[str]:
    return [scene.passage.text[slot.name.start : slot.name.end] for slot in scene.slots]


def test_larger_places_fold_into_the_name_they_stand_in_front_of() -> None:
    scene = view("家住[AREA 南桥区][STREET 柳湾街道][COMMUNITY 东园社区]的人")
    assert names(scene) == ["东园社区"]
    assert [name.type for name in scene.slots[0].outer] == ["AREA", "STREET"]
    assert len(scene.masked) == len("家住_的人")


def test_quotation_marks_and_short_forms_in_brackets_fold_into_the_slot() -> None:
    scene = view("“[PROGRAMME 灶边课堂]”和[ORG 南桥学院](以下简称学院)")
    assert [char for char in scene.masked if char < "\ue000"] == ["和"]


def test_a_street_and_a_body_apart_stay_two_slots() -> None:
    assert names(view("[STREET 柳湾街道]请来[ORG 区文化馆]")) == ["柳湾街道", "区文化馆"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["[ORG 甲馆]", "[PERSON 周明]", "说,", "好。", "“", "”", "\n", "乙"]), max_size=14))
def test_every_place_of_the_masked_text_leads_back_to_its_character(pieces: list[str]) -> None:
    text = "[AREA 南桥区]" + "".join(pieces)
    scene = view(text)
    for place, char in enumerate(scene.masked):
        if not "\ue000" <= char <= "\ue03f":
            assert scene.passage.text[scene.offset(place)] == char
    assert "".join(scene.masked[a:b] for a, b in scene.sentences) == scene.masked
