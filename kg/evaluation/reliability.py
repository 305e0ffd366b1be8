"""Confidences of judged relations → the bins of a reliability table, and what a least confidence keeps and loses.

A confidence of 0.9 means something when nine of ten relations with it are right: the bins show whether they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, MISSED, Measure, Tally

BY_CONFIDENCE, BY_LEAST = "by confidence", "by least confidence"
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Bins are ``[EDGES[i], EDGES[i + 1])``, the last with its end."""
LEAST = EDGES[1:-1]
"""What one may ask with ``--min-confidence``, as far as it is measured."""


def bin_of(confidence: float) -> str:
    """The name of the bin that a confidence falls into, such as ``0.90–0.95``."""
    low = min(bisect_right(EDGES, confidence), len(EDGES) - 1) - 1
    return f"{EDGES[low]:.2f}–{EDGES[low + 1]:.2f}"


def judged(confidence: float, *, right: bool) -> Iterator[tuple[Measure, Tally]]:
    """The tallies of one found relation: in its bin, and at every least confidence, where it is kept or lost."""
    told = FOUND_RIGHT if right else FOUND_WRONG
    yield Measure(BY_CONFIDENCE, bin_of(confidence)), told
    for least in LEAST:
        if confidence >= least:
            yield Measure(BY_LEAST, f"{least:.2f}"), told
        elif right:
            yield Measure(BY_LEAST, f"{least:.2f}"), MISSED


def missed() -> Iterator[tuple[Measure, Tally]]:
    """The tallies of a label that no relation met: it is missed at every least confidence."""
    for least in LEAST:
        yield Measure(BY_LEAST, f"{least:.2f}"), MISSED
