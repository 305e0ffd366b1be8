import pytest

from kg.model import PREDICATES, Relation
from kg.relations import draw, load
from kg.relations.candidates import Candidate
from kg.relations.choose import ALLOWED, choose, key, permitted
from tests import factory


def drawn(text: str, district: str | None = None) -> list[tuple[Relation, str, str, str]]:
    """(relation, subject's name, object's name, its proof's words) for a marked text, by the rules alone."""
    page, layout, passages, entities = factory.marked(text)
    found = draw(page, layout, passages, entities, load(scored=False), district=district)
    return [
        (r, entities[r.subject].name, entities[r.object].name, "…".join(page.text[a:b] for a, b in r.evidence))
        for r in found
    ]


def facts(text: str, predicate: str, district: str | None = None) -> set[tuple[str, str]]:
    return {(s, o) for r, s, o, _ in drawn(text, district) if r.predicate == predicate and r.modality is None}


def roles(text: str) -> set[tuple[str, str, str | None]]:
    return {(s, o, r.role) for r, s, o, _ in drawn(text) if r.predicate == "memberOf"}


def test_names_side_by_side_are_parts_by_the_nearest_step() -> None:
    text = "[AREA 南桥区][STREET 柳湾街道][COMMUNITY 东园社区]、[COMMUNITY 西园社区]开了会。"
    assert facts(text, "partOf") == {("柳湾街道", "南桥区"), ("东园社区", "柳湾街道"), ("西园社区", "柳湾街道")}


def test_a_body_belongs_to_what_its_name_opens_with() -> None:
    text = "[COMMUNITY 东园社区]的人找到[ORG 东园社区党委]。"
    assert facts(text, "belongsTo") == {("东园社区党委", "东园社区")}


def test_a_company_named_after_an_area_does_not_belong_to_it() -> None:
    assert facts("[AREA 南桥区]来了[ORG 南桥区好味餐饮公司]。", "belongsTo") == set()


@pytest.mark.parametrize(("district", "home"), [("南桥区", "南桥区"), ("北桥区", "北桥区")])
def test_a_short_form_belongs_to_the_pages_own_district(district: str, home: str) -> None:
    text = "[AREA 南桥区]和[AREA 北桥区]都来了,[ORG 区民政局]也来了。"
    assert facts(text, "belongsTo", district) == {("区民政局", home)}


def test_two_posts_before_a_name_go_to_their_own_bodies() -> None:
    text = "[COMMUNITY 东园社区]换了灯。[ORG 东园社区党委]书记、居委会主任[PERSON 周明]来看。"
    assert roles(text) == {("周明", "东园社区党委", "书记"), ("周明", "东园社区", "居委会主任")}


def test_a_bare_post_goes_to_the_nearest_body_that_has_one() -> None:
    text = "[ORG “红袖章”巡逻队]走了一夜,[ORG 区文化馆]送茶。队长[PERSON 周明]说冷。"
    assert roles(text) == {("周明", "“红袖章”巡逻队", "队长")}


def test_a_plan_is_kept_apart_from_facts() -> None:
    text = "[COMMUNITY 东园社区]打算与[ORG 南桥小学]结对。"
    assert facts(text, "cooperatesWith") == set()
    assert {r.modality for r, *_ in drawn(text) if r.predicate == "cooperatesWith"} == {"planned"}


def test_cooperation_is_stated_once_whichever_is_named_first() -> None:
    text = "[ORG 南桥小学]与[COMMUNITY 东园社区]签约。[COMMUNITY 东园社区]与[ORG 南桥小学]签约。"
    assert len([1 for r, *_ in drawn(text) if r.predicate == "cooperatesWith"]) == 1


def test_an_organiser_is_no_participant_and_silences_the_one_in_the_name() -> None:
    text = "[AREA 南桥区]热闹。[EVENT 南桥区邻里节]由[ORG 区民政局]主办。[EVENT 南桥区邻里节]上,[ORG 区民政局]唱歌。"
    assert facts(text, "organizes") == {("区民政局", "南桥区邻里节")}
    assert facts(text, "participatesIn") == set()


def test_the_proof_is_the_clause_that_shows_it() -> None:
    text = "天晴了。[COMMUNITY 东园社区]被[ORG 市民政局]评为[AWARD 示范社区],大家高兴。"
    proofs = {r.predicate: words for r, _, _, words in drawn(text)}
    assert proofs["receives"] == "东园社区被市民政局评为示范社区"
    assert proofs["conferredBy"] == "被市民政局评为示范社区"


def test_a_carried_subject_is_proved_by_where_it_stands_and_the_clause() -> None:
    text = (
        "[STREET 柳湾街道]摸清了家底,走遍了每一条街巷和每一户人家的门口,又一次次开会听大家说话,"
        "推行[PROGRAMME “三问”工作法]。"
    )
    proof = next(words for r, _, _, words in drawn(text) if r.predicate == "implements")
    assert proof == "柳湾街道摸清了家底…推行“三问”工作法"


