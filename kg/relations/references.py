"""A passage and its named mentions → the bare nouns in it that stand for one of them (社区, 该公司, 学校, 他).

They become slots of the thing's type before any rule runs, so that rules need no wording of their own for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.model import PageEntity, Passage
from kg.relations.scene import Name

# The names before, those after, and the entities that they index.
_Around = tuple[list[Name], Sequence[Name], Sequence[PageEntity]]
_SENTENCE_END = re.compile("[。!?;\n]")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of bare noun: what it may stand for. ``tails`` maps a word to the tail the name must have.

    ``anywhere`` looks ahead too when nothing before fits; ``apart`` wants the name in another sentence.
    """

    id: str
    types: frozenset[str]
    name: re.Pattern[str] | None
    tails: Mapping[str, str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    anywhere: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class References:
    """All kinds, and one expression that finds their words, longest first."""

    kinds: Mapping[str, tuple[Kind, ...]]
    words: re.Pattern[str]


def compile_references(blocks: Sequence[Mapping[str, Any]]) -> References:
    """Compile the ``[[reference]]`` blocks of the rule data."""
    kinds: dict[str, tuple[Kind, ...]] = {}
    for block in blocks:
        kind = _kind(block)
        for word in block["words"]:
            kinds[word] = (*kinds.get(word, ()), kind)
    words = sorted(kinds, key=lambda word: (-len(word), word)) or ["\0"]
    return References(kinds, re.compile("|".join(map(re.escape, words))))


def _kind(block: Mapping[str, Any]) -> Kind:
    tailed = block["words"] if block.get("same_tail") else block.get("same_tail_words", [])
    tails = {word: block.get("tail_from", {}).get(word, word) for word in tailed}
    pattern = re.compile(block["name"]) if "name" in block else None
    sides = (frozenset(block.get("not_after", "")), frozenset(block.get("not_before", "")))
    flags = (bool(block.get("anywhere")), bool(block.get("apart")))
    return Kind(block["id"], frozenset(block["types"]), pattern, tails, *sides, *flags)


def refer(
    passage: Passage, names: Sequence[Name], entities: Sequence[PageEntity], references: References
) -> list[Name]:
    """The passage's ``names`` (in order) together with the references that could be resolved, in order."""
    found = list(names)
    text = passage.text
    at = 0
    known: list[Name] = []
    waiting = 0
    for match in references.words.finditer(text):
        start = match.start()
        while at < len(names) and names[at].end <= start:
            at += 1
        if at < len(names) and names[at].start < match.end():
            continue
        while waiting < len(names) and names[waiting].start < start:
            known.append(names[waiting])
            waiting += 1
        name = _resolve(match, text, (known, names[waiting:], entities), references)
        if name is not None and not (at < len(names) and names[at].start < name.end):
            found.append(name)
    found.sort()
    return found


def _resolve(match: re.Match[str], text: str, around: _Around, references: References) -> Name | None:
    start, word = match.start(), match.group()
    known, later, entities = around
    for length in range(len(word), 0, -1):
        shorter = word[:length]
        for kind in references.kinds.get(shorter, ()):
            left, right = text[start - 1 : start], text[start + length : start + length + 1]
            if (left and left in kind.not_after) or (right and right in kind.not_before):
                continue
            for name in (*reversed(known), *later) if kind.anywhere else reversed(known):
                if kind.apart and not _SENTENCE_END.search(text, name.end, start):
                    continue
                if name.type in kind.types and _stands_for(kind, shorter, entities[name.entity]):
                    return Name(start, start + length, name.entity, name.type, reference=True)
    return None


def _stands_for(kind: Kind, word: str, entity: PageEntity) -> bool:
    tail = kind.tails.get(word)
    if tail is not None:
        return any(form.rstrip("”").endswith(tail) for form in (entity.name, *entity.aliases))
    return kind.name is None or any(kind.name.search(form) for form in (entity.name, *entity.aliases))
