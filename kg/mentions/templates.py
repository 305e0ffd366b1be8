"""Candidates → the evidence for and against each, by templates: what stands before, after and inside them, how often
the page has them.

What hangs on a boundary alone is told once for all candidates that share it; ``features.py`` makes numbers of it all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kg.mentions.candidates import Candidates
from kg.mentions.lexicon import AREA, POST, SHORT_AREA
from kg.mentions.occurrences import SHELVES, shelves
from kg.mentions.scene import (
    DIGITS,
    FUNCTIONAL,
    KIND_BITS,
    MARKS,
    PLACES,
    QUOTES,
    Flags,
    Hashes,
    Ints,
    Scene,
    member,
)

Template = tuple[str, Hashes | Ints | Flags]
"""Its name, and what it finds at each place."""


def before(scene: Scene, s: Ints) -> Iterator[Template]:
    """What stands before the boundaries ``s``, and the character after them; the most telling first."""
    code = scene.codes[s - 1]  # of the text's first character the last code, a line end
    word = scene.word_start[s]
    bounded = word >= 0
    left = np.where(bounded, word, np.maximum(s - 1, 0))
    text = scene.hash(left, s)
    tag = np.where(bounded, scene.tag_before[s], 99)
    previous = scene.word_start[left]
    known = previous >= 0
    opening = scene.codes[s]
    yield "character before", code
    yield "word before", text
    yield "line role", scene.role[s]
    yield "tag before", tag
    yield "tags before", tag * 100 + np.where(known, scene.tag_before[left], 99)
    yield "starts inside a word", (scene.word_end[s] == 0) * 2 + (word < 0)
    yield "first character", opening
    yield "two characters before", code * 0x110000 + np.where(s > 1, scene.codes[s - 2], 10)
    yield "words before", text + scene.hash(np.where(known, previous, left), left) * np.uint64(3)
    ended = scene.ended
    yield "ended before", ended[AREA][s] * 1 + ended[SHORT_AREA][s] * 2 + ended[POST][s] * 4 + bounded * 8
    yield "across left edge", code * 0x110000 + opening


def after(scene: Scene, e: Ints) -> Iterator[Template]:
    """What stands after the boundaries ``e``, and the characters before them; the most telling first."""
    code, closing = scene.codes[e], scene.codes[e - 1]
    word = scene.word_end[e]
    bounded = word > 0
    right = np.where(bounded, word, np.minimum(e + 1, len(scene.text)))
    text = scene.hash(e, right)
    tag = np.where(bounded, scene.tag_after[e], 99)
    following = scene.word_end[right]
    known = following > 0
    yield "character after", code
    yield "word after", text
    yield "tag after", tag
    yield "tags after", tag * 100 + np.where(known, scene.tag_after[right], 99)
    yield "last two characters", closing * 0x110000 + scene.codes[e - 2]
    yield "last character", closing
    yield "words after", text + scene.hash(right, np.where(known, following, right)) * np.uint64(3)
    yield "post after", (scene.reach[POST][e] > 0) * 2 + (scene.word_start[e] >= 0)
    yield "across right edge", code * 0x110000 + closing


def kind(scene: Scene, c: Candidates) -> Iterator[Template]:
    """What proposed the candidates: the evidence that is weighed first."""
    none = c.head >= c.end
    yield "type", np.zeros(len(c.start), np.int64)
    yield "rule, length", c.rule * 32 + np.minimum(c.end - c.start, 14)
    yield "head noun", np.where(none, scene.codes[c.end - 1].astype(np.uint64), scene.hash(c.head, c.end))


def head(scene: Scene, c: Candidates) -> Iterator[Template]:
    """The head noun with what stands before it inside the candidates."""
    e, none = c.end, c.head >= c.end
    stem = np.minimum(c.head - c.start, 8)
    noun = scene.hash(c.head, e)
    yield "head noun, stem length", np.where(none, np.uint64(1), noun + stem.astype(np.uint64) * np.uint64(77))
    modifier = scene.word_start[np.minimum(c.head, len(scene.text))]
    inside = (modifier >= c.start) & ~none
    yield "word before head", np.where(inside, scene.hash(np.maximum(modifier, 0), c.head), np.uint64(1))
    yield "tag before head", np.where(inside, scene.tag_before[c.head], 98) * 10 + stem


def inside(scene: Scene, c: Candidates) -> Iterator[Template]:
    """The candidates' own characters and words."""
    s, e = c.start, c.end
    length = e - s
    stop = np.where((c.head < e) & (c.head > s), c.head, e)
    first = _word_within(scene, s, e)
    second = np.where(first > s, _word_within(scene, first, e), first)
    third = np.where(second > first, _word_within(scene, second, e), second)
    tag_1 = np.where(first > s, scene.tag_after[s], 97)
    tag_2 = np.where(second > first, scene.tag_after[first], 97)
    tag_3 = np.where(third > second, scene.tag_after[second], 97)
    opening, closing = scene.codes[s], scene.codes[e - 1]
    yield "second character", scene.codes[s + 1] * 64 + np.minimum(length, 5)
    yield "first word", scene.hash(s, first)
    yield "second word", scene.hash(first, second)
    yield "tags", (tag_1 * 100 + tag_2) * 100 + np.where(second < stop, tag_3, 96)
    yield "first tag, words to head", tag_1 * 10 + (first >= stop) * 1 + (second >= stop) * 2 + (third >= stop) * 4
    yield "one word", np.where(first == e, tag_1, 0) * 8 + np.minimum(length, 4)
    counts = scene.counts[e] - scene.counts[s]
    quotes = _count(counts, QUOTES)
    yield (
        "quotation",
        quotes * 8 + (opening == ord("“")) * 1 + (closing == ord("”")) * 2 + member(scene.codes[e - 2], "”") * 4,
    )
    yield "quoted", (member(scene.codes[np.maximum(s - 1, 0)], "“‘") & (s > 0)) * 2 + member(scene.codes[e], "”’")
    yield "marks inside", np.minimum(_count(counts, MARKS), 2) * 2 + (quotes > 0)
    yield (
        "digits inside",
        np.minimum(_count(counts, DIGITS), 3) * 2 + member(opening, "0123456789"),
    )
    functional = np.minimum(_count(counts, FUNCTIONAL), 3)
    yield "function characters inside", functional * 4 + (quotes > 0)
    full, short = scene.reach[AREA][s], scene.reach[SHORT_AREA][s]
    area = np.maximum(full, np.where(short <= e, short, 0))
    area = np.where(area <= e, area, 0)
    yield "area in front", np.where(area > 0, 1 + np.minimum(e - area, 5), 0) * 4 + (full == area)
    inner = _count(scene.counts[np.maximum(c.head, s)] - scene.counts[s], PLACES)
    yield "place characters before head", np.minimum(inner, 4) * 8 + np.minimum(c.head - s, 7)


