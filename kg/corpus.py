"""INPUT → pages with their readings: what a graph remembers is taken from it, the rest is read by workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path

from kg import crew, progress, reading
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
    confidence of a fact, index of places, file of judgements (where it is not beside the graph) and how many of them
    there were."""

    pages: Mapping[str, Packed] = field(default_factory=dict)
    digest: str = ""
    home: str | None = None
    base: str | None = None
    min_confidence: float = 0.0
    places: str | None = None
    judgements: str | None = None
    judged: int = 0

    def of(self, page: Page, digest: str) -> Packed | None:
        """The reading of exactly this page by exactly this program and data, if there is one."""
        packed = self.pages.get(page.id)
        return packed if packed is not None and packed.page == page and self.digest == digest else None


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pages read; ``fresh`` of them were read anew, ``skipped`` could not be."""

    readings: Shelf
    skipped: tuple[Skipped, ...]
    fresh: int


def find(inputs: Sequence[str | Path], options: Options) -> list[Page | Skipped]:
    """The pages of ``inputs``, sorted by id. Raises InputError for an input that does not exist."""
    return list(read_pages(inputs, encoding=options.encoding, meta=options.meta, name=options.name))


def read(found: Iterable[Page | Skipped], options: Options, kept: Kept | None = None, digest: str = "") -> Corpus:
    """Read all of ``found`` but what ``kept`` remembers under ``digest``."""
    found = list(found)
    pages = [page for page in found if isinstance(page, Page)]
    skipped = [page for page in found if isinstance(page, Skipped)]
    known = [packed for page in pages if kept and (packed := kept.of(page, digest))]
    same = {packed.page.id for packed in known}
    todo = [page for page in pages if page.id not in same]
    for page, result in _read(todo, options):
        if isinstance(result, crew.Failure):
            skipped.append(Skipped(page.id, result.reason))
        else:
            known.append(result)
    return Corpus(shelf(known), tuple(sorted(skipped)), len(todo))


def _read(pages: list[Page], options: Options) -> Iterator[tuple[Page, Packed | crew.Failure]]:
    if not pages:
        return iter(())
    size = min(options.workers, len(pages))
    results = crew.each(pages, partial(reading.reader, options.data), workers=size)
    return zip_longest(pages, progress.shown(results, len(pages)))
