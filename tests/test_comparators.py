"""Each row of the table: what it finds, in words, and that it finds it from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kg.comparators import TABLE, Context
from kg.model import Key
from kg.names import Names
from kg.profiles import Profile

STREET, OTHER = Key("STREET", "柳影街道"), Key("STREET", "青石街道")
PARTY = Key("ORG", "小河里社区党委")
NAMES = Names(
    lookalikes={"谊": frozenset("宜"), "宜": frozenset("谊"), "三": frozenset("二"), "二": frozenset("三")},
    listed=frozenset({("ORG", "民政部")}),
    organs=frozenset({"司法局"}),
    addresses=frozenset({"大爷"}),
)
EMPTY: frozenset[Any] = frozenset()


def it(type_: str, name: str, scope: str | None = None, **told: Any) -> Profile:
    nothing = dict.fromkeys(("forms", "parents", "parts", "bodies", "posts", "press"), EMPTY)
    whole = {**nothing, "pages": frozenset({name}), "mentions": 1, "core": name, "district": "甲区", **told}
    return Profile(Key(type_, name, scope), **{k: frozenset(v) if isinstance(v, set) else v for k, v in whole.items()})


def words(id_: str, a: Profile, b: Profile, context: Context | None = None) -> str:
    """What the row says, the same whichever comes first."""
    found = {
        row.compare(x, y, context or Context(NAMES))
        for row in TABLE
        if row.id == id_ and a.key.type in row.types
        for x, y in ((a, b), (b, a))
    }
    assert len({bool(each) for each in found}) == 1
    return min(found)


SAID = [
    ("name.same", it("ORG", "甲区司法局", core="司法局"), it("ORG", "司法局"), "the same name"),
    ("name.same", it("ORG", "司法局"), it("ORG", "民政局"), ""),
    ("name.estate", it("COMPOUND", "文明里"), it("COMPOUND", "文明里小区"), "小区"),
    ("name.estate", it("COMPOUND", "文明里"), it("COMPOUND", "文明北里小区"), ""),
    ("name.alike", it("COMMUNITY", "谊景村社区"), it("COMMUNITY", "宜景村社区"), "look alike"),
    ("name.alike", it("COMMUNITY", "三合里社区"), it("COMMUNITY", "二合里社区"), ""),
    ("name.alike", it("COMMUNITY", "谊景村社区"), it("COMMUNITY", "谊江村社区"), ""),
    ("name.alike", it("ORG", "柳湾湾社区党委"), it("ORG", "柳湾社区党委"), "doubled"),
    ("name.contracted", it("ORG", "乐邻养老"), it("ORG", "乐邻养老服务有限公司"), "short for"),
    ("name.contracted", it("ORG", "乐邻物业"), it("ORG", "乐邻养老服务有限公司"), ""),
    ("name.person", it("PERSON", "高远山"), it("PERSON", "高远山"), "the same name"),
    ("name.person", it("PERSON", "张大爷"), it("PERSON", "张大爷"), ""),
    ("name.called", it("PERSON", "张大爷"), it("PERSON", "张大爷"), "form of address"),
    ("district.same", it("ORG", "青禾超市"), it("ORG", "青禾商店"), "both in 甲区"),
    ("district.other", it("STREET", "建设街道"), it("STREET", "建设街道", district="乙区"), "one in 甲区"),
    ("district.other", it("PERSON", "林小满"), it("PERSON", "林小满", district="乙区"), "乙区"),
    ("district.none", it("PROGRAMME", "十项计划"), it("PROGRAMME", "十项计划", district="乙区"), "no district"),
    ("district.none", it("PROGRAMME", "甲区计划", core="计划"), it("PROGRAMME", "计划", district="乙区"), ""),
    ("parent.each", it("ORG", "青禾学院", parents={PARTY}), replace(it("ORG", "甲"), key=PARTY), "in or of"),
    ("parent.same", it("COMMUNITY", "甲", parents={STREET}), it("COMMUNITY", "乙", parents={STREET}), "柳影街道"),
    ("parent.other", it("COMMUNITY", "甲", parents={STREET}), it("COMMUNITY", "乙", parents={OTHER}), "青石街道"),
    ("parent.other", it("COMMUNITY", "甲", parents={STREET}), it("COMMUNITY", "乙"), ""),
    ("part.same", it("STREET", "甲", parts={PARTY}), it("STREET", "乙", parts={PARTY}), "of both"),
    ("press.same", it("PERSON", "甲", press={"晨报"}), it("PERSON", "乙", press={"晨报"}), "晨报"),
    (
        "post.same",
        it("PERSON", "甲", posts={("书记", PARTY)}),
        it("PERSON", "乙", posts={("书记", PARTY)}),
        "both 书记",
    ),
    ("post.same", it("PERSON", "甲", posts={("书记", PARTY)}), it("PERSON", "乙", posts={("委员", PARTY)}), ""),
    ("body.same", it("PERSON", "甲", bodies={PARTY}), it("PERSON", "乙", bodies={PARTY}), "小河里社区党委"),
    ("body.other", it("PERSON", "甲", bodies={PARTY}), it("PERSON", "乙", bodies={STREET}), "one of"),
    ("known.one", it("ORG", "民政部"), it("ORG", "民改部"), "known name"),
    ("known.one", it("ORG", "甲区司法局", core="司法局"), it("ORG", "甲区司去局", core="司去局"), "known name"),
    ("known.both", it("ORG", "民政部"), it("ORG", "民改部"), ""),
    ("rare.one", it("ORG", "甲"), it("ORG", "乙", pages={"1", "2", "3"}), "the other on 3"),
    ("rare.one", it("ORG", "甲"), it("ORG", "乙", pages={"1", "2"}), ""),
    ("page.same", it("ORG", "甲", pages={"1"}), it("ORG", "乙", pages={"1", "2"}), "1 names both"),
]


@pytest.mark.parametrize(("id_", "a", "b", "said"), SAID)
def test_a_row_says_what_it_finds(id_: str, a: Profile, b: Profile, said: str) -> None:
    found = words(id_, a, b)
    assert said in found
    assert bool(said) == bool(found)


def test_reporters_go_about_between_districts() -> None:
    a = it("PERSON", "林小满", press={"晨报"})
    assert words("district.other", a, replace(a, district="乙区")) == ""


def test_a_street_that_pages_put_in_the_other_s_district() -> None:
    a = it("STREET", "建设街道", district="乙区", parents={Key("AREA", "甲区")})
    assert words("district.stated", a, it("STREET", "建设街道")) == "pages say that 建设街道 is in 甲区"


def test_a_short_form_counts_where_it_means_one_thing_only() -> None:
    full, short = it("ORG", "乐邻养老服务有限公司"), it("ORG", "乐邻养老")
    other = Key("ORG", "乐邻养老院")
    one = {("ORG", "甲区", "乐邻养老"): frozenset({full.key})}
    two = {("ORG", "甲区", "乐邻养老"): frozenset({full.key, other})}
    assert words("name.short", full, short, Context(NAMES, one)) == "a page calls 乐邻养老服务有限公司 also 乐邻养老"
    assert words("name.short", full, short, Context(NAMES, two)) == ""


def test_every_row_is_tried_and_no_id_means_two_things() -> None:
    tried = {id_ for id_, *_ in SAID} | {"district.stated", "name.short"}
    assert {row.id for row in TABLE} == tried
    assert len({(row.id, type_) for row in TABLE for type_ in row.types}) == sum(len(row.types) for row in TABLE)
