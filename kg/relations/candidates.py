"""What a rule proposes, before the choice: kept apart from it so that another choice can be fitted on the same hits."""

from __future__ import annotations

from typing import NamedTuple


class Candidate(NamedTuple):
    """One proposed relation between entities; ``pieces`` of its proof are in passage offsets, in reading order.

    ``ends`` are the offsets at which the names of subject and object begin, where the text shows both.
    """

    subject: int
    predicate: str
    object: int
    passage: int
    pieces: tuple[tuple[int, int], ...]
    rule: str
    confidence: float
    role: str | None = None
    modality: str | None = None
    ends: tuple[int, int] | None = None
