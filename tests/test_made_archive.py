"""The made archive is the same each time and says what it plants; resolution keeps its figures on it."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.made_archive import MadePage, Name, archive
from benchmarks.resolution import Item, aligned, districts, given, measured, offered, pairs, report, written
from kg.model import Key
from kg.names import Names, load
from kg.resolve import Resolution, resolve


@cache
def names() -> Names:
    return load()


@cache
def made(seed: int = 4, pages: int = 50) -> tuple[MadePage, ...]:
    return tuple(archive(districts(names()), names().lookalikes, seed=seed, pages=pages))


@cache
def found(seed: int) -> tuple[list[Item], Resolution]:
    return measured(seed, 50)


def test_two_hundred_articles_in_four_districts_the_same_each_time() -> None:
    assert sum(len(page.stories) for page in made()) == 200
    assert len({page.district for page in made()}) == 4
    assert tuple(archive(districts(names()), names().lookalikes, seed=4)) == made()
    assert tuple(archive(districts(names()), names().lookalikes, seed=5)) != made()


def test_namesakes_variants_and_misreadings_are_planted() -> None:
    printed: dict[str, set[str]] = {}
    things: dict[tuple[str, str], set[str]] = {}
    for page in made():
        for story in page.stories:
            for part in (part for _, parts in story.lines for part in parts if isinstance(part, Name)):
                printed.setdefault(part.thing.id, set()).add(part.form)
                things.setdefault((part.thing.type, part.thing.name), set()).add(part.thing.id)
    homonyms = {key for key, ids in things.items() if len(ids) > 1}
    assert {"STREET", "COMMUNITY", "COMPOUND", "PERSON", "PROGRAMME"} <= {type_ for type_, _ in homonyms}
    forms = {form for each in printed.values() for form in each}
    assert any("區" in form for form in forms)
    assert any("「" in form for form in forms)
    assert max(len(each) for each in printed.values()) >= 5


def test_every_name_stands_where_the_truth_says() -> None:
    page = written(made()[0])
    names_there = [part for story in page.made.stories for _, parts in story.lines for part in parts]
    forms = [part.form for part in names_there if isinstance(part, Name)]
    assert [page.page.text[span.start : span.end] for span in sorted(page.things)] == forms
    reading, things = given(page)
    assert len(reading.entities) == len(things) == len({thing for thing, _ in page.things.values()})
    assert aligned(reading, page) == things


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_resolution_is_as_good_as_was_promised(seed: int) -> None:
    items, resolution = found(seed)
    for part in (items, [item for item in items if item.key.type != "AREA"]):
        score = pairs(part)
        assert score.precision >= 0.99
        assert score.recall >= 0.90
    assert sum(offered(items, resolution)[:10]) >= 5


@pytest.mark.parametrize("type_", ["STREET", "COMMUNITY", "COMPOUND", "ORG", "PERSON", "PROGRAMME"])
def test_every_type_is(type_: str) -> None:
    score = pairs([item for item in found(4)[0] if item.key.type == type_])
    assert score.precision >= 0.99
    assert score.recall >= 0.90


def test_the_order_of_the_archive_s_pages_never_matters() -> None:
    readings = [given(written(page))[0] for page in made(pages=12)]
    first, last = resolve(readings, names()), resolve(readings[::-1], names())
    assert first.entities == last.entities
    assert first.keys == last.keys
    assert (first.merged, first.offered, first.judged.replaced) == (last.merged, last.offered, last.judged.replaced)
    assert first.merged


def test_a_pair_counts_once_whatever_it_is() -> None:
    a, b = Key("ORG", "甲"), Key("ORG", "乙")
    items = [
        Item("1", "甲", a, a, "x"),
        Item("2", "甲", a, a, "x"),
        Item("3", "甲", a, a, "y"),
        Item("4", "乙", b, b, "x"),
    ]
    score = pairs(items)
    assert (score.right, score.found, score.true) == (1, 3, 3)
    assert report(items)[1].split()[:4] == ["ORG", "4", "2", "2"]
