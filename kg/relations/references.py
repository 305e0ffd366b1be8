"""A passage and its named mentions → the bare nouns in it that stand for one of them (社区, 该公司, 学校, 他).

They become slots of the thing's type before any rule runs, so that rules need no wording of their own for them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.automaton import Automaton, automaton
from kg.model import PageEntity, Passage
from kg.relations.scene import Name

_SENTENCE_END = re.compile("[。!?;\n]")
_AND = ("、", "和", "与", "及", "以及", "同", "跟")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of bare noun: what it may stand for. ``tails`` maps a word to the tail the name must have.

    ``anywhere`` looks ahead too when nothing before fits; ``apart`` wants the name in another sentence; ``alone``
    leaves it open which of a row of names is meant.
    """

    id: str
    types: frozenset[str]
    name: re.Pattern[str] | None
    tails: Mapping[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    anywhere: bool
    apart: bool
    alone: bool


class _Around(NamedTuple):
    """A passage's text, its names, and the entities that they index."""

    text: str
    names: Sequence[Name]
    entities: Sequence[PageEntity]


@dataclass(frozen=True, slots=True)
class References:
    """All kinds, and one automaton that finds their words, the longest at each place.

    ``words`` are in the order in which the automaton numbers them.
    """

    kinds: Mapping[str, tuple[Kind, ...]]
    words: tuple[str, ...]
    automaton: Automaton


def compile_references(blocks: Sequence[Mapping[str, Any]]) -> References:
    """Compile the ``[[reference]]`` blocks of the rule data."""
    kinds: dict[str, tuple[Kind, ...]] = {}
    for block in blocks:
        kind = _kind(block)
        for word in block["words"]:
            kinds[word] = (*kinds.get(word, ()), kind)
    words = tuple(sorted(kinds)) or ("\0",)
    return References(kinds, words, automaton(words, longest=True))


def _kind(block: Mapping[str, Any]) -> Kind:
    tailed = block["words"] if block.get("same_tail") else block.get("same_tail_words", [])
    tails = {word: block.get("tail_from", {}).get(word, word) for word in tailed}
    pattern = re.compile(block["name"]) if "name" in block else None
    sides = (frozenset(block.get("not_after", "")), frozenset(block.get("not_before", "")))
    flags = (bool(block.get("anywhere")), bool(block.get("apart")), bool(block.get("alone")))
    return Kind(block["id"], frozenset(block["types"]), pattern, tails, *sides, *flags)


def refer(
    passage: Passage, names: Sequence[Name], entities: Sequence[PageEntity], references: References
) -> list[Name]:
    """The passage's ``names`` (in order) together with the references that could be resolved, in order."""
    found = list(names)
    known = _Around(passage.text, names, entities)
    starts = [name.start for name in names]
    for number, start, end in references.automaton.find_matches_as_indexes(passage.text):
        at = bisect_left(starts, start)
        if (at and names[at - 1].end > start) or (at < len(names) and starts[at] < end):
            continue
        name = _resolve((start, references.words[number]), at, known, references)
        if name is not None:
            found.append(name)
    found.sort()
    return found


def _resolve(said: tuple[int, str], at: int, around: _Around, references: References) -> Name | None:
    """What the words said stand for; ``at`` names stand before them. A shorter reading is tried when none fits."""
    start, word = said
    text, names, entities = around
    left = text[start - 1 : start]
    for length in range(len(word), 0, -1):
        shorter = word[:length]
        for kind in references.kinds.get(shorter, ()):
            right = text[start + length : start + length + 1]
            if (left and left in kind.not_after) or (right and right in kind.not_before):
                continue
            for number in (*range(at - 1, -1, -1), *range(at, len(names) if kind.anywhere else 0)):
                name = names[number]
                if name.type not in kind.types or not _stands_for(kind, shorter, entities[name.entity]):
                    continue
                if kind.alone and _beside_another(number, kind, shorter, around):
                    return None
                if not kind.apart or _SENTENCE_END.search(text, name.end, start):
                    return Name(start, start + length, name.entity, name.type, reference=True)
    return None


def _beside_another(number: int, kind: Kind, word: str, around: _Around) -> bool:
    """Whether the name stands in a row with another that the word could stand for as well (A、B和C)."""
    text, names, entities = around
    for left, right in ((number - 1, number), (number, number + 1)):
        if left < 0 or right >= len(names) or text[names[left].end : names[right].start] not in _AND:
            continue
        other = names[left if right == number else right]
        fits = other.type in kind.types and _stands_for(kind, word, entities[other.entity])
        if fits and other.entity != names[number].entity:
            return True
    return False


def _stands_for(kind: Kind, word: str, entity: PageEntity) -> bool:
    tail = kind.tails.get(word)
    if tail is not None:
        return any(form.rstrip("”").endswith(tail) for form in (entity.name, *entity.aliases))
    return kind.name is None or any(kind.name.search(form) for form in (entity.name, *entity.aliases))
