"""A page's scenes → arrays over its words and slots, so that all pairs of names can be weighed at once.

Places count in the sentences that have names, those of all scenes one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kg.automaton import Automaton
from kg.model import ENTITY_TYPES, PageEntity
from kg.relations.scene import Scene, heading_end
from kg.relations.words import ENDS, Flags, Hashes, Ints, Known, Words, among, modal_of, numbered, words_of

_FIRST_SLOT = 0xE000
_REFERENCE = 32
_OPENERS, _AND = ",。!?;:\n”“—", "、和与及"
_TYPES = {name: number for number, name in enumerate(ENTITY_TYPES)}


class Things(NamedTuple):
    """The page's entities: ``ending`` are the last two characters of the name, ``mentions`` counts the mentions.

    ``weight`` says in steps how sure the surest is, ``headed`` whether a heading names it.
    """

    type: Ints
    ending: Ints
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


def field(scenes: Sequence[Scene], entities: Sequence[PageEntity], known: Known, modal: Automaton) -> Field:
    """The arrays of a page's scenes, one of them at least; ``modal`` finds the words of plan, denial and doubt."""
    text = "\n".join(view.masked for view in scenes) + "\n"
    bases = np.cumsum([0, *(len(view.masked) + 1 for view in scenes)])[:-1]
    scene = np.repeat(np.arange(len(scenes)), [len(view.slots) for view in scenes])
    place = np.array([place for view in scenes for place in view.places], np.int64) + bases[scene]
    text, codes, place = _about_names(text, place)
    words = words_of(text, codes, known)
    entity = np.array([slot.name.entity for view in scenes for slot in view.slots], np.int64)
    start = np.array([slot.name.start for view in scenes for slot in view.slots], np.int64)
    word = np.searchsorted(words.begin, place)
    number = codes[place] - _FIRST_SLOT
    heading = start < np.array([heading_end(view) for view in scenes])[scene]
    linked = np.zeros(len(place), np.bool_)
    linked[1:] = (np.diff(place) == 2) & among(codes[place[1:] - 1], _AND)
    clause = words.clause[word]
    return Field(
        words, _things(entities, entity[heading]), scene, start, word, entity,
        np.where(number >= _REFERENCE, number - _REFERENCE + 16, number), np.cumsum(~linked),
        words.sentence[word], clause, heading, among(codes[place - 1], _OPENERS) | (place == 0),
        modal_of(text, words, modal),
    )  # fmt: skip


def _about_names(text: str, place: Ints) -> tuple[str, Ints, Ints]:
    """The sentences that slots stand in, as text and characters, with the places of the slots; of the others only
    their ends are left, which count."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    sentence, ends = numbered(codes, ENDS), among(codes, ENDS)
    named = np.zeros(int(sentence[-1]) + 1, np.bool_)
    named[sentence[place]] = True
    kept = named[sentence] | ends
    codes, place = codes[kept], np.cumsum(kept)[place] - 1
    return codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass"), codes, place


def _things(entities: Sequence[PageEntity], headed: Ints) -> Things:
    size = len(entities)
    kind = np.fromiter((_TYPES[one.type] for one in entities), np.int64, size)
    ending = np.fromiter((_ending(one.name) for one in entities), np.int64, size)
    mentions = np.fromiter((len(one.mentions) for one in entities), np.int64, size)
    sure = np.fromiter((max([m.weight for m in one.mentions] or [0.0]) for one in entities), np.float64, size)
    in_heading = np.zeros(size, np.bool_)
    in_heading[headed] = True
    return Things(
        kind, ending, mentions,
        np.where(sure == 0.0, 0, 1 + np.clip(sure, 0, 7)).astype(np.int64), in_heading,
    )  # fmt: skip


def _ending(name: str) -> int:
    """The last two characters as one number."""
    name = name.rstrip("”") or "”"
    return ord(name[-1]) * 0x110000 + ord(name[-2:-1] or " ")
