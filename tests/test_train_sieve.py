"""benchmarks/train_sieve.py: what it learns lets names through that it has not seen, and little else."""

from __future__ import annotations

import numpy as np
import train_sieve

from kg.mentions.lexicon import SIEVE


def page(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A type, a feature that mostly tells names, one of chance."""
    chance = np.random.default_rng(seed)
    names = chance.random(400) < 0.1
    telling = np.where(chance.random(400) < 0.95, names, ~names)
    return np.stack((np.full(400, 7), 100 + telling, 200 + chance.integers(0, 20, 400))), names


def test_names_of_an_unseen_page_pass_and_most_others_do_not(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(train_sieve, "LOST", 0.1)
    weights = train_sieve.learn([page(seed) for seed in range(6)])
    numbers, names = page(99)
    passed = weights[numbers].sum(axis=0) >= 0
    assert weights.shape == (SIEVE,)
    assert passed[names].mean() > 0.8
    assert passed[~names].mean() < 0.3


def test_the_fewer_names_may_be_lost_the_more_passes(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    pages, shares = [page(seed) for seed in range(6)], []
    for lost in (0.2, 0.0):
        monkeypatch.setattr(train_sieve, "LOST", lost)
        weights = train_sieve.learn(pages)
        shares.append(np.mean([(weights[numbers].sum(axis=0) >= 0).mean() for numbers, _ in pages]))
    assert shares[0] < shares[1]
