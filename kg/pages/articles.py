"""Looks of a page's lines → which article each line belongs to: the best reading of the page as a whole.

A beam search over the lines in page order. Each state is a set of strands (articles begun); a line goes on with a
strand, opens one, or gives a headline to a strand that has none. Every choice has a weight, and what is left undone
costs: a headline without text at the end of the page, a broken sentence where it breaks (given back where it goes on).
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from kg.pages.facts import Sheet
from kg.pages.roles import BODY, BYLINE, CREDIT, FURNITURE, SHORT
from kg.pages.weights import Weights

NONE = -1

_WIDTH = 16
_WORSE = 7.0
_LEAST_SHARE = 1.5
_KEEP, _TEXT, _HEADLINE, _ADOPT, _HEADING, _TOP, _SIGN, _CAPTION = range(8)


class Strand(NamedTuple):
    """An article begun: its first and last line of text (-1: none yet), its headline, and what else it has.

    ``open``: the last line is broken off; ``credited``: names stand at its top; ``signed``: names stand at its end.
    """

    first: int = NONE
    tail: int = NONE
    open: bool = False
    heads: tuple[int, ...] = ()
    credited: bool = False
    signed: bool = False
    caption: bool = False
    headings: int = 0


class State(NamedTuple):
    """A reading of the lines so far; ``labels[i]`` is the strand of line ``i``, ``links`` the joins (left, right).

    ``last`` is the strand of the last line that has one, ``near`` that of the last that is no caption.
    """

    score: float = 0.0
    labels: tuple[int, ...] = ()
    strands: tuple[Strand, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    last: int = NONE
    near: int = NONE


# A move is (score, state, label, act, link): the line takes strand ``label`` (a new one: ``len(strands)``; or NONE),
# ``act`` says what that does to the strand, ``link`` is the line whose sentence it goes on with, or NONE. A plain
# tuple, since thousands are made and few are kept.
Move = tuple[float, State, int, int, int]


def search(sheet: Sheet) -> State:
    """The best reading of all lines."""
    states = [State()]
    for j, look in enumerate(sheet.looks):
        moves: list[Move] = []
        for state in states:
            moves.extend(_MOVES[look.kind](state, j, sheet))
        moves.sort(key=itemgetter(0), reverse=True)
        least = moves[0][0] - _WORSE
        states = [_after(move, j, sheet) for move in moves[:_WIDTH] if move[0] >= least]
    return max(states, key=lambda state: state.score + _undone(state, sheet.weights))


def _undone(state: State, weights: Weights) -> float:
    """What is left undone at the end of the page (broken sentences are paid for where they break)."""
    score = 0.0
    for strand in state.strands:
        if not strand.caption:
            score += weights.no_text if strand.tail == NONE else 0.0
            score += weights.no_headline if not strand.heads else 0.0
            score += weights.no_author if not strand.credited and not strand.signed else 0.0
    return score


def _after(move: Move, j: int, sheet: Sheet) -> State:
    """The state that a move leads to."""
    score, before, label, act, link = move
    labels = (*before.labels, label)
    if label == NONE:
        return before._replace(score=score, labels=labels)
    strands = before.strands
    old = strands[label] if label < len(strands) else Strand()
    strand = _changed(old, act, j, sheet)
    return State(
        score, labels, (*strands[:label], strand, *strands[label + 1 :]),
        before.links if link == NONE else (*before.links, (link, j)),
        label, before.near if strand.caption else label,
    )  # fmt: skip


def _changed(strand: Strand, act: int, j: int, sheet: Sheet) -> Strand:
    first = j if strand.tail == NONE else strand.first
    if act == _TEXT:
        look = sheet.looks[j]
        credited = strand.credited or bool(look.lead and look.authors)
        signed = strand.signed or look.signed
        return Strand(first, j, look.open, strand.heads, credited, signed, False, strand.headings)
    if act in (_HEADLINE, _ADOPT):
        return strand._replace(heads=(*strand.heads, j))
    if act == _HEADING:
        return strand._replace(open=False, headings=strand.headings + 1)
    if act == _TOP:
        return strand._replace(credited=True, heads=strand.heads or (j,))
    if act == _SIGN:
        return strand._replace(signed=True)
    return strand._replace(first=first, tail=j, caption=True) if act == _CAPTION else strand


def _left_behind(state: State, j: int, sheet: Sheet) -> float:
    """What it costs to go elsewhere right after a headline or heading."""
    if not j or sheet.looks[j - 1].kind != SHORT or state.labels[-1] == NONE:
        return 0.0
    has_text = state.strands[state.last].tail != NONE
    return sheet.weights.left_heading if has_text else sheet.weights.left_headline


def _shares(state: State, j: int, sheet: Sheet) -> dict[int, float]:
    """For each strand the part of line ``j``'s ties that lead to it, in weights."""
    found: dict[int, float] = {}
    labels = state.labels
    for i, share in sheet.before[j]:
        label = labels[i]
        found[label] = found.get(label, 0.0) + share
    return found


