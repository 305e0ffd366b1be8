"""An index and a district's name → what the list knows there: a name's divisions, names that one may be misread from.

The seam between the list and whoever decides about names: it answers, it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from kg.mentions.misreadings import Alike, difference
from kg.names import Names
from kg.places.index import Index

Stated = Collection[tuple[str, str]]
"""(type, canonical name) of what a thing is said to be part of."""


@dataclass(frozen=True, slots=True)
class Register:
    """The list within one district, which is a division of it."""

    index: Index
    district: int
    names: tuple[tuple[str, str], ...]
    """(type, canonical name) of every street and community, each once."""

    def divisions(self, type_: str, name: str, stated: Stated = ()) -> list[int]:
        """The divisions called so that do not contradict ``stated``.

        A name that lacks its head noun (三合里) counts where none is called exactly so.
        """
        within = self.index.inside(self.district)
        written = self.index.forms.canonical(type_, name)
        found = self.index.find(type_, written, within)
        if not found:
            fuller = (written + head for head in self.index.forms.heads(type_))
            found = [n for form in fuller for n in self.index.find(type_, form, within)]
        return [n for n in found if self.agrees(n, stated)]

    def known(self, type_: str, name: str) -> bool:
        """Whether anything here, or in another district of the same city, is called so."""
        if self.divisions(type_, name):
            return True
        cities = [n for n in self.index.above(self.district) if self.index[n].level != "province"]
        around = [self.index.inside(n) for n in cities or self.index.above(self.district)]
        return any(self.index.find(type_, name, within) for within in around)

    def agrees(self, division: int, stated: Stated) -> bool:
        """Whether what is stated is so by the list, of as much of it as the list knows here."""
        above = {(self.index[n].type, self.index.canonical(n)) for n in self.index.above(division)}
        checked = [parent for parent in stated if self._listed(*parent)]
        return not checked or not above.isdisjoint(checked)

    def _listed(self, type_: str, name: str) -> bool:
        within = None if type_ == "AREA" else self.index.inside(self.district)
        return bool(self.index.find(type_, name, within))

    def confirms(self, division: int, stated: Stated) -> bool:
        """Whether the street of a community is among what is stated."""
        streets = {(self.index[n].type, self.index.canonical(n)) for n in self.index.above(division)[:1]}
        return not streets.isdisjoint(stated)

    def misread(self, type_: str, name: str, alike: Callable[[], Alike]) -> Iterator[str]:
        """The names that ``name`` may be misread from: one character misread, doubled or lost before the head noun.

        ``alike`` gives the look-alikes; it is asked only where the list has a name so near.
        """
        for kind, listed in self.names:
            if kind == type_ and _near(name, listed):
                mend = difference(name, listed, alike())
                if mend is not None and mend.place < self.stem(type_, listed):
                    yield listed

    def stem(self, type_: str, name: str) -> int:
        """How many characters stand before the head noun."""
        return len(name) - next((len(head) for head in self.index.forms.heads(type_) if name.endswith(head)), 1)

    def ending(self, type_: str, name: str, *, least: int = 2) -> Iterator[str]:
        """The names that ``name`` is the end of, or that end it, with ``least`` characters before the head noun."""
        for kind, listed in self.names:
            if kind == type_ and name != listed and (listed.endswith(name) or name.endswith(listed)):
                short = min(name, listed, key=len)
                if self.stem(type_, short) >= least:
                    yield listed


def _near(name: str, listed: str) -> bool:
    """Whether one character is another, one too many or one too few, the last one the same."""
    if abs(len(name) - len(listed)) > 1 or name[-1:] != listed[-1:] or name == listed:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, listed, strict=False)) if a != b), min(len(name), len(listed)))
    shorter = min(len(name), len(listed)) - start
    end = shorter if len(name) != len(listed) else shorter - 1
    return end <= 0 or name[-end:] == listed[-end:]


def registers(index: Index, names: Names) -> Callable[[str | None], Register | None]:
    """A function district (河西区, 天津市和平区) → its register; None where the list does not know which is meant."""

    @cache
    def register(district: str | None) -> Register | None:
        division = None if district is None else area(index, names, district)
        if division is None:
            return None
        places = index.inside(division)
        found = {(index[n].type, index.canonical(n)) for n in places if index[n].type != "AREA"}
        return Register(index, division, tuple(sorted(found)))

    return register


def area(index: Index, names: Names, name: str) -> int | None:
    """The area called so, the area above it in front where there are namesakes; None where that does not decide.

    A city without counties (东莞市) stands twice in the list: the outer one is taken.
    """
    bare, parent = names.without_parent("AREA", name)
    found = index.find("AREA", bare)
    if parent is not None:
        found = [n for n in found if any(index[above].name == parent for above in index.above(n))]
    outer = [n for n in found if not any(m in index.above(n) for m in found)]
    return outer[0] if len(outer) == 1 else None
