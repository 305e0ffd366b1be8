"""States of the search and a line → the moves: which strand the line may go to, what it does there, its worth; and
the states that the best moves lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from kg.pages.roles import BODY, BYLINE, CREDIT, FURNITURE, SHORT
from kg.pages.steps import LEAST_SHARE, NEVER, Step, new_heading, new_offer
from kg.pages.strands import (
    ADOPT,
    CAPTIONED,
    EMPTY,
    HEADING,
    HEADLINE,
    KEEP,
    NONE,
    SIGN,
    TEXT,
    TOP,
    State,
    Strand,
    changed,
)

_ALIKE = 3
_WIDTH = 24
_WORSE = 7.0

# (score, state, label, act): the line takes strand ``label`` (a new one: ``len(strands)``; or NONE), ``act`` says what
# that does to the strand. A plain tuple, since thousands are made and few are kept.
Move = tuple[float, State, int, int]


def best(found: Sequence[Move], here: Step) -> list[State]:
    """The states that the best moves lead to, the best first; of those that stand at the same place and owe the same
    only ``_ALIKE``: rivals that differ only in what is done leave room for others.
    """
    states: list[State] = []
    met: dict[tuple[int, int], int] = {}
    known, least = here.strands, found[0][0] - _WORSE
    for score, before, label, act in found:
        if score < least:
            break
        _, strands, last, near, _, dues, waiting = before
        if label == NONE:
            tail = strands[last].tail if last != NONE else NONE
        else:
            old = strands[label] if label < len(strands) else EMPTY
            strand = known.get(8 * id(old) + act) or _changed(old, act, here)
            tail, dues = strand.tail, dues + strand.dues - old.dues
        alike = met.get((tail, dues), 0)
        if alike == _ALIKE:
            continue
        met[tail, dues] = alike + 1
        if label == NONE:
            states.append(State(score, strands, last, near, False, dues, waiting))
        else:
            if strand.waits != old.waits:
                waiting = (*waiting, label) if strand.waits else _without(waiting, label)
            near = near if strand.caption else label
            states.append(State(score, _with(strands, label, strand), label, near, True, dues, waiting))
        if len(states) == _WIDTH:
            break
    return states


def _with(strands: tuple[Strand, ...], label: int, strand: Strand) -> tuple[Strand, ...]:
    if label >= len(strands) - 1:
        return (*strands[:label], strand)
    changeable = list(strands)
    changeable[label] = strand
    return tuple(changeable)


def _without(waiting: tuple[int, ...], label: int) -> tuple[int, ...]:
    at = waiting.index(label)
    return waiting[:at] + waiting[at + 1 :]


def _changed(old: Strand, act: int, here: Step) -> Strand:
    link = here.offers[id(old)][3] if act == TEXT and old is not EMPTY else NONE
    strand = here.strands[8 * id(old) + act] = changed(old, act, here.j, here.look, link)
    return strand


def moves(states: Sequence[State], here: Step) -> list[Move]:
    """All moves of the states, the best first."""
    found: list[Move] = []
    _MOVES[here.look.kind](states, here, found)
    found.sort(key=itemgetter(0), reverse=True)
    return found


def _left_behind(state: State, here: Step) -> float:
    """What it costs to go elsewhere right after a headline or heading."""
    if not here.after_short or not state.placed:
        return 0.0
    has_text = state.strands[state.last].tail != NONE
    return here.weights.left_heading if has_text else here.weights.left_headline


def _text_moves(states: Sequence[State], here: Step, found: list[Move]) -> None:
    weights, offers, alone = here.weights, here.offers, here.alone
    for state in states:
        score, strands, last, near, _, _, waiting = state
        elsewhere = score + _left_behind(state, here) if here.after_short else score
        broken, tied = False, here.tied
        if near != NONE:
            strand = strands[near]
            broken = strand.open
            if near == last or strand.tail != NONE:
                worth, _, _, _, share = offers.get(id(strand)) or new_offer(strand, here)
                tied -= share
                worth = worth if near == last else worth + weights.over_caption + elsewhere - score
                found.append((score + worth, state, near, TEXT))
            else:
                near = NONE
        # where nothing broke off and no other strand can have the ties, only those that wait for text are in question
        for label in range(len(strands)) if broken or tied >= LEAST_SHARE else waiting:
            if label != near:
                strand = strands[label]
                _, turned, calm, _, _ = offers.get(id(strand)) or new_offer(strand, here)
                far = turned if broken else calm
                if far != NEVER:
                    found.append((elsewhere + far, state, label, TEXT))
        headless = weights.headless_turn if broken else weights.headless
        found.append((elsewhere + alone + headless, state, len(strands), TEXT))


def _short_moves(states: Sequence[State], here: Step, found: list[Move]) -> None:
    weights, fact, headings = here.weights, here.fact, here.headings
    for state in states:
        score, strands, last, _, is_placed, _, _ = state
        if here.after_short and is_placed:
            strand = strands[last]
            if not strand.credited and not strand.headings and strand.heads:
                found.append((score + fact.more + fact.subtitle + fact.headed, state, last, HEADLINE))
        new = score + weights.new_headline + fact.headed - fact.subtitle + _left_behind(state, here)
        found.append((new, state, len(strands), HEADLINE))
        for label, strand in enumerate(strands):
            near, far, adopted = headings.get(id(strand)) or new_heading(strand, here)
            worth = near if label == last else far
            if worth != NEVER:
                found.append((score + worth, state, label, HEADING))
            if adopted != NEVER:
                found.append((score + adopted, state, label, ADOPT))
        score += weights.section_next if here.j and not strands else 0.0
        found.append((score + fact.section, state, NONE, KEEP))


def _byline_moves(states: Sequence[State], here: Step, found: list[Move]) -> None:
    for state in states:
        _add_byline_moves(state, here, found)


def _add_byline_moves(state: State, here: Step, found: list[Move]) -> None:
    weights, score, last = here.weights, state.score, state.last
    if last != NONE:
        strand = state.strands[last]
        named = strand.credited or strand.signed
        if here.sheet.looks[here.j - 1].kind in (SHORT, BYLINE) and strand.heads and not strand.signed:
            found.append((score + weights.credit, state, last, TOP))
        elif strand.tail != NONE and not strand.caption:
            worth = weights.second_signature if named else weights.first_signature
            found.append((score + worth, state, last, SIGN))
    lonely = weights.headless if last == NONE else weights.lone_byline
    found.append((score + lonely, state, len(state.strands), TOP))


def _caption_moves(states: Sequence[State], here: Step, found: list[Move]) -> None:
    for state in states:
        _add_caption_moves(state, here, found)


def _add_caption_moves(state: State, here: Step, found: list[Move]) -> None:
    score, last = state.score, state.last
    if state.placed:
        strand = state.strands[last]
        if here.look.kind == CREDIT or (strand.caption and here.sheet.looks[here.j - 1].open):
            found.append((score, state, last, KEEP))
            return
        if strand.tail == NONE and not strand.credited:
            worth = here.weights.caption_headline + here.sheet.pull(strand.heads, here.j)
            found.append((score + worth, state, last, CAPTIONED))
    found.append((score + _left_behind(state, here), state, len(state.strands), CAPTIONED))


def _furniture_moves(states: Sequence[State], here: Step, found: list[Move]) -> None:  # noqa: ARG001  one shape for all
    found.extend((state.score, state, NONE, KEEP) for state in states)


_MOVES = (_text_moves, _short_moves, _byline_moves, _caption_moves, _caption_moves, _furniture_moves)
assert (BODY, SHORT, BYLINE, CREDIT, FURNITURE) == (0, 1, 2, 3, 5)
