"""Labelled pages → lessons for the relation scorer: every pair of names with its evidence and its label.

A page gives two lessons: its labelled names, and the names that weights which never saw the page find in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lessons import labelled as read_labelled
from numpy.typing import NDArray

from kg import mentions
from kg.evaluation.facts import ALIKE
from kg.evaluation.found import evidence_cells
from kg.evaluation.proposals import labelled
from kg.gold import GoldPage, gold_entities
from kg.mentions import Lexicon
from kg.model import PREDICATES, SYMMETRIC, Layout, PageEntity, Passage
from kg.pages.passages import passages
from kg.relations.candidates import Candidate
from kg.relations.draw import proposed, scenes
from kg.relations.evidence import Evidence, evidence
from kg.relations.field import Field, field
from kg.relations.gate import Gate, widest
from kg.relations.pairs import Pairs, cells, pairs
from kg.relations.rules import Rules
from kg.relations.scene import Scene

FREE = -1
"""A label, or the partner of a found name: neither right nor wrong."""
Key = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A labelled page in its labelled layout; ``entities`` are the labelled ones."""

    name: str
    gold: GoldPage
    layout: Layout
    passages: tuple[Passage, ...]
    entities: tuple[PageEntity, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The candidates of a page with their evidence; ``label`` is 1, 0 or FREE for each, ``right`` the same without
    regard to where the pair stands. ``cell`` is its place in a flat gate, -1 for what a rule proposes."""

    pairs: Pairs
    evidence: Evidence
    hits: tuple[Candidate, ...]
    label: NDArray[np.int64]
    right: NDArray[np.int64]
    cell: NDArray[np.int64]

    def through(self, gate: Gate) -> Lesson:
        """The candidates that a gate lets in."""
        kept = (self.cell < 0) | gate.ravel()[self.cell]
        place = np.where(kept, np.cumsum(kept) - 1, -1)
        row, number = self.evidence.more
        there = kept[row]
        said = {name: getattr(self.pairs, name)[kept] for name in ("pair", "forward", "subject", "predicate", "object")}
        found = self.pairs._replace(row=np.where(self.pairs.row < 0, -1, place[self.pairs.row]), **said)
        told = Evidence(self.evidence.fixed[:, kept], (place[row[there]], number[there]))
        return Lesson(found, told, self.hits, self.label[kept], self.right[kept], self.cell[kept])


class Batch(NamedTuple):
    """A lesson's ``features``, each once, and which row has which, as pairs of row and place among them; ``page``
    numbers the page."""

    page: int
    label: NDArray[np.float64]
    features: NDArray[np.int64]
    row: NDArray[np.int64]
    place: NDArray[np.int64]


class Named(NamedTuple):
    """A page's names, labelled or found, with the lesson that they give."""

    entities: tuple[PageEntity, ...]
    partner: dict[int, int]
    lesson: Lesson


def sheet(folder: Path, file: Path) -> Sheet:
    """Read one labelled page of a folder with ``pages`` (or ``corpus``), ``gold`` and ``gold-layout``, or a file of
    marked articles."""
    gold, layout = read_labelled(folder, file)
    texts = passages(gold.page, layout)
    return Sheet(file.stem, gold, layout, texts, tuple(gold_entities(gold, texts)))


def lesson(
    page: Sheet, entities: Sequence[PageEntity], partner: Mapping[int, int], tools: tuple[Rules, Lexicon]
) -> Lesson:
    """The lesson of a page with these names; ``partner`` maps each to the labelled one that it is (or FREE)."""
    rules, lexicon = tools
    views = scenes(page.passages, entities, rules)
    hits = list(proposed(views, entities, rules, mentions.district(entities, lexicon)))
    ground = field(views, entities, rules.known, rules.modal)
    found = pairs(ground, hits, [view.index for view in views], widest())
    right, keys = _judged(found, partner, page.gold)
    label = right.copy()
    shown = _Shown(page.gold, _sentences(views))
    cell = _cells(ground, found)
    own = set(np.flatnonzero(cell < 0).tolist())
    best: dict[Key, int] = {}
    grades = {}
    for row in np.flatnonzero(right == 1).tolist():
        pair = int(found.pair[row])
        if row not in own:
            grades[row] = shown.grade(keys[row], int(found.left[pair]), int(found.right[pair]))
            best[keys[row]] = max(best.get(keys[row], 0), grades[row])
    for row, grade in grades.items():
        if grade == 0 or grade < best[keys[row]]:
            label[row] = FREE
    return Lesson(found, evidence(ground, found, hits), tuple(hits), label, right, cell)


def _cells(ground: Field, found: Pairs) -> NDArray[np.int64]:
    """The place of each candidate in a flat gate, -1 for what a rule proposes."""
    placed = found.pair >= 0
    way = found.predicate[placed] * 2 + found.forward[placed]
    where = (side[found.pair[placed]] for side in cells(ground, found.left, found.right))
    cell = np.full(len(found.pair), -1)
    cell[placed] = np.ravel_multi_index((*where, way), widest().shape)
    cell[found.row[found.row >= 0]] = -1
    return cell


def _judged(found: Pairs, partner: Mapping[int, int], gold: GoldPage) -> tuple[NDArray[np.int64], list[Key]]:
    """For each candidate whether labels have it, and what it is in the labels' numbers."""
    known = labelled(gold)
    right, keys = np.zeros(len(found.pair), np.int64), []
    columns = (found.subject.tolist(), found.predicate.tolist(), found.object.tolist())
    for row, (subject, predicate, obj) in enumerate(zip(*columns, strict=True)):
        key = (partner.get(subject, -2), PREDICATES[predicate], partner.get(obj, -2))
        keys.append(key)
        right[row] = verdict(key, known, gold)
    return right, keys


def verdict(key: Key, known: Mapping[Key, bool], gold: GoldPage) -> int:
    """1, 0 or FREE for what is found between labelled entities (a negative number: between others)."""
    subject, predicate, obj = key
    if key in known:
        return FREE if known[key] else 1
    if FREE in (subject, obj) or any(end >= 0 and gold.entities[end].may for end in (subject, obj)):
        return FREE
    alike = subject >= 0 and predicate in ALIKE and gold.entities[subject].type == "ORG"
    return FREE if alike and (subject, ALIKE[predicate], obj) in known else 0


class _Shown:
    """How well a pair stands where the label's evidence is."""

    def __init__(self, gold: GoldPage, sentences: list[frozenset[int]]) -> None:
        self._sentences = sentences
        self._evidence: dict[Key, set[int]] = defaultdict(set)
        index = {entity.id: number for number, entity in enumerate(gold.entities)}
        for relation in gold.relations:
            cells = evidence_cells(gold.page.text, relation.evidence)
            ends = index[relation.subject], index[relation.object]
            self._evidence[ends[0], relation.predicate, ends[1]] |= cells
            if relation.predicate in SYMMETRIC:
                self._evidence[ends[1], relation.predicate, ends[0]] |= cells

    def grade(self, key: Key, left: int, right: int) -> int:
        """How many of the pair's names stand in a sentence that the evidence has part in."""
        cells = self._evidence[key]
        return sum(not cells or bool(cells & self._sentences[slot]) for slot in (left, right))


def _sentences(views: Sequence[Scene]) -> list[frozenset[int]]:
    """For each slot of the scenes the page offsets of its sentence."""
    found = []
    for view in views:
        offsets = view.passage.offsets
        for place in view.places:
            begin, end = view.sentences[view.sentence_of(place)]
            stop = view.offset(end) if end < len(view.masked) else len(offsets)
            found.append(frozenset(at for at in offsets[view.offset(begin) : stop] if at >= 0))
    return found


def batch(page: int, given: Lesson) -> Batch:
    """What is learned from a lesson: the candidates that are right or wrong."""
    kept = given.label != FREE
    place = np.cumsum(kept) - 1
    fixed = given.evidence.fixed[:, kept]
    row, number = given.evidence.more
    there = kept[row]
    features, at = np.unique(np.concatenate((fixed.ravel(), number[there])), return_inverse=True)
    rows = np.concatenate((np.tile(np.arange(fixed.shape[1]), len(fixed)), place[row[there]]))
    return Batch(page, given.label[kept].astype(np.float64), features, rows, at)


def partners(page: Sheet, found: Sequence[PageEntity]) -> dict[int, int]:
    """Found entity → the labelled one that it is by most of its mentions, FREE where it only meets a defensible one."""
    owner = {
        (mention.passage, at): (number, mention)
        for number, entity in enumerate(page.entities)
        for mention in entity.mentions
        for at in range(mention.start, mention.end)
    }
    shared: Counter[tuple[int, int]] = Counter()
    free = set()
    for number, entity in enumerate(found):
        for mention in entity.mentions:
            met = Counter(
                owner[at] for at in ((mention.passage, i) for i in range(mention.start, mention.end)) if at in owner
            )
            for (other, label), shared_cells in met.most_common(1):
                size = mention.end - mention.start + label.end - label.start - shared_cells
                if 2 * shared_cells >= size and entity.type in page.gold.entities[other].types:
                    shared[number, other] += shared_cells / size + (shared_cells == size)
                elif page.gold.entities[other].may:
                    free.add(number)
    partner: dict[int, int] = {}
    for (number, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if number not in partner and other not in partner.values():
            partner[number] = other
    free.update(number for number, other in shared if page.gold.entities[other].may)
    return {**dict.fromkeys(sorted(free), FREE), **partner}
