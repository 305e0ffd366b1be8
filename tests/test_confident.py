"""Which lines go with the facts below a confidence."""

import pytest

from kg import rdf
from kg.confident import surer
from kg.model import Statement
from tests import factory
from tests.factory import COMMITTEE, COMMUNITY, PERSON, SHOP, STREET


def lines(*statements: Statement) -> list[str]:
    return rdf.quads(factory.sample()[0], statements, [factory.source()], factory.vocabulary())


def fact(subject, predicate, object_, confidence: float, **more: str) -> Statement:
    words = "小河里社区" if confidence < 0.8 else "柳影街道小河里社区"
    return factory.statement(subject, predicate, object_, factory.proof(words, confidence=confidence), **more)


def test_a_graph_without_weak_facts_is_as_if_they_had_never_been_stated() -> None:
    sure = fact(COMMUNITY, "partOf", STREET, 0.95)
    post = fact(PERSON, "memberOf", COMMITTEE, 0.9, role="书记")
    weak = fact(COMMITTEE, "belongsTo", COMMUNITY, 0.7)
    weak_post = fact(PERSON, "memberOf", COMMUNITY, 0.6, role="主任")
    whole = lines(sure, post, weak, weak_post)
    assert list(surer(lambda: whole, 0.8)) == lines(sure, post)


def test_a_fact_stays_where_another_statement_of_it_is_sure() -> None:
    first = fact(PERSON, "memberOf", COMMITTEE, 0.9, role="书记")
    second = fact(PERSON, "memberOf", COMMITTEE, 0.6, role="主任")
    whole = lines(first, second)
    left = list(surer(lambda: whole, 0.8))
    assert [line for line in left if "书记" in line and "Membership" not in line]
    assert not [line for line in left if '"主任"' in line]
    assert set(lines(first)) <= set(left)


def test_what_is_no_fact_anyway_stays() -> None:
    plan = fact(COMMUNITY, "cooperatesWith", SHOP, 0.3, modality="planned")
    whole = lines(plan)
    assert list(surer(lambda: whole, 0.9)) == whole


@pytest.mark.parametrize(("least", "kept"), [(0.7, 1), (0.71, 0)])
def test_the_least_confidence_itself_is_kept(least: float, kept: int) -> None:
    whole = lines(fact(COMMUNITY, "partOf", STREET, 0.7))
    node = f"{rdf.iri(COMMUNITY)}"
    facts = [line for line in surer(lambda: whole, least) if line.startswith(f"<{node}>") and "#partOf>" in line]
    assert len([line for line in facts if line.count("<") == 3]) == kept
