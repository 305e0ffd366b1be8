"""A state of the search and a line → the moves: which strand the line may go to, what it does there, its worth.

What a line is worth to a strand is worked out once and kept in ``Step``: the states of a beam share most strands.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.pages.facts import Fact, Sheet
from kg.pages.roles import BODY, BYLINE, CREDIT, FURNITURE, SHORT, Look
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
    waits,
)
from kg.pages.weights import Weights

_LEAST_SHARE = 1.5
_ALIKE = 3
_NEVER = float("-inf")

# (score, state, label, act): the line takes strand ``label`` (a new one: ``len(strands)``; or NONE), ``act`` says what
# that does to the strand. A plain tuple, since thousands are made and few are kept.
Move = tuple[float, State, int, int]


class Offer(NamedTuple):
    """What a line of text is worth to a strand that is ``near``; that is far, where the near strand is broken off (the
    column ``turned``) and where it is not (``calm``). ``link`` is the line whose sentence it goes on with,
    ``share`` the part of its ties that leads there.
    """

    near: float
    turned: float
    calm: float
    link: int
    share: float


class Step(NamedTuple):
    """One line, and what it is worth to the strands met so far by their ``id`` (the states keep them alive).

    ``owed`` is what its own broken sentence costs, ``alone`` what speaks for it as an article's first line,
    ``tied`` the sum of its shares.
    """

    j: int
    look: Look
    fact: Fact
    sheet: Sheet
    weights: Weights
    after_short: bool
    owed: float
    alone: float
    tied: float
    offers: dict[int, Offer]
    turned: dict[int, float]
    calm: dict[int, float]
    strands: dict[int, Strand]

    def share(self, strand: Strand) -> float:
        """The part of the line's ties that lead to the strand, in weights."""
        return sum(map(self.sheet.shares[self.j].__getitem__, strand[0]))


def step(sheet: Sheet, j: int) -> Step:
    """Line ``j``."""
    look, fact, weights = sheet.looks[j], sheet.facts[j], sheet.weights
    owed = weights.lost if look.open else 0.0
    alone = owed + fact.begins + (weights.first_signature if look.signed else 0.0)
    after_short = j > 0 and sheet.looks[j - 1].kind == SHORT
    return Step(j, look, fact, sheet, weights, after_short, owed, alone, sheet.tied[j], {}, {}, {}, {})


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
    if waits(strand) != waits(old):
        waiting = (*waiting, label) if waits(strand) else tuple(other for other in waiting if other != label)
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
    elsewhere = score + _left_behind(state, here)
    broken, tied = False, here.tied
    if near != NONE:
        strand = strands[near]
        broken = strand.open
        if near == last or strand.tail != NONE:
            offer = _text_offer(strand, here)
            tied -= offer.share
            worth = offer.near if near == last else offer.near + weights.over_caption + elsewhere - score
            found.append((score + worth, state, near, TEXT))
        else:
            near = NONE
    worths = here.turned if broken else here.calm
    # where nothing broke off and no other strand can have the ties, only those that wait for text come into question
    for label in range(len(strands)) if broken or tied >= _LEAST_SHARE else waiting:
        if label != near:
            strand = strands[label]
            far = worths.get(id(strand))
            if far is None:
                far = worths[id(strand)] = _far_worth(strand, here, broken)
            if far != _NEVER:
                found.append((elsewhere + far, state, label, TEXT))
    headless = weights.headless_turn if broken else weights.headless
    found.append((elsewhere + here.alone + headless, state, len(strands), TEXT))


def _far_worth(strand: Strand, here: Step, broken: bool) -> float:
    """What the line is worth to a strand that the lines before did not go to."""
    if strand.caption:
        return _NEVER
    ended = strand.tail != NONE and not strand.open
    # nobody goes back to a strand that ended well: names stand at its end, or nothing broke off and nothing ties
    if ended and (strand.signed or (not broken and here.share(strand) < _LEAST_SHARE)):
        return _NEVER
    offer = _text_offer(strand, here)
    return offer.turned if broken else offer.calm


def _text_offer(strand: Strand, here: Step) -> Offer:
    found = here.offers.get(id(strand))
    if found is None:
        found = here.offers[id(strand)] = _new_text_offer(strand, here)
    return found


def _new_text_offer(strand: Strand, here: Step) -> Offer:
    weights, look, score = here.weights, here.look, here.owed
    _, _, tail, is_open, heads, credited, signed, _, _, _, _ = strand
    if look.signed:
        score += weights.second_signature if credited or signed else weights.first_signature
    if tail == NONE:
        score += here.fact.begins + (here.sheet.pull(heads, here.j) if heads else 0.0)
        far = score + weights.far_headline
        return Offer(score + weights.after_headline, far, far, NONE, 0.0)
    share = here.share(strand)
    score += share + (weights.after_signature if signed else 0.0)
    if is_open:
        seam = here.sheet.seam(tail, here.j)
        if seam > weights.least_seam:
            score += seam - weights.lost
            far = score + weights.far_join
            return Offer(score + weights.next_join, far, far, tail, share)
    score += here.fact.goes_on
    near = score + (0.0 if is_open else weights.next_line)
    return Offer(near, score + weights.turn, score + weights.far_paragraph, NONE, share)


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
                found.append((score + _heading_worth(strand, here), state, label, HEADING))
        else:
            worth = calm.get(id(strand))
            if worth is None:
                worth = calm[id(strand)] = _far_heading(strand, here)
            if worth != _NEVER:
                found.append((score + worth, state, label, HEADING))
        if not strand.heads and strand.tail != NONE and not strand.caption:
            adopted = weights.adopt + fact.headed + here.sheet.pull((here.j,), strand.first)
            found.append((score + adopted, state, label, ADOPT))
    score += weights.section_next if here.j and not strands else 0.0
    found.append((score + fact.section, state, NONE, KEEP))


def _heading_worth(strand: Strand, here: Step) -> float:
    weights = here.weights
    score = here.share(strand) + here.fact.heading + (weights.after_signature if strand.signed else 0.0)
    score += weights.tight if here.look.tight and strand.headings else 0.0
    return score + (weights.heading_broken if strand.open else 0.0)


def _far_heading(strand: Strand, here: Step) -> float:
    """What the line is worth as a heading inside an article that the lines before did not go to."""
    if strand.caption or strand.tail == NONE:
        return _NEVER
    if strand.heads and not strand.open and (strand.signed or here.share(strand) < _LEAST_SHARE):
        return _NEVER
    tight = here.weights.tight if here.look.tight and strand.headings else 0.0
    return _heading_worth(strand, here) - tight + here.weights.far_paragraph


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