def _is_done(strand: Strand, share: float, broken: bool) -> bool:
    """Whether nobody would go back to a strand: it ended well, nothing broke off before, the line has no tie to it."""
    return strand.tail != NONE and not strand.open and (strand.signed or (not broken and share < _LEAST_SHARE))


def _text_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, look, fact = sheet.weights, sheet.looks[j], sheet.facts[j]
    shares = _shares(state, j, sheet)
    left = _left_behind(state, j, sheet)
    broken = state.near != NONE and state.strands[state.near].open
    owed = weights.lost if look.open else 0.0
    for label, strand in enumerate(state.strands):
        if strand.caption or (label != state.near and _is_done(strand, shares.get(label, 0.0), broken)):
            continue
        score, link = state.score + owed, NONE
        if strand.open:
            score -= weights.lost
        if label != state.last:
            score += left
        if strand.tail == NONE:
            score += fact.begins + sheet.pull(strand.heads, j)
            score += weights.after_headline if label == state.last else weights.far_headline
        else:
            score += shares.get(label, 0.0)
            near = label == state.near
            seam = sheet.seam(strand.tail, j) if strand.open else weights.least_seam
            if seam > weights.least_seam:
                score += seam + (weights.next_join if near else weights.far_join)
                link = strand.tail
            else:
                score += fact.goes_on + (weights.lost if strand.open else weights.next_line if near else 0.0)
                score += 0.0 if near else weights.turn if broken else weights.far_paragraph
            if near and label != state.last:
                score += weights.over_caption
            if strand.signed:
                score += weights.after_signature
        if look.signed:
            score += weights.second_signature if strand.credited or strand.signed else weights.first_signature
        yield score, state, label, _TEXT, link
    score = state.score + owed
    score += fact.begins + left + (weights.headless_turn if broken else weights.headless)
    yield score + (weights.first_signature if look.signed else 0.0), state, len(state.strands), _TEXT, NONE


def _short_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, look, fact = sheet.weights, sheet.looks[j], sheet.facts[j]
    score, last, shares = state.score, state.last, _shares(state, j, sheet)
    if j and state.labels[-1] != NONE and sheet.looks[j - 1].kind == SHORT:
        strand = state.strands[last]
        if not strand.credited and not strand.headings and strand.heads:
            yield score + fact.more + fact.subtitle + fact.headed, state, last, _HEADLINE, NONE
    left = _left_behind(state, j, sheet)
    yield (
        score + weights.new_headline + fact.headed - fact.subtitle + left, state, len(state.strands), _HEADLINE, NONE
    )  # fmt: skip
    for label, strand in enumerate(state.strands):
        if strand.caption or strand.tail == NONE:
            continue
        if strand.heads and label != last and _is_done(strand, shares.get(label, 0.0), False):
            continue
        if not strand.heads:
            pull = sheet.pull((j,), strand.first)
            yield score + weights.adopt + fact.headed + pull, state, label, _ADOPT, NONE
        inside = score + shares.get(label, 0.0) + fact.heading
        inside += 0.0 if label == last else weights.far_paragraph
        inside += weights.after_signature if strand.signed else 0.0
        inside += weights.heading_broken if strand.open else 0.0
        inside += weights.tight if look.tight and label == last and strand.headings else 0.0
        yield inside, state, label, _HEADING, NONE
    score += weights.section_next if j and not state.strands else 0.0
    yield score + fact.section, state, NONE, _KEEP, NONE


def _byline_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, last = sheet.weights, state.last
    if last != NONE:
        strand = state.strands[last]
        named = strand.credited or strand.signed
        score = state.score
        if sheet.looks[j - 1].kind in (SHORT, BYLINE) and strand.heads and not strand.signed:
            yield score + weights.credit, state, last, _TOP, NONE
        elif strand.tail != NONE and not strand.caption:
            yield score + (weights.second_signature if named else weights.first_signature), state, last, _SIGN, NONE
    lonely = weights.headless if last == NONE else weights.lone_byline
    yield state.score + lonely, state, len(state.strands), _TOP, NONE


def _caption_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, credit = sheet.weights, sheet.looks[j].kind == CREDIT
    last = state.labels[-1] if state.labels else NONE
    if last != NONE:
        strand = state.strands[last]
        if credit or (strand.caption and sheet.looks[j - 1].open):
            yield state.score, state, last, _KEEP, NONE
            return
        if strand.tail == NONE and not strand.credited:
            score = state.score + weights.caption_headline + sheet.pull(strand.heads, j)
            yield score, state, last, _CAPTION, NONE
    yield state.score + _left_behind(state, j, sheet), state, len(state.strands), _CAPTION, NONE


def _furniture_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:  # noqa: ARG001  one shape for all kinds
    yield state.score, state, NONE, _KEEP, NONE


_MOVES = (_text_moves, _short_moves, _byline_moves, _caption_moves, _caption_moves, _furniture_moves)
assert (BODY, SHORT, BYLINE, CREDIT, FURNITURE) == (0, 1, 2, 3, 5)
