"""What a candidate is: a stretch of text that some evidence says could be a name, with its type.

Candidates are arrays side by side, one place each; other modules of this folder find them, one kind of evidence each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Flags, Ints, columns


class Candidates(NamedTuple):
    """``start``, ``end`` in the scene's text; ``type`` indexes ENTITY_TYPES, ``rule`` the lexicon's rules (or ORIGINS
    after them); ``head`` is where the head noun starts (``end`` if there is none)."""

    start: Ints
    end: Ints
    type: Ints
    rule: Ints
    head: Ints


ORIGINS = (
    "area.known", "area.short", "name.known", "person.compound", "coordination",
    "alias.same", "alias.stem", "alias.quoted", "alias.core", "alias.tail", "alias.introduced", "repeated",
)  # fmt: skip
"""Kinds of evidence that no block of data/rules/mentions describes."""

AREA_TYPE, STREET_TYPE, COMMUNITY_TYPE, COMPOUND_TYPE, PLACE_TYPE, ORG_TYPE, PERSON_TYPE = range(7)
PROGRAMME_TYPE, EVENT_TYPE, AWARD_TYPE = 7, 8, 9


def distinct(groups: Iterable[Candidates]) -> Candidates:
    """One candidate per (start, end, type): that of the earliest group."""
    parts = list(groups)
    joined = Candidates(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    size, length = len(joined.start), joined.end - joined.start
    key = (joined.start * (length.max(initial=0) + 1) + length) * 16 + joined.type
    ordered = np.sort(key * size + np.arange(size))  # a plain sort is ten times faster than one that gives places
    fresh = np.ones(size, np.bool_)
    np.not_equal(ordered[1:] // size, ordered[:-1] // size, out=fresh[1:])
    return select(joined, ordered[fresh] % size)


def select(candidates: Candidates, places: Ints | Flags) -> Candidates:
    """The candidates at the given places."""
    return Candidates(*(array[places] for array in candidates))


def rule_number(lexicon: Lexicon, name: str) -> int:
    """The number of a rule or origin by its id."""
    number = lexicon.numbers.get(name)
    return len(lexicon.rules) + ORIGINS.index(name) if number is None else number


def rule_name(lexicon: Lexicon, number: int) -> str:
    """The id of a rule or origin by its number."""
    known = len(lexicon.rules)
    return lexicon.rules[number].id if number < known else ORIGINS[number - known]


def group(rows: Iterable[tuple[int, int, int, int, int]]) -> Candidates:
    """Candidates from rows of (start, end, type, rule, head)."""
    return Candidates(*columns(rows, 5))
