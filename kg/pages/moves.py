"""A state of the search and a line → the moves: which strand the line may go to, what it does there, its worth."""

from __future__ import annotations

from kg.pages.roles import BODY, BYLINE, CREDIT, FURNITURE, SHORT
from kg.pages.steps import LEAST_SHARE, NEVER, Step, far_heading, far_worth, heading_worth, text_offer
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

# (score, state, label, act): the line takes strand ``label`` (a new one: ``len(strands)``; or NONE), ``act`` says what
# that does to the strand. A plain tuple, since thousands are made and few are kept.
Move = tuple[float, State, int, int]


def after(move: Move, here: Step, met: dict[tuple[int, int], int]) -> State | None:
    """The state that a move leads to; None where ``_ALIKE`` better ones stand at the same place and owe the same.

    ``met`` counts the states by what they wait for: rivals that differ only in what is done leave room for others.
    """
    score, before, label, act = move
    _, strands, last, near, _, dues, waiting = before
    if label == NONE:
        tail = strands[last].tail if last != NONE else NONE
    else:
        old = strands[label] if label < len(strands) else EMPTY
        strand = here.strands.get(8 * id(old) + act) or _changed(old, act, here)
        tail, dues = strand.tail, dues + strand.dues - old.dues
    alike = met.get((tail, dues), 0)
    if alike == _ALIKE:
        return None
    met[tail, dues] = alike + 1
    if label == NONE:
        return State(score, strands, last, near, False, dues, waiting)
    if strand.waits != old.waits:
        waiting = (*waiting, label) if strand.waits else tuple(other for other in waiting if other != label)
    strands = (*strands[:label], strand, *strands[label + 1 :])
    return State(score, strands, label, near if strand.caption else label, True, dues, waiting)


def _changed(old: Strand, act: int, here: Step) -> Strand:
    link = here.offers[id(old)].link if act == TEXT and old is not EMPTY else NONE
    strand = here.strands[8 * id(old) + act] = changed(old, act, here.j, here.look, link)
    return strand


def moves(state: State, here: Step, found: list[Move]) -> None:
    """Add the moves of one state to ``found``."""
    _MOVES[here.look.kind](state, here, found)


def _left_behind(state: State, here: Step) -> float:
    """What it costs to go elsewhere right after a headline or heading."""
    if not here.after_short or not state.placed:
        return 0.0
    has_text = state.strands[state.last].tail != NONE
    return here.weights.left_heading if has_text else here.weights.left_headline


def _text_moves(state: State, here: Step, found: list[Move]) -> None:
    weights = here.weights
    score, strands, last, near, _, _, waiting = state
    elsewhere = score + _left_behind(state, here) if here.after_short else score
    broken, tied = False, here.tied
    if near != NONE:
        strand = strands[near]
        broken = strand.open
        if near == last or strand.tail != NONE:
            offer = text_offer(strand, here)
            tied -= offer.share
            worth = offer.near if near == last else offer.near + weights.over_caption + elsewhere - score
            found.append((score + worth, state, near, TEXT))
        else:
            near = NONE
    worths = here.turned if broken else here.calm
    # where nothing broke off and no other strand can have the ties, only those that wait for text come into question
    for label in range(len(strands)) if broken or tied >= LEAST_SHARE else waiting:
        if label != near:
            strand = strands[label]
            far = worths.get(id(strand))
            if far is None:
                far = worths[id(strand)] = far_worth(strand, here, broken)
            if far != NEVER:
                found.append((elsewhere + far, state, label, TEXT))
    headless = weights.headless_turn if broken else weights.headless
    found.append((elsewhere + here.alone + headless, state, len(strands), TEXT))


def _short_moves(state: State, here: Step, found: list[Move]) -> None:
    weights, fact, calm = here.weights, here.fact, here.calm
    score, strands, last, _, is_placed, _, _ = state
    if here.after_short and is_placed:
        strand = strands[last]
        if not strand.credited and not strand.headings and strand.heads:
            found.append((score + fact.more + fact.subtitle + fact.headed, state, last, HEADLINE))
    new = score + weights.new_headline + fact.headed - fact.subtitle + _left_behind(state, here)
    found.append((new, state, len(strands), HEADLINE))
    for label, strand in enumerate(strands):
        if label == last:
            if strand.tail != NONE and not strand.caption:
                found.append((score + heading_worth(strand, here), state, label, HEADING))
        else:
            worth = calm.get(id(strand))
            if worth is None:
                worth = calm[id(strand)] = far_heading(strand, here)
            if worth != NEVER:
                found.append((score + worth, state, label, HEADING))
        if not strand.heads and strand.tail != NONE and not strand.caption:
            adopted = weights.adopt + fact.headed + here.sheet.pull((here.j,), strand.first)
            found.append((score + adopted, state, label, ADOPT))
    score += weights.section_next if here.j and not strands else 0.0
    found.append((score + fact.section, state, NONE, KEEP))


def _byline_moves(state: State, here: Step, found: list[Move]) -> None:
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


def _caption_moves(state: State, here: Step, found: list[Move]) -> None:
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


def _furniture_moves(state: State, here: Step, found: list[Move]) -> None:  # noqa: ARG001  one shape for all kinds
    found.append((state.score, state, NONE, KEEP))


_MOVES = (_text_moves, _short_moves, _byline_moves, _caption_moves, _caption_moves, _furniture_moves)
assert (BODY, SHORT, BYLINE, CREDIT, FURNITURE) == (0, 1, 2, 3, 5)
