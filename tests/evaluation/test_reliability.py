import pytest

from kg.evaluation.reliability import BY_LEAST, bin_of, judged, missed
from kg.evaluation.tally import Measure, collect


@pytest.mark.parametrize(
    ("confidence", "name"), [(0.0, "0.00–0.50"), (0.9, "0.90–0.95"), (0.949, "0.90–0.95"), (1.0, "0.95–1.00")]
)
def test_a_confidence_falls_into_one_bin(confidence: float, name: str) -> None:
    assert bin_of(confidence) == name


def test_a_least_confidence_keeps_what_is_surer_and_misses_what_is_not() -> None:
    score = collect([*judged(0.97, right=True), *judged(0.72, right=True), *judged(0.65, right=False), *missed()])
    at = {least: score.tallies[Measure(BY_LEAST, least)] for least in ("0.60", "0.70", "0.90")}
    assert [(tally.found_right, tally.found, tally.labelled) for tally in at.values()] == [
        (2, 3, 3),
        (2, 2, 3),
        (1, 1, 3),
    ]
    assert at["0.90"].recall == pytest.approx(1 / 3)
