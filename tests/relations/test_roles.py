from functools import cache

import pytest

from kg.relations import Rules, load
from kg.relations.draw import scenes
from kg.relations.roles import role
from tests import factory


@cache
def rules() -> Rules:
    return load(scored=False)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("[ORG 区委]常委、宣传部部长[PERSON 周明]到场。", "常委"),
        ("[PERSON 周明]原是[ORG 东园机械厂]的电工。", "电工"),
        ("[ORG 青禾合作社]红火,村民[PERSON 周明]还当上了质检组长。", "质检组长"),
        ("[ORG 东园学院]来人,由副教授[PERSON 周明]带队。", "副教授"),
        ("[ORG 东园小学]的五年级学生[PERSON 周明]朗诵。", "学生"),
        ("[ORG 东园小学]门口,[PERSON 周明]在等人。", None),
    ],
)
def test_the_post_is_read_from_the_words_around_body_and_person(text: str, post: str | None) -> None:
    _, _, passages, entities = factory.marked(text)
    (view,) = scenes(passages, entities, rules())
    people = [number for number, slot in enumerate(view.slots) if slot.name.type == "PERSON"]
    bodies = [number for number, slot in enumerate(view.slots) if slot.name.type == "ORG"]
    assert role(view, people[0], bodies[0], rules()) == post
