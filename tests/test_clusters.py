"""Which keys are one thing: chains, what forbids them, winners, candidates; never the order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.clusters import OFFERS, Clusters, clusters
from kg.model import Key
from kg.profiles import Profile
from tests.test_comparators import NAMES, OTHER, STREET, it

LOOKALIKES = {a: frozenset("谊宜谆") - {a} for a in "谊宜谆"}
KNOWN = replace(NAMES, lookalikes=LOOKALIKES)


def run(*found: Profile, apart: tuple[tuple[Key, Key], ...] = ()) -> Clusters:
    return clusters({profile.key: profile for profile in found}, KNOWN, apart=apart)


def town(first: str, parent: Key = STREET, pages: int = 1) -> Profile:
    name = f"{first}景村社区"
    return it("COMMUNITY", name, parents={parent}, pages={f"{name}{i}" for i in range(pages)})


CHAIN = (town("谊", pages=3), town("宜"), town("谆", pages=2))


def test_a_chain_of_likenesses_is_one_thing_and_the_commonest_wins() -> None:
    found = run(*CHAIN)
    assert found.winners == {CHAIN[1].key: CHAIN[0].key, CHAIN[2].key: CHAIN[0].key}
    assert {pair.score for pair in found.merged} == {120, 130}
    assert found.offered == ()


def test_a_chain_does_not_join_what_something_forbids() -> None:
    both = replace(town("宜"), parents=frozenset({STREET, OTHER}))
    found = run(town("谊"), both, town("谆", OTHER))
    assert len(found.winners) == 1
    assert [pair.reasons[-1].id for pair in found.offered] == ["chain"]


def test_what_people_judged_to_be_two_stays_two_and_is_not_offered() -> None:
    a, b, c = (profile.key for profile in CHAIN)
    found = run(CHAIN[0], CHAIN[1], apart=((b, a),))
    assert (found.winners, found.merged, found.offered) == ({}, (), ())
    whole = run(*CHAIN, apart=((a, b),))
    assert len(whole.winners) == 1
    assert whole.winners.keys() <= {b, c}


def test_the_best_candidates_of_each_key_are_kept() -> None:
    many = [it("COMMUNITY", f"谊景{i}村社区", pages={str(i)}) for i in range(8)]
    other = [it("COMMUNITY", f"宜景{i}村社区", pages={f"{i}x"}) for i in range(8)]
    assert len(run(*many, *other).offered) == 8
    people = [replace(it("PERSON", "高远山", pages={str(i)}), key=Key("PERSON", "高远山", str(i))) for i in range(9)]
    counts = [sum(person.key in (pair.left, pair.right) for pair in run(*people).offered) for person in people]
    assert max(counts) == OFFERS


@given(st.permutations([*CHAIN, it("COMMUNITY", "柳湾社区"), it("ORG", "青禾超市")]))
def test_the_order_of_keys_never_matters(found: list[Profile]) -> None:
    assert run(*found) == run(*CHAIN, it("COMMUNITY", "柳湾社区"), it("ORG", "青禾超市"))
