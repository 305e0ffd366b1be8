"""Every rule carries its own tests: what its examples must yield and its counterexamples must not."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from kg.relations.draw import scenes
from kg.relations.frames import propose
from kg.relations.rules import Rules, load, read_blocks
from tests import factory


@cache
def rules() -> Rules:
    return load()


def blocks() -> Iterator[dict[str, Any]]:
    for _, data in read_blocks():
        yield from data.get("rule", [])


def yielded(rule: str, text: str) -> set[str]:
    """What one rule states as fact in a marked sentence, as "subject > object"."""
    _, _, passages, entities = factory.marked(text)
    found = [c for scene in scenes(passages, entities, rules()) for c in propose(scene, rules())]
    return {
        f"{entities[c.subject].name} > {entities[c.object].name}"
        for c in found
        if c.rule == rule and c.modality is None
    }


@pytest.mark.parametrize("block", list(blocks()), ids=lambda block: block["id"])
def test_a_rule_finds_its_examples_and_leaves_its_counterexamples(block: dict[str, Any]) -> None:
    assert block["examples"]
    assert block["counterexamples"]
    for example in block["examples"]:
        assert set(example["yields"]) <= yielded(block["id"], example["text"]), example["text"]
    for example in block["counterexamples"]:
        assert yielded(block["id"], example["text"]) == set(), example["text"]


def test_rule_ids_are_unique_and_name_their_predicate() -> None:
    ids = [block["id"] for block in blocks()]
    assert len(ids) == len(set(ids))
    assert all(block["id"].split(".")[0] == block["predicate"] for block in blocks())
