"""Pairs of names → the evidence for each relation between them, as numbers of features whose weights are learned.

A feature is a template and what it finds, hashed together with the predicate into a table of weights. Templates give
one number for each candidate; the words around a pair and the rules that hit it give any number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.relations.candidates import Candidate
from kg.relations.field import Field
from kg.relations.pairs import COUNT, Pairs, once
from kg.relations.templates import Edges, Value, between, edges
from kg.relations.words import Hashes, Ints

TABLE = 1 << 20
"""Size of the table of weights; feature numbers are hashes below it."""
_SALT = np.uint64(0xD6E8FEB86659FD93)
_PLACE = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)
_TOP = np.uint64(65 - TABLE.bit_length())
_ROOM = 3
"""So many words on each side of a pair, and next to each of its names between them, count."""
_ENDS, _BAGS, _RULES = 96, 128, 192
_OTHERWISE = 2

Numbers = NDArray[np.int64]


class Evidence(NamedTuple):
    """``fixed[t]`` are the feature numbers of template t, one for each candidate; ``more`` are all others, as pairs of
    (candidate, number)."""

    fixed: Numbers
    more: tuple[Ints, Numbers]


def evidence(field: Field, found: Pairs, hits: Sequence[Candidate]) -> Evidence:
    """The features of every candidate: what is told of a pair is another feature for each predicate and direction."""
    placed = found.pair[found.pair >= 0]
    count, rows = len(placed), edges(field, found)
    salts = _salts()
    of_ends = [value for _, value in ends(field, found, hits)]
    of_pair = [value for _, value in between(field, found, rows)] if count else []
    fixed = np.zeros((len(of_pair) + len(of_ends), len(found.pair)), np.int64)
    directed = salts[found.predicate * 2 + found.forward]
    if count:
        np.take(_hashes(of_pair, 0), placed, axis=1, out=fixed[: len(of_pair), :count], mode="clip")
        fixed[: len(of_pair)] ^= directed
    of_predicate = salts[found.predicate * 2]
    np.bitwise_xor(_hashes(of_ends, _ENDS), of_predicate, out=fixed[len(of_pair) :])
    (row, value), (ruled, rule) = _around(field, found, rows), _ruled(field, found, hits)
    return Evidence(
        fixed, (np.concatenate((row, ruled)), np.concatenate((value ^ directed[row], rule ^ of_predicate[ruled])))
    )


@cache
def _salts() -> Numbers:
    """A number below TABLE for each predicate backward and forward."""
    return _number(np.arange(1, 2 * COUNT + 1, dtype=np.uint64) * _PLACE)


def names(field: Field, found: Pairs, hits: Sequence[Candidate]) -> list[str]:
    """The templates' names, in the order of ``Evidence.fixed``."""
    return [name for name, _ in (*between(field, found, edges(field, found)), *ends(field, found, hits))]


def _hashes(values: Sequence[Value], first: int) -> Numbers:
    """A row for each template, numbered from ``first`` on."""
    found = np.empty((len(values), len(values[0])), np.uint64)
    for row, value in zip(found, values, strict=True):
        row[:] = value.view(np.uint64) if value.itemsize == 8 else value
    return _salted(found, np.arange(first + 1, first + 1 + len(values), dtype=np.uint64)[:, None])


def _salted(value: Hashes, place: Hashes | np.uint64) -> Numbers:
    found: Hashes = (value + place) * _PLACE
    found ^= place << np.uint64(40)
    return _number(found)


def _number(value: Hashes) -> Numbers:
    """Numbers below TABLE; what is given is overwritten."""
    value ^= value >> _SHIFT
    value *= _SALT
    value >>= _TOP
    return value.view(np.int64)


