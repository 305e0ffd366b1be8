"""Looks of a page's lines → which article each line belongs to: the best reading of the page as a whole.

A beam search over the lines in page order. Each state is a set of strands (articles begun); a line goes on with a
strand, opens one, or gives a headline to a strand that has none. Every choice has a weight, and what is left undone
costs: a headline without text at the end of the page, a broken sentence where it breaks (given back where it goes on).
"""

from __future__ import annotations

from kg.pages.facts import Sheet
from kg.pages.moves import best, moves
from kg.pages.steps import step
from kg.pages.strands import State, undone


def search(sheet: Sheet) -> State:
    """The best reading of all lines."""
    states = [State()]
    for j in range(len(sheet.looks)):
        here = step(sheet, j)
        states = best(moves(states, here), here)
    return max(states, key=lambda state: state.score + undone(state, sheet.weights))
