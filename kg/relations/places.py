"""Scenes → what larger place a place or body lies in, from names standing side by side and from an article's heading.

Structure alone says it (河西区越秀路街港云里社区); wordings such as 下辖 and 位于 are rules in data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Article, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.rules import Rules
from kg.relations.scene import Name, Scene, Slot
from kg.relations.subjects import named_first

_AND = {False: ("、", "和", "与", "及"), True: ("、",)}
_GAP = 30
_LEVELS = {"AREA": 0, "STREET": 1, "COMMUNITY": 2, "COMPOUND": 3}


def chained(scene: Scene, entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    """One candidate for each pair of names that stand side by side, coordinations of the inner one included."""
    for number, slot in enumerate(scene.slots):
        chain = (*slot.outer, slot.name)
        for outer, inner in zip(chain, chain[1:], strict=False):
            yield from _inside(scene, (outer, inner), (chain[0].start, slot.name.end), (entities, rules))
        if slot.outer and slot.name.type in _LEVELS:
            for mate in _mates(scene, number):
                span = (chain[0].start, mate.name.end)
                yield from _inside(scene, (slot.outer[-1], mate.name), span, (entities, rules))


def _mates(scene: Scene, number: int) -> Iterator[Slot]:
    """The further members of the coordination that the slot opens."""
    while number + 1 < len(scene.slots):
        place, following = scene.places[number], scene.places[number + 1]
        nearby, slot = scene.masked[place + 1 : following], scene.slots[number + 1]
        if nearby not in _AND[scene.slots[number].name.type == "AREA"] or slot.outer or slot.name.type != scene.slots[number].name.type:
            return
        yield slot
        number += 1


def _inside(
    scene: Scene, pair: tuple[Name, Name], span: tuple[int, int], known: tuple[Sequence[PageEntity], Rules]
) -> Iterator[Candidate]:
    (outer, inner), (entities, rules) = pair, known
    pieces = (span if inner.type in _LEVELS else (outer.start, inner.end),)
    if inner.type in ("EVENT", "PROGRAMME"):
        predicate, kind = ("organizes", "chain-event") if inner.type == "EVENT" else ("implements", "chain-programme")
        yield Candidate(
            outer.entity, predicate, inner.entity, scene.index, pieces, f"chain.{predicate}", rules.confidences[kind]
        )
    elif inner.type in _LEVELS and outer.type in _LEVELS:
        yield Candidate(inner.entity, "partOf", outer.entity, scene.index, pieces, "chain.partOf", rules.confidences["chain"])
    elif inner.type == "AWARD":
        yield Candidate(
            inner.entity, "conferredBy", outer.entity, scene.index, pieces, "chain.award", rules.confidences["chain-award"]
        )
    elif inner.type in ("PLACE", "ORG"):
        own = inner.type == "ORG" and not rules.expressions["private"].search(entities[inner.entity].name)
        predicate = "belongsTo" if own else "locatedIn"
        yield Candidate(
            inner.entity, predicate, outer.entity, scene.index, pieces, f"chain.{predicate}", rules.confidences["chain"]
        )


def headed(
    scene: Scene, articles: Sequence[Article], rules: Rules, placed: set[int]
) -> Iterator[Candidate]:
    """Communities without a stated street → the street of the heading, compounds → the article's one community.

    ``placed`` are entities whose larger place is stated; nothing is concluded for them.
    """
    if scene.passage.article is None or scene.passage.article >= len(articles):
        return
    for inner, outer, kind in (("COMMUNITY", "STREET", "heading"), ("COMPOUND", "COMMUNITY", "topic")):
        parents = _by_entity(scene, outer)
        if not parents:
            continue
        opener = next(iter(parents.values()))
        alone = len(parents) == 1
        if not alone and not (kind == "heading" and scene.passage.lines[0].end >= opener.end):
            continue
        for entity, name in _by_entity(scene, inner).items():
            if entity not in placed and entity != opener.entity:
                pieces = _closest(scene, opener.entity, name.entity)
                yield Candidate(
                    entity, "partOf", opener.entity, scene.index, pieces, f"topic.{outer.lower()}", rules.confidences[kind]
                )


def _closest(scene: Scene, one: int, other: int) -> tuple[tuple[int, int], ...]:
    """Where the two stand nearest to each other: one stretch when little is between, else a piece for each."""
    spans: dict[int, list[tuple[int, int]]] = {one: [], other: []}
    for slot in scene.slots:
        for name in (*slot.outer, slot.name):
            if name.entity in spans and not name.reference:
                spans[name.entity].append((name.start, name.end))
    pairs = (sorted((a, b)) for a in spans[one] for b in spans[other])
    first, second = min(pairs, key=lambda pair: (pair[1][0] - pair[0][1], pair))
    return ((first[0], second[1]),) if second[0] - first[1] <= _GAP else (first, second)


def _by_entity(scene: Scene, kind: str) -> dict[int, Name]:
    found: dict[int, Name] = {}
    for slot in scene.slots:
        for name in (*slot.outer, slot.name):
            if name.type == kind and not name.reference:
                found.setdefault(name.entity, name)
    return found


def under_district(
    scene: Scene, entities: Sequence[PageEntity], rules: Rules, placed: set[int]
) -> Iterator[Candidate]:
    """Streets of an article that names one area above them as its own → that area (``district`` expression)."""
    areas = {e: n for e, n in _by_entity(scene, "AREA").items() if rules.expressions["county-level"].search(entities[e].name)}
    if len(areas) != 1:
        return
    district, name = next(iter(areas.items()))
    if not named_first(scene, district):
        return
    for entity, street in _by_entity(scene, "STREET").items():
        if entity not in placed:
            pieces = _closest(scene, district, street.entity)
            yield Candidate(entity, "partOf", district, scene.index, pieces, "topic.district", rules.confidences["district"])
