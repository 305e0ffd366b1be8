from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.choose import choose as choose_places

SPANS = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
# Quarters add up exactly, so that two ways to one sum are equal.
WEIGHTED = st.lists(st.tuples(SPANS, st.integers(-12, 24).map(lambda quarter: quarter / 4)), max_size=9)


def choose(spans: list[tuple[int, int]], weights: list[float]) -> list[int]:
    start, end = np.array(spans, np.int64).reshape(-1, 2).T
    return choose_places(start, end, np.array(weights, np.float64))


def overlap(spans: list[tuple[int, int]]) -> bool:
    ordered = sorted(spans)
    return any(left[1] > right[0] for left, right in pairwise(ordered))


def brute(weighted: list[tuple[tuple[int, int], float]]) -> float:
    """The most that any set without overlaps weighs."""
    sets = (chosen for size in range(len(weighted) + 1) for chosen in combinations(weighted, size))
    return max(sum(weight for _, weight in chosen) for chosen in sets if not overlap([span for span, _ in chosen]))


@given(WEIGHTED)
def test_the_choice_weighs_as_much_as_the_best_of_all_sets(weighted: list[tuple[tuple[int, int], float]]) -> None:
    spans, weights = [span for span, _ in weighted], [weight for _, weight in weighted]
    chosen = choose(spans, weights)
    assert sum(weights[i] for i in chosen) == brute(weighted)
    assert not overlap([spans[i] for i in chosen])
    assert [spans[i] for i in chosen] == sorted(spans[i] for i in chosen)
    assert all(weights[i] > 0 for i in chosen)


def test_two_short_names_beat_a_long_one_that_weighs_less() -> None:
    assert choose([(0, 6), (0, 3), (3, 6)], [1.5, 1.0, 1.0]) == [1, 2]
    assert choose([(0, 6), (0, 3), (3, 6)], [2.5, 1.0, 1.0]) == [0]


def test_nothing_of_no_weight_is_chosen() -> None:
    assert choose([], []) == []
    assert choose([(0, 2), (3, 5)], [0.0, -1.0]) == []
