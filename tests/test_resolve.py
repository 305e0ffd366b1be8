"""One node per real thing across pages: canonical form, type and scope."""

from __future__ import annotations

from functools import cache, partial

from hypothesis import given
from hypothesis import strategies as st

from kg.judgements import Judgement
from kg.model import (
    Article,
    Key,
    Layout,
    Line,
    Mention,
    Page,
    PageEntity,
    Passage,
    PassageLine,
    Reading,
    Relation,
    Span,
)
from kg.names import Names, load
from kg.resolve import Resolution, resolve, unspoken


@cache
def names() -> Names:
    return load()


def ent(type_: str, name: str, times: int = 1, **more: object) -> PageEntity:
    mentions = tuple(Mention(0, 5 * i, 5 * i + 1, type_, name, "test") for i in range(times))
    return PageEntity(type_, name, (), mentions, **more)  # type: ignore[arg-type]


def rel(subject: int, predicate: str, object_: int) -> Relation:
    return Relation(subject, predicate, object_, (Span(0, 1),), "test", 0.9)


def page(
    id_: str, *entities: PageEntity, district: str | None = "河西区", relations: tuple[Relation, ...] = (),
    authors: tuple[str, ...] = (), role: str = "body",
) -> Reading:  # fmt: skip
    layout = Layout((Line(3, 0, 100, role),), (Article(3, (3,), "题", authors),), ())
    passage = Passage("文" * 100, range(100), (PassageLine(3, 0, 100, role),), 0)
    return Reading(Page(id_, "文" * 100, publication="晨报"), layout, (passage,), entities, relations, district)


def run(*readings: Reading, home: str | None = None) -> Resolution:
    return resolve(readings, names(), home=home)


def labels(resolution: Resolution) -> dict[Key, str]:
    return {entity.key: entity.label for entity in resolution.entities}


def test_full_and_short_forms_on_two_pages_are_one_entity() -> None:
    found = run(page("a", ent("STREET", "柳影街")), page("b", ent("STREET", "柳影街道", 2)))
    assert found.keys == {"a": (Key("STREET", "柳影街道"),), "b": (Key("STREET", "柳影街道"),)}
    assert found.entities[0].aliases == ("柳影街",)
    assert found.entities[0].articles == (("a", 3), ("b", 3))


def test_a_street_and_a_place_of_one_name_are_two() -> None:
    found = run(page("a", ent("STREET", "柳影街"), ent("PLACE", "柳影街")))
    assert len(found.entities) == 2


def test_home_is_the_district_of_most_pages_and_needs_no_scope() -> None:
    found = run(
        page("a", ent("STREET", "建设街道")), page("b", ent("STREET", "建设街道")),
        page("c", ent("STREET", "建设街道"), district="南开区"),
    )  # fmt: skip
    assert found.home == "河西区"
    assert found.keys["c"] == (Key("STREET", "建设街道", "南开区"),)
    assert found.keys["a"] == (Key("STREET", "建设街道"),)


def test_a_home_that_was_given_stays() -> None:
    found = run(page("a", ent("STREET", "建设街道")), home="南开")
    assert found.home == "南开区"
    assert found.keys["a"] == (Key("STREET", "建设街道", "河西区"),)


def test_a_home_that_no_page_speaks_of_is_told_with_a_name_like_it() -> None:
    pages = [page("a", ent("AREA", "南开")), page("b"), page("c", district=None)]
    told = partial(unspoken, pages, names())
    assert told("河西区") == told("南开区") == told(None) == []
    assert told("河东区") == ["home 河东区: no page speaks of it; did you mean --home 河西区?"]
    assert told("浦东新区") == ["home 浦东新区: no page speaks of it; most pages are of 河西区 (--home 河西区)"]
    assert "that name no district" in unspoken([page("c", district=None)], names(), "河东区")[0]
    assert unspoken([page("a", ent("AREA", "天津市"), district="和平区")], names(), "天津市和平区") == []


def test_a_short_body_is_its_district_s() -> None:
    found = run(page("a", ent("ORG", "区司法局")), page("b", ent("ORG", "河西区司法局"), district="南开区"))
    assert found.keys["a"] == found.keys["b"] == (Key("ORG", "河西区司法局"),)
    assert labels(found)[Key("ORG", "河西区司法局")] == "河西区司法局"


def test_an_official_name_identifies() -> None:
    found = run(page("a", ent("ORG", "街安办", official="柳影街道安全办")))
    assert found.keys["a"] == (Key("ORG", "柳影街道安全办"),)
    assert "街安办" in found.entities[0].aliases


