"""A page's scenes → arrays over its words and slots, so that all pairs of names can be weighed at once.

Places count in the masked texts of all scenes, one after the other; the words are the dictionary's (``kg.tokens``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg import tokens
from kg.automaton import Automaton
from kg.model import ENTITY_TYPES, PageEntity
from kg.relations.scene import Scene, heading_end

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_FIRST_SLOT = 0xE000
_REFERENCE = 32
_VERB, _PREPOSITION = 1, 2
_ENDS, _MARKS, _OPENERS, _AND = "。!?;\n", ",。!?;:\n", ",。!?;:\n”“—", "、和与及"
_TYPES = {name: number for number, name in enumerate(ENTITY_TYPES)}


class Words(NamedTuple):
    """The words of the text. ``hash`` of each; ``family``: bits of the rules' word lists that it stands in.

    ``sentence`` and ``clause`` number where it stands. ``verb_before[i]`` is the last verb at or before word i (-1:
    none), ``verb_after[i]`` the first at or after it (their number: none); ``preposition_before`` likewise.
    """

    hash: Hashes
    family: Hashes
    sentence: Ints
    clause: Ints
    verb_before: Ints
    verb_after: Ints
    preposition_before: Ints


class Things(NamedTuple):
    """The page's entities: ``ending`` and ``last`` are the last two characters and the last one of the name.

    ``mentions`` counts the mentions, ``weight`` says in steps how sure the surest is, ``headed`` whether a heading
    names it.
    """

    type: Ints
    ending: Ints
    last: Ints
    mentions: Ints
    weight: Ints
    headed: Flags


@dataclass(frozen=True, slots=True)
class Field:
    """A page's words, entities and slots; each array after ``things`` has a place for every slot, in order.

    ``word`` is the slot's own place among the words, ``kind`` its type, 16 more for a reference, ``row`` the number of
    its coordination, ``opens`` whether it opens a clause. ``modal`` has a place for each clause: the hash of its last
    word of plan, denial or doubt, 0 without one.
    """

    words: Words
    things: Things
    scene: Ints
    start: Ints
    word: Ints
    entity: Ints
    kind: Ints
    row: Ints
    sentence: Ints
    clause: Ints
    heading: Flags
    opens: Flags
    modal: Hashes


def field(
    scenes: Sequence[Scene], entities: Sequence[PageEntity], families: Mapping[str, int], modal: Automaton
) -> Field:
    """The arrays of a page's scenes, one of them at least.

    ``families`` are the bits of ``Words.family``, ``modal`` finds the words of plan, denial and doubt.
    """
    text = "\n".join(view.masked for view in scenes) + "\n"
    bases = np.cumsum([0, *(len(view.masked) + 1 for view in scenes)])[:-1]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    words, edges = _words(text, codes, families)
    scene = np.repeat(np.arange(len(scenes)), [len(view.slots) for view in scenes])
    place = np.array([place for view in scenes for place in view.places], np.int64) + bases[scene]
    entity = np.array([slot.name.entity for view in scenes for slot in view.slots], np.int64)
    start = np.array([slot.name.start for view in scenes for slot in view.slots], np.int64)
    word = np.searchsorted(edges, place)
    number = codes[place] - _FIRST_SLOT
    heading = start < np.array([heading_end(view) for view in scenes])[scene]
    linked = np.zeros(len(place), np.bool_)
    linked[1:] = (np.diff(place) == 2) & _among(codes[place[1:] - 1], _AND)
    clause = words.clause[word]
    return Field(
        words, _things(entities, np.unique(entity[heading])), scene, start, word, entity,
        np.where(number >= _REFERENCE, number - _REFERENCE + 16, number), np.cumsum(~linked),
        words.sentence[word], clause, heading, _among(codes[place - 1], _OPENERS) | (place == 0),
        _modal(text, words, edges, modal),
    )  # fmt: skip


def _words(text: str, codes: Ints, families: Mapping[str, int]) -> tuple[Words, Ints]:
    """The words, and the place where each begins."""
    said = tokens.cut(text, unknown=False)
    edges = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.fromiter(map(len, said), np.int64, len(said)))))
    begin, end = edges[:-1], edges[1:]
    family = np.fromiter(map(families.get, said, repeat(0)), np.uint64, len(said))
    sort = np.fromiter(map(_sort, said), np.int64, len(said))
    verb = (sort == _VERB) | (family > 0)
    preposition = sort == _PREPOSITION
    sums, scale = _hashing(codes)
    place = np.arange(len(said))
    words = Words(
        (sums[end] - sums[begin]) * scale[begin], family,
        _numbered(codes, _ENDS)[begin], _numbered(codes, _MARKS)[begin],
        np.maximum.accumulate(np.where(verb, place, -1)),
        np.minimum.accumulate(np.where(verb, place, len(said))[::-1])[::-1],
        np.maximum.accumulate(np.where(preposition, place, -1)),
    )  # fmt: skip
    return words, begin


@lru_cache(1 << 16)
def _sort(word: str) -> int:
    """Whether a word is a verb, a preposition, or another (0); most words of a page were met before."""
    tag = tokens.tag(word)[0][1]
    return _VERB if tag[0] == "v" else _PREPOSITION * (tag == "p")


def _hashing(codes: Ints) -> tuple[Hashes, Hashes]:
    """Prefix sums of code × base^i, and base^-i: together the hash of any substring in three operations."""
    size = len(codes) + 1
    powers = np.cumprod(np.full(size, _BASE, np.uint64))
    inverse = np.cumprod(np.full(size, np.uint64(pow(int(_BASE), -1, 1 << 64)), np.uint64), dtype=np.uint64)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(codes.astype(np.uint64) * powers[:-1], dtype=np.uint64)))
    return sums, inverse


def _numbered(codes: Ints, marks: str) -> Ints:
    """The number of the stretch that each character stands in; a mark ends its own stretch."""
    ended = np.cumsum(_among(codes, marks))
    found: Ints = np.concatenate((np.zeros(1, np.int64), ended[:-1]))
    return found


def _among(codes: Ints, chars: str) -> Flags:
    """Which of the characters are among ``chars``."""
    found: Flags = _members(chars).take(codes, mode="clip")
    return found


@cache
def _members(chars: str) -> Flags:
    table = np.zeros(max(map(ord, chars)) + 2, np.bool_)
    table[[ord(char) for char in chars]] = True
    return table


def _things(entities: Sequence[PageEntity], headed: Ints) -> Things:
    names = [entity.name.rstrip("”") or "”" for entity in entities]
    sure = np.array([max((m.weight for m in entity.mentions), default=0.0) for entity in entities])
    in_heading = np.zeros(len(entities), np.bool_)
    in_heading[headed] = True
    return Things(
        np.array([_TYPES[entity.type] for entity in entities], np.int64),
        np.array([ord(name[-1]) * 0x110000 + ord(name[-2:-1] or " ") for name in names], np.int64),
        np.array([ord(name[-1]) for name in names], np.int64),
        np.array([len(entity.mentions) for entity in entities], np.int64),
        np.where(sure == 0.0, 0, 1 + np.clip(sure, 0, 7).astype(np.int64)),
        in_heading,
    )


def _modal(text: str, words: Words, begin: Ints, modal: Automaton) -> Hashes:
    found = np.zeros(int(words.clause[-1]) + 1, np.uint64)
    for _, start, _ in modal.find_matches_as_indexes(text):
        word = int(np.searchsorted(begin, start, "right")) - 1
        found[words.clause[word]] = words.hash[word]
    return found
