"""Mistakes in a user's own data, told by line."""

from pathlib import Path

import pytest

from kg.datacheck import check
from kg.resources import shared_root

GOOD_RULE = '[[rule]]\nid = "own.one"\npredicate = "helps"\nexamples = ["a"]\n'


def told(folder: Path, place: str, text: str | bytes) -> list[tuple[int, str]]:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(mistake.line, mistake.what) for mistake in check(folder)]


@pytest.mark.parametrize(
    ("place", "text", "line", "what"),
    [
        ("gazetteer/names.tsv", "# mine\n青禾超市 ORG\n", 2, "has 1 of 2 columns"),
        ("gazetteer/names.tsv", "青禾超市\tSHOP\n", 1, "'SHOP' is not known; use one of AREA"),
        ("gazetteer/names.tsv", "青禾超市 \tORG\n", 1, "blanks around '青禾超市'"),
        ("gazetteer/names.tsv", "\tORG\n", 1, "the first column is empty"),
        ("gazetteer/names.tsv", "甲店\tORG\n乙店\tORG\n甲店\tORG\n", 3, "says the same as line 1"),
        ("gazetteer/names.tsv", "甲店\tORG\n".encode() + "乙店\tORG".encode("gb18030"), 2, "is not UTF-8"),
        ("gazetteer/name.tsv", "甲店\tORG\n", 0, "is never read; did you mean gazetteer/names.tsv?"),
        ("identity/forms.tsv", "ORG\t*甲\n", 1, "has 2 of 3 columns"),
        ("rules/relations/own.toml", GOOD_RULE + "id = \n", 5, "is not valid TOML"),
        ("rules/relations/own.toml", GOOD_RULE + GOOD_RULE, 5, "2 rules are called own.one"),
        ("rules/relations/own.toml", GOOD_RULE.replace("helps", "aids"), 1, "no such predicate 'aids'"),
        ("rules/relations/own.toml", GOOD_RULE + "confidence = 1.5\n", 1, "confidence 1.5 is not"),
        ("rules/relations/own.toml", GOOD_RULE.replace('["a"]', "[]"), 1, "has no examples"),
        ("rules/mentions/own.toml", GOOD_RULE + 'type = "SHOP"\n', 1, "no such type 'SHOP'"),
        ("rules/mentions/own.toml", GOOD_RULE.replace('"a"', '"[SHOP 甲店]开门"'), 1, "an example marks a SHOP"),
        ("rules/mentions/own.toml", "\n[[rule]]\nexamples = [1]\n", 2, "a rule without an id"),
    ],
)
def test_a_mistake_is_told_by_line(tmp_path: Path, place: str, text: str | bytes, line: int, what: str) -> None:
    assert (line, True) in [(number, what in said) for number, said in told(tmp_path, place, text)]


def test_what_is_right_is_not_complained_of(tmp_path: Path) -> None:
    assert told(tmp_path, "rules/relations/own.toml", GOOD_RULE) == []
    assert told(tmp_path, "gazetteer/names.tsv", "# mine\n\n甲店\tORG\n") == []
    assert told(tmp_path, "notes.md", "anything") == []


def test_the_shipped_data_is_right() -> None:
    assert check(shared_root() / "data") == []


def test_a_mistake_says_where_it_is(tmp_path: Path) -> None:
    told(tmp_path, "gazetteer/names.tsv", "甲店\n")
    (mistake,) = check(tmp_path)
    assert str(mistake).endswith("names.tsv:1: has 1 of 2 columns; part them by tabs")
