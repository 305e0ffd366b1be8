"""Judged candidates → the weights that sift them (data/weights/sieve.tsv): logistic regression over a few features.

``train_mentions.py`` calls it before it learns from what the sieve lets through. How far below the line a name may lie
is measured on pages left out in turn, so that the sieve holds on pages it has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.mentions.lexicon import SIEVE

FOLDS, ROUNDS = 3, 60
CALM, LEAST_SLOPE = 2.0, 0.05
SPEED, MOMENTUM = 0.4, 0.8
LOST = 0.008
"""Of the labelled names, so many may be sifted out: most of them nothing else would have found."""
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]


def learn(pages: Sequence[tuple[Numbers, Flags]]) -> Weights:
    """The weights, from each page's feature numbers (a row per template, a column per candidate; first that of the
    type) and which candidates are names. They add up to 0 or more for what is let through."""
    left_out = [fit([page for i, page in enumerate(pages) if i % FOLDS != fold]) for fold in range(FOLDS)]
    sums = [left_out[i % FOLDS].take(numbers).sum(axis=0)[names] for i, (numbers, names) in enumerate(pages)]
    weights = fit(pages)
    types = np.unique(np.concatenate([numbers[0] for numbers, _ in pages]))
    weights[types] -= np.quantile(np.concatenate(sums), LOST)
    return weights


def fit(pages: Sequence[tuple[Numbers, Flags]]) -> Weights:
    """Logistic regression by Newton steps along each axis, with momentum; feature weights are held near 0."""
    numbers = np.concatenate([numbers for numbers, _ in pages], axis=1)
    names = np.concatenate([names for _, names in pages])
    flat, templates = numbers.ravel(), len(numbers)
    weights, pace = np.zeros((2, SIEVE))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-weights.take(numbers).sum(axis=0)))
        slope = np.maximum(chance * (1 - chance), LEAST_SLOPE) * np.sqrt(templates)
        pull = np.bincount(flat, np.tile(names - chance, templates), minlength=SIEVE) - CALM * weights
        pace = MOMENTUM * pace + pull / (np.bincount(flat, np.tile(slope, templates), minlength=SIEVE) + CALM)
        weights += SPEED * pace
    return weights
