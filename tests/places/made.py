"""A small made list of two districts, and pages that speak of them, in marked text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kg.mentions import lexicon
from kg.model import Page, Reading, Relation, Span
from kg.names import Names
from kg.places.amend import Amended, amended
from kg.places.index import Index
from kg.places.links import Links, links
from kg.resolve import Resolution, resolve
from kg.statements import state
from tests import factory

DISTRICT = "柳影区"
ROWS = [
    ("91", "青禾省"), ("9101", "市辖区"), ("910101", DISTRICT), ("910102", "桐花区"),
    ("910101001", "榆钱路街道办事处"), ("910101002", "杏林街道"), ("910101003", "石桥镇"), ("910102001", "槐荫街道"),
    ("910101001001", "小河里社区居委会"), ("910101001002", "谊和村社区居委会"), ("910101001003", "和平社区居委会"),
    ("910101002001", "和平社区居委会"), ("910101002002", "万红里社区居委会"), ("910101003201", "河村村委会"),
    ("910102001001", "万虹里社区居委会"),
]  # fmt: skip
"""和平社区 is in two streets; 万红里社区 is a look-alike of one in the other district of the same city."""


def index() -> Index:
    return factory.made_index(ROWS)


def page(text: str, *parts: tuple[int, int], id: str = "页.txt", district: str | None = DISTRICT) -> Reading:
    """A page of marked text ("[COMMUNITY 小河里社区]开会"); ``parts`` are (subject, object) of partOf."""
    marked, layout, texts, entities = factory.marked(text)
    stated = tuple(Relation(s, "partOf", o, (Span(0, 1),), "test", 0.9, article=0) for s, o in parts)
    return Reading(Page(id, marked.text), layout, texts, tuple(entities), stated, district)


@cache
def alike() -> Mapping[str, frozenset[str]]:
    return lexicon.load(gazetteers=False).lookalikes


def mended(*pages: Reading) -> Amended:
    return amended(index(), pages, Names(), alike=alike)


def linked(*pages: Reading, with_index: Index | None = None) -> tuple[Links, Resolution]:
    """The pages' links, by the list but for ``with_index``."""
    made = with_index or index()
    readings = amended(made, pages, Names(), alike=alike)
    resolution = resolve(readings, Names())
    stated, _ = state(readings, resolution.keys, factory.vocabulary())
    found = links(made, resolution, stated, Names(), readings=readings, changes=readings.changes)
    assert found is not None
    return found, resolution


def at(reading: Reading, district: str) -> Reading:
    return replace(reading, district=district)
