"""People of one name on one page: parted where articles tie them to two communities, one otherwise."""

from __future__ import annotations

import pytest

from kg.model import Article, Layout, Line, Mention, Page, PageEntity, Passage, PassageLine, Reading, Relation, Span
from kg.namesakes import parted

ENTITIES = (
    ("PERSON", "高远山"),
    ("COMMUNITY", "小河里社区"),
    ("COMMUNITY", "青杨里社区"),
    ("ORG", "小河里社区党委"),
    ("COMPOUND", "文明里"),
    ("COMPOUND", "青年里"),
)


def two_articles(*facts: tuple[int, int, str], signs: bool = False) -> Reading:
    """A page of two articles that both name everything; facts as (article, object, modality) of the person."""
    text = "文" * 40 + "\n" + "文" * 40 + "\n"
    roles = ("byline" if signs else "body", "body")
    lines = tuple(Line(n + 1, 41 * n, 41 * n + 40, roles[n]) for n in (0, 1))
    layout = Layout(lines, (Article(1, (1,)), Article(2, (2,))), ())
    texts = tuple(
        Passage(text[41 * n : 41 * n + 40], range(41 * n, 41 * n + 40), (PassageLine(n + 1, 0, 40, roles[n]),), n)
        for n in (0, 1)
    )
    entities = tuple(
        PageEntity(type_, name, (), tuple(Mention(n, 6 * i, 6 * i + 3, type_, name, "test") for n in (0, 1)))
        for i, (type_, name) in enumerate(ENTITIES)
    )
    relations = tuple(
        Relation(0, "memberOf", body, (Span(41 * n, 41 * n + 3),), "test", 0.9, modality=said or None, article=n)
        for n, body, said in facts
    )
    return Reading(Page("a", text), layout, texts, entities, relations)


def people(reading: Reading) -> int:
    return sum(entity.type == "PERSON" for entity in parted(reading).entities)


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ([(0, 1, ""), (1, 2, "")], 2),
        ([(0, 1, ""), (1, 1, "")], 1),
        ([(0, 1, ""), (1, 3, "")], 1),
        ([(0, 3, ""), (1, 2, "")], 2),
        ([(0, 1, ""), (1, 2, "planned")], 1),
        ([(0, 4, ""), (1, 5, "")], 2),
        ([(0, 4, ""), (1, 4, "")], 1),
        ([(0, 4, ""), (1, 2, "")], 1),
        ([(0, 1, "")], 1),
        ([], 1),
    ],
)
def test_two_communities_make_two_people(facts: list[tuple[int, int, str]], count: int) -> None:
    assert people(two_articles(*facts)) == count


def test_who_signs_one_article_is_not_the_member_of_a_community_in_the_other() -> None:
    assert people(two_articles((1, 1, ""), signs=True)) == 2
    assert people(two_articles((1, 4, ""), signs=True)) == 2
    assert people(two_articles(signs=True)) == 1


def test_each_keeps_its_mentions_and_relations() -> None:
    reading = parted(two_articles((0, 1, ""), (1, 2, "")))
    first, second = (i for i, entity in enumerate(reading.entities) if entity.type == "PERSON")
    assert [mention.passage for mention in reading.entities[first].mentions] == [0]
    assert [mention.passage for mention in reading.entities[second].mentions] == [1]
    assert [(r.subject, r.object) for r in reading.relations] == [(first, 1), (second, 2)]


def test_nothing_else_is_parted() -> None:
    reading = two_articles((0, 1, ""))
    assert parted(reading) is reading
