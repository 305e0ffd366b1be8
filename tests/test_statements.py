import random
from dataclasses import replace

import pytest

from kg.model import Evidence, Key, Relation, Statement
from kg.statements import combined, doubted, state
from tests import factory

ENTITIES = [("COMMUNITY", "小河里社区"), ("STREET", "柳影街道"), ("ORG", "青禾超市"), ("PERSON", "高远山")]
KEYS = tuple(Key(*entity) for entity in ENTITIES)


def stated(*relations: Relation) -> tuple[tuple[Statement, ...], dict[str, int]]:
    reading = factory.reading(ENTITIES, list(relations))
    statements, dropped = state([reading], {factory.PAGE: KEYS}, factory.vocabulary())
    return statements, dict(dropped)


def test_a_relation_becomes_a_statement_with_its_evidence() -> None:
    [found], dropped = stated(factory.relation(0, "partOf", 1))
    assert (found.subject, found.predicate, found.object, found.role, found.modality) == (
        KEYS[0],
        "partOf",
        KEYS[1],
        None,
        None,
    )
    assert found.evidence == (Evidence(factory.PAGE, 1, (factory.span("小河里社区"),), "test.rule", 0.9),)
    assert (found.confidence, dropped) == (0.9, {})


def test_the_same_fact_is_stated_once_with_every_proof() -> None:
    [found], _ = stated(
        factory.relation(0, "partOf", 1), factory.relation(0, "partOf", 1), factory.relation(0, "partOf", 1, "柳影街道")
    )
    assert [proof.spans for proof in found.evidence] == [(factory.span("小河里社区"),), (factory.span("柳影街道"),)]


def test_each_post_is_a_statement() -> None:
    found, _ = stated(*(factory.relation(3, "memberOf", 2, role=role) for role in ("店长", "会计", None)))
    assert [statement.role for statement in found] == [None, "会计", "店长"]


def test_a_plan_stays_apart_from_the_fact() -> None:
    found, _ = stated(*(factory.relation(0, "cooperatesWith", 2, modality=m) for m in ("planned", None)))
    assert [statement.modality for statement in found] == [None, "planned"]


def test_what_has_no_direction_is_stated_once() -> None:
    [found], _ = stated(factory.relation(0, "cooperatesWith", 2), factory.relation(2, "cooperatesWith", 0))
    assert (found.subject, found.object) == (KEYS[0], KEYS[2])


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (factory.relation(3, "implements", 1), "domain or range: PERSON implements STREET"),
        (factory.relation(2, "cooperatesWith", 2), "about itself: cooperatesWith"),
        (factory.relation(0, "likes", 1), "unknown predicate: likes"),
        (factory.relation(0, "partOf", 1)._replace(evidence=()), "no evidence: partOf"),
    ],
)
def test_what_cannot_be_stated_is_counted(relation: Relation, reason: str) -> None:
    assert stated(relation) == ((), {reason: 1})


def test_two_readings_of_one_thing_are_no_relation() -> None:
    reading = factory.reading([("ORG", "青禾超市"), ("ORG", "青禾")], [factory.relation(0, "cooperatesWith", 1)])
    found, dropped = state([reading], {factory.PAGE: (KEYS[2], KEYS[2])}, factory.vocabulary())
    assert (found, dict(dropped)) == ((), {"about itself: cooperatesWith": 1})


def test_the_line_leads_to_the_article() -> None:
    [found], _ = stated(factory.relation(0, "partOf", 1, article=None))
    assert found.evidence[0].article == 1


def test_words_outside_every_article_have_none() -> None:
    reading = factory.reading(ENTITIES, [factory.relation(0, "partOf", 1, article=None)])
    outside = replace(reading, layout=replace(reading.layout, articles=()))
    [found], _ = state([outside], {factory.PAGE: KEYS}, factory.vocabulary())
    assert found.evidence[0].article == 0


@pytest.mark.parametrize(
    ("proofs", "confidence"),
    [
        ([(1, 0.6)], 0.6),
        ([(1, 0.6), (1, 0.5)], 0.6),
        ([(1, 0.6), (2, 0.5)], 0.8),
        ([(1, 1.0)], 0.99),
        ([(1, 0.9), (2, 0.9), (3, 0.9)], 0.99),
    ],
)
def test_articles_confirm_each_other(proofs: list[tuple[int, float]], confidence: float) -> None:
    found = [factory.proof("社区", article=article, confidence=c) for article, c in proofs]
    assert combined(found) == combined(reversed(found)) == confidence


def test_nothing_depends_on_the_order_of_pages() -> None:
    relations = [
        factory.relation(0, "partOf", 1),
        factory.relation(2, "cooperatesWith", 0),
        factory.relation(0, "likes", 1),
    ]
    readings = [factory.reading(ENTITIES, relations, id=f"{n}.txt") for n in range(5)]
    keys = {reading.page.id: KEYS for reading in readings}
    first = state(readings, keys, factory.vocabulary())
    for seed in range(3):
        random.Random(seed).shuffle(readings)
        assert state(readings, keys, factory.vocabulary()) == first


def test_facts_below_a_confidence_become_doubtful() -> None:
    weak, sure = factory.relation(0, "partOf", 1, confidence=0.7), factory.relation(2, "helps", 0, confidence=0.9)
    statements, _ = stated(weak, sure)
    found = {statement.predicate: statement for statement in doubted(statements, 0.8)}
    assert (found["partOf"].modality, found["partOf"].confidence) == ("doubtful", 0.7)
    assert found["helps"].modality is None
    assert doubted(statements, 0.7) == statements


def test_what_was_doubtful_already_becomes_one_statement_with_it() -> None:
    weak = factory.relation(0, "partOf", 1, confidence=0.7)
    said = factory.relation(0, "partOf", 1, "柳影街道", confidence=0.6, modality="doubtful")
    plan = factory.relation(0, "partOf", 1, confidence=0.6, modality="planned")
    statements, _ = stated(weak, said, plan)
    found = doubted(statements, 0.8)
    assert [(s.modality, len(s.evidence)) for s in found] == [("doubtful", 2), ("planned", 1)]
