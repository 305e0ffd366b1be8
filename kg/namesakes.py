"""A page's reading → the same with people of one name parted, where its articles tie them to different communities.

A person is never one with another on the name alone; but on one page most of one name are one, so what parts them must
be said: posts or homes in two communities, homes in two compounds, or an article signed by the one and a post or home
of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.judging.cut import articles, cut
from kg.model import PageEntity, Reading
from kg.statements import article_number


class _Tie(NamedTuple):
    """What one article says of a person: communities and compounds (indices of entities), and whether they sign it."""

    communities: frozenset[int]
    homes: frozenset[int]
    signs: bool


def parted(reading: Reading) -> Reading:
    """Entities that articles tell apart become one for each group of articles; all else stays as it is."""
    cuts = {}
    for index, entity in enumerate(reading.entities):
        numbers = articles(reading, entity) if entity.type == "PERSON" else ()
        alone = _alone(_ties(reading, index, numbers)) if len(numbers) > 1 else frozenset()
        if alone:
            cuts[index] = alone
    return cut(reading, cuts) if cuts else reading


def _alone(ties: dict[int, _Tie]) -> frozenset[int]:
    """The articles whose person is another than that of the articles before them."""
    first: list[_Tie] = []
    alone = set()
    for number in sorted(ties):
        if any(_two(ties[number], tie) for tie in first):
            alone.add(number)
        else:
            first.append(ties[number])
    return frozenset(alone)


def _two(a: _Tie, b: _Tie) -> bool:
    for first, second in ((a.communities, b.communities), (a.homes, b.homes)):
        if first and second:
            return not first & second
    return any(one.signs and not other.signs and (other.communities or other.homes) for one, other in ((a, b), (b, a)))


def _ties(reading: Reading, index: int, numbers: tuple[int, ...]) -> dict[int, _Tie]:
    communities: dict[int, set[int]] = defaultdict(set)
    homes: dict[int, set[int]] = defaultdict(set)
    for relation in reading.relations:
        told = relation.predicate in ("memberOf", "livesIn") and relation.modality is None
        if told and relation.subject == index:
            number = article_number(reading.layout, relation)
            communities[number].update(_communities(reading, relation.object))
            if reading.entities[relation.object].type == "COMPOUND":
                homes[number].add(relation.object)
    signed = set(_signed(reading, reading.entities[index]))
    return {n: _Tie(frozenset(communities[n]), frozenset(homes[n]), n in signed) for n in numbers}


def _communities(reading: Reading, body: int) -> Iterator[int]:
    """The communities that a body or a home is, is of, or is named after."""
    if reading.entities[body].type == "COMMUNITY":
        yield body
    for relation in reading.relations:
        if relation.subject == body and relation.predicate in ("belongsTo", "partOf"):
            yield from (relation.object,) if reading.entities[relation.object].type == "COMMUNITY" else ()
    for index, entity in enumerate(reading.entities):
        if entity.type == "COMMUNITY" and reading.entities[body].name.startswith(entity.name):
            yield index


def _signed(reading: Reading, entity: PageEntity) -> Iterator[int]:
    """The articles in whose byline the entity stands."""
    for mention in entity.mentions:
        passage = reading.passages[mention.passage]
        role = next((line.role for line in passage.lines if line.start <= mention.start < line.end), None)
        if role == "byline" and passage.article is not None:
            yield reading.layout.articles[passage.article].number
