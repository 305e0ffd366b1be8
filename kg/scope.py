"""A page's own ground (its district and the areas it names) → the scope that tells an entity from its namesakes.

Kept apart from ``resolve`` because it looks at one page only: an entity's IRI hangs on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import PageEntity, Reading
from kg.names import Names


@dataclass(frozen=True, slots=True)
class Ground:
    """``district`` and ``home`` are told apart from namesakes (天津市和平区); ``above`` are areas that the page names.

    ``parents`` are what the page itself says of an area (partOf), ``near`` the areas that a short form may mean, best
    first: district and home, without the area above them.
    """

    names: Names
    district: str | None
    home: str | None
    above: frozenset[str]
    parents: tuple[tuple[str, str], ...]
    near: tuple[str, ...] = ()

    def full(self, entity: PageEntity) -> str:
        """The entity's name, with the area that a bare body (区民政局) leaves out."""
        return self.names.completed(entity.type, entity.name, self.near[0] if self.district else None)

    def parent(self, area: str) -> str | None:
        """Which of the areas above a homonym is meant on this page, None where nothing tells."""
        known = self.names.parents.get(area, ())
        stated = [parent for child, parent in self.parents if child == area and parent in known]
        named = [parent for parent in known if parent in self.above]
        by_home = [self._above_home()] if self._above_home() in known else []
        for found in (stated, named, by_home):
            if len(set(found)) == 1:
                return found[0]
        return None

    def _above_home(self) -> str | None:
        if self.home is None:
            return None
        bare, parent = self.names.without_parent("AREA", self.home)
        known = self.names.parents.get(bare, ())
        return parent or (known[0] if len(known) == 1 else None)


def _bare(names: Names, area: str) -> str:
    return names.without_parent("AREA", area)[0]


def ground(reading: Reading, names: Names, home: str | None) -> Ground:
    """What the page says about where it plays."""
    areas = {
        index: names.without_parent("AREA", names.canonical("AREA", entity.name))[0]
        for index, entity in enumerate(reading.entities)
        if entity.type == "AREA"
    }
    outer = {names.without_parent("AREA", entity.name)[1] for entity in reading.entities}
    above = frozenset(areas.values()) | {area for area in outer if area}
    stated = tuple(
        (areas[r.subject], areas[r.object])
        for r in reading.relations
        if r.predicate == "partOf" and r.modality is None and r.subject in areas and r.object in areas
    )
    place = Ground(names, None, home, above, stated)
    named = reading.district is not None
    district = told_apart(names.canonical("AREA", reading.district or ""), place) if named else home
    near = tuple(_bare(names, area) for area in (district, home) if area)
    return Ground(names, district, home, above, stated, near)


def told_apart(area: str, place: Ground) -> str:
    """The area's name, the area above it in front where the data knows namesakes (和平区 → 天津市和平区)."""
    bare, parent = place.names.without_parent("AREA", area)
    if not place.names.homonymous(bare):
        return bare
    return (parent or place.parent(bare) or "") + bare


def scope(type_: str, name: str, place: Ground) -> tuple[str, str | None]:
    """The canonical name and the scope of anything but a person, by the contract's rule for IRIs."""
    names = place.names
    bare, parent = names.without_parent(type_, name)
    if type_ == "AREA":
        return bare, (parent or place.parent(bare)) if names.homonymous(bare) else None
    if names.is_national(type_, name):
        return name, None
    carried = names.carried(type_, bare)
    if carried is None:
        return bare, None if place.district == place.home else place.district
    area = carried[0]
    if not names.homonymous(area) or (parent or "") + area == place.home:
        return bare, None
    if parent is None and area == _bare(names, place.district or ""):
        parent = place.parent(area)
        return bare, None if place.district == place.home else parent
    return bare, parent or place.parent(area)
