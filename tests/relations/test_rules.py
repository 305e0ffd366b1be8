from pathlib import Path

import pytest

from kg.errors import InputError
from kg.relations.rules import load


def overlay(folder: Path, text: str) -> Path:
    (folder / "rules" / "relations").mkdir(parents=True)
    (folder / "rules" / "relations" / "mine.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_overlays_rule_replaces_the_shipped_one_of_its_id(tmp_path: Path) -> None:
    head = '[[rule]]\nid = "livesIn.home"\npredicate = "livesIn"\n'
    text = head + 'confidence = 0.11\npatterns = ["{s:PERSON}住{o:AREA}"]\n'
    frames = [frame for frame in load(overlay(tmp_path, text)).frames if frame.rule.id == "livesIn.home"]
    assert [frame.rule.confidence for frame in frames] == [0.11]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule]\n", "no rule file"),
        ('[[rule]]\nid = "a"\npredicate = "likes"\npatterns = ["x"]\n', "no such predicate"),
        ('[[rule]]\nid = "a"\npredicate = "helps"\npatterns = ["{s:CITY}"]\n', "cannot read the pattern"),
        ('[[rule]]\nid = "a"\npredicate = "helps"\npatterns = ["({s:ORG}"]\n', "cannot read the pattern"),
        ('[[rule]]\nid = "a"\npredicate = "helps"\n', "no id or no pattern"),
    ],
)
def test_a_broken_rule_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        load(overlay(tmp_path, text))
    assert "mine.toml" in str(caught.value)
