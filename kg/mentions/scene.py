"""One passage made ready for looking: its words, the marks that can bound a name, and where the lexicon's words stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.mentions.lexicon import Head, Lexicon
from kg.model import Passage
from kg.tokens import tag

_OPEN, _CLOSE = "“‘(《〈[", "”’)》〉]"
HARD = frozenset("。!?;,、:\n \t—…~|/■□●◆▲★*•@#")
"""Marks that no name runs across, outside quotation marks and brackets."""


@dataclass(slots=True)
class Scene:
    """Positions are passage offsets. ``before[i]`` is the (word, tag) that ends at i, ``after[i]`` the one that starts."""

    passage: Passage
    index: int
    text: str
    before: dict[int, tuple[str, str]] = field(default_factory=dict)
    after: dict[int, tuple[str, str]] = field(default_factory=dict)
    heads: dict[int, list[tuple[int, Head]]] = field(default_factory=dict)
    """End position → (start of the head, head), longest head of each type."""
    words: dict[str, dict[int, int]] = field(default_factory=dict)
    """Kind of word (area, post …) → start → end, the longest."""
    ends: dict[str, set[int]] = field(default_factory=dict)
    partner: dict[int, int] = field(default_factory=dict)
    """Position of a bracket or quotation mark → position of its partner."""
    roles: list[tuple[int, int, str]] = field(default_factory=list)

    def role(self, position: int) -> str:
        """The role of the line that ``position`` stands in."""
        for start, end, role in self.roles:
            if start <= position < end:
                return role
        return "body"


def prepare(passage: Passage, index: int, lexicon: Lexicon) -> Scene:
    """Cut, scan and pair one passage; linear in its length."""
    scene = Scene(passage, index, passage.text)
    position = 0
    for word, kind in tag(passage.text):
        end = position + len(word)
        scene.after[position] = scene.before[end] = (word, kind)
        position = end
    scene.roles = [(line.start, line.end, line.role) for line in passage.lines]
    _scan(scene, lexicon)
    _pair(scene)
    return scene


def _scan(scene: Scene, lexicon: Lexicon) -> None:
    patterns, heads, words, ends = lexicon.patterns, scene.heads, scene.words, scene.ends
    longest: dict[tuple[int, str], int] = {}
    for number, start, end in lexicon.automaton.find_matches_as_indexes(scene.text, overlapping=True):
        _, found, kinds = patterns[number]
        for head in found:
            known = longest.get((end, head.type))
            if known is None or start < known:
                longest[end, head.type] = start
                kept = [item for item in heads.get(end, ()) if item[1].type != head.type]
                heads[end] = [*kept, (start, head)]
        for kind in kinds:
            places = words.setdefault(kind, {})
            if end > places.get(start, 0):
                places[start] = end
            ends.setdefault(kind, set()).add(end)


def _pair(scene: Scene) -> None:
    """Pair quotation marks and brackets that close before the sentence or 60 characters are over."""
    stack: list[int] = []
    for position, char in enumerate(scene.text):
        if char in _OPEN:
            stack.append(position)
        elif char in _CLOSE:
            wanted = _OPEN[_CLOSE.index(char)]
            for back in range(len(stack) - 1, max(-1, len(stack) - 4), -1):
                opened = stack[back]
                if scene.text[opened] == wanted:
                    if position - opened <= 60:
                        scene.partner[opened], scene.partner[position] = position, opened
                    del stack[back:]
                    break
        elif char == "\n":
            stack.clear()
