"""Articles begun, and what a line changes in them."""

from __future__ import annotations

from kg.pages.roles import BODY, SHORT, Look
from kg.pages.strands import ADOPT, CAPTIONED, EMPTY, HEADLINE, NONE, TEXT, State, changed, labels, undone
from kg.pages.weights import Weights


def look(number: int, kind: int = BODY, *, is_open: bool = False) -> Look:
    return Look(number, 0, 4, "小院夜校", kind, open=is_open)


def test_a_headline_waits_for_its_text() -> None:
    headline = changed(EMPTY, HEADLINE, 0, look(1, SHORT))
    begun = changed(headline, TEXT, 1, look(2))
    assert (EMPTY.waits, headline.waits, begun.waits) == (False, True, False)
    assert (begun.lines, begun.heads, begun.first, begun.tail) == ((0, 1), (0,), 1, 1)


def test_a_broken_line_is_owed_until_its_rest_comes() -> None:
    broken = changed(changed(EMPTY, HEADLINE, 0, look(1, SHORT)), TEXT, 1, look(2, is_open=True))
    whole = changed(broken, TEXT, 4, look(5), 1)
    assert (broken.dues > 0, whole.dues, whole.links) == (True, 0, ((1, 4),))


def test_dues_of_different_strands_are_different() -> None:
    first = changed(EMPTY, TEXT, 0, look(1, is_open=True))
    second = changed(EMPTY, TEXT, 1, look(2, is_open=True))
    assert first.dues & second.dues == 0
    assert changed(first, ADOPT, 2, look(3, SHORT)).dues not in (0, first.dues)


def test_labels_and_what_is_undone() -> None:
    text, caption = changed(EMPTY, TEXT, 1, look(2)), changed(EMPTY, CAPTIONED, 2, look(3))
    state = State(strands=(text, caption))
    assert labels(state, 4) == [NONE, 0, 1, NONE]
    weights = Weights()
    assert undone(state, weights) == weights.no_headline + weights.no_author
