"""A scene and the words that rules wait for → the frames that can match in each of its sentences.

One overlapping scan finds all words of a passage; sets of frames are bits of one integer, so that ruling out those
whose subject or object no name of the sentence can be costs a few operations a sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from kg.automaton import Automaton, automaton
from kg.relations.scene import KINDS, Scene


class Need(NamedTuple):
    """What one frame waits for: one word of each set of ``words``, and bits of ``scene.type_bits`` (0: no such end).

    ``subject`` and ``object`` must stand in the sentence, the carried ends in the passage.
    """

    words: tuple[frozenset[str], ...]
    subject: int
    object: int
    carried: int = 0
    carried_object: int = 0


class Word(NamedTuple):
    """A word of plan, denial or doubt in the masked text; ``kind`` is its list of the rule data's ``[modality]``."""

    kind: str
    start: int
    end: int


class Awake(NamedTuple):
    """A sentence, the numbers of the frames that can match in it, and its words of plan, denial and doubt."""

    start: int
    end: int
    frames: tuple[int, ...]
    modal: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    """``woken`` and ``modal`` are parallel to the automaton's words; the next four hold one set of frames per kind.

    A word's ``woken`` are sets one behind the other, ``size`` bits each: in the n-th are the frames of which it is the
    n-th thing that they wait for; in that of ``idle`` those that wait for no n-th. One bit more ends those of ``idle``.
    ``pairs`` need two slots; ``fitting`` remembers the frames that slots of some kinds leave.
    """

    automaton: Automaton
    size: int
    woken: tuple[int, ...]
    modal: tuple[str, ...]
    idle: int
    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    taken: tuple[tuple[int, ...], ...]
    pairs: int
    fitting: dict[frozenset[int], int]

    def awake(self, scene: Scene) -> Iterator[Awake]:
        """The sentences of the scene in which a frame can match, in order."""
        ready = -1
        for wanted in self.taken:
            ready &= _possible(wanted, set(scene.kinds))
        found = self.automaton.find_matches_as_indexes(scene.masked, overlapping=True)
        ends = [end for _, _, end in found]
        hit = first = 0
        for start, end in scene.sentences:
            slot = bisect_left(scene.places, end, first)
            after = bisect_right(ends, end, hit)
            frames = ready & self._fitting(scene.kinds[first:slot]) if slot > first else 0
            if frames:
                frames &= self._woken({word for word, _, _ in found[hit:after]})
            if frames:
                modal = tuple(Word(kind, *said) for word, *said in found[hit:after] if (kind := self.modal[word]))
                yield Awake(start, end, _numbers(frames), modal)
            hit, first = after, slot

    def _fitting(self, kinds: tuple[int, ...]) -> int:
        """The frames whose ends can be among slots of these kinds."""
        among = frozenset(kinds)
        frames = self.fitting.get(among)
        if frames is None:
            frames = _possible(self.subjects, among) & _possible(self.objects, among)
            self.fitting[among] = frames
        return frames & ~self.pairs if len(kinds) == 1 else frames

    def _woken(self, words: Iterable[int]) -> int:
        """The frames that have all the words that they wait for."""
        there = reduce(or_, map(self.woken.__getitem__, words), self.idle)
        found = (1 << self.size) - 1
        while there > 1:
            found &= there
            there >>= self.size
        return found


def _possible(wanted: Sequence[int], kinds: Iterable[int]) -> int:
    found = wanted[KINDS]
    for kind in kinds:
        found |= wanted[kind]
    return found


def _numbers(frames: int) -> tuple[int, ...]:
    found = []
    while frames:
        lowest = frames & -frames
        found.append(lowest.bit_length() - 1)
        frames ^= lowest
    return tuple(found)


def build(needs: Sequence[Need], modal: Mapping[str, Sequence[str]]) -> Triggers:
    """The triggers of frames (numbered as in ``needs``) and the words of each modality."""
    rounds = max((len(need.words) for need in needs), default=0) or 1
    woken: dict[str, int] = {}
    size = len(needs)
    for number, need in enumerate(needs):
        for n, wanted in enumerate(need.words):
            for word in wanted:
                woken[word] = woken.get(word, 0) | 1 << n * size + number
    kinds = {word: kind for kind, listed in modal.items() for word in listed}
    words = sorted({*woken, *kinds}) or ["\0"]
    return Triggers(
        automaton(words),
        size,
        tuple(woken.get(word, 0) for word in words),
        tuple(kinds.get(word, "") for word in words),
        _bits([*(n >= len(need.words) for n in range(rounds) for need in needs), True]),
        _by_kind([need.subject for need in needs]),
        _by_kind([need.object for need in needs]),
        (_by_kind([need.carried for need in needs]), _by_kind([need.carried_object for need in needs])),
        _bits(bool(need.subject and need.object) for need in needs),
        {},
    )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)


def _by_kind(needs: Sequence[int]) -> tuple[int, ...]:
    """For each kind of slot the frames that want it, and last those that want none."""
    of_kind = (_bits(bool(bits >> kind & 1) for bits in needs) for kind in range(KINDS))
    return (*of_kind, _bits(not bits for bits in needs))
