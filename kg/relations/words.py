"""A page's masked text → its words as arrays: hashes, the rules' lists they stand in, verbs, sentences and clauses.

The words are the dictionary's (``kg.tokens``); what is known of a word is looked up once for most words of a corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg import tokens
from kg.automaton import Automaton

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Known = Callable[[Sequence[str], Hashes], Ints]
"""Words and their hashes → whether each is a verb (1), and in the higher bits which of the word lists it stands in."""
_PAGE = 1 << 12
_BASE = 0x9E3779B97F4A7C15
ENDS, _MARKS = "。!?;\n", ",。!?;:\n"


class Words(NamedTuple):
    """The words of the text: where each begins, its ``hash``, ``family``: bits of the rules' word lists that it is in.

    ``sentence`` and ``clause`` number where it stands. ``verb_before[i]`` is the last verb at or before word i (-1:
    none), ``verb_after[i]`` the first at or after it (their number: none); words of the lists count as verbs.
    """

    begin: Ints
    hash: Hashes
    family: Hashes
    sentence: Ints
    clause: Ints
    verb_before: Ints
    verb_after: Ints


def known(lists: Mapping[str, frozenset[str]]) -> Known:
    """What is known of words; the bits of ``lists`` are in the order of their names."""
    bits: dict[str, int] = {}
    for bit, name in enumerate(sorted(lists)):
        for word in lists[name]:
            bits[word] = bits.get(word, 0) | 1 << bit

    return tokens.remembered(lambda word: tokens.kind(word).startswith("v") | bits.get(word, 0) << 1)


def words_of(text: str, codes: Ints, known: Known) -> Words:
    """The words of a text; ``codes`` are its characters."""
    said = tokens.cut(text, unknown=False)
    size = len(said)
    end = np.cumsum(np.fromiter(map(len, said), np.int64, size))
    begin = np.concatenate((np.zeros(1, np.int64), end[:-1]))
    sums, scale = _hashing(codes)
    hashes = (sums[end] - sums[begin]) * scale[begin]
    told = known(said, hashes)
    verb = told > 0
    place = np.arange(size)
    return Words(
        begin, hashes, (told >> 1).view(np.uint64),
        numbered(codes, ENDS)[begin], numbered(codes, _MARKS)[begin],
        np.maximum.accumulate(np.where(verb, place, -1)),
        np.minimum.accumulate(np.where(verb, place, size)[::-1])[::-1],
    )  # fmt: skip


def _hashing(codes: Ints) -> tuple[Hashes, Hashes]:
    """Prefix sums of code × base^(i + 1), and base^-(i + 1): together the hash of any substring in three operations."""
    powers, inverse = _powers((len(codes) // _PAGE + 1) * _PAGE)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes.view(np.uint64) * powers[: len(codes)], out=sums[1:])
    return sums, inverse


@lru_cache(4)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """base^(i + 1) and base^-(i + 1) for i below ``size``."""
    powers, inverse = (
        np.cumprod(np.full(size, base, np.uint64), dtype=np.uint64) for base in (_BASE, pow(_BASE, -1, 1 << 64))
    )
    return powers, inverse


def numbered(codes: Ints, marks: str) -> Ints:
    """The number of the stretch that each character stands in; a mark ends its own stretch."""
    ended = np.cumsum(among(codes, marks))
    found: Ints = np.concatenate((np.zeros(1, np.int64), ended[:-1]))
    return found


def among(codes: Ints, chars: str) -> Flags:
    """Which of the characters are among ``chars``."""
    found: Flags = _members(chars).take(codes, mode="clip")
    return found


@cache
def _members(chars: str) -> Flags:
    table = np.zeros(max(map(ord, chars)) + 2, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


def modal_of(text: str, words: Words, modal: Automaton) -> Hashes:
    """For each clause the hash of its last word of plan, denial or doubt, 0 without one."""
    found = np.zeros(int(words.clause[-1]) + 1, np.uint64)
    starts = [start for _, start, _ in modal.find_matches_as_indexes(text)]
    word = np.searchsorted(words.begin, np.array(starts, np.int64), "right") - 1
    found[words.clause[word]] = words.hash[word]
    return found
