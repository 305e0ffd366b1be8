"""Sums of the table: what merges by itself, what is offered, and that names alone never merge."""

from __future__ import annotations

from kg import comparison
from kg.comparators import TABLE, Context
from kg.comparison import FORBIDS, MERGES, OFFERED, against, compare
from kg.model import Key
from kg.names import Names
from kg.profiles import Profile
from tests.test_comparators import NAMES, OTHER, PARTY, STREET, it


def score(a: Profile, b: Profile) -> int:
    found = compare(a, b, Context(NAMES))
    assert found == compare(b, a, Context(NAMES))
    assert found.score == sum(reason.weight for reason in found.reasons)
    assert {comparison.score(a, b, Context(NAMES)), comparison.score(b, a, Context(NAMES))} == {found.score}
    return found.score


def test_no_likeness_of_names_alone_merges() -> None:
    assert max(row.weight for row in TABLE if row.liking) < MERGES
    people = [row for row in TABLE if "PERSON" in row.types]
    # Being known and being rare say nothing of whether two people are one.
    alone = max(r.weight for r in people if r.liking) + sum(r.weight for r in people if r.id == "rare.one")
    assert alone < MERGES


def test_a_look_alike_needs_more_than_its_district() -> None:
    a, b = it("COMMUNITY", "谊景村社区", pages={"1", "2", "3"}), it("COMMUNITY", "宜景村社区")
    assert OFFERED <= score(a, b) < MERGES


def test_a_look_alike_in_the_same_street_merges_and_in_another_is_not_even_offered() -> None:
    a = it("COMMUNITY", "谊景村社区", parents={STREET})
    assert score(a, it("COMMUNITY", "宜景村社区", parents={STREET})) >= MERGES
    assert score(a, it("COMMUNITY", "宜景村社区", parents={OTHER})) < OFFERED


def test_a_look_alike_of_a_known_name_merges() -> None:
    known = Context(Names(lookalikes=NAMES.lookalikes, listed=frozenset({("PLACE", "谊景公园")})))
    assert compare(it("PLACE", "谊景公园"), it("PLACE", "宜景公园"), known).score >= MERGES


def test_reporters_of_one_publication_whose_names_look_alike_are_one() -> None:
    a = it("PERSON", "林谊然", press={"晨报"})
    assert score(a, it("PERSON", "林宜然", press={"晨报"}, district="乙区")) >= MERGES
    assert score(a, it("PERSON", "林宜然", press={"晚报"}, district="乙区")) < OFFERED


def test_namesakes_are_one_person_only_with_a_body_in_common() -> None:
    a = it("PERSON", "高远山", bodies={PARTY})
    assert score(a, it("PERSON", "高远山", "b", bodies={PARTY}, pages={"b"})) >= MERGES
    assert OFFERED <= score(a, it("PERSON", "高远山", "b", pages={"b"})) < MERGES
    assert score(a, it("PERSON", "高远山", "b", bodies={STREET}, pages={"b"})) < OFFERED


def test_a_form_of_address_never_merges() -> None:
    a = it("PERSON", "张大爷", bodies={PARTY})
    assert score(a, it("PERSON", "张大爷", bodies={PARTY}, pages={"b"})) < MERGES


def test_names_that_are_not_alike_have_no_score() -> None:
    found = compare(
        it("STREET", "东海街道", parents={STREET}), it("STREET", "西山街道", parents={STREET}), Context(NAMES)
    )
    assert (found.score, found.reasons) == (0, ())


def test_a_name_of_two_characters_is_like_none_of_three() -> None:
    for name, doubled in (("青里", "青青里"), ("里青", "里里青")):  # the longer one sorts behind, in front
        assert score(it("PLACE", name), it("PLACE", doubled)) == 0


def test_what_is_in_another_district_or_street_forbids() -> None:
    a = it("COMMUNITY", "谊景村社区", parents={STREET})
    for b in (it("COMMUNITY", "别的社区", district="乙区"), it("COMMUNITY", "别的社区", parents={OTHER})):
        assert sum(reason.weight for reason in against(a, b, Context(NAMES))) <= FORBIDS
    assert against(a, it("COMMUNITY", "别的社区"), Context(NAMES)) == []


def test_the_pair_s_left_sorts_first() -> None:
    found = compare(it("ORG", "乙"), it("ORG", "甲"), Context(NAMES))
    assert (found.left, found.right) == (Key("ORG", "乙"), Key("ORG", "甲"))
