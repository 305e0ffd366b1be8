"""The field of a page and the rules' hits → every pair of names that may stand in a relation, by predicate.

Pairs stand in one sentence, or the left name opens a clause or leads its sentence up to ``REACH`` sentences before
the right one, or it is what the passage opens with, and the gate lets the relation in. What a rule proposes is there at
any distance, and what it reads from a name alone or from the page as a whole is there without a place in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kg.model import PREDICATES
from kg.relations.candidates import Candidate
from kg.relations.field import Field
from kg.relations.gate import FAR, REACH, Gate, by_types, directed, widest
from kg.relations.words import Flags, Ints

COUNT = len(PREDICATES)
_NUMBER = {predicate: number for number, predicate in enumerate(PREDICATES)}
_BITS = 20
_LEADS = 6


class Pairs(NamedTuple):
    """Pairs of slots, ``left`` and ``right``.

    The next five have a place for each candidate: its ``pair`` (-1: it has no place in the text), whether it goes
    ``forward``, the subject on the left, its entities, its predicate. ``row`` is each hit's candidate, -1 where types
    do not permit what the hit says.
    """

    left: Ints
    right: Ints
    pair: Ints
    forward: Flags
    subject: Ints
    predicate: Ints
    object: Ints
    row: Ints


def pairs(field: Field, hits: Sequence[Candidate], passages: Sequence[int], gate: Gate) -> Pairs:
    """All candidates; ``passages`` are the numbers of the passages that the field's scenes are views of."""
    placed = _placed(field, hits, passages)
    s, o = placed.T
    there = (s >= 0) & (o >= 0) & (s != o)
    wanted = np.where(there, (np.minimum(s, o) << _BITS) | np.maximum(s, o), -1)
    said = np.array([_NUMBER[hit.predicate] for hit in hits], np.int64)
    said = said * 2 + ((s < o) | ~directed()[said])
    codes, ways = _entered(field, gate, wanted[there], said[there])
    there &= _found(codes, wanted, there) >= 0
    pair, way = np.nonzero(ways)
    row = _found(pair * 2 * COUNT + way, np.searchsorted(codes, wanted) * 2 * COUNT + said, there)
    left, right = _slots(codes)
    one, other = field.entity[left[pair]], field.entity[right[pair]]
    predicate, forward = way >> 1, (way & 1) == 1
    subject, obj = np.where(forward, one, other), np.where(forward, other, one)
    apart, row = _apart(hits, row, (field, len(pair)))
    none = np.full(len(apart[0]), -1)
    columns = zip((pair, forward, subject, predicate, obj), (none, none == 0, *apart), strict=True)
    pair, forward, first, says, second = (np.concatenate(both) for both in columns)
    return Pairs(left, right, pair, forward, first, says, second, row)


def _entered(field: Field, gate: Gate, wanted: Ints, said: Ints) -> tuple[Ints, Flags]:
    """Codes of the pairs that are asked about, and what is: what the gate lets in, and what hits say of ``wanted``."""
    codes = once(np.concatenate((_near(field), wanted)))
    ways = _ways(field, codes, gate)
    ways[np.searchsorted(codes, wanted), said] = _ways(field, wanted, widest())[np.arange(len(said)), said]
    kept = ways.any(axis=1)
    return codes[kept], ways[kept]


def _slots(codes: Ints) -> tuple[Ints, Ints]:
    return codes >> _BITS, codes & ((1 << _BITS) - 1)


def _ways(field: Field, codes: Ints, gate: Gate) -> Flags:
    """What the gate lets in for each pair."""
    return gate[cells(field, *_slots(codes))]


