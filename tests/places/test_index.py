"""The index on disk: what is written is found, whatever the names; a file that is none is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.places import forms
from kg.places.index import Index, open_index, write
from tests import factory

ROWS = [
    ("91", "青禾省"), ("9101", "市辖区"), ("910101", "柳影区"), ("910102", "桐花区"),
    ("9102", "南亭市"), ("910200", "南亭市"), ("910101001", "榆钱街道办事处"), ("910101002", "石桥镇"),
    ("910102001", "杏林街道"), ("910200003", "东塘街道"),
    ("910101001001", "和平社区居委会"), ("910101002201", "和平村委会"), ("910102001001", "和平社区居民委员会"),
]  # fmt: skip


def index() -> Index:
    return factory.made_index(ROWS)


def codes(found: list[int], index: Index) -> list[str]:
    return [index[number].code for number in found]


def test_a_name_is_found_in_the_form_of_pages_and_type_by_type() -> None:
    made = index()
    assert codes(made.find("COMMUNITY", "和平社区"), made) == ["910101001001", "910102001001"]
    assert codes(made.find("COMMUNITY", "和平村"), made) == ["910101002201"]
    assert codes(made.find("STREET", "榆钱街道"), made) == ["910101001"]
    assert codes(made.find("AREA", "南亭市"), made) == ["9102", "910200"]
    for type_, name in (("STREET", "和平社区"), ("COMMUNITY", "和平"), ("AREA", "")):
        assert made.find(type_, name) == []


def test_within_an_area_only_its_own_are_found() -> None:
    made = index()
    [district] = made.find("AREA", "桐花区")
    assert codes(made.find("COMMUNITY", "和平社区", made.inside(district)), made) == ["910102001001"]
    assert {made[n].code for n in made.inside(district)} == {code for code, _ in ROWS if code.startswith("910102")}


def test_what_a_division_lies_in_leaves_out_lines_that_stand_for_none() -> None:
    made = index()
    [village] = made.find("COMMUNITY", "和平村")
    assert [made[n] for n in (village, *made.above(village))] == [
        ("910101002201", "和平村委会", "community"),
        ("910101002", "石桥镇", "street"),
        ("910101", "柳影区", "county"),
        ("91", "青禾省", "province"),
    ]


def test_the_same_list_in_any_order_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, rows in (("a", ROWS), ("b", [*reversed(ROWS), ROWS[3]])):
        write(tmp_path / name, rows, forms.load(), source="made", year="2024")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@given(st.lists(st.text("和平新柳里社区村居委会街道𬇕·１A", min_size=1, max_size=8), min_size=1, max_size=40))
def test_every_name_is_found_and_leads_back(names: list[str]) -> None:
    rows = [*ROWS[:3], ROWS[6], *((f"910101001{n:03}", name) for n, name in enumerate(names))]
    made = factory.made_index(rows)
    assert len(made) == len(rows)
    for number in range(len(made)):
        assert number in made.find(made[number].type, made.canonical(number))
        assert (made[number].code, made[number].name) in rows


def test_lists_that_contradict_or_lack_a_level_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="910101001: is both 榆钱街道办事处 and 榆树街道"):
        write(tmp_path / "a", [*ROWS, ("910101001", "榆树街道")], forms.load(), source="", year="")
    with pytest.raises(InputError, match=r"2 divisions lie in none that is given \(such as 910101001 in 910101\)"):
        write(tmp_path / "a", [r for r in ROWS if r[0] != "910101"], forms.load(), source="", year="")
    with pytest.raises(InputError, match="empty"):
        write(tmp_path / "a", [], forms.load(), source="", year="")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_index_is_told_with_how_to_mend(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    write(whole, ROWS, forms.load(), source="made", year="2024")
    content = whole.read_bytes()
    spoilt = {
        "": "cannot be read.*make it again",
        "short": "is no index of places; make one",
        "LINPUPLC\2" + "\0" * 20: "has version 2 instead of 1; make it again",
    }
    for text, what in spoilt.items():
        (tmp_path / "bad").write_bytes(text.encode())
        with pytest.raises(InputError, match=what):
            open_index(tmp_path / "bad")
    for size in (30, len(content) // 2, len(content) - 1):
        (tmp_path / "bad").write_bytes(content[:size])
        with pytest.raises(InputError, match="is damaged"):
            open_index(tmp_path / "bad")
    with pytest.raises(InputError, match="no index of places is there; make it with kg places import"):
        open_index(tmp_path / "none")
