"""Every rule carries its own tests: examples mark the names that it yields, counterexamples hold none of its type.

Candidates are the rules' own doing and must all be there. Which of them are chosen is learned from labelled pages:
nearly all names of the examples must be, and the faults of today stand here by name, so that none comes unseen.
"""

from functools import cache

import pytest

from kg.mentions import find, load
from kg.mentions.candidates import rule_name
from kg.mentions.gather import candidates
from kg.mentions.lexicon import Lexicon, MentionRule
from kg.mentions.scene import prepare
from kg.model import ENTITY_TYPES, Passage
from tests import factory

SHARE = 0.7
"""Least share of marked names that are found."""
OWN = 0.75
"""Least share of examples whose candidate is the rule's own; the same name may be proposed first by another rule."""
WITHOUT_CANDIDATE = {"person.dotted"}
FALSELY_FOUND = {"“两委”班子很团结。", "这条街很热闹。", "这项工程进展顺利。"}


@cache
def lexicon() -> Lexicon:
    return load()


def rules() -> list[MentionRule]:
    return list(lexicon().rules)


def read(rule: MentionRule, text: str) -> Passage:
    return factory.passage(text, "byline" if rule.id == "person.byline" else "body")


def proposed(passage: Passage) -> set[tuple[int, int, str, str]]:
    """(start, end, type, rule) of all candidates."""
    rows = candidates(prepare([passage], lexicon()), lexicon())
    return {
        (int(start), int(end), ENTITY_TYPES[int(type_)], rule_name(lexicon(), int(rule)))
        for start, end, type_, rule in zip(rows.start, rows.end, rows.type, rows.rule, strict=True)
    }


def named(passage: Passage) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, m.type) for entity in find([passage], lexicon()) for m in entity.mentions]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_proposes_the_names_of_its_examples(rule: MentionRule) -> None:
    assert rule.examples
    for example in rule.examples:
        text, spans = factory.unmarked(example)
        assert spans, f"{rule.id}: no name is marked in {example}"
        rows = proposed(read(rule, text))
        for start, end, type_ in spans:
            assert type_ == rule.type
            by = {row[3] for row in rows if row[:3] == (start, end, type_)}
            assert by or rule.id in WITHOUT_CANDIDATE, example


def test_most_candidates_of_the_examples_are_the_rules_own() -> None:
    own = []
    for rule in rules():
        for example in rule.examples:
            text, spans = factory.unmarked(example)
            rows = proposed(read(rule, text))
            own += [(start, end, type_, rule.id) in rows for start, end, type_ in spans]
    assert sum(own) >= OWN * len(own)


def test_nearly_all_names_of_the_examples_are_found() -> None:
    missed, marked = [], 0
    for rule in rules():
        for example in rule.examples:
            text, spans = factory.unmarked(example)
            found = named(read(rule, text))
            marked += len(spans)
            missed += [
                f"{rule.id}: {text[start:end]}"
                for start, end, type_ in spans
                if not any(a < end and start < b and kind == type_ for a, b, kind in found)
            ]
    assert marked > 40
    assert len(missed) <= (1 - SHARE) * marked, missed


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_counterexamples_hold_no_name_of_the_type(rule: MentionRule) -> None:
    assert rule.counterexamples
    for text in rule.counterexamples:
        found = [text[start:end] for start, end, type_ in named(read(rule, text)) if type_ == rule.type]
        assert not found or text in FALSELY_FOUND, found


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in rules()]
    assert len(ids) == len(set(ids)) > 20


@pytest.mark.parametrize("text", sorted(FALSELY_FOUND))
def test_named_faults_are_counterexamples_of_today(text: str) -> None:
    assert any(text in rule.counterexamples for rule in rules())
