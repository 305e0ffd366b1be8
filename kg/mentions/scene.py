"""The passages of one page laid end to end, as arrays: characters, words, marks, and where the lexicon's words stand.

Every later step is a handful of array operations over whole pages; a position is a boundary between characters,
0 … n, and "before" and "after" are seen from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from kg.mentions.lexicon import KINDS, Lexicon
from kg.mentions.occurrences import codes_of, hashing
from kg.model import LINE_ROLES, Passage

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint64]

_OPEN, _CLOSE = "“‘(", "”’)"
_WIDEST = 60
_HARD = "。!?;,、:\n \t—…~|/■□●◆▲★*•@#《》〈〉[]【】"
_ADMIN = "省市区县旗州镇乡街道村路里"
_BODY = "区县市省旗州镇乡街村"
_SOFT = (
    "获经因凭借当送找叫聘邀拉派教帮托"
    "在和与对由为向到把被将从给是的了请同跟及让住往去来等据于以并各该本这那有后前中上下内外全过着会说经按靠"
)
QUOTES, MARKS, DIGITS, FUNCTIONAL, PLACES = range(5)
_COUNTED = ("“‘", "、,:+—", "0123456789", "的了在把被将是说和与为对等并从又还就都也", "省市区县镇乡街道村社")
KIND_BITS = 12
"""``Scene.counts`` holds the sums of five kinds of characters, 12 bits each: no stretch that is asked for is longer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """``n`` characters; arrays have n + 1 places. ``reach[kind][i]`` is where the longest word of a kind that starts
    at i ends (0: none), ``ended[kind][i]`` whether one ends at i; ``matches`` are the
    patterns, starts and ends of head nouns.

    ``wall[i]`` is the boundary after the last mark before i that no name crosses, marks inside paired quotation marks
    aside; ``inner_wall`` counts those too. At a ``sharp`` boundary a word ends or a mark stands;
    an ``edge`` may also lie inside a word, after a place's or before a body's first character. ``depth`` is the depth
    in paired marks.
    """

    text: str
    bases: tuple[int, ...]
    codes: Ints
    han: Flags
    counts: Ints
    sums: Hashes
    scale: Hashes
    word_start: Ints
    word_end: Ints
    tag_before: Ints
    tag_after: Ints
    sharp: Flags
    edge: Flags
    wall: Ints
    inner_wall: Ints
    depth: Ints
    next_mark: Ints
    opener: Flags
    partner: dict[int, int]
    role: Ints
    matches: Ints
    reach: dict[str, Ints]
    ended: dict[str, Flags]

    def balanced(self, start: Ints, end: Ints) -> Flags:
        """Whether the paired marks in each ``text[start:end]`` have their partners there too."""
        mark = self.next_mark[start]
        opened = (mark >= end) | self.opener[np.minimum(mark, len(self.opener) - 1)]
        found: Flags = opened & (self.depth[start] == self.depth[end])
        return found

    def hash(self, start: Ints, end: Ints) -> Hashes:
        """A number for each ``text[start:end]``, the same for equal strings on any machine."""
        value: Hashes = (self.sums[end] - self.sums[start]) * self.scale[start]
        return value


def prepare(passages: Sequence[Passage], lexicon: Lexicon) -> Scene:
    """Cut, scan and pair the passages of one page; linear in their length."""
    text = "\n".join(passage.text for passage in passages)
    bases, at = [], 0
    for passage in passages:
        bases.append(at)
        at += len(passage.text) + 1
    size = len(text)
    codes = np.append(codes_of(text), 10)
    counts = np.concatenate(([0], np.cumsum(_kinds().take(codes, mode="clip"))))
    sums, scale = hashing(codes)
    word_start, word_end, tag_before, tag_after = _words(text, (sums, scale), lexicon)
    partner = _pairs(text, codes)
    depth, next_mark, opener, unpaired = _marks(codes, partner)
    hard = member(codes, _HARD) | unpaired
    place = np.arange(size + 1)
    before = np.concatenate(([10], codes[:-1]))
    han = is_han(codes)
    sharp = (word_end > 0) | ~np.concatenate(([False], han[:-1])) | member(codes, _OPEN)
    edge = sharp | member(before, _ADMIN + _SOFT) | member(codes, _BODY)
    matches, reach, ended = _scan(text, lexicon)
    return Scene(
        text, tuple(bases), codes, han, counts, sums, scale, word_start, word_end, tag_before, tag_after, sharp, edge,
        _last(hard & (depth == 0), place), _last(hard, place), depth, next_mark, opener, partner,
        _roles(passages, bases, size), matches, reach, ended,
    )  # fmt: skip


def member(codes: Ints, chars: str) -> Flags:
    """Which of ``codes`` are among ``chars``, all of the basic plane."""
    return _members(chars).take(codes, mode="clip")


