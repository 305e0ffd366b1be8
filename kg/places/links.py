"""Entities, what is stated of them, and an index → each street's, community's and area's division in the list.

By the district that the entity's key is scoped by: the page's own. What the list has twice there, or what is stated
otherwise, stays without a link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Key, PageEntity, Reading, Statement
from kg.names import Names
from kg.places.amend import TYPES, Changes
from kg.places.index import Index
from kg.places.register import area, registers
from kg.resolve import Resolution


@dataclass(frozen=True, slots=True)
class Links:
    """``divisions``: entity → number of its division in ``index``; ``mended``: entity → names as they were read, where
    the list mended them; ``replaced``: key that such a name would have → key of the entity. ``places`` is how many
    streets and communities there are."""

    index: Index
    divisions: Mapping[Key, int]
    mended: Mapping[Key, tuple[str, ...]]
    replaced: Mapping[Key, Key]
    places: int

    @property
    def linked(self) -> int:
        """How many streets and communities have a link."""
        return sum(key.type in TYPES for key in self.divisions)


def links(
    index: Index | None, resolution: Resolution, stated: Iterable[Statement], names: Names, *,
    readings: Iterable[Reading], changes: Changes,
) -> Links | None:  # fmt: skip
    """Link all that the list knows; None without an index.

    ``readings`` are those that ``resolution.keys`` speak of, ``changes`` what the list has mended in them.
    """
    if index is None:
        return None
    register = registers(index, names)
    parents: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    for statement in stated:
        if statement.predicate == "partOf" and statement.modality is None:
            parents[statement.subject].add((statement.object.type, statement.object.name))
    found: dict[Key, int] = {}
    for key in (entity.key for entity in resolution.entities):
        if key.type == "AREA":
            number = area(index, names, (key.scope or "") + key.name)
            divisions = [] if number is None else [number]
        elif key.type in TYPES:
            district, name = _district(key, resolution.home, names)
            here = register(district)
            divisions = here.divisions(key.type, name, parents.get(key, ())) if here else []
        else:
            continue
        if len(divisions) == 1:
            found[key] = divisions[0]
    mended = _mended(readings, changes, resolution.keys)
    known = {entity.key for entity in resolution.entities}
    replaced = {
        old: key
        for key, forms in mended.items()
        for form in forms
        if (old := key._replace(name=names.canonical(key.type, form))) not in known
    }
    places = sum(key.type in TYPES for key in known)
    return Links(index, found, mended, replaced, places)


def _district(key: Key, home: str | None, names: Names) -> tuple[str | None, str]:
    """The district that a key is of, and its name without it: a name that carries its district has no scope."""
    bare, parent = names.without_parent(key.type, key.name)
    carried = names.carried(key.type, bare)
    if key.scope is None and carried is not None:
        return (parent or "") + carried[0], bare[carried[1] :]
    return key.scope or home, key.name


def _mended(
    readings: Iterable[Reading], changes: Changes, keys: Mapping[str, Sequence[Key]]
) -> dict[Key, tuple[str, ...]]:
    """By name, not by number: a judgement may since have parted a page's entities."""
    found: dict[Key, set[str]] = defaultdict(set)
    for reading in readings if changes else ():
        was = {_named(change.now): change.was for change in changes.get(reading.page.id, {}).values()}
        for entity, key in zip(reading.entities, keys[reading.page.id], strict=True):
            if _named(entity) in was:
                found[key].add(was[_named(entity)])
    return {key: tuple(sorted(forms)) for key, forms in found.items()}


def _named(entity: PageEntity) -> tuple[str, str, str | None]:
    return entity.type, entity.name, entity.official
