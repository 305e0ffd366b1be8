"""Spots that lines call one → groups with one key each; where lines contradict each other, which ones do.

Nothing depends on the order of the lines: unions commute, and a group's key follows from its members and lines alone.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.judgements import Judgement
from kg.judging.spots import Spot, order, own_key
from kg.model import Key

Canonical = Callable[[str, str], str]
"""Type, name → the form of the name that identifies."""


class Line(NamedTuple):
    """A judgement whose ends were found; ``right`` is None for a correction."""

    judgement: Judgement
    left: Spot
    right: Spot | None = None


class Found(NamedTuple):
    """``final`` is the key of each spot that lines speak of, ``labels`` what corrected names are written like.

    ``former`` leads from keys that a spot would have without some of the lines to those that it has; ``contradictions``
    say which lines.
    """

    final: Mapping[Spot, Key]
    labels: Mapping[Key, str]
    former: Mapping[Key, frozenset[Key]]
    contradictions: tuple[str, ...]


@dataclass(slots=True)
class _Groups:
    """A union-find that also remembers which lines joined what, so that a contradiction can name them."""

    parent: dict[Spot, Spot] = field(default_factory=dict)
    edges: dict[Spot, set[tuple[Spot, tuple[int, ...]]]] = field(default_factory=lambda: defaultdict(set))

    def find(self, spot: Spot) -> Spot:
        while (above := self.parent.setdefault(spot, spot)) != spot:
            self.parent[spot] = self.parent[above]
            spot = above
        return spot

    def join(self, one: Spot, other: Spot, lines: tuple[int, ...]) -> bool:
        """Whether they were two before."""
        self.edges[one].add((other, lines))
        self.edges[other].add((one, lines))
        first, second = sorted((self.find(one), self.find(other)), key=order)
        self.parent[second] = first
        return first != second

    def members(self) -> dict[Spot, list[Spot]]:
        found = defaultdict(list)
        for spot in sorted(self.parent, key=order):
            found[self.find(spot)].append(spot)
        return dict(found)

    def between(self, one: Spot, other: Spot) -> tuple[int, ...]:
        """The lines of a shortest way from one to the other."""
        ways: dict[Spot, frozenset[int]] = {one: frozenset()}
        todo = deque([one])
        while todo and other not in ways:
            spot = todo.popleft()
            for near, lines in sorted(self.edges[spot], key=lambda edge: (order(edge[0]), edge[1])):
                if near not in ways:
                    ways[near] = ways[spot].union(lines)
                    todo.append(near)
        return tuple(sorted(ways.get(other, ())))


def group(lines: Sequence[Line], taken: Collection[Key], canonical: Canonical) -> Found:
    """Put together what ``same`` lines call one.

    ``taken`` are the keys that pages give: what is corrected to one of them is one with it.
    """
    groups = _Groups()
    said = {
        kind: [line for line in lines if line.judgement.kind == kind] for kind in ("same", "not same", "name", "type")
    }
    rights = {line.right for line in said["same"]}
    for line in lines:
        groups.find(line.left)
    for line in said["same"]:
        groups.join(line.left, line.right or line.left, (line.judgement.line,))
    namer = _Namer(rights, [*said["name"], *said["type"]], canonical)
    _follow(groups, namer, taken)
    return _found(groups, namer, _contradictions(groups, said, canonical))


class _Namer(NamedTuple):
    """Which key a group has."""

    rights: Collection[Spot | None]
    corrections: Sequence[Line]
    canonical: Canonical

    def corrected(self, members: Collection[Spot], kind: str) -> str:
        """What lines give the group as its ``name`` or ``type``; the first by code points where they contradict."""
        return min((c.judgement.right for c in self._of(members) if c.judgement.kind == kind), default="")

    def lines(self, members: Collection[Spot]) -> tuple[int, ...]:
        return tuple(c.judgement.line for c in self._of(members))

    def _of(self, members: Collection[Spot]) -> list[Line]:
        return [line for line in self.corrections if line.left in members]

    def winner(self, members: Collection[Spot]) -> Key:
        """What was never said to be the same *as another*, whole keys before parts, the longer name, no scope."""
        pool = [spot for spot in members if spot not in self.rights] or members
        best = min(pool, key=lambda s: (s.place is not None, -len(s.key.name), s.key.scope is not None, order(s)))
        return own_key(best)

    def put(self, key: Key, type_: str, name: str) -> Key:
        """The key with what was corrected in it; its scope stays."""
        type_ = type_ or key.type
        return Key(type_, self.canonical(type_, name) if name else key.name, key.scope)

    def final(self, members: Collection[Spot]) -> Key:
        return self.put(self.winner(members), self.corrected(members, "type"), self.corrected(members, "name"))


def _follow(groups: _Groups, namer: _Namer, taken: Collection[Key]) -> None:
    """Join groups until no two have one key, and none the key of what stands in another."""
    joined = True
    while joined:
        joined = False
        having: dict[Key, Spot] = {}
        whole = groups.members()
        for root, members in whole.items():
            key = namer.final(members)
            other = having.setdefault(key, root)
            joined |= other != root and groups.join(other, root, namer.lines([*members, *whole[other]]))
            if key in taken and key not in {own_key(spot) for spot in members}:
                joined |= groups.join(root, Spot(key), namer.lines(members))


def _contradictions(groups: _Groups, said: Mapping[str, Sequence[Line]], canonical: Canonical) -> tuple[str, ...]:
    found = []
    for line in said["not same"]:
        right = line.right or line.left
        if line.left != right and groups.find(line.left) == groups.find(right):
            ends, number = f"{line.judgement.left} and {line.judgement.right}", line.judgement.line
            one = _lines(groups.between(line.left, right))
            found.append((number, f"{one} one thing of {ends}, line {number} two"))
    for kind in ("name", "type"):
        values: dict[Spot, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for line in said[kind]:
            given = line.judgement.right
            same = canonical(line.left.key.type, given) if kind == "name" else given
            values[groups.find(line.left)][same].append(line.judgement.line)
        for each in values.values():
            if len(each) > 1:
                told = sorted(number for numbers in each.values() for number in numbers)
                found.append(
                    (told[0], f"lines {_listed(told)} give one thing several {kind}s: {', '.join(sorted(each))}")
                )
    return tuple(text for _, text in sorted(found))


def _lines(numbers: Sequence[int]) -> str:
    return f"line {numbers[0]} makes" if len(numbers) == 1 else f"lines {_listed(numbers)} make"


def _listed(numbers: Sequence[int]) -> str:
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last


def _found(groups: _Groups, namer: _Namer, contradictions: tuple[str, ...]) -> Found:
    final: dict[Spot, Key] = {}
    labels: dict[Key, str] = {}
    former: dict[Key, set[Key]] = defaultdict(set)
    for members in groups.members().values():
        type_, name = namer.corrected(members, "type"), namer.corrected(members, "name")
        key = namer.final(members)
        final.update(dict.fromkeys(members, key))
        if name:
            labels[key] = name
        for own in map(own_key, members):
            for before in {namer.put(own, t, n) for t in ("", type_) for n in ("", name)} - {key}:
                former[before].add(key)
    return Found(final, labels, {key: frozenset(keys) for key, keys in former.items()}, contradictions)
