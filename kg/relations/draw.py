"""A page's passages and entities → its relations: names become slots, rules propose, all evidence is weighed, and one
choice is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.model import Layout, Page, PageEntity, Passage, Relation
from kg.relations.bodies import by_name
from kg.relations.candidates import Candidate
from kg.relations.choose import choose
from kg.relations.frames import propose
from kg.relations.places import Known, chained, headed, named, under_district
from kg.relations.posts import held
from kg.relations.references import refer
from kg.relations.rules import Rules
from kg.relations.scene import Name, Scene, scene
from kg.relations.weigh import Weighed, weigh


def draw(
    page: Page, layout: Layout, passages: Sequence[Passage], entities: Sequence[PageEntity], rules: Rules,
    *, district: str | None = None,
) -> tuple[Relation, ...]:  # fmt: skip
    """The relations that a page states, facts and others (see ``Relation.modality``), in page order.

    ``district`` is the name of the page's own district, for bodies named in short form (区民政局).
    """
    del page, layout
    found = weighed(passages, entities, rules, district=district)
    return choose(found.candidates, entities, passages, found.sure)


def weighed(
    passages: Sequence[Passage], entities: Sequence[PageEntity], rules: Rules, *, district: str | None = None
) -> Weighed:
    """All that the rules propose, and what of it and besides it holds, before one choice is made."""
    views = scenes(passages, entities, rules)
    return weigh(list(proposed(views, entities, rules, district)), views, entities, rules)


def candidates(
    passages: Sequence[Passage], entities: Sequence[PageEntity], rules: Rules, *, district: str | None = None
) -> list[Candidate]:
    """All that the rules propose, before it is weighed."""
    return list(proposed(scenes(passages, entities, rules), entities, rules, district))


def proposed(
    views: Sequence[Scene], entities: Sequence[PageEntity], rules: Rules, district: str | None
) -> Iterator[Candidate]:
    """All that the rules propose for the scenes of a page."""
    yield from by_name(entities, {view.index: view for view in views}, rules, district)
    for view in views:
        yield from _of_scene(view, entities, rules)


def scenes(passages: Sequence[Passage], entities: Sequence[PageEntity], rules: Rules) -> list[Scene]:
    """The masked view of each passage that has names."""
    names: dict[int, list[Name]] = defaultdict(list)
    for number, entity in enumerate(entities):
        for mention in entity.mentions:
            names[mention.passage].append(Name(mention.start, mention.end, number, entity.type))
    views = []
    for index in sorted(names):
        passage = passages[index]
        views.append(scene(index, passage, refer(passage, sorted(names[index]), entities, rules.references)))
    return views


def _of_scene(view: Scene, entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    found = [*chained(view, entities, rules), *propose(view, rules)]
    placed = frozenset(c.subject for c in found if c.predicate in ("partOf", "locatedIn"))
    known = Known(named(view), placed)
    yield from found
    yield from headed(view, known, rules)
    yield from under_district(view, known, entities, rules)
    yield from held(view, entities, rules)