@cache
def _members(chars: str) -> Flags:
    """Code → whether it is among ``chars``; the last place, U+FFFF, stands for all beyond."""
    table = np.zeros(0x10000, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


@cache
def _kinds() -> Ints:
    """Code → 1 at the bits of its kind, to be summed up."""
    table = np.zeros(0x10000, np.int64)
    for kind, chars in enumerate(_COUNTED):
        table[_members(chars)] = 1 << (KIND_BITS * kind)
    return table


def columns(rows: Iterable[tuple[int, ...]], width: int) -> Ints:
    """The columns of rows of numbers, each ``width`` long."""
    flat = np.fromiter(chain.from_iterable(rows), np.int64)
    found: Ints = np.ascontiguousarray(flat.reshape(-1, width).T)
    return found


def run_length(flags: Flags) -> Ints:
    """How many flagged characters stand in a row from each place on."""
    size = len(flags)
    stops = np.where(flags, size, np.arange(size))
    found: Ints = np.minimum.accumulate(stops[::-1])[::-1] - np.arange(size)
    return found


def is_han(codes: Ints) -> Flags:
    """Which of ``codes`` are Han characters, those beyond the basic plane included."""
    found: Flags = (
        ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 0x3400) & (codes <= 0x4DBF)) | (codes >= 0x20000)
    )
    return found


def _words(text: str, hashing: tuple[Hashes, Hashes], lexicon: Lexicon) -> tuple[Ints, Ints, Ints, Ints]:
    """Start of the word that ends at i, end of the word that starts at i (0: none), and their tags (0: none)."""
    words, (sums, scale) = lexicon.cut(text), hashing
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    starts = np.concatenate((np.zeros(1, np.int64), ends))[:-1]
    tags = lexicon.tags(words, (sums[ends] - sums[starts]) * scale[starts])
    size = len(text) + 1
    word_start, word_end = np.full(size, -1), np.zeros(size, np.int64)
    tag_before, tag_after = np.zeros(size, np.int64), np.zeros(size, np.int64)
    word_start[ends], tag_before[ends] = starts, tags
    word_end[starts], tag_after[starts] = ends, tags
    return word_start, word_end, tag_before, tag_after


def _pairs(text: str, codes: Ints) -> dict[int, int]:
    """Position of a mark → position of its partner, for marks that close within the line and 60 characters."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    for position in np.flatnonzero(member(codes, _OPEN + _CLOSE + "\n"))[:-1].tolist():
        char = text[position]
        if char == "\n":
            stack.clear()
        elif char in _OPEN:
            stack.append(position)
        else:
            wanted = _OPEN[_CLOSE.index(char)]
            for back in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                if text[stack[back]] == wanted:
                    if position - stack[back] <= _WIDEST:
                        partner[stack[back]], partner[position] = position, stack[back]
                    del stack[back:]
                    break
    return partner


def _marks(codes: Ints, partner: dict[int, int]) -> tuple[Ints, Ints, Flags, Flags]:
    """Depth before i in paired marks, the next paired mark from i on, whether i opens one, marks without partner."""
    size = len(codes)
    step = np.zeros(size + 1, np.int64)
    opener = np.zeros(size, np.bool_)
    paired = np.zeros(size, np.bool_)
    place = np.fromiter(partner.keys(), np.int64, len(partner))
    opens = np.fromiter(partner.values(), np.int64, len(partner)) > place
    paired[place] = True
    opener[place] = opens
    step[place + 1] = np.where(opens, 1, -1)
    depth = np.cumsum(step)[:-1]
    places = np.where(paired, np.arange(size), size)
    next_mark = np.minimum.accumulate(places[::-1])[::-1]
    return depth, next_mark, opener, member(codes, _OPEN + _CLOSE) & ~paired


def _last(flags: Flags, place: Ints) -> Ints:
    """For each boundary i, the boundary right after the last flagged character before it."""
    marked = np.where(flags, place + 1, 0)
    found: Ints = np.concatenate((np.zeros(1, np.int64), np.maximum.accumulate(marked)))[:-1]
    return found


def _roles(passages: Sequence[Passage], bases: Sequence[int], size: int) -> Ints:
    role = np.full(size + 1, LINE_ROLES.index("body"))
    for base, passage in zip(bases, passages, strict=True):
        for line in passage.lines:
            role[base + line.start : base + line.end] = LINE_ROLES.index(line.role)
    return role


def _scan(text: str, lexicon: Lexicon) -> tuple[Ints, dict[str, Ints], dict[str, Flags]]:
    """All matches of the lexicon's automaton, and by kind of word where they reach and end."""
    matches = columns(lexicon.automaton.find_matches_as_indexes(text, overlapping=True), 3)
    pattern, start, end = matches
    bits = lexicon.kind_bits[pattern]
    reach, ended = {}, {}
    for number, kind in enumerate(KINDS[1:], start=1):
        chosen = bits & (1 << number) > 0
        far = np.zeros(len(text) + 1, np.int64)
        np.maximum.at(far, start[chosen], end[chosen])
        flags = np.zeros(len(text) + 1, np.bool_)
        flags[end[chosen]] = True
        reach[kind], ended[kind] = far, flags
    return matches[:, bits & 1 == 1], reach, ended
