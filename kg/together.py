"""Judged keys of all pages' names → the same with keys of one thing made one, from streets down to people.

What lies in a place or belongs to a body is compared by it too, so these must be put together before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.clusters import Clusters, clusters
from kg.comparators import order
from kg.comparison import Compared
from kg.judging import Judged
from kg.judging.apply import Wrong
from kg.model import Key
from kg.names import Names
from kg.profiles import profiles, renamed
from kg.scope import Ground

ROUNDS = (
    frozenset({"AREA", "STREET"}),
    frozenset({"COMMUNITY"}),
    frozenset({"COMPOUND", "PLACE"}),
    frozenset({"ORG", "PROGRAMME", "EVENT", "AWARD"}),
    frozenset({"PERSON"}),
)
"""Types whose keys are compared at once, after those that they may be part of."""


@dataclass(frozen=True, slots=True)
class Together:
    """``judged`` with the keys that things have now; pairs as in ``clusters``, of the keys that they had before."""

    judged: Judged
    merged: tuple[Compared, ...]
    offered: tuple[Compared, ...]


def together(judged: Judged, places: Mapping[str, Ground], names: Names) -> Together:
    """Put together what comparison says is one and no judgement says is two."""
    rounds: list[Clusters] = []
    winners: dict[Key, Key] = {}
    found = profiles(judged.readings, judged.keys, places, names)
    for types in ROUNDS:
        of_types = {key: renamed(profile, winners) for key, profile in found.items() if key.type in types}
        rounds.append(clusters(of_types, names, apart=judged.apart))
        winners |= rounds[-1].winners
    return Together(
        _carried(judged, winners), _sorted([r.merged for r in rounds]), _sorted([r.offered for r in rounds])
    )


def _sorted(rounds: Sequence[Sequence[Compared]]) -> tuple[Compared, ...]:
    pairs = (pair for pairs in rounds for pair in pairs)
    return tuple(sorted(pairs, key=lambda pair: (-pair.score, order(pair.left), order(pair.right))))


def _renamed(keys: Mapping[str, Sequence[Key]], winners: Mapping[Key, Key]) -> dict[str, tuple[Key, ...]]:
    return {page: tuple(winners.get(key, key) for key in of_page) for page, of_page in keys.items()}


def _carried(judged: Judged, winners: Mapping[Key, Key]) -> Judged:
    """What people said of a key holds of the one that stands for it now; IRIs lead to it in one step."""
    if not winners:
        return judged
    replaced = {old: tuple(dict.fromkeys(winners.get(key, key) for key in new)) for old, new in judged.replaced.items()}
    labels = {winners.get(key, key): judged.labels[key] for key in sorted(judged.labels, key=order)}
    return replace(
        judged,
        keys=_renamed(judged.keys, winners),
        replaced=replaced | {old: (new,) for old, new in winners.items()},
        labels=labels,
        wrong=tuple(_struck(wrong, winners) for wrong in judged.wrong),
    )


def _struck(wrong: Wrong, winners: Mapping[Key, Key]) -> Wrong:
    if wrong.fact is None:
        return wrong
    subject, predicate, object_ = wrong.fact
    return wrong._replace(fact=(winners.get(subject, subject), predicate, winners.get(object_, object_)))
