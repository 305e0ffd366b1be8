"""Pairs of slots → what the text between and around them says, one number a template for each pair.

These are the templates of ``kg.relations.evidence`` that do not depend on the predicate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kg.relations.field import Field
from kg.relations.pairs import Pairs
from kg.relations.words import Flags, Hashes, Ints

Value = Hashes | Ints | Flags
_DISTANCES = (0, 1, 2, 3, 5, 8, 12, 20, 40)


class Edges(NamedTuple):
    """The slots at the edges of a pair's coordinations: the words outside and between these are what speaks of both.

    From left to right ``first`` and ``left`` of the left one, ``right`` and ``last`` of the right one; names in one row
    stand for themselves.
    """

    first: Ints
    left: Ints
    right: Ints
    last: Ints


def edges(f: Field, found: Pairs) -> Edges:
    """The edges of the coordinations that each pair stands in."""
    a, b = found.left, found.right
    first, last = np.searchsorted(f.row, f.row, "left"), np.searchsorted(f.row, f.row, "right") - 1
    same = f.row[a] == f.row[b]
    return Edges(
        np.where(same, a, first[a]), np.where(same, a, last[a]), np.where(same, b, first[b]), np.where(same, b, last[b])
    )


def between(f: Field, found: Pairs, rows: Edges) -> Iterator[tuple[str, Value]]:
    """What the text says of each pair of slots; ``rows`` are the edges of their coordinations."""
    w = f.words
    kinds = f.kind[found.left] * 32 + f.kind[found.right]
    a, b = rows.left, rows.right
    i, j = f.word[a], f.word[b]
    apart = f.sentence[b] - f.sentence[a]
    clauses = np.minimum(f.clause[b] - f.clause[a], 6)
    distance = np.searchsorted(_DISTANCES, j - i - 1)
    yield "types", kinds
    yield "types, distance", kinds * 64 + np.minimum(b - a, 5) * 4 + np.minimum(apart, 3)
    yield "distance", distance * 8 + np.minimum(apart, 7)
    yield "clauses, types", kinds * 8 + clauses
    size = len(w.hash)
    first, last = w.hash[np.minimum(i + 1, size - 1)], w.hash[j - 1]
    adjacent = j == i + 1
    yield "first word between", np.where(adjacent, np.uint64(1), first)
    yield "last word between", np.where(adjacent, np.uint64(1), last)
    short = j - i <= 4
    whole = first * np.uint64(3) + w.hash[np.minimum(i + 2, j - 1)] * np.uint64(5) + last * np.uint64(7)
    yield "words between", np.where(short, whole, np.uint64(9))
    yield from _verbs(f, rows, kinds)
    yield from _sides(f, (found, rows), kinds)
    yield from _rivals(f, rows, kinds)
    yield from _leads(f, rows, kinds)


def _verbs(f: Field, rows: Edges, kinds: Ints) -> Iterator[tuple[str, Value]]:
    """The verbs between and around; words of the rules' lists count by their lists too."""
    a, b = rows.left, rows.right
    w, kind = f.words, kinds.astype(np.uint64)
    i, j, outer, end = f.word[a], f.word[b], f.word[rows.first], f.word[rows.last]
    size = len(w.hash)
    none = np.uint64(1)
    after = w.verb_after[np.minimum(i + 1, size - 1)]
    before = w.verb_before[j - 1]
    inside = (after < j) & (after > i)
    within = (before > i) & (before < j)
    beyond = w.verb_after[np.minimum(end + 1, size - 1)]
    ahead = w.verb_before[np.maximum(outer - 1, 0)]
    in_reach = (beyond < size) & (w.sentence[np.minimum(beyond, size - 1)] == f.sentence[b])
    led = (ahead >= 0) & (w.sentence[ahead] == f.sentence[a]) & (outer > 0)
    clause = np.where(f.clause[a] == f.clause[b], np.uint64(1), np.uint64(2))

    def said(place: Ints, there: Flags) -> tuple[Hashes, Hashes]:
        place = np.clip(place, 0, size - 1)
        return np.where(there, w.hash[place], none), np.where(there, w.family[place], none << np.uint64(60))

    one, one_of = said(after, inside)
    two, two_of = said(before, within)
    three, three_of = said(beyond, in_reach)
    four, four_of = said(ahead, led)
    yield "first verb between", one
    yield "last verb between", two
    yield "verb after", three
    yield "verb before", four
    yield "types, first verb between", one * np.uint64(4096) + kind
    yield "types, last verb between", two * np.uint64(4096) + kind * clause
    yield "types, verb after", three * np.uint64(4096) + kind * clause
    yield "first list between", one_of * np.uint64(4096) + kind
    yield "last list between", two_of * np.uint64(4096) + kind * clause
    yield "list after", three_of * np.uint64(4096) + kind * clause
    yield "list before", four_of * np.uint64(4096) + kind


