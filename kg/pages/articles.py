"""Looks of a page's lines → which article each line belongs to: the best reading of the page as a whole.

A beam search over the lines in page order. Each state is a set of strands (articles begun); a line goes on with a
strand, opens one, or gives a headline to a strand that has none. Every choice has a weight, and what is left undone
costs: a headline without text at the end of the page, a broken sentence where it breaks (given back where it goes on).
"""

from __future__ import annotations

from operator import itemgetter

from kg.pages.facts import Sheet
from kg.pages.moves import Move, after, moves
from kg.pages.steps import Step, step
from kg.pages.strands import State, undone

_WIDTH = 8
_WORSE = 7.0


def search(sheet: Sheet) -> State:
    """The best reading of all lines."""
    states = [State()]
    for j in range(len(sheet.looks)):
        here = step(sheet, j)
        found: list[Move] = []
        for state in states:
            moves(state, here, found)
        found.sort(key=itemgetter(0), reverse=True)
        states = _best(found, here)
    return max(states, key=lambda state: state.score + undone(state, sheet.weights))


def _best(found: list[Move], here: Step) -> list[State]:
    """The states that the best moves lead to."""
    states: list[State] = []
    met: dict[tuple[int, int], int] = {}
    least = found[0][0] - _WORSE
    for move in found:
        if move[0] < least or len(states) == _WIDTH:
            break
        state = after(move, here, met)
        if state is not None:
            states.append(state)
    return states
