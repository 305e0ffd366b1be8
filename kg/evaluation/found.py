"""What the extractor prints for a page → the same as sets of counted characters, which labels are compared with.

White space and quotation marks never count, so a name with and without its marks is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.gold import UNCOUNTED, GoldEntity, GoldPage, GoldRelation
from kg.model import Page, Reading, Span

Cells = frozenset[int]
"""Page offsets of the characters that count."""


class FoundMention(NamedTuple):
    """``pieces`` are the cells of each contiguous stretch, ``cells`` all of them."""

    cells: Cells
    pieces: tuple[Cells, ...]
    entity: str
    rule: str


class FoundRelation(NamedTuple):
    """A printed relation between the page's own entity ids."""

    subject: str
    predicate: str
    object: str
    role: str | None
    rule: str
    evidence: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """One page's entities (id → type, id → label), mentions and relations, in printed order."""

    types: Mapping[str, str]
    labels: Mapping[str, str]
    mentions: tuple[FoundMention, ...]
    relations: tuple[FoundRelation, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """One labelled page: entities by id, mentions by their cells, and ``at``, the mention that holds a cell."""

    page: Page
    entities: Mapping[str, GoldEntity]
    mentions: Mapping[Cells, str]
    at: Mapping[int, Cells]
    relations: tuple[GoldRelation, ...]


def cells(text: str, start: int, end: int) -> Cells:
    """The offsets of the characters of ``text[start:end]`` that count."""
    return frozenset(i for i in range(start, end) if not text[i].isspace() and text[i] not in UNCOUNTED)


def plain(name: str) -> str:
    """The characters of a name that count."""
    return "".join(c for c in name if not c.isspace() and c not in UNCOUNTED)


def found(reading: Reading, record: Mapping[str, Any]) -> Found:
    """The record that is printed for a reading; the reading tells each mention's rule."""
    text = reading.page.text
    rules = {
        tuple(map(tuple, reading.passages[m.passage].spans(m.start, m.end))): m.rule
        for entity in reading.entities
        for m in entity.mentions
    }
    mentions = []
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            pieces = tuple(cells(text, *span) for span in mention["spans"])
            rule = rules.get(tuple(map(tuple, mention["spans"])), "?")
            mentions.append(FoundMention(frozenset().union(*pieces), pieces, entity["id"], rule))
    relations = tuple(
        FoundRelation(
            r["subject"], r["predicate"], r["object"], r["role"], r["rule"],
            tuple(Span(*s) for s in r["evidence"]), r["confidence"],
        )
        for r in record["relations"]
    )  # fmt: skip
    types = {entity["id"]: entity["type"] for entity in record["entities"]}
    labels = {entity["id"]: entity["label"] for entity in record["entities"]}
    return Found(types, labels, tuple(mentions), relations)


def labels(gold: GoldPage) -> Labels:
    """The labels of a page with their mentions as cells."""
    mentions: dict[Cells, str] = {}
    for entity in gold.entities:
        for pieces in entity.spans:
            mentions[frozenset().union(*(cells(gold.page.text, *piece) for piece in pieces))] = entity.id
    at = {i: mention for mention in mentions for i in mention}
    return Labels(gold.page, {e.id: e for e in gold.entities}, mentions, at, gold.relations)


def evidence_cells(text: str, evidence: str) -> Cells:
    """Where a label's evidence stands: its pieces (parted by … or a break), each at its first occurrence."""
    place: set[int] = set()
    noise = r"[\s" + re.escape("".join(sorted(UNCOUNTED))) + "]*"
    for piece in re.split("…|⏎", evidence):
        body = plain(piece)
        match = re.search(noise.join(map(re.escape, body)), text) if body else None
        if match:
            place |= cells(text, *match.span())
    return frozenset(place)