def test_a_national_name_has_no_scope() -> None:
    found = run(page("a", ent("ORG", "民政部"), ent("AWARD", "全国示范社区"), district="南开区"), home="河西区")
    assert [key.scope for key in found.keys["a"]] == [None, None]


def test_namesakes_among_areas_are_told_apart_by_the_area_above() -> None:
    found = run(
        page("a", ent("AREA", "和平区"), ent("AREA", "天津市"), ent("STREET", "建设街道"), district="和平区"),
        page("b", ent("AREA", "和平区"), ent("AREA", "沈阳市"), ent("STREET", "建设街道"), district="和平区"),
        home="天津市和平区",
    )
    assert found.keys["a"] == (Key("AREA", "和平区", "天津市"), Key("AREA", "天津市"), Key("STREET", "建设街道"))
    assert found.keys["b"][0] == Key("AREA", "和平区", "沈阳市")
    assert found.keys["b"][2] == Key("STREET", "建设街道", "沈阳市和平区")


def test_an_area_without_namesakes_has_no_scope() -> None:
    found = run(page("a", ent("AREA", "河西"), district="南开区"), home="南开区")
    assert found.keys["a"] == (Key("AREA", "河西区"),)


def test_a_person_is_told_apart_by_the_community_of_the_body() -> None:
    entities = ent("PERSON", "高远山"), ent("ORG", "小河里社区党委"), ent("COMMUNITY", "小河里社区")
    at_body = page("a", *entities, relations=(rel(0, "memberOf", 1), rel(1, "belongsTo", 2)))
    at_community = page(
        "b", ent("PERSON", "高远山"), ent("COMMUNITY", "小河里社区"), relations=(rel(0, "memberOf", 1),)
    )
    elsewhere = page("c", ent("PERSON", "高远山"), ent("COMMUNITY", "青杨里社区"), relations=(rel(0, "livesIn", 1),))
    found = run(at_body, at_community, elsewhere)
    assert found.keys["a"][0] == found.keys["b"][0] == Key("PERSON", "高远山", "小河里社区")
    assert found.keys["c"][0] == Key("PERSON", "高远山", "青杨里社区")


def test_a_district_is_too_wide_to_tell_its_people_apart() -> None:
    found = run(page("a", ent("PERSON", "高远山"), ent("AREA", "河西区"), relations=(rel(0, "livesIn", 1),)))
    assert found.keys["a"][0] == Key("PERSON", "高远山", "a-3")


def test_a_reporter_is_told_apart_by_the_publication() -> None:
    found = run(
        page("a", ent("PERSON", "林小满"), authors=("林小满",)), page("b", ent("PERSON", "林小满"), role="byline")
    )
    assert found.keys["a"] == found.keys["b"] == (Key("PERSON", "林小满", "晨报"),)


def test_any_other_person_is_told_apart_by_the_article() -> None:
    found = run(page("a", ent("PERSON", "张大爷")), page("b", ent("PERSON", "张大爷")))
    assert found.keys["a"] == (Key("PERSON", "张大爷", "a-3"),)
    assert found.keys["b"] == (Key("PERSON", "张大爷", "b-3"),)


def test_a_planned_membership_scopes_nobody() -> None:
    planned = rel(0, "memberOf", 1)._replace(modality="planned")
    found = run(page("a", ent("PERSON", "高远山"), ent("ORG", "青禾超市"), relations=(planned,)))
    assert found.keys["a"][0].scope == "a-3"


def test_a_rival_wins_only_where_more_pages_bear_it_out() -> None:
    unsure = ent("COMPOUND", "青杨里", rivals=(("COMMUNITY", "青杨里社区"),))
    assert run(page("a", unsure)).keys["a"] == (Key("COMPOUND", "青杨里"),)
    sure = run(page("a", unsure), page("b", ent("COMMUNITY", "青杨里社区")))
    assert sure.keys["a"] == (Key("COMMUNITY", "青杨里社区"),)


def test_the_label_is_the_most_frequent_form_then_the_longest() -> None:
    frequent = run(page("a", ent("PROGRAMME", "“四问”工作法")), page("b", ent("PROGRAMME", "四问工作法", 2)))
    assert [e.label for e in frequent.entities] == ["四问工作法"]
    longest = run(page("a", ent("PROGRAMME", "“四问”工作法")), page("b", ent("PROGRAMME", "四问工作法")))
    assert [e.label for e in longest.entities] == ["“四问”工作法"]


def test_a_form_of_address_is_each_article_s_own_even_in_one_community() -> None:
    entities = ent("PERSON", "张大爷"), ent("COMMUNITY", "小河里社区")
    found = run(*(page(id_, *entities, relations=(rel(0, "livesIn", 1),)) for id_ in "ab"))
    assert found.keys["a"][0] != found.keys["b"][0]
    assert [pair.left.name for pair in found.offered] == ["张大爷"]


