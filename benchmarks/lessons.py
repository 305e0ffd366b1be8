"""Labelled pages and marked articles → lessons: scenes with what gold says of each candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from marked import read_marked
from numpy.typing import NDArray

from kg.gold import GoldPage, gold_entities, gold_layout, read_gold
from kg.mentions.candidates import Candidates
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Scene, prepare
from kg.model import ENTITY_TYPES, Layout
from kg.pages.passages import passages

WRONG, RIGHT, FREE = 0, 1, 2
UNCOUNTED = frozenset("“”‘’\"'《》〈〉「」『』")
Cells = frozenset[int]


@dataclass(slots=True)
class Lesson:
    """A labelled page, ready to be decoded again and again. ``gold`` maps a name's cells to (types, may).

    ``times`` says how often a round of learning goes through it: whole pages twice, for the faults of print and scan
    that marked articles do not have.
    """

    name: str
    scene: Scene
    gold: dict[Cells, tuple[frozenset[str], bool]]
    owner: dict[int, Cells]
    times: int
    judged: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(not may for _, may in self.gold.values())

    def judge(self, c: Candidates) -> NDArray[np.int64]:
        """For each candidate whether gold has it; FREE where gold calls it a defensible reading."""
        rows = zip(c.start.tolist(), c.end.tolist(), c.type.tolist(), strict=True)
        return np.array([self.judged.get(row) or self._judge(row) for row in rows], dtype=np.int64)

    def _judge(self, row: tuple[int, int, int]) -> int:
        start, end, kind = row
        mine = cells(self.scene.text, start, end)
        label = self.gold.get(mine)
        if label is not None and label[1]:
            verdict = FREE
        elif label is not None and ENTITY_TYPES[kind] in label[0]:
            verdict = RIGHT
        else:
            near = {self.owner[i] for i in mine if i in self.owner}
            verdict = FREE if near and all(self.gold[other][1] for other in near) else WRONG
        self.judged[row] = verdict
        return verdict


def cells(text: str, start: int, end: int) -> Cells:
    """The positions that count: white space and quotation marks do not."""
    return frozenset(i for i in range(start, end) if not text[i].isspace() and text[i] not in UNCOUNTED)


def labelled(folder: Path, file: Path) -> tuple[GoldPage, Layout]:
    """A labelled page of a folder, or a file of marked articles."""
    if file.suffix == ".txt":
        return read_marked(file)
    pages = folder / "pages" if (folder / "pages").is_dir() else folder / "corpus"
    gold = read_gold(pages, file)
    return gold, gold_layout(gold.page, folder / "gold-layout" / file.name)


def lesson(folder: Path, file: Path, lexicon: Lexicon) -> Lesson:
    """Read one labelled page of a folder."""
    gold, layout = labelled(folder, file)
    texts = passages(gold.page, layout)
    scene = prepare(texts, lexicon)
    labels: dict[Cells, tuple[frozenset[str], bool]] = {}
    for label, entity in zip(gold.entities, gold_entities(gold, texts), strict=True):
        for mention in entity.mentions:
            base = scene.bases[mention.passage]
            labels[cells(scene.text, base + mention.start, base + mention.end)] = (label.types, label.may)
    owner = {i: mine for mine in labels for i in mine}
    return Lesson(file.stem, scene, labels, owner, 1 if file.suffix == ".txt" else 2)
