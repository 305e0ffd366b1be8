"""A line of a page → what it is worth to each strand that the search has begun, worked out once and kept.

The states of a search share most of their strands, so this is where the work is done; ``moves.py`` adds it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.pages.facts import Fact, Sheet
from kg.pages.roles import SHORT, Look
from kg.pages.strands import NONE, Strand
from kg.pages.weights import Weights

LEAST_SHARE = 1.5
NEVER = float("-inf")

# What a line of text is worth to a strand: (near, turned, calm, link, share). ``near``: it is the near strand; else
# ``turned`` where the near strand is broken off, ``calm`` where it is not. ``link`` is the line whose sentence it goes
# on with, ``share`` the part of its ties that leads there. A plain tuple, since thousands are made.
Offer = tuple[float, float, float, int, float]

# What a short line is worth to a strand: as a heading where the line before went there, where it did not, and as the
# headline that the strand lacks.
Heading = tuple[float, float, float]


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
    shares: Sequence[float]
    offers: dict[int, Offer]
    headings: dict[int, Heading]
    strands: dict[int, Strand]


def step(sheet: Sheet, j: int) -> Step:
    """Line ``j``."""
    look, fact, weights = sheet.looks[j], sheet.facts[j], sheet.weights
    owed = weights.lost if look.open else 0.0
    alone = owed + fact.begins + (weights.first_signature if look.signed else 0.0)
    after_short = j > 0 and sheet.looks[j - 1].kind == SHORT
    return Step(j, look, fact, sheet, weights, after_short, owed, alone, sheet.tied[j], sheet.shares[j], {}, {}, {})


def new_offer(strand: Strand, here: Step) -> Offer:
    """What the line of text is worth to a strand not met before."""
    lines, _, tail, is_open, heads, credited, signed, caption, _, _, _, _ = strand
    weights, score = here.weights, here.owed
    if here.look.signed:
        score += weights.second_signature if credited or signed else weights.first_signature
    if tail == NONE:
        score += here.fact.begins + (here.sheet.pull(heads, here.j) if heads else 0.0)
        far = NEVER if caption else score + weights.far_headline
        offer = (score + weights.after_headline, far, far, NONE, 0.0)
    else:
        share = sum(map(here.shares.__getitem__, lines))
        score += share + (weights.after_signature if signed else 0.0)
        offer = _open_offer(strand, here, score, share) if is_open else _ended_offer(strand, here, score, share)
    here.offers[id(strand)] = offer
    return offer


def _open_offer(strand: Strand, here: Step, score: float, share: float) -> Offer:
    weights, tail = here.weights, strand.tail
    seam = here.sheet.seam(tail, here.j)
    if seam > weights.least_seam:
        score += seam - weights.lost
        far = NEVER if strand.caption else score + weights.far_join
        return score + weights.next_join, far, far, tail, share
    score += here.fact.goes_on
    if strand.caption:
        return score, NEVER, NEVER, NONE, share
    return score, score + weights.turn, score + weights.far_paragraph, NONE, share


def _ended_offer(strand: Strand, here: Step, score: float, share: float) -> Offer:
    """Nobody goes back to a strand that ended well: names stand at its end, or nothing broke off and nothing ties."""
    weights = here.weights
    score += here.fact.goes_on
    near = score + weights.next_line
    if strand.caption or strand.signed:
        return near, NEVER, NEVER, NONE, share
    return near, score + weights.turn, NEVER if share < LEAST_SHARE else score + weights.far_paragraph, NONE, share


def new_heading(strand: Strand, here: Step) -> Heading:
    """What the short line is worth to a strand not met before."""
    weights = here.weights
    near = far = adopted = NEVER
    if strand.tail != NONE and not strand.caption:
        share = sum(map(here.shares.__getitem__, strand.lines))
        tight = weights.tight if here.look.tight and strand.headings else 0.0
        near = share + here.fact.heading + (weights.after_signature if strand.signed else 0.0)
        near += tight
        near += weights.heading_broken if strand.open else 0.0
        if not strand.heads or strand.open or (not strand.signed and share >= LEAST_SHARE):
            far = near - tight + weights.far_paragraph
        if not strand.heads:
            adopted = weights.adopt + here.fact.headed + here.sheet.pull((here.j,), strand.first)
    found = here.headings[id(strand)] = (near, far, adopted)
    return found