def test_no_relation_leaves_the_vocabulary() -> None:
    assert set(ALLOWED) == set(PREDICATES)
    text = "[PERSON 周明]住在[PERSON 吴四]家,参加[PLACE 柳河],获[EVENT 邻里节]。"
    assert drawn(text) == []
    assert permitted("COMPOUND", "partOf", "COMMUNITY")
    assert not permitted("COMMUNITY", "partOf", "COMPOUND")
    assert not permitted("PERSON", "livesIn", "PERSON")


def test_the_order_of_entities_does_not_change_what_is_drawn() -> None:
    text = "[ORG 区民政局]、[ORG 区文化馆]在[PLACE 柳湾公园]联合举办[EVENT 邻里节],[PERSON 周明]登台。"
    page, layout, passages, entities = factory.marked(text)
    turned = list(reversed(entities))

    def named(found: tuple[Relation, ...], things: list) -> set[tuple[str, frozenset[str]]]:
        return {(r.predicate, frozenset({things[r.subject].name, things[r.object].name})) for r in found}

    rules = load(scored=False)
    assert named(draw(page, layout, passages, entities, rules), entities) == named(
        draw(page, layout, passages, turned, rules), turned
    )


def test_a_bare_city_gives_way_to_one_named_in_full() -> None:
    text = "[AREA 海门][AREA 海门]人和[AREA 海门]人来到[AREA 柳州市]。[ORG 市民政局]办展。"
    assert facts(text, "belongsTo") == {("市民政局", "柳州市")}


def test_a_collective_of_a_village_is_the_villages() -> None:
    text = "[COMMUNITY 柳湾村]分红。[ORG 柳湾村股份经济合作社]和[ORG 柳湾村强村公司]出钱,[ORG 柳湾村果蔬合作社]没有。"
    assert facts(text, "belongsTo") == {("柳湾村股份经济合作社", "柳湾村"), ("柳湾村强村公司", "柳湾村")}


def test_a_heading_places_what_the_article_names_but_not_what_it_plans() -> None:
    text = "[COMMUNITY 东园社区]热闹起来\n[COMPOUND 柳荫里]装了灯。社区还打算把对子结到[COMPOUND 松风里]去。"
    assert ("柳荫里", "东园社区") in facts(text, "partOf")
    assert ("松风里", "东园社区") not in facts(text, "partOf")


def test_what_is_shared_out_goes_to_each_in_turn() -> None:
    text = "网格员[PERSON 周明]、志愿者[PERSON 何平]分获[AWARD 好邻居]、[AWARD 公益新锐]称号。"
    assert facts(text, "receives") == {("周明", "好邻居"), ("何平", "公益新锐")}
    text = "[PERSON 周明]、[PERSON 何平]获[AWARD 好邻居]、[AWARD 公益新锐]称号。"
    assert len(facts(text, "receives")) == 4


def test_an_award_taken_from_somebodys_hands_is_not_theirs() -> None:
    text = "骑手[PERSON 安宁]从[ORG 南桥街道党工委]书记[PERSON 周明]手里接过[AWARD 先锋骑手]奖牌。"
    assert facts(text, "receives") == {("安宁", "先锋骑手")}
    assert facts(text, "conferredBy") == {("先锋骑手", "南桥街道党工委")}


def test_a_list_keeps_its_awards_apart() -> None:
    text = "[STREET 南桥街道]荣获[AWARD 书香街道]称号,[ORG 南桥中学]被命名为[AWARD 健康学校]。"
    assert facts(text, "receives") == {("南桥街道", "书香街道"), ("南桥中学", "健康学校")}


def test_who_is_given_is_not_who_gives() -> None:
    text = "[ORG 南桥食堂]由[ORG 区老年学会]授牌[AWARD 敬老餐厅]。"
    assert facts(text, "conferredBy") == {("敬老餐厅", "区老年学会")}


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("[COMMUNITY 东园社区]里跑得最勤的是社工[PERSON 周明]。", set()),
        ("[ORG 东园合唱团]唱得最响的团员[PERSON 周明]来了。", set()),
        ("[ORG 东园社区党委]书记、[ORG 东园社区居委会]主任[PERSON 周明]来看。",
         {("周明", "东园社区党委", "书记"), ("周明", "东园社区居委会", "主任")}),
    ],
)  # fmt: skip
def test_a_role_is_a_post_and_goes_to_its_own_body(text: str, held: set[tuple[str, str, str | None]]) -> None:
    assert roles(text) == held


def test_a_thing_is_part_of_one_place_of_a_type_or_of_none() -> None:
    _, _, passages, entities = factory.marked("[COMPOUND 东园里]、[STREET 柳湾街道]、[STREET 南桥街道]。")
    first, other = (Candidate(0, "partOf", n, 0, ((0, 3),), "partOf.x", 0.9) for n in (1, 2))
    even = {key(first): 0.9, key(other): 0.85}
    assert choose([first, other], entities, passages, even) == ()
    surer = {key(first): 0.9, key(other): 0.6}
    assert [r.object for r in choose([first, other], entities, passages, surer)] == [1]
