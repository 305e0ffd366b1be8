"""What lines have in common."""

from __future__ import annotations

from kg.pages.affinity import ties


def test_rare_characters_tie_lines_and_common_ones_do_not() -> None:
    found = ties(["青禾里的豆浆", "青禾里的石磨", "社区甲", "社区乙"], [False] * 4)
    assert found[0] == {1: found[1][0]}
    assert found[2].get(3, 0.0) == 0.0


def test_a_headline_weighs_more() -> None:
    lines = ["豆浆暖了桥头", "桥头有豆浆", "石磨转不停"]
    assert ties(lines, [True, False, False])[0][1] > ties(lines, [False, False, False])[0][1]


def test_order_of_lines_does_not_matter() -> None:
    lines = ["青禾里的豆浆", "桥头有豆浆", "青禾里有石磨"]
    there, back = ties(lines, [False] * 3), ties(lines[::-1], [False] * 3)
    assert there == [{2 - j: w for j, w in row.items()} for row in back[::-1]]
