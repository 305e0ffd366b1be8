from kg.relations.draw import scenes
from kg.relations.rules import load
from tests import factory


def stands_for(text: str) -> list[str]:
    """The names that the references of a marked text stand for."""
    _, _, passages, entities = factory.marked(text)
    view = scenes(passages, entities, load())[0]
    return [entities[slot.name.entity].name for slot in view.slots if slot.name.reference]


def test_a_bare_noun_stands_for_the_nearest_thing_of_its_kind() -> None:
    assert stands_for("[COMMUNITY 东园社区]邻着[COMMUNITY 西园社区]。社区办起食堂。") == ["西园社区"]


def test_a_bare_body_stands_for_the_body_when_the_page_has_it_else_for_its_place() -> None:
    assert stands_for("[ORG 东园社区党委]开会。社区党委定了。") == ["东园社区党委"]
    assert stands_for("[COMMUNITY 东园社区]开会。社区党委定了。") == ["东园社区"]


def test_a_bare_noun_needs_a_name_with_its_head() -> None:
    assert stands_for("[ORG 南桥医院]开张。该公司送花。") == []
    assert stands_for("[ORG 南桥纸业公司]开张。该公司送花。") == ["南桥纸业公司"]


def test_a_noun_that_means_many_stands_for_none() -> None:
    assert stands_for("[COMMUNITY 东园社区]开会。各社区来了人。") == []


def test_a_village_stands_for_a_village_before_a_community() -> None:
    assert stands_for("[COMMUNITY 柳湾村]在山里。[COMMUNITY 东园社区]来人了。村里摆了茶。") == ["柳湾村"]
    assert stands_for("[COMMUNITY 柳湾]在山里。村里摆了茶。") == ["柳湾"]


def test_of_two_in_a_row_a_bare_noun_stands_for_neither() -> None:
    assert stands_for("[COMMUNITY 东园社区]和[COMMUNITY 西园社区]开会。社区办起食堂。") == []
    assert stands_for("[COMMUNITY 东园社区]和[ORG 西园小学]开会。社区办起食堂。") == ["东园社区"]


def test_what_is_said_of_communities_at_large_stands_for_none() -> None:
    assert stands_for("[COMMUNITY 东园社区]开会。当好社区的眼睛,社区服务、社区养老要跟上。") == []


def test_a_gacha_is_no_village_and_a_village_no_community() -> None:
    assert stands_for("[COMMUNITY 柳湾村]来了客人。嘎查党支部书记也来了。") == []
    assert stands_for("[COMMUNITY 东园社区]来了客人。村里热闹。") == []
    assert stands_for("[COMMUNITY 宝力嘎查]来了客人。嘎查热闹。") == ["宝力嘎查"]
