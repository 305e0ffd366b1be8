"""Words of a page → the whole sentence they stand in, broken columns joined, for people who want to read the proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kg.model import Passage, Reading, Span
from kg.pages.passages import sentences

if TYPE_CHECKING:
    from kg.card import Proof
    from kg.lookup import Reader


def around(reader: Reader) -> Callable[[Proof], str]:
    """A function proof → the sentence around it; the pages that the graph keeps are opened once each."""
    from kg import archive

    folder = reader.generation.path if reader.generation else None

    @cache
    def reading(page: str) -> Reading | None:
        packed = archive.find(folder, page) if folder else None
        return packed.reading() if packed else None

    def sentence_of(proof: Proof) -> str:
        page = reading(proof.page)
        return sentence(page, [Span(*span) for span in proof.spans]) if page else ""

    return sentence_of


def sentence(reading: Reading, spans: Sequence[Span]) -> str:
    """The sentences of the page's own text that hold the pieces ``spans`` (page offsets), ``…`` for what lies between.

    Empty where no passage holds them all.
    """
    for passage in reading.passages:
        pieces = [(_place(passage, span.start), _place(passage, span.end - 1)) for span in spans]
        if pieces and all(place >= 0 for piece in pieces for place in piece):
            return _around(reading, passage, pieces)
    return ""


def _place(passage: Passage, offset: int) -> int:
    try:
        return passage.offsets.index(offset)
    except ValueError:
        return -1


def _around(reading: Reading, passage: Passage, pieces: Sequence[tuple[int, int]]) -> str:
    text, last = "", None
    for number, (start, end) in enumerate(sentences(passage)):
        if any(start <= right and left < end for left, right in pieces):
            gap = "" if last is None or passage.text[start - 1] != "\n" else " "
            gap = "…" if last not in (None, number - 1) else gap
            words = (reading.page.text[span.start : span.end] for span in passage.spans(start, end))
            text, last = f"{text}{gap}{''.join(words)}", number
    return text
