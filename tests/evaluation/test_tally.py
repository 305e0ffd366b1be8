import pytest

from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, MISSED, Fault, Measure, Tally, collect, total

NAMES = Measure("", "mention")


def test_precision_recall_and_f1_come_from_the_sums():
    tally = FOUND_RIGHT + FOUND_RIGHT + FOUND_RIGHT + FOUND_WRONG + MISSED + MISSED + MISSED
    assert (tally.precision, tally.recall) == (3 / 4, 3 / 6)
    assert tally.f1 == pytest.approx(0.6)


def test_nothing_found_and_nothing_labelled_is_no_division_by_zero():
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert MISSED.f1 == 0.0


def test_b_cubed_has_two_numerators():
    assert (Tally(0.5, 1, 0.25, 1).precision, Tally(0.5, 1, 0.25, 1).recall) == (0.5, 0.25)


def test_pages_are_averaged_by_their_counts_and_not_by_their_figures():
    one = collect([(NAMES, FOUND_RIGHT), (NAMES, FOUND_RIGHT), (NAMES, FOUND_RIGHT)])
    two = collect([(NAMES, FOUND_WRONG), Fault("false mention", "甲", "b.txt")])
    both = total([one, two])
    assert both.tallies[NAMES].precision == 0.75
    assert [fault.page for fault in both.faults] == ["b.txt"]