def ends(f: Field, found: Pairs, hits: Sequence[Candidate]) -> Iterator[tuple[str, Value]]:
    """What the two things are, and what the rules say of each of them."""
    t, s, o, p = f.things, found.subject, found.object, found.predicate
    placed = (found.pair >= 0).astype(np.int64)
    types = t.type[s] * 16 + t.type[o]
    yield "any", placed
    yield "types of things", types * 2 + placed
    yield "subject's ending, object's type", t.ending[s] * 32 + t.type[o]
    yield "object's ending, subject's type", t.ending[o] * 32 + t.type[s]
    yield "certainty", t.weight[s] * 16 + t.weight[o]
    yield "subject's certainty", t.weight[s] * 2048 + types
    yield "object's certainty", t.weight[o] * 2048 + types
    yield "mentions", (np.minimum(t.mentions[s], 5) * 8 + np.minimum(t.mentions[o], 5)) * 2048 + types
    yield "headed", (t.headed[s] * 2 + t.headed[o]) * 2048 + types
    facts = np.array([hit.modality is None for hit in hits], np.bool_) & (found.row >= 0)
    size = len(t.type)
    pair = _key(found, size)
    known = once(found.row[facts])
    held = once(pair[known])
    place = np.minimum(np.searchsorted(held, pair), max(len(held) - 1, 0))
    own = (held[place] == pair).astype(np.int64) if len(held) else np.zeros(len(s), np.int64)
    by_subject = np.bincount(held // size, minlength=size * COUNT)[s * COUNT + p] - own
    by_object = np.bincount((held // size) % COUNT * size + held % size, minlength=size * COUNT)[p * size + o] - own
    here = np.zeros(len(s), np.bool_)
    here[known] = True
    step = own * 2 + here
    yield "hit", step
    yield "hit, rivals of the object", step * 16 + np.minimum(by_subject, 3)
    yield "hit, rivals of the subject", step * 16 + np.minimum(by_object, 3)
    yield "hit, rivals, types", ((step * 4 + np.minimum(by_subject, 3)) * 4 + np.minimum(by_object, 3)) * 256 + types
    met = np.zeros(size * size, np.bool_)
    met[s[known] * size + o[known]] = True
    yield "other hit", met[s * size + o] * 4 + step


def _key(found: Pairs, size: int) -> Ints:
    """One number for subject, predicate and object; ``size`` is the number of things."""
    key: Ints = (found.subject * COUNT + found.predicate) * size + found.object
    return key


def _around(f: Field, found: Pairs, rows_of: Edges) -> tuple[Ints, Numbers]:
    """(candidate, number) for each word between the names and on both sides of them in their clauses."""
    w = f.words
    outer, i, j, last = (f.word[edge] for edge in rows_of)
    way = f.sentence[found.left] != f.sentence[found.right]
    begin = np.searchsorted(w.clause, f.clause[found.left], "left")
    end = np.searchsorted(w.clause, f.clause[found.right], "right")
    middle = np.minimum(i + 1 + _ROOM, j)
    stretches = (
        (np.maximum(begin, outer - _ROOM), outer), (i + 1, middle), (np.maximum(middle, j - _ROOM), j),
        (last + 1, np.minimum(end, last + 1 + _ROOM)),
    )  # fmt: skip
    rows, values = [], []
    for bag, (start, stop) in zip((0, 1, 1, 2), stretches, strict=True):
        pair, word = _ranges(start, np.maximum(stop - start, 0))
        salt = ((_BAGS + bag * 2 + way) * 0x1F3D5B79).astype(np.uint64)
        rows.append(pair)
        values.append(w.hash[word] + salt[pair] * _PLACE)
    return _spread(found, np.concatenate(rows), _number(np.concatenate(values)))


def _ranges(start: Ints, size: Ints) -> tuple[Ints, Ints]:
    """(which range, number) for each number of the ranges."""
    which = np.repeat(np.arange(len(start)), size)
    return which, start[which] + np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size)


def _spread(found: Pairs, pair: Ints, value: Numbers) -> tuple[Ints, Numbers]:
    """What was said of pairs, said of each of their candidates."""
    order = np.argsort(pair, kind="stable")
    pair, value = pair[order], value[order]
    placed = found.pair[found.pair >= 0]
    first = np.searchsorted(pair, placed, "left")
    row, place = _ranges(first, np.searchsorted(pair, placed, "right") - first)
    return row, value[place]


def _ruled(f: Field, found: Pairs, hits: Sequence[Candidate]) -> tuple[Ints, Numbers]:
    """(candidate, number) for each rule that hit it, its things elsewhere, its things otherwise, or its row mates."""
    there = np.flatnonzero(found.row >= 0)
    row = found.row[there]
    said = [(hits[number].rule, hits[number].modality) for number in there.tolist()]
    listed = sorted(set(said), key=str)
    numbers = {rule: number for number, rule in enumerate(listed)}
    rule = np.array([numbers[one] for one in said], np.int64)
    hashed = np.array([_rule(*one) for one in listed], np.uint64)
    size, count = len(f.things.type), max(len(listed), 1)
    keys = (_key(found, size), found.subject * size + found.object, _mates(f, found))
    rows, values = [row], [_salted(hashed[rule] if len(rule) else np.zeros(0, np.uint64), np.uint64(_RULES))]
    for place, key in enumerate(keys, 1):
        order = np.argsort(key, kind="stable")
        ordered, asked = key[order], key[row]
        first, last = np.searchsorted(ordered, asked, "left"), np.searchsorted(ordered, asked, "right")
        hit, at = _ranges(first, last - first)
        told = order[at]
        other = (told != row[hit]) & (key[told] >= 0)
        if place == _OTHERWISE:
            other &= found.predicate[told] != found.predicate[row[hit]]
        told, hit = told[other], hit[other]
        code = (told * count + rule[hit]) * COUNT + found.predicate[row[hit]]
        code = once(code)
        says = (code % COUNT).astype(np.uint64) if place == _OTHERWISE else np.uint64(0)
        rows.append(code // (count * COUNT))
        values.append(_salted(hashed[code // COUNT % count] + says, np.uint64(_RULES + place)))
    return np.concatenate(rows), np.concatenate(values)


def _mates(f: Field, found: Pairs) -> Ints:
    """One number for the rows that subject and object stand in and the predicate, -1 without a place."""
    size = int(f.row[-1]) + 1
    pair = np.maximum(found.pair, 0)
    if not len(found.left):
        return np.full(len(found.pair), -1)
    left, right = f.row[found.left[pair]], f.row[found.right[pair]]
    s, o = np.where(found.forward, left, right), np.where(found.forward, right, left)
    key: Ints = np.where(found.pair >= 0, (s * COUNT + found.predicate) * size + o, -1)
    return key


@cache
def _rule(rule: str, modality: str | None) -> int:
    """A number for a rule and what it says of its hit, the same on any machine."""
    value = 0
    for char in f"{rule} {modality or ''}":
        value = (value * 131 + ord(char)) & 0xFFFFFFFFFFFF
    return value