def _sides(f: Field, known: tuple[Pairs, Edges], kinds: Ints) -> Iterator[tuple[str, Value]]:
    """The words beside the pair, and where it stands."""
    found, rows = known
    a, b = rows.left, rows.right
    w, size = f.words, len(f.words.hash)
    i, j, outer, end = f.word[a], f.word[b], f.word[rows.first], f.word[rows.last]
    opening = np.where(outer > 0, w.hash[np.maximum(outer - 1, 0)], np.uint64(1))
    closing = w.hash[np.minimum(end + 1, size - 1)]
    yield "word before", opening
    yield "word after", closing
    yield "word after left", w.hash[np.minimum(i + 1, size - 1)] * np.uint64(4096) + kinds.astype(np.uint64)
    yield "word before right", w.hash[j - 1] * np.uint64(4096) + kinds.astype(np.uint64)
    yield "around", opening * np.uint64(3) + closing * np.uint64(5)
    yield "word after, types", closing * np.uint64(4096) + kinds.astype(np.uint64)
    same = f.clause[a] == f.clause[b]
    place = f.opens[rows.first] * 1 + f.opens[b] * 2 + f.heading[a] * 4 + f.heading[b] * 8 + same * 16
    yield "place, types", place * 1024 + kinds
    yield "row, types", (f.row[found.left] == f.row[found.right]) * 1024 + kinds
    planned, planned_left = f.modal[f.clause[b]], f.modal[f.clause[a]]
    yield "plan at right", planned
    yield "plan at left", planned_left


def _rivals(f: Field, rows: Edges, kinds: Ints) -> Iterator[tuple[str, Value]]:
    """What else stands between and beside, of the same types: the nearest is likelier."""
    a, b = rows.left, rows.right
    base = f.kind & 15
    one = (base[:, None] == np.arange(10)[None, :]).astype(np.int64)
    counts = np.concatenate((np.zeros((1, 10), np.int64), np.cumsum(one, axis=0)))
    same_left = counts[b, base[a]] - counts[a + 1, base[a]]
    same_right = counts[b, base[b]] - counts[a + 1, base[b]]
    yield "rivals between, types", (np.minimum(same_left, 2) * 4 + np.minimum(same_right, 2)) * 1024 + kinds
    inner_left = np.where(b - a > 1, f.kind[np.minimum(a + 1, len(base) - 1)], 31)
    inner_right = np.where(b - a > 1, f.kind[b - 1], 31)
    yield "inner slots", (inner_left * 32 + inner_right) * 1024 + kinds
    ahead = np.maximum(rows.first - 1, 0)
    outer_left = np.where((rows.first > 0) & (f.sentence[ahead] == f.sentence[a]), f.kind[ahead], 31)
    beyond = np.minimum(rows.last + 1, len(base) - 1)
    outer_right = np.where((rows.last + 1 < len(base)) & (f.sentence[beyond] == f.sentence[b]), f.kind[beyond], 31)
    yield "slots beside", (outer_left * 32 + outer_right) * 1024 + kinds
    yield "slot before, types", outer_left * 1024 + kinds
    yield "slot after, types", outer_right * 1024 + kinds


def _leads(f: Field, rows: Edges, kinds: Ints) -> Iterator[tuple[str, Value]]:
    """Which name leads the sentences of the pair: they speak of it, and a clause without a subject takes it."""
    a, b = rows.first, rows.right
    lead = np.searchsorted(f.sentence, f.sentence, "left")
    leads, apart = lead[a] == a, np.minimum(f.sentence[b] - f.sentence[a], 3)
    of_right = np.where(apart > 0, np.where(lead[b] == b, 30, f.kind[lead[b]]), 31)
    opened = f.opens[lead[b]] & (apart > 0)
    yield "lead", (leads * 4 + apart) * 1024 + kinds
    yield "lead of the right sentence", ((of_right * 2 + opened) * 2 + leads) * 1024 + kinds
    clause = np.searchsorted(f.clause, f.clause, "left")
    opener = np.where((clause[b] == b) | ~f.opens[clause[b]], 31, f.kind[clause[b]])
    near = np.minimum(f.clause[b] - f.clause[a], 3)
    yield "opener of the right clause", (opener * 4 + near) * 1024 + kinds