def _word_within(scene: Scene, start: Ints, end: Ints) -> Ints:
    """Where the word that starts at each ``start`` ends, ``start`` itself if none ends by ``end``."""
    word = scene.word_end[start]
    found: Ints = np.where((word > 0) & (word <= end), word, start)
    return found


def page(scene: Scene, c: Candidates) -> Iterator[Template]:
    """How often the page has the same surface, and whether its neighbours there vary."""
    form = shelves(scene.hash(c.start, c.end))
    left = scene.codes[c.start - 1]
    right = scene.codes[c.end]
    places, first, last = np.empty((3, SHELVES), np.int32)
    places[form] = c.start
    many = places[form] != c.start
    first[form] = left
    last[form] = right
    varied = np.empty(SHELVES, np.int8)
    varied[form] = 0
    varied[form[many]] = 1
    varied[form[first[form] != left]] |= 2
    varied[form[last[form] != right]] |= 4
    varied[form[~scene.han[c.start - 1]]] |= 8
    varied[form[~scene.han[c.end]]] |= 16
    found = varied[form].astype(np.int64)
    yield "repeated, neighbours vary", found
    yield "repeated, neighbours, length", found * 8 + np.minimum(c.end - c.start, 7)


def _count(counts: Ints, kind: int) -> Ints:
    """How many characters of one kind a difference of ``Scene.counts`` stands for."""
    found: Ints = (counts >> (KIND_BITS * kind)) & ((1 << KIND_BITS) - 1)
    return found
