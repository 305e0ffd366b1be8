"""Reading ↔ compact bytes: how a reading travels from a worker and rests in a graph.

Plain JSON under zlib, since a pickle from a graph that someone hands you could run code. Of passages only what
was mended is kept: the rest follows from page and layout.
"""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kg.model import Article, Join, Layout, Line, Mend, Mention, Page, PageEntity, Passage, Reading, Relation, Span
from kg.pages.passages import mended, passages

_LEVEL = 3
_OPEN = 8_000_000  # packed bytes that stay open, at thirty times the memory: a build goes through them six times


@dataclass(frozen=True, slots=True)
class Packed:
    """A page and its packed reading."""

    page: Page
    body: bytes

    def reading(self) -> Reading:
        """The reading again, equal to the one that was packed."""
        return unpack(self.page, self.body)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Readings sorted by page id that can be gone through many times; of many, one is in memory at a time."""

    packed: tuple[Packed, ...]
    opened: tuple[Reading, ...] | None = None

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.opened) if self.opened is not None else (packed.reading() for packed in self.packed)

    def without(self, pages: Collection[str]) -> Shelf:
        """The same but for the pages of these ids."""
        opened = None if self.opened is None else tuple(r for r in self.opened if r.page.id not in pages)
        return Shelf(tuple(p for p in self.packed if p.page.id not in pages), opened)


def shelf(packed: Sequence[Packed]) -> Shelf:
    """``packed`` in the order of page ids, whatever order it came in."""
    ordered = tuple(sorted(packed, key=lambda p: p.page.id))
    few = sum(len(p.body) for p in ordered) <= _OPEN
    with uncollected():
        return Shelf(ordered, tuple(p.reading() for p in ordered) if few else None)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would go again and again through millions of values that all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def pack(reading: Reading) -> bytes:
    """Everything of ``reading`` but the page itself."""
    layout = reading.layout
    value = {
        "lines": layout.lines,
        "articles": [(a.number, a.lines, a.title, a.authors, a.section) for a in layout.articles],
        "joins": layout.joins,
        "mends": [(i, *mend) for i, passage in enumerate(reading.passages) for mend in passage.mends],
        "entities": [(e.type, e.name, e.aliases, e.mentions, e.official, e.rivals) for e in reading.entities],
        "relations": reading.relations,
        "district": reading.district,
    }
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def unpack(page: Page, body: bytes) -> Reading:
    """The reading of ``page`` that ``body`` holds."""
    value = json.loads(zlib.decompress(body))
    layout = Layout(
        tuple(Line(*line) for line in value["lines"]),
        tuple(
            Article(n, tuple(lines), title, tuple(by), section) for n, lines, title, by, section in value["articles"]
        ),
        tuple(Join(*join) for join in value["joins"]),
    )
    entities = tuple(_entity(row) for row in value["entities"])
    relations = tuple(_relation(row) for row in value["relations"])
    return Reading(page, layout, _passages(page, layout, value["mends"]), entities, relations, value["district"])


def _passages(page: Page, layout: Layout, rows: list[Any]) -> tuple[Passage, ...]:
    """The passages with their mends made again; a place is kept as it stands after the mends before it."""
    found = list(passages(page, layout))
    mends: dict[int, list[Mend]] = {}
    for index, place, was, now in rows:
        earlier = mends.setdefault(index, [])
        shift = sum(len(mend.now) - len(mend.was) for mend in earlier)
        earlier.append(Mend(place - shift, was, now))
    for index, made in mends.items():
        found[index] = mended(found[index], made)
    return tuple(found)


def _entity(row: list[Any]) -> PageEntity:
    type_, name, aliases, mentions, official, rivals = row
    return PageEntity(
        type_,
        name,
        tuple(aliases),
        tuple(Mention(*mention) for mention in mentions),
        official,
        tuple((rival, form) for rival, form in rivals),
    )


def _relation(row: list[Any]) -> Relation:
    subject, predicate, object_, evidence, *rest = row
    return Relation(subject, predicate, object_, tuple(Span(*span) for span in evidence), *rest)
