"""What pages say of a key, gathered: district and core, parents and parts, posts, bylines."""

from __future__ import annotations

from kg.model import Key, PageEntity, Reading
from kg.profiles import Profile, profiles, renamed, signs
from kg.scope import ground
from tests.test_resolve import ent, names, page, rel


def gathered(*readings: Reading, home: str = "河西区") -> dict[Key, Profile]:
    places = {reading.page.id: ground(reading, names(), home) for reading in readings}
    keys = {reading.page.id: tuple(Key(e.type, e.name) for e in reading.entities) for reading in readings}
    return profiles(readings, keys, places, names())


def test_the_core_is_the_name_without_the_district_that_it_carries() -> None:
    found = gathered(page("a", ent("ORG", "南开区青禾超市"), ent("ORG", "青禾超市"), ent("ORG", "民政部")))
    said = {key.name: (profile.core, profile.district) for key, profile in found.items()}
    assert said == {
        "南开区青禾超市": ("青禾超市", "南开区"), "青禾超市": ("青禾超市", "河西区"), "民政部": ("民政部", ""),
    }  # fmt: skip


def test_what_is_above_and_below_is_gathered_over_pages() -> None:
    things = ent("COMMUNITY", "小河里社区"), ent("STREET", "柳影街道")
    more = ent("ORG", "小河里社区党委"), ent("COMMUNITY", "小河里社区")
    found = gathered(
        page("a", *things, relations=(rel(0, "partOf", 1),)), page("b", *more, relations=(rel(0, "belongsTo", 1),))
    )
    community = found[Key("COMMUNITY", "小河里社区")]
    assert (community.parents, community.parts) == ({Key("STREET", "柳影街道")}, {Key("ORG", "小河里社区党委")})
    assert (community.pages, community.mentions) == ({"a", "b"}, 2)


def test_a_plan_says_nothing() -> None:
    planned = rel(0, "partOf", 1)._replace(modality="planned")
    found = gathered(page("a", ent("COMMUNITY", "小河里社区"), ent("STREET", "柳影街道"), relations=(planned,)))
    assert found[Key("COMMUNITY", "小河里社区")].parents == frozenset()


def test_a_person_is_of_the_body_and_of_its_community() -> None:
    entities = ent("PERSON", "高远山"), ent("ORG", "小河里社区党委"), ent("COMMUNITY", "小河里社区")
    post = rel(0, "memberOf", 1)._replace(role="书记")
    found = gathered(page("a", *entities, relations=(post, rel(1, "belongsTo", 2))))
    person = found[Key("PERSON", "高远山")]
    assert person.bodies == {Key("ORG", "小河里社区党委"), Key("COMMUNITY", "小河里社区")}
    assert person.posts == {("书记", Key("ORG", "小河里社区党委"))}


def test_a_district_s_member_is_of_no_narrow_body() -> None:
    found = gathered(page("a", ent("PERSON", "高远山"), ent("AREA", "河西区"), relations=(rel(0, "memberOf", 1),)))
    assert found[Key("PERSON", "高远山")].bodies == frozenset()


def test_the_author_of_an_article_signs_it() -> None:
    assert signs(page("a", ent("PERSON", "林小满"), authors=("林小满",)), 0)
    assert signs(page("a", ent("PERSON", "林小满"), role="byline"), 0)
    assert not signs(page("a", ent("PERSON", "高远山"), authors=("林小满",)), 0)


def test_a_namesake_in_the_text_does_not_sign() -> None:
    def at(start: int) -> PageEntity:
        found = ent("PERSON", "林小满")
        return PageEntity("PERSON", "林小满", (), (found.mentions[0]._replace(start=start, end=start + 1),))

    from dataclasses import replace

    from kg.model import PassageLine

    read = page("a", at(0), at(50), authors=("林小满",))
    lines = (PassageLine(3, 0, 10, "byline"), PassageLine(4, 11, 100, "body"))
    read = replace(read, passages=(replace(read.passages[0], lines=lines),))
    assert (signs(read, 0), signs(read, 1)) == (True, False)


def test_what_a_profile_names_is_what_stands_for_it_now() -> None:
    a, b = Key("COMMUNITY", "谊景村社区"), Key("COMMUNITY", "宜景村社区")
    post = rel(1, "memberOf", 0)._replace(role="书记")
    entities = ent("COMMUNITY", b.name), ent("PERSON", "高远山"), ent("ORG", "社区党委")
    found = gathered(page("b", *entities, relations=(post, rel(2, "belongsTo", 0))))
    person, committee = (renamed(found[key], {b: a}) for key in (Key("PERSON", "高远山"), Key("ORG", "社区党委")))
    assert (person.bodies, person.posts, committee.parents) == ({a}, {("书记", a)}, {a})
    assert renamed(found[b], {}) is found[b]
