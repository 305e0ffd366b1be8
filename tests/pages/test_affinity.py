"""What lines have in common."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.pages import affinity
from kg.pages.words import shipped

LINES = st.lists(st.text(st.sampled_from("青禾里豆浆桥头石磨,。 𠮷"), max_size=12), min_size=1, max_size=8)


def ties(lines: list[str], heads: list[bool]) -> affinity.Ties:
    return affinity.ties(lines, heads, shipped().common)


def test_rare_characters_tie_lines_and_common_ones_do_not() -> None:
    found = ties(["青禾里的豆浆", "青禾里的石磨", "社区甲", "社区乙"], [False] * 4)
    assert found[0][1] == found[1][0] > 0.0
    assert found[2].tolist() == [0.0] * 4


def test_a_headline_weighs_more() -> None:
    lines = ["豆浆暖了桥头", "桥头有豆浆", "石磨转不停"]
    assert ties(lines, [True, False, False])[0][1] > ties(lines, [False, False, False])[0][1]


def test_single_characters_of_headlines_count() -> None:
    lines = ["豆香", "石磨磨出豆浆", "放风筝"]
    assert ties(lines, [True, False, False])[0].tolist() == [0.0, 0.8, 0.0]
    assert not ties(lines, [False, False, False]).any()


def test_marks_and_numbers_tie_nothing() -> None:
    assert not ties([",“20”", ",“20”"], [False, False]).any()


@settings(max_examples=60, deadline=None)
@given(LINES, st.data())
def test_order_of_lines_does_not_matter(lines: list[str], data: st.DataObject) -> None:
    heads = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    there, back = ties(lines, heads), ties(lines[::-1], heads[::-1])
    assert (there == back[::-1, ::-1]).all()
    assert (there == there.T).all()
