"""Faults and terms in both languages: every kind of fault has words, none of them the command line's."""

from __future__ import annotations

import re

import pytest

from kg import ontology, questions
from kg.errors import Candidate, Fault
from kg.serve import wording

HAN = re.compile(r"[\u4e00-\u9fff]")
KINDS = ("unknown", "several", "integer", "date", "predicate", "missing", "parameter", "question")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_in_both_languages(kind: str) -> None:
    question = questions.find("communities-of-street")
    told = wording.told(Fault(kind, "street", "X"), question, ontology.load(), None)
    assert HAN.search(told.text.zh)
    assert not HAN.search(told.text.en)
    assert not re.search(r"--|\bkg\b|[{}]", told.text.zh + told.text.en)
    assert told.field == ("街道", "The street")


def test_candidates_have_labels_and_kinds_and_the_rest_is_counted() -> None:
    fault = Fault(
        "several", "street", "甲", (Candidate("street:a", "甲", "Street"), Candidate("street:b", "甲", "Street")), 7
    )
    told = wording.told(fault, questions.find("communities-of-street"), ontology.load(), None)
    assert told.text.zh == "“甲”可以指几个不同的街道。请从下面选一个。另有 7 个没有列出。"
    assert [(offer.name, offer.label.en, offer.type.zh) for offer in told.offers] == [
        ("street:a", "甲", "街道"), ("street:b", "甲", "街道"),
    ]  # fmt: skip


def test_a_predicate_and_a_parameter_are_offered_by_their_words() -> None:
    known = questions.find("least-sure-facts"), ontology.load(), None
    (offer,) = wording.told(Fault("predicate", "predicate", "partof", (Candidate("partOf"),)), *known).offers
    assert (offer.name, offer.label.zh) == ("partOf", "隶属")
    (offer,) = wording.told(Fault("parameter", "", "predicat", (Candidate("predicate"),)), *known).offers
    assert offer.label.zh.startswith("谓语")


def test_terms_have_words_whichever_vocabulary_they_are_of() -> None:
    words = wording.terms(ontology.load())
    assert words["https://w3id.org/linpu/ontology#partOf"].zh == "隶属"
    assert words["http://www.w3.org/2004/02/skos/core#altLabel"] == ("又名", "also called")
    assert all(HAN.search(each.zh) and not HAN.search(each.en) for each in words.values())
