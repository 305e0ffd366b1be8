"""Entities cut in two by article: nothing is lost, relations go with their article, going through twice is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.judging.cut import CutReadings, articles, cut, parts
from kg.model import Article, Mention, PageEntity, Reading, Relation, Span
from tests import factory


def reading() -> Reading:
    """Two articles and a line outside both, all naming one person; a relation of each."""
    found = factory.reading([], [], "甲\n乙\n丙")
    layout = replace(found.layout, articles=(Article(1, (1,), "甲"), Article(2, (2,), "乙")))
    texts = tuple(replace(factory.passage("王芳"), article=article) for article in (0, 1, None))
    forms = "王芳", "小王", "王芳"
    person = PageEntity(
        "PERSON", "王芳", ("小王",), tuple(Mention(n, 0, 2, "PERSON", f, "t") for n, f in enumerate(forms))
    )
    home = PageEntity("COMPOUND", "柳湾里", (), (Mention(0, 0, 2, "COMPOUND", "柳湾里", "t"),))
    drawn = tuple(Relation(0, "livesIn", 1, (Span(2 * n, 2 * n + 1),), "t", 0.9, article=n) for n in (0, 1))
    return replace(found, layout=layout, passages=texts, entities=(person, home), relations=drawn)


def test_articles_of_an_entity_are_its_mentions_articles() -> None:
    assert articles(reading(), reading().entities[0]) == (0, 1, 2)
    assert articles(reading(), replace(reading().entities[0], mentions=())) == (0,)


@pytest.mark.parametrize(
    ("alone", "found"),
    [({2}, [{0, 1}, {2}]), ({0, 1, 2}, [{0}, {1}, {2}]), ({9}, [{0, 1, 2}]), ({1, 2}, [{0}, {1}, {2}])],
)
def test_what_stays_comes_first(alone: set[int], found: list[set[int]]) -> None:
    assert [set(part) for part in parts((0, 1, 2), frozenset(alone))] == found


def test_a_cut_entity_takes_its_mentions_forms_and_relations_along() -> None:
    whole = reading()
    done = cut(whole, {0: frozenset({2})})
    assert [(e.name, e.aliases, len(e.mentions)) for e in done.entities] == [
        ("王芳", (), 2), ("柳湾里", (), 1), ("王芳", ("小王",), 1),
    ]  # fmt: skip
    assert [(r.subject, r.object) for r in done.relations] == [(0, 1), (2, 1)]
    assert {m for e in done.entities for m in e.mentions} == {m for e in whole.entities for m in e.mentions}


def test_cut_readings_can_be_gone_through_again() -> None:
    found = CutReadings((reading(),), {factory.PAGE: {0: frozenset({1})}})
    assert list(found) == list(found) == [cut(reading(), {0: frozenset({1})})]
