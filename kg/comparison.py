"""Two profiles of one type → how likely they are one thing, and why in words: the rows of the table that hold, summed.

At ``MERGES`` two are one thing by themselves, from ``OFFERED`` up they are a candidate for people to judge. No likeness
of names alone reaches ``MERGES``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.comparators import TABLE, Comparator, Context, order
from kg.model import ENTITY_TYPES, Key
from kg.profiles import Profile

MERGES, OFFERED, FORBIDS = 100, 50, -50
"""Sums of weights; what speaks against, summed to FORBIDS, keeps two apart in any chain of likenesses."""

_STRONGEST_FIRST = sorted(TABLE, key=lambda row: -row.weight)
_LIKINGS = {t: tuple(row for row in _STRONGEST_FIRST if row.liking and t in row.types) for t in ENTITY_TYPES}
_OTHERS = {t: tuple(row for row in TABLE if not row.liking and t in row.types) for t in ENTITY_TYPES}
_AGAINST = {t: tuple(row for row in TABLE if row.weight < 0 and t in row.types) for t in ENTITY_TYPES}


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
    a, b = _ordered(a, b)
    likings = _held(a, b, context, _LIKINGS[a.key.type])
    if not likings:
        return Compared(a.key, b.key, 0, ())
    strongest = max(likings, key=lambda reason: (reason.weight, reason.id))
    reasons = [strongest, *_held(a, b, context, _OTHERS[a.key.type])]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.id))
    return Compared(a.key, b.key, sum(reason.weight for reason in reasons), tuple(reasons))


def score(a: Profile, b: Profile, context: Context) -> int:
    """The sum that ``compare`` gives, without its reasons: of a corpus's pairs one in twenty is worth more."""
    for row in _LIKINGS[a.key.type]:
        if row.compare(a, b, context):
            return row.weight + sum([row.weight for row in _OTHERS[a.key.type] if row.compare(a, b, context)])
    return 0


def against(a: Profile, b: Profile, context: Context) -> list[Reason]:
    """What speaks against their being one thing, whether or not their names are alike."""
    return _held(*_ordered(a, b), context, _AGAINST[a.key.type])


def _ordered(a: Profile, b: Profile) -> tuple[Profile, Profile]:
    return (a, b) if order(a.key) <= order(b.key) else (b, a)


def _held(a: Profile, b: Profile, context: Context, rows: Iterable[Comparator]) -> list[Reason]:
    return [Reason(row.id, row.weight, words) for row in rows if (words := row.compare(a, b, context))]
