"""The three real pages together, beside a checkout that has them: what is one node, what is two."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg import corpus, names
from kg.corpus import Options
from kg.model import Entity
from kg.resolve import Resolution, resolve

REAL = Path(__file__).resolve().parents[2] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no real pages beside this checkout")


@cache
def real() -> Resolution:
    pages = corpus.read(corpus.find([REAL], Options()), Options())
    return resolve(pages.readings, names.load())


def called(name: str) -> list[Entity]:
    return [entity for entity in real().entities if name in (entity.label, entity.key.name, *entity.aliases)]


@pytest.mark.parametrize(
    "name",
    ["岳志欣", "万彤", "河西区", "友谊路街道", "十项行动", "“1+10”实施方案", "河西城市绿道", "区委"],
)
def test_what_several_articles_name_is_one_node(name: str) -> None:
    (entity,) = called(name)
    assert len(entity.articles) > 1


def test_a_reporter_s_misread_name_is_merged_with_its_evidence() -> None:
    (entity,) = called("张嫚芮")
    assert called("张嫒芮") == [entity]
    (pair,) = [pair for pair in real().merged if pair.left.type == "PERSON"]
    assert {pair.left.name, pair.right.name} == {"张嫒芮", "张嫚芮"}
    assert {reason.id for reason in pair.reasons} >= {"name.alike", "press.same"}


def test_a_form_of_address_on_one_page_is_not_the_person_of_another() -> None:
    (old,) = [each for each in called("张大爷") if each.articles[0][0].startswith("003")]
    (person,) = called("张大同")
    assert old != person
    assert not {page for page, _ in person.articles} & {page for page, _ in old.articles}


def test_a_compound_and_the_community_of_its_name_are_two() -> None:
    types = {entity.key.type for entity in called("文静里")}
    assert types == {"COMPOUND", "COMMUNITY"}
    assert [entity.key.type for entity in called("文静里社区")] == ["COMMUNITY"]
