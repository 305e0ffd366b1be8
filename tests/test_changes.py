"""What differs between two sorted sequences of lines."""

import random

import pytest

from kg.changes import Change, changes


def test_each_side_has_lines_of_its_own() -> None:
    assert list(changes("abd", "bce")) == [
        Change("a", False), Change("c", True), Change("d", False), Change("e", True),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("block", [1, 2, 7, 256])
def test_changes_lead_from_old_to_new(seed: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.changes._BLOCK", block)
    chance = random.Random(seed)
    whole = [first + second for first in "甲乙丙𬇕ab" for second in "丁戊己𬇕cd"]
    old, new = (set(chance.sample(whole, chance.choice((0, 5, 30, 36)))) for _ in range(2))
    found = list(changes(sorted(old), sorted(new)))
    assert {line for line, came in found if came} == new - old
    assert {line for line, came in found if not came} == old - new
    assert [line for line, _ in found] == sorted(old ^ new)


def test_a_side_may_be_empty() -> None:
    assert list(changes("", "ab")) == [Change("a", True), Change("b", True)]
    assert list(changes("ab", "")) == [Change("a", False), Change("b", False)]
