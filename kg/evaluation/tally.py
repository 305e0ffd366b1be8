"""Counts of right and wrong → precision, recall, F1. The arithmetic that all measures share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Measure(NamedTuple):
    """What a tally belongs to: a figure of its own (``group`` empty), or one type, predicate or rule of a group."""

    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """``found_right`` of ``found`` predictions are right, ``labelled_right`` of ``labelled`` labels were found.

    The two numerators are one number but for B-cubed, where each line or mention adds a share.
    """

    found_right: float = 0
    found: int = 0
    labelled_right: float = 0
    labelled: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found_right + other.found_right,
            self.found + other.found,
            self.labelled_right + other.labelled_right,
            self.labelled + other.labelled,
        )

    @property
    def precision(self) -> float:
        """Right among what was found; 0 where nothing was."""
        return self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Found among what is labelled; 0 where nothing is."""
        return self.labelled_right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


class Fault(NamedTuple):
    """One error: its kind, what is wrong, and where (page id, offsets of the words; -1 for a line or an entity)."""

    kind: str
    what: str
    page: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Score:
    """The tallies and faults of some pages; scores of further pages are added."""

    tallies: Mapping[Measure, Tally]
    faults: tuple[Fault, ...] = ()


FOUND_RIGHT, FOUND_WRONG, MISSED = Tally(1, 1, 1, 1), Tally(0, 1, 0, 0), Tally(0, 0, 0, 1)


def collect(rows: Iterable[tuple[Measure, Tally] | Fault]) -> Score:
    """Sum what judges yield: tallies by their measure, faults in order."""
    tallies: dict[Measure, Tally] = {}
    faults = []
    for row in rows:
        if isinstance(row, Fault):
            faults.append(row)
        else:
            tallies[row[0]] = tallies.get(row[0], Tally()) + row[1]
    return Score(tallies, tuple(faults))


def total(scores: Iterable[Score]) -> Score:
    """The scores of several pages as one, micro-averaged."""
    rows: list[tuple[Measure, Tally] | Fault] = []
    for score in scores:
        rows.extend(score.tallies.items())
        rows.extend(score.faults)
    return collect(rows)
