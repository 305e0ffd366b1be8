"""The files of look-alikes → which characters OCR mistakes for which.

Pages are mended by them and typed names understood; apart from ``mentions``, which ``kg find`` need not import.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from kg.resources import content, data_files


def families(overlay: Path | None = None, only: AbstractSet[str] | None = None) -> dict[str, frozenset[str]]:
    """Character → the characters that OCR mistakes it for, either way; of all characters or ``only`` of some."""
    pairs: dict[str, set[str]] = {}
    for first, others in _rows(overlay):
        if only is None or not only.isdisjoint((first, *others)):
            for other in others:
                pairs.setdefault(first, set()).add(other)
                pairs.setdefault(other, set()).add(first)
    for family in _parts(overlay):
        if only is None or not only.isdisjoint(family):
            for char in family:
                pairs.setdefault(char, set()).update(set(family) - {char})
    return {char: frozenset(alike) for char, alike in pairs.items() if only is None or char in only}


def _rows(overlay: Path | None) -> Iterator[tuple[str, str]]:
    for file in data_files("gazetteer", "lookalikes.tsv", overlay):
        for line in content(file):
            first, others, *_ = [*line.split("\t"), ""]
            yield first, others


def _parts(overlay: Path | None) -> Iterator[str]:
    for file in data_files("gazetteer", "lookalikes-parts.txt", overlay):
        for line in content(file):
            yield from line.split()