def cells(field: Field, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Where in a gate pairs of slots are looked up."""
    return field.kind[left], field.kind[right], np.minimum(field.sentence[right] - field.sentence[left], FAR)


def _near(field: Field) -> Ints:
    """Codes of the pairs of slots of different entities that stand near each other in one scene, and of those that a
    scene opens with and the far ones after them."""
    size, sentence = len(field.sentence), field.sentence
    leads = field.opens | (np.searchsorted(sentence, sentence, "left") == np.arange(size))
    many = np.searchsorted(sentence, sentence + REACH * leads, "right") - np.arange(size) - 1
    first = _first(field)
    far = np.searchsorted(sentence, sentence[first] + REACH, "right")
    rest = np.maximum(np.searchsorted(field.scene, field.scene[first], "right") - far, 0)
    left = np.concatenate((np.repeat(np.arange(size), many), np.repeat(first, rest)))
    right = np.concatenate((_runs(np.arange(size) + 1, many), _runs(far, rest)))
    apart = (field.entity[left] != field.entity[right]) & (field.scene[left] == field.scene[right])
    code: Ints = ((left << _BITS) | right)[apart]
    return code


def _first(field: Field) -> Ints:
    """What each scene opens with: the first slots of the first ``_LEADS`` entities in its headings and first sentence
    of text."""
    told = np.flatnonzero(~field.heading)[::-1]
    opening = np.full(int(field.scene.max(initial=0)) + 1, -1)
    opening[field.scene[told]] = field.sentence[told]
    slots = np.flatnonzero(field.heading | (field.sentence == opening[field.scene]))
    found: dict[int, dict[int, int]] = {}
    rows = zip(slots.tolist(), field.scene[slots].tolist(), field.entity[slots].tolist(), strict=True)
    for slot, scene, entity in rows:
        met = found.setdefault(scene, {})
        if len(met) < _LEADS:
            met.setdefault(entity, slot)
    return np.array([slot for met in found.values() for slot in met.values()], np.int64)


def once(values: Ints) -> Ints:
    """The numbers in order, each once: a plain sort is far faster than ``np.unique``."""
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    found: Ints = ordered[fresh]
    return found


def _runs(start: Ints, many: Ints) -> Ints:
    """For each start so many numbers from it on."""
    found: Ints = np.repeat(start - np.cumsum(many) + many, many) + np.arange(many.sum())
    return found


def _placed(field: Field, hits: Sequence[Candidate], passages: Sequence[int]) -> Ints:
    """The slots of each hit's subject and object, -1 where it has none."""
    scenes = [passages[number] for number in field.scene.tolist()]
    keys = zip(scenes, field.start.tolist(), field.entity.tolist(), strict=True)
    at = {key: number for number, key in enumerate(keys)}
    found = [
        [at.get((hit.passage, start, end), -1) for start, end in zip(hit.ends, (hit.subject, hit.object), strict=True)]
        if hit.ends is not None
        else [-1, -1]
        for hit in hits
    ]
    return np.array(found, np.int64).reshape(-1, 2)


def _found(keys: Ints, wanted: Ints, there: Flags) -> Ints:
    """The place of each wanted key among the sorted ``keys``, -1 where it is not there."""
    place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    hit = there & (keys[place] == wanted) if len(keys) else np.zeros(len(wanted), np.bool_)
    found: Ints = np.where(hit, place, -1)
    return found


def _apart(hits: Sequence[Candidate], row: Ints, known: tuple[Field, int]) -> tuple[tuple[Ints, Ints, Ints], Ints]:
    """Candidates for the hits without a place, each (subject, predicate, object) once, and all hits' rows."""
    field, first = known
    kinds, table = field.things.type, by_types()
    rows: dict[tuple[int, int, int], int] = {}
    found = row.copy()
    for number in np.flatnonzero(row < 0).tolist():
        hit = hits[number]
        key = (hit.subject, _NUMBER[hit.predicate], hit.object)
        if hit.subject != hit.object and table[kinds[hit.subject], kinds[hit.object], key[1]]:
            found[number] = first + rows.setdefault(key, len(rows))
    columns = np.array(list(rows), np.int64).reshape(-1, 3).T
    return (columns[0], columns[1], columns[2]), found
