"""``data/weights/relations.tsv`` → what each kind of evidence for a relation is worth, and how sure its sum makes us.

The weights are learned from labelled pages by ``benchmarks/train_relations.py``; no text of theirs is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.model import PREDICATES
from kg.relations.evidence import TABLE, Evidence
from kg.relations.gate import Gate, read, widest
from kg.relations.words import Ints
from kg.resources import data_files

Floats = NDArray[np.float64]
HEAD_END = "# number, weight\n"
"""What parts the lines ``least``, ``step``, ``rule`` and ``gate`` from the weights, which are read fast."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """``weights`` are indexed by feature numbers. ``steps`` are sums of weights and the probabilities that they mean,
    both rising; between steps it is read off the straight line. ``rules`` are those that were there when it learned;
    ``least`` is how likely a relation must be to be a fact; ``gate`` says which relations are weighed without a hit.
    ``bias`` is what each predicate's sums lack or have too much of on pages that the weights did not see.
    """

    weights: NDArray[np.float32]
    steps: tuple[Floats, Floats]
    rules: frozenset[str]
    least: float
    gate: Gate
    bias: Floats

    def sums(self, found: Evidence, predicate: Ints) -> Floats:
        """The sum of the weights of each candidate's features and of its predicate's bias."""
        total: Floats = self.weights.take(found.fixed).sum(axis=0, dtype=np.float64)
        total += self.bias[predicate]
        row, number = found.more
        total += np.bincount(row, self.weights.take(number), minlength=len(total))
        return total

    def probability(self, sums: Floats) -> Floats:
        """How likely relations with these sums are right."""
        found: Floats = np.interp(sums, *self.steps)
        return found


def load(overlay: Path | None = None) -> Scorer | None:
    """Read the weights (an overlay's replace the shipped ones as a whole); None where there are none."""
    files = data_files("weights", "relations.tsv", overlay)
    if not files:
        return None
    text = files[-1].read_text(encoding="utf-8")
    head, _, body = text.partition(HEAD_END)
    rows = [line.split("\t") for line in head.splitlines() if line[:1] != "#"]
    weights = np.zeros(TABLE, np.float32)
    learned = np.fromstring(body, sep=" ").reshape(-1, 2)
    weights[learned[:, 0].astype(np.int64)] = learned[:, 1]
    steps = np.array([row[1:] for row in rows if row[0] == "step"], np.float64).reshape(-1, 2).T
    least = next(float(row[1]) for row in rows if row[0] == "least")
    known = frozenset(row[1] for row in rows if row[0] == "rule")
    gate = read(row[1:] for row in rows if row[0] == "gate") if any(row[0] == "gate" for row in rows) else widest()
    biases = {row[1]: float(row[2]) for row in rows if row[0] == "bias"}
    bias = np.array([biases.get(predicate, 0.0) for predicate in PREDICATES])
    return Scorer(weights, (steps[0], steps[1]), known, least, gate, bias)
