"""The things of all pages → what a line's words mean among them; it learns of what the lines bring about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.iri import iri
from kg.judgements import Judgement
from kg.judging.groups import Found, Line
from kg.judging.spots import Place, Reference, Sighting, Spot, order, refer, sight
from kg.model import Key, Reading
from kg.namespaces import prefixes

Keys = Mapping[str, tuple[Key, ...]]
"""Page id → the keys of its entities, in parallel."""


@dataclass(slots=True)
class Board:
    """What lines may speak of; it learns of pages and of IRIs that lines bring about while lines are being heard."""

    readings: Iterable[Reading]
    keys: Keys
    raw: frozenset[Key]
    base: str
    known: dict[str, Spot] = field(default_factory=dict)
    seen: dict[str, tuple[Sighting, ...]] = field(default_factory=dict)
    stood: set[tuple[Key, str]] = field(default_factory=set)

    def learn(self, spots: Iterable[tuple[Key, Spot]]) -> bool:
        """Whether an IRI came that was not known; of several spots with one IRI the first is meant."""
        before = len(self.known)
        for key, spot in sorted(spots, key=lambda pair: order(pair[1])):
            self.known.setdefault(iri(key, self.base), spot)
        return len(self.known) > before

    def saw(self, found: Found) -> bool:
        """Remember which keys' IRIs lead to a page's own key now; whether that is new."""
        new = {(spot.key, iri(key, self.base)) for spot, key in found.final.items()} - self.stood
        self.stood |= new
        return bool(new)

    def look(self, pages: Iterable[str]) -> None:
        """See to it that what stands on the pages is known."""
        new = set(pages) - self.seen.keys()
        if new:
            self.seen |= sight(self.readings, self.keys, new)

    def places(self, key: Key) -> frozenset[Place]:
        """Every article that names the key."""
        pages = [page for page, of_page in self.keys.items() if key in of_page]
        self.look(pages)
        return frozenset((p, n) for p in pages for s in self.seen[p] if s.key == key for n in s.articles)

    def spot(self, reference: Reference) -> Spot | str:
        """The one spot that is meant, else what is wrong."""
        if not reference.page:
            return self.known.get(reference.iri) or f"<{reference.iri}>: no page names it any more"
        meant = self._meant(reference)
        called = f"{reference.name or '<' + reference.iri + '>'}"
        where = reference.page + ("" if reference.article is None else f"#{reference.article}")
        if not meant:
            return f"{called}: {where} names it no more"
        if len({key for key, _ in meant}) > 1:
            several = "、".join(sorted(f"<{iri(key, self.base)}>" for key, _ in meant))
            return f"{called}: means several things in {where}; write one of {several} before the @"
        key, number = min(meant)
        return Spot(key, (reference.page, number) if len(meant) == 1 else None)

    def _meant(self, reference: Reference) -> list[tuple[Key, int]]:
        """Keys and articles of the reference's page; an IRI means its own key, else those that lines made it mean."""
        there = [
            (sighting, number)
            for sighting in self.seen[reference.page]
            for number in sighting.articles
            if reference.article in (None, number)
        ]
        if reference.name:
            return [(s.key, number) for s, number in there if reference.name in s.names]
        known = self.known.get(reference.iri)
        own = [(s.key, number) for s, number in there if known and known.key == s.key]
        return own or [(s.key, number) for s, number in there if (s.key, reference.iri) in self.stood]


class Heard(NamedTuple):
    """Lines whose ends were found, and what is wrong with the others."""

    lines: tuple[Line, ...]
    problems: tuple[tuple[Judgement, str], ...]


def hear(board: Board, judgements: Sequence[Judgement]) -> Heard:
    """Find what each line names; lines that change nothing or name a statement are passed over."""
    lines: list[Line] = []
    problems: list[tuple[Judgement, str]] = []
    known = prefixes(board.base)
    for judgement in judgements:
        refer_to = [refer(text, board.keys, known) for text in _ends(judgement)]
        board.look(ref.page for ref in refer_to if isinstance(ref, Reference) and ref.page)
        spots = [board.spot(ref) if isinstance(ref, Reference) else ref for ref in refer_to]
        problems += [(judgement, spot) for spot in spots if isinstance(spot, str)]
        meant = [spot for spot in spots if isinstance(spot, Spot)]
        if meant and len(meant) == len(spots):
            lines.append(Line(judgement, meant[0], meant[1] if len(meant) > 1 else None))
    return Heard(tuple(lines), tuple(problems))


def _ends(judgement: Judgement) -> tuple[str, ...]:
    """The things that a line names; none for one that changes nothing, or names a statement."""
    if judgement.kind in ("same", "not same"):
        return judgement.left, judgement.right
    if judgement.kind == "wrong":
        return (judgement.left, judgement.right.partition(" ")[2].strip()) if judgement.right else ()
    return (judgement.left,) if judgement.kind in ("name", "type") else ()
