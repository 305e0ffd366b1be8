"""INPUT → pages with their readings: what a graph remembers is taken from it, the rest is read by workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path

from kg import crew, duplicates, progress, reading
from kg.model import Page
from kg.packing import Packed, Shelf, shelf
from kg.pages.folder import Skipped, read_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How pages are found and read. ``data`` is a user's overlay; ``home``, ``base`` and ``min_confidence``
    None keep the graph's own, ``judgements`` None the file that it keeps, else the one beside it; ``places`` None
    keeps its index of an official list to consult (``-``: none)."""

    workers: int = 1
    encoding: str | None = None
    meta: Path | None = None
    name: str | None = None
    data: Path | None = None
    home: str | None = None
    base: str | None = None
    min_confidence: float | None = None
    judgements: Path | None = None
    places: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a graph remembers: its packed pages by id, the digest they were read with, its home, base of IRIs, least
    confidence of a fact, index of places, file of judgements (where it is not beside the graph), how many of them there
    were, and number of quads."""

    pages: Mapping[str, Packed] = field(default_factory=dict)
    digest: str = ""
    home: str | None = None
    base: str | None = None
    min_confidence: float = 0.0
    places: str | None = None
    judgements: str | None = None
    judged: int = 0
    quads: int = 0

    def bodies(self, digest: str) -> dict[str, bytes]:
        """Packed readings by the text that was read, all that reading asks of a page; none if ``digest`` is another."""
        return {packed.page.text: packed.body for packed in self.pages.values()} if self.digest == digest else {}


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages read; ``fresh`` texts were read anew, ``skipped`` could not be; ``copies`` are of which other page."""

    readings: Shelf
    skipped: tuple[Skipped, ...]
    fresh: int
    copies: Mapping[str, str] = field(default_factory=dict)

    @property
    def distinct(self) -> Shelf:
        """The readings that count: of copies one."""
        return self.readings.without(self.copies) if self.copies else self.readings


def find(inputs: Sequence[str | Path], options: Options) -> list[Page | Skipped]:
    """The pages of ``inputs``, sorted by id. Raises InputError for an input that does not exist."""
    return list(read_pages(inputs, encoding=options.encoding, meta=options.meta, name=options.name))


def read(found: Iterable[Page | Skipped], options: Options, kept: Kept | None = None, digest: str = "") -> Corpus:
    """Read all texts of ``found`` but those that ``kept`` remembers under ``digest``, each once."""
    found = list(found)
    pages = [page for page in found if isinstance(page, Page)]
    skipped = [page for page in found if isinstance(page, Skipped)]
    bodies = kept.bodies(digest) if kept else {}
    first: dict[str, Page] = {}
    for page in pages:
        first.setdefault(page.text, page)
    todo = [page for text, page in first.items() if text not in bodies]
    failed: dict[str, str] = {}
    for page, result in _read(todo, options):
        if isinstance(result, crew.Failure):
            failed[page.text] = result.reason
        else:
            bodies[page.text] = result.body
    skipped += [Skipped(page.id, failed[page.text]) for page in pages if page.text in failed]
    known = [Packed(page, bodies[page.text]) for page in pages if page.text not in failed]
    return Corpus(shelf(known), tuple(sorted(skipped)), len(todo), duplicates.copies(p.page for p in known))


def _read(pages: list[Page], options: Options) -> Iterator[tuple[Page, Packed | crew.Failure]]:
    if not pages:
        return iter(())
    size = min(options.workers, len(pages))
    results = crew.each(pages, partial(reading.reader, options.data), workers=size)
    return zip_longest(pages, progress.shown(results, len(pages)))
