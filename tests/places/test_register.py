"""What the list knows within one district."""

from __future__ import annotations

import pytest

from kg.mentions.misreadings import difference
from kg.names import Names, load
from kg.places.register import Register, area, registers
from tests import factory
from tests.places import made


def register() -> Register:
    found = registers(made.index(), Names())(made.DISTRICT)
    assert found is not None
    return found


def test_a_district_that_the_list_does_not_know_has_none() -> None:
    of = registers(made.index(), Names())
    assert (of("远山县"), of(None)) == (None, None)


def test_namesakes_are_told_apart_by_the_area_above() -> None:
    rows = [("12", "天津市"), ("1201", "市辖区"), ("120101", "和平区"), ("21", "辽宁省"), ("2101", "沈阳市")]
    index = factory.made_index([*rows, ("210102", "和平区")])
    found = {name: area(index, load(), name) for name in ("和平区", "天津市和平区", "沈阳市和平区", "沈阳市")}
    assert {name: index[n].code for name, n in found.items() if n is not None} == {
        "天津市和平区": "120101",
        "沈阳市和平区": "210102",
        "沈阳市": "2101",
    }


def test_a_city_without_counties_is_one_area() -> None:
    index = factory.made_index([("91", "青禾省"), ("9102", "南亭市"), ("910200", "南亭市"), ("910200003", "东塘街道")])
    [number] = [area(index, Names(), "南亭市")]
    assert number is not None
    assert index[number].code == "9102"


@pytest.mark.parametrize(
    ("name", "known"), [("小河里社区", True), ("小河里", True), ("万虹里社区", True), ("小诃里社区", False)]
)
def test_a_name_is_known_here_or_in_the_same_city(name: str, known: bool) -> None:
    assert register().known("COMMUNITY", name) is known


@pytest.mark.parametrize(
    "name",
    [
        "小诃里社区",
        "小河河里社区",
        "河里社区",
        "小里河社区",
        "小河里小区",
        "小河里社",
        "小河里社区",
        "小河",
        "河小里社区",
    ],
)
def test_only_near_names_are_asked_and_none_that_differs_by_one_character_is_missed(name: str) -> None:
    here = register()
    asked = set(here.misread("COMMUNITY", name, made.alike))
    mends = {n: difference(name, n, made.alike()) for kind, n in here.names if kind == "COMMUNITY" and n != name}
    assert asked == {n for n, mend in mends.items() if mend is not None and mend.place < here.stem("COMMUNITY", n)}


def test_the_look_alikes_are_not_read_for_a_name_that_is_like_none() -> None:
    def never() -> dict[str, frozenset[str]]:
        raise AssertionError

    assert list(register().misread("COMMUNITY", "远塘新苑社区", never)) == []


def test_names_that_end_alike() -> None:
    assert set(register().ending("COMMUNITY", "河里社区")) == {"小河里社区"}
    assert set(register().ending("COMMUNITY", "在小河里社区")) == {"小河里社区"}
    assert set(register().ending("COMMUNITY", "里社区")) == set()
    assert set(register().ending("STREET", "在小河里社区")) == set()
