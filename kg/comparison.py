"""Two profiles of one type → how likely they are one thing, and why in words: the rows of the table that hold, summed.

At ``MERGES`` two are one thing by themselves, from ``OFFERED`` up they are a candidate for people to judge. No likeness
of names alone reaches ``MERGES``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.comparators import TABLE, Comparator, Context, order
from kg.model import Key
from kg.profiles import Profile

MERGES, OFFERED, FORBIDS = 100, 50, -50
"""Sums of weights; what speaks against, summed to FORBIDS, keeps two apart in any chain of likenesses."""


class Reason(NamedTuple):
    """A row of the table that holds for a pair."""

    id: str
    weight: int
    words: str


class Compared(NamedTuple):
    """A pair, the key that sorts first on the left, with all reasons for and against, the weightiest first."""

    left: Key
    right: Key
    score: int
    reasons: tuple[Reason, ...]


def compare(a: Profile, b: Profile, context: Context) -> Compared:
    """Sum what holds; of likenesses between the names only the strongest counts. Symmetric."""
    a, b = sorted((a, b), key=lambda profile: order(profile.key))
    likings = _held(a, b, context, [row for row in TABLE if row.liking])
    if not likings:
        return Compared(a.key, b.key, 0, ())
    strongest = max(likings, key=lambda reason: (reason.weight, reason.id))
    reasons = [strongest, *_held(a, b, context, [row for row in TABLE if not row.liking])]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.id))
    return Compared(a.key, b.key, sum(reason.weight for reason in reasons), tuple(reasons))


def against(a: Profile, b: Profile, context: Context) -> list[Reason]:
    """What speaks against their being one thing, whether or not their names are alike."""
    a, b = sorted((a, b), key=lambda profile: order(profile.key))
    return _held(a, b, context, [row for row in TABLE if row.weight < 0])


def _held(a: Profile, b: Profile, context: Context, rows: Iterable[Comparator]) -> list[Reason]:
    return [
        Reason(row.id, row.weight, words)
        for row in rows
        if a.key.type in row.types and (words := row.compare(a, b, context))
    ]
