"""Readings → the same with some entities cut in two by article, where a judgement tells namesakes on one page apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.model import Mention, PageEntity, Reading
from kg.statements import article_number

Cuts = Mapping[str, Mapping[int, frozenset[int]]]
"""Page id → index of an entity → the articles (headline lines, 0 outside all) whose mentions become its own parts."""


@dataclass(frozen=True, slots=True)
class CutReadings:
    """``readings`` with the cuts made anew each time they are gone through, since many are read from a disk."""

    readings: Iterable[Reading]
    cuts: Cuts

    def __iter__(self) -> Iterator[Reading]:
        for reading in self.readings:
            yield cut(reading, self.cuts[reading.page.id]) if reading.page.id in self.cuts else reading


def articles(reading: Reading, entity: PageEntity) -> tuple[int, ...]:
    """The headline lines of the articles that name the entity, sorted; 0 for a place in none."""
    return tuple(sorted({_article(reading, mention) for mention in entity.mentions})) or (0,)


def parts(found: tuple[int, ...], alone: frozenset[int]) -> tuple[frozenset[int], ...]:
    """How ``cut`` parts an entity's articles: those that stay with it first, then one by one what gets its own."""
    own = [frozenset({number}) for number in found if number in alone]
    rest = frozenset(found) - alone
    return (rest, *own) if rest else tuple(own)


def cut(reading: Reading, cuts: Mapping[int, frozenset[int]]) -> Reading:
    """The first part of each entity keeps its place, further ones come at the end, in the order of the entities.

    A relation goes to the part of the article that it is drawn from, to the first where none fits.
    """
    entities = list(reading.entities)
    moved: dict[tuple[int, int], int] = {}
    for index in sorted(cuts):
        entity = reading.entities[index]
        for order, numbers in enumerate(parts(articles(reading, entity), cuts[index])):
            part = _part(reading, entity, numbers)
            if order:
                moved.update(((index, number), len(entities)) for number in numbers)
                entities.append(part)
            else:
                entities[index] = part
    relations = []
    for relation in reading.relations:
        number = article_number(reading.layout, relation)
        subject, object_ = (moved.get((end, number), end) for end in (relation.subject, relation.object))
        relations.append(relation._replace(subject=subject, object=object_))
    return replace(reading, entities=tuple(entities), relations=tuple(relations))


def _part(reading: Reading, entity: PageEntity, numbers: frozenset[int]) -> PageEntity:
    mentions = tuple(mention for mention in entity.mentions if _article(reading, mention) in numbers)
    forms = {mention.name for mention in mentions} - {entity.name}
    return replace(entity, mentions=mentions, aliases=tuple(sorted(forms)))


def _article(reading: Reading, mention: Mention) -> int:
    index = reading.passages[mention.passage].article
    return 0 if index is None else reading.layout.articles[index].number
