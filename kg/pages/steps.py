"""A line of a page → what it is worth to each strand that the search has begun, worked out once and kept.

The states of a search share most of their strands, so this is where the work is done; ``moves.py`` adds it up.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.pages.facts import Fact, Sheet
from kg.pages.roles import SHORT, Look
from kg.pages.strands import NONE, Strand
from kg.pages.weights import Weights

LEAST_SHARE = 1.5
NEVER = float("-inf")


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


def far_worth(strand: Strand, here: Step, broken: bool) -> float:
    """What the line is worth to a strand that the lines before did not go to."""
    if strand.caption:
        return NEVER
    ended = strand.tail != NONE and not strand.open
    # nobody goes back to a strand that ended well: names stand at its end, or nothing broke off and nothing ties
    if ended and (strand.signed or (not broken and here.share(strand) < LEAST_SHARE)):
        return NEVER
    offer = text_offer(strand, here)
    return offer.turned if broken else offer.calm


def text_offer(strand: Strand, here: Step) -> Offer:
    found = here.offers.get(id(strand))
    if found is None:
        found = here.offers[id(strand)] = _new_text_offer(strand, here)
    return found


def _new_text_offer(strand: Strand, here: Step) -> Offer:
    weights, look, score = here.weights, here.look, here.owed
    _, _, tail, is_open, heads, credited, signed, _, _, _, _, _ = strand
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


def heading_worth(strand: Strand, here: Step) -> float:
    weights = here.weights
    score = here.share(strand) + here.fact.heading + (weights.after_signature if strand.signed else 0.0)
    score += weights.tight if here.look.tight and strand.headings else 0.0
    return score + (weights.heading_broken if strand.open else 0.0)


def far_heading(strand: Strand, here: Step) -> float:
    """What the line is worth as a heading inside an article that the lines before did not go to."""
    if strand.caption or strand.tail == NONE:
        return NEVER
    if strand.heads and not strand.open and (strand.signed or here.share(strand) < LEAST_SHARE):
        return NEVER
    tight = here.weights.tight if here.look.tight and strand.headings else 0.0
    return heading_worth(strand, here) - tight + here.weights.far_paragraph