def test_traditional_characters_and_short_forms_of_a_district_s_bodies_meet() -> None:
    forms = ("区司法局", "河西区司法局", "河西司法局", "司法局", "區司法局")
    found = run(*(page(str(i), ent("ORG", form)) for i, form in enumerate(forms)))
    assert {keys[0] for keys in found.keys.values()} == {Key("ORG", "河西区司法局")}


def test_a_place_called_by_its_office_is_the_street_and_the_office_is_not() -> None:
    found = run(page("a", ent("STREET", "柳影街"), ent("STREET", "柳影街道办事处"), ent("ORG", "柳影街道办事处")))
    assert found.keys["a"] == (*[Key("STREET", "柳影街道")] * 2, Key("ORG", "柳影街道办事处"))


ALIKE = (
    page("a", ent("COMMUNITY", "谊河社区", 2), ent("STREET", "柳影街道"), relations=(rel(0, "partOf", 1),)),
    page("b", ent("COMMUNITY", "宜河社区"), ent("STREET", "柳影街"), relations=(rel(0, "partOf", 1),)),
)


def test_a_misread_name_in_the_same_street_is_merged_and_its_key_leads_on() -> None:
    found = run(*ALIKE)
    right, wrong = Key("COMMUNITY", "谊河社区"), Key("COMMUNITY", "宜河社区")
    assert (found.keys["b"][0], found.drawn["b"][0]) == (right, wrong)
    assert found.judged.replaced == {wrong: (right,)}
    (entity,) = [entity for entity in found.entities if entity.key == right]
    assert (entity.label, entity.aliases) == ("谊河社区", ("宜河社区",))
    assert {reason.id for reason in found.merged[0].reasons} >= {"name.alike", "parent.same"}


def test_people_s_word_outweighs_the_comparison() -> None:
    judged = Judgement("not same", "community:谊河社区", "community:宜河社区")
    found = resolve(ALIKE, names(), judgements=(judged,))
    assert found.keys["a"][0] != found.keys["b"][0]
    assert (found.merged, found.offered, dict(found.judged.replaced)) == ((), (), {})


def test_a_corrected_name_is_compared_as_corrected() -> None:
    judged = Judgement("name", "community:宜河社区", "怡河社区")
    found = resolve(ALIKE, names(), judgements=(judged,))
    assert {entity.label for entity in found.entities if entity.key.type == "COMMUNITY"} == {"谊河社区", "怡河社区"}


def test_a_person_is_known_by_a_body_whose_name_was_misread() -> None:
    secretary = ent("PERSON", "高远山")
    pages = [
        page(id_, ent("COMMUNITY", name), ent("STREET", "柳影街道"), secretary,
             relations=(rel(0, "partOf", 1), rel(2, "memberOf", 0)))
        for id_, name in (("a", "谊河社区"), ("b", "宜河社区"))
    ]  # fmt: skip
    found = run(*pages)
    assert found.keys["a"][2] == found.keys["b"][2]


MANY = (
    page("a", ent("STREET", "柳影街"), ent("PROGRAMME", "“四问”工作法"), ent("PERSON", "高远山")),
    page("b", ent("STREET", "柳影街道"), ent("PROGRAMME", "四问工作法"), district="南开区"),
    page("c", ent("AREA", "和平区"), ent("ORG", "区司法局"), district="和平区"),
    page("d", ent("ORG", "民政部"), district=None),
    page("e", ent("COMMUNITY", "谊河社区"), ent("STREET", "柳影街道"), relations=(rel(0, "partOf", 1),)),
    page("f", ent("COMMUNITY", "宜河社区"), ent("STREET", "柳影街"), relations=(rel(0, "partOf", 1),)),
    page("g", ent("COMMUNITY", "宣河社区"), ent("PERSON", "高远山"), ent("COMPOUND", "青杨里小区")),
    page("h", ent("COMPOUND", "青杨里"), ent("PERSON", "高远山")),
)


@given(st.permutations(MANY))
def test_the_order_of_pages_never_matters(readings: list[Reading]) -> None:
    found, sorted_ = run(*readings), run(*MANY)
    assert (found.entities, found.home, dict(found.keys)) == (sorted_.entities, sorted_.home, dict(sorted_.keys))
    assert (found.merged, found.offered, found.judged.replaced) == (
        sorted_.merged, sorted_.offered, sorted_.judged.replaced
    )  # fmt: skip
    assert {pair.left.type for pair in sorted_.merged} == {"COMMUNITY", "COMPOUND"}
    assert {pair.left.type for pair in sorted_.offered} == {"COMMUNITY", "PERSON", "PROGRAMME"}
