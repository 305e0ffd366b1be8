"""Names that the list mends, and those that it leaves alone."""

from __future__ import annotations

import pytest

from kg.model import Reading
from kg.names import Names
from kg.places.amend import amended
from kg.resolve import resolve
from tests import factory
from tests.places import made


def names(*pages: Reading) -> list[str]:
    """The names that the pages' entities are known by once the list was asked."""
    return [entity.official or entity.name for reading in made.mended(*pages) for entity in reading.entities]


@pytest.mark.parametrize(
    ("read", "known"),
    [
        ("STREET 榆线路街道", "榆钱路街道"),  # a look-alike
        ("STREET 杳林街道", "杏林街道"),  # a short street's name is told from all others
        ("COMMUNITY 小诃里社区", "小河里社区"),
        ("COMMUNITY 小河河里社区", "小河里社区"),  # doubled
        ("ORG 小诃里社区党委", "小河里社区党委"),
        ("ORG 榆线路街道办事处", "榆钱路街道办事处"),
        ("COMMUNITY 小河里社区", "小河里社区"),
        ("COMMUNITY 小桥里社区", "小桥里社区"),  # no look-alike
        ("COMMUNITY 大河里社区", "大河里社区"),  # another name: 大 and 小 tell apart
        ("COMMUNITY 万虹里社区", "万虹里社区"),  # known in the next district
        ("COMMUNITY 诃村", "诃村"),  # too short without more
        ("COMPOUND 小诃里", "小诃里"),
        ("ORG 小诃里食堂", "小诃里食堂"),
        ("ORG 社区党委", "社区党委"),
    ],
)
def test_a_name_is_mended_where_the_list_has_one_that_it_can_be(read: str, known: str) -> None:
    assert names(made.page(f"昨天[{read}]开会。")) == [known]


def test_in_another_district_or_without_one_nothing_is_mended() -> None:
    story = made.page("[COMMUNITY 小诃里社区]开会。")
    assert names(made.at(story, "桐花区")) == names(made.at(story, "远山县")) == ["小诃里社区"]


def test_two_names_that_it_can_be_mend_nothing() -> None:
    rows = [*made.ROWS, ("910101001009", "小珂里社区居委会")]
    found = amended(factory.made_index(rows), [made.page("[COMMUNITY 小诃里社区]开会。")], Names(), alike=made.alike)
    assert found.changes == {}


def test_what_the_page_says_it_is_part_of_must_agree() -> None:
    text = "[STREET {}][COMMUNITY 小诃里社区]开会。"
    assert names(made.page(text.format("榆钱路街道"), (1, 0)))[1] == "小河里社区"
    assert names(made.page(text.format("杏林街道"), (1, 0)))[1] == "小诃里社区"


def test_a_short_name_is_mended_where_its_street_is_named() -> None:
    text = "[STREET {}][COMMUNITY 诃村]修路。"
    assert names(made.page(text.format("石桥镇"), (1, 0)))[1] == "河村"
    assert names(made.page(text.format("石桥镇")))[1] == "诃村"


def test_a_mended_thing_keeps_what_was_read_as_an_alias_and_its_relations_say_so() -> None:
    readings = made.mended(made.page("[STREET 榆钱路街道][COMMUNITY 小诃里社区]和[COMMUNITY 和平社区]", (1, 0), (2, 0)))
    [reading] = readings
    assert [relation.repaired for relation in reading.relations] == [True, False]
    [entity] = [e for e in resolve(readings, Names()).entities if e.key.name == "小河里社区"]
    assert (entity.label, entity.aliases) == ("小河里社区", ("小诃里社区",))
    assert reading.entities[1].mentions[0].name == "小诃里社区"


def test_function_words_at_the_left_edge_are_cut_off() -> None:
    [reading] = made.mended(made.page("昨天[COMMUNITY 在小河里社区]开会，[COMMUNITY 走进小河里社区]看看。"))
    texts = reading.passages[0].text
    for entity in reading.entities:
        [mention] = entity.mentions
        assert (entity.name, mention.name, texts[mention.start : mention.end]) == ("小河里社区",) * 3
        assert (entity.aliases, entity.official) == ((), None)


@pytest.mark.parametrize("name", ["北小河里社区", "新小河里社区"])
def test_characters_of_names_at_the_left_edge_stay(name: str) -> None:
    assert names(made.page(f"[COMMUNITY {name}]开会。")) == [name]


def test_a_left_edge_goes_out_to_where_the_page_has_the_whole_name() -> None:
    [reading] = made.mended(made.page("走进榆[STREET 钱路街道]，又见[STREET 钱路街道]。"))
    [entity] = reading.entities
    assert [reading.passages[0].text[m.start : m.end] for m in entity.mentions] == ["榆钱路街道", "钱路街道"]
    assert (entity.name, entity.aliases) == ("榆钱路街道", ("钱路街道",))


def test_a_left_edge_does_not_go_out_into_another_name() -> None:
    assert names(made.page("[PERSON 田榆][STREET 钱路街道]。")) == ["田榆", "钱路街道"]


def test_without_an_index_readings_are_as_they_were() -> None:
    story = made.page("[COMMUNITY 小诃里社区]开会。")
    assert list(amended(None, [story], Names())) == [story]


def test_mending_does_not_depend_on_the_order_of_pages() -> None:
    pages = [
        made.page(f"[COMMUNITY {name}]开会。", id=f"{n}.txt") for n, name in enumerate(("小诃里社区", "小河里社区"))
    ]
    assert made.mended(*pages).changes == made.mended(*reversed(pages)).changes
    assert len(resolve(made.mended(*pages), Names()).entities) == 1
