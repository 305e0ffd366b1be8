"""Proposals between the labelled names of one sentence, judged by its labels."""

import json

import pytest

from kg.evaluation.proposals import BY_RULE_ALONE, outcomes, tallies
from kg.evaluation.tally import Measure, collect
from kg.gold import GoldPage, gold_entities, read_gold
from kg.relations.candidates import Candidate
from tests import factory

TEXT = "柳影街道小河里社区与青禾超市、柳影小学联手。\n"
STREET, COMMUNITY, SHOP, SCHOOL = range(4)


@pytest.fixture
def gold(tmp_path) -> GoldPage:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    names = (("STREET", "柳影街道"), ("COMMUNITY", "小河里社区"), ("ORG", "青禾超市"), ("ORG", "柳影小学"))
    entities = [{"id": f"e{i}", "type": t, "name": n, "mentions": [n]} for i, (t, n) in enumerate(names)]
    entities[SHOP]["may"] = True
    said = [("e1", "partOf", "e0"), ("e1", "cooperatesWith", "e3"), ("e3", "belongsTo", "e0")]
    relations = [{"subject": s, "predicate": p, "object": o, "evidence": TEXT.strip()} for s, p, o in said]
    (tmp_path / "a.json").write_text(
        json.dumps({"document": "a.txt", "entities": entities, "relations": relations}), encoding="utf-8"
    )
    return read_gold(tmp_path, tmp_path / "a.json")


def proposal(subject: int, predicate: str, object_: int, modality: str | None = None) -> Candidate:
    return Candidate(subject, predicate, object_, 0, ((0, 4),), f"{predicate}.test", 0.9, None, modality)


def verdicts(gold: GoldPage, *proposed: Candidate) -> list[str]:
    entities = gold_entities(gold, (factory.passage(TEXT),))
    return [outcome.verdict for outcome in outcomes(proposed, gold, entities)]


def test_a_proposal_is_right_defensible_or_wrong(gold: GoldPage) -> None:
    right, wrong = proposal(COMMUNITY, "partOf", STREET), proposal(STREET, "partOf", COMMUNITY)
    assert verdicts(gold, right, wrong, proposal(COMMUNITY, "helps", SHOP)) == ["right", "wrong", "may"]


def test_a_symmetric_proposal_may_stand_either_way_and_alike_predicates_count_alike(gold: GoldPage) -> None:
    assert verdicts(gold, proposal(SCHOOL, "cooperatesWith", COMMUNITY)) == ["right"]
    assert verdicts(gold, proposal(SCHOOL, "locatedIn", STREET)) == ["right"]


def test_a_rule_counts_once_for_a_relation_and_plans_do_not_count(gold: GoldPage) -> None:
    once, plan = proposal(COMMUNITY, "partOf", STREET), proposal(STREET, "partOf", COMMUNITY, "planned")
    entities = gold_entities(gold, (factory.passage(TEXT),))
    score = collect(tallies(outcomes([once, once, plan], gold, entities)))
    tally = score.tallies[Measure(BY_RULE_ALONE, "partOf.test")]
    assert (tally.found_right, tally.found) == (1, 1)
