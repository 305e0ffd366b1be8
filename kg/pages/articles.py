"""Looks of a page's lines → which article each line belongs to: the best reading of the page as a whole.

A beam search over the lines in page order. Each hypothesis is a set of strands (articles begun); a line goes on with a
strand, opens one, or gives a headline to a strand that has none. Every choice has a weight, and what is left undone at
the end (a headline without text, a sentence without end) costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.pages.affinity import Ties
from kg.pages.joins import seam_score
from kg.pages.roles import BODY, BYLINE, CREDIT, FURNITURE, SHORT, Look, shapes

_WIDTH = 24
_WORSE = 9.0

NONE = -1


class Strand(NamedTuple):
    """An article begun: its last line of text (-1: none yet), whether that is broken off, and what it has."""

    tail: int
    open: bool
    headed: bool
    credited: bool
    signed: bool
    caption: bool
    headings: int = 0


class State(NamedTuple):
    """A reading of the lines so far; ``labels[i]`` is the strand of line ``i``, ``links`` the joins (left, right)."""

    score: float
    labels: tuple[int, ...]
    strands: tuple[Strand, ...]
    links: tuple[tuple[int, int], ...]


class Weights(NamedTuple):
    """What each choice is worth; set by hand on labelled pages, checked on others."""

    after_headline: float = 2.5
    far_headline: float = -2.0
    next_line: float = 2.0
    next_join: float = 2.5
    far_join: float = -0.5
    far_paragraph: float = -3.5
    lost: float = -2.5
    headless: float = -3.5
    lead_inside: float = -6.0
    after_signature: float = -5.0
    second_signature: float = -5.0
    first_signature: float = 1.0
    no_start: float = -2.0
    lead_start: float = 1.5
    tie: float = 4.0
    tie_calm: float = 12.0
    more_headline: float = 1.0
    adjacent_headline: float = 1.5
    subtitle: float = 2.0
    new_headline: float = -0.5
    before_byline: float = 2.0
    before_lead: float = 1.5
    adopt: float = 1.0
    heading: float = 1.0
    heading_before_short: float = -1.5
    heading_before_byline: float = -5.0
    section: float = -1.5
    section_first: float = 2.0
    section_word: float = 1.0
    credit: float = 1.0
    no_text: float = -4.0
    no_headline: float = -3.0
    no_author: float = -0.7
    over_caption: float = -0.5
    least_seam: float = -1.0
    left_headline: float = -1.0
    left_heading: float = -3.0
    caption_headline: float = 0.5


class Sheet(NamedTuple):
    """What the search reads: the lines, their ties, the page's runs of characters, seam scores asked so far."""

    looks: Sequence[Look]
    ties: Ties
    grams: frozenset[str]
    seams: dict[tuple[int, int], float]
    weights: Weights

    def seam(self, left: int, right: int) -> float:
        """How well line ``right`` goes on with line ``left``."""
        key = (left, right)
        if key not in self.seams:
            self.seams[key] = seam_score(self.looks[left], self.looks[right], self.grams)
        return self.seams[key]


class Move(NamedTuple):
    """One choice for the next line: its strand's index (a new one: ``len(strands)``), the strand after it, a join."""

    score: float
    before: State
    label: int
    strand: Strand | None = None
    link: int = NONE


def search(sheet: Sheet) -> State:
    """The best reading of all lines."""
    states = [State(0.0, (), (), ())]
    for j in range(len(sheet.looks)):
        moves = [move for state in states for move in _moves(state, j, sheet)]
        moves.sort(key=_score, reverse=True)
        least = moves[0].score - _WORSE
        states = [_after(move, j) for move in moves[:_WIDTH] if move.score >= least]
    return max(states, key=lambda state: state.score + _undone(state, sheet.weights))


def _score(move: Move) -> float:
    return move.score


def _after(move: Move, j: int) -> State:
    before, label, strands = move.before, move.label, move.before.strands
    if move.strand is not None:
        strands = (*strands[:label], move.strand, *strands[label + 1 :])
    links = before.links if move.link == NONE else (*before.links, (move.link, j))
    return State(move.score, (*before.labels, label), strands, links)


def _undone(state: State, weights: Weights) -> float:
    """What is left undone at the end of the page."""
    score = 0.0
    for strand in state.strands:
        if strand.caption:
            continue
        if strand.tail == NONE:
            score += weights.no_text
        elif not strand.headed:
            score += weights.no_headline
        if not strand.credited and not strand.signed:
            score += weights.no_author
        if strand.open:
            score += weights.lost
    return score


def _moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    look = sheet.looks[j]
    if look.kind == FURNITURE:
        yield Move(state.score, state, NONE)
    elif look.kind == BODY:
        yield from _text_moves(state, j, sheet)
    elif look.kind == SHORT:
        yield from _short_moves(state, j, sheet)
    elif look.kind == BYLINE:
        yield from _byline_moves(state, j, sheet)
    else:
        yield from _caption_moves(state, j, sheet)


def _shares(state: State, j: int, sheet: Sheet) -> dict[int, float]:
    """For each strand the part of line ``j``'s ties that lead to it, in weights."""
    found: dict[int, float] = {}
    total = sheet.weights.tie_calm
    labels = state.labels
    for i, weight in sheet.ties[j].items():
        if i < j:
            total += weight
            found[labels[i]] = found.get(labels[i], 0.0) + weight
    return {label: sheet.weights.tie * weight / total for label, weight in found.items()}


def _recent(state: State) -> tuple[int, int]:
    """The strand of the last line that has one, and of the last that is no caption."""
    last = NONE
    for label in reversed(state.labels):
        if label != NONE:
            last = label if last == NONE else last
            if not state.strands[label].caption:
                return last, label
    return last, NONE


def _text_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, look = sheet.weights, sheet.looks[j]
    last, near = _recent(state)
    shares = _shares(state, j, sheet)
    left = _left_behind(state, j, sheet)
    begins = (weights.lead_start if look.lead else 0.0) + (weights.no_start if _cannot_begin(look) else 0.0)
    signed = (weights.first_signature, weights.second_signature) if look.signed else (0.0, 0.0)
    for label, strand in enumerate(state.strands):
        if strand.caption:
            continue
        score = state.score + shares.get(label, 0.0) + (left if label != last else 0.0)
        link = NONE
        if strand.tail == NONE:
            score += (weights.after_headline if label == last else weights.far_headline) + begins
        else:
            score += weights.lead_inside if look.lead else 0.0
            score += weights.after_signature if strand.signed else 0.0
            seam = sheet.seam(strand.tail, j) if strand.open else 0.0
            nearness = label == near and (label == last or weights.over_caption)
            if strand.open and seam > weights.least_seam:
                score += seam + (weights.next_join if label == near else weights.far_join)
                link = strand.tail
            else:
                score += (weights.lost if strand.open else 0.0) + (weights.no_start if _cannot_begin(look) else 0.0)
                score += weights.next_line if label == near else weights.far_paragraph
            score += weights.over_caption if label == near != last else 0.0
        score += signed[strand.credited or strand.signed]
        after = strand._replace(
            tail=j,
            open=look.open,
            signed=strand.signed or look.signed,
            credited=strand.credited or bool(look.lead and look.authors),
        )
        yield Move(score, state, label, after, link)
    new = Strand(j, look.open, False, bool(look.lead and look.authors), look.signed, False)
    yield Move(state.score + weights.headless + begins + left + signed[0], state, len(state.strands), new)


def _cannot_begin(look: Look) -> bool:
    return bool(look.closes) or look.text[0] in shapes().continues or look.text[0] in ",。、;:!?)…"


def _left_behind(state: State, j: int, sheet: Sheet) -> float:
    """What it costs to go elsewhere right after a headline or heading."""
    if j and sheet.looks[j - 1].kind == SHORT and state.labels[-1] != NONE:
        strand = state.strands[state.labels[-1]]
        return sheet.weights.left_headline if strand.tail == NONE else sheet.weights.left_heading
    return 0.0


def _short_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, look = sheet.weights, sheet.looks[j]
    kinds = [line.kind for line in sheet.looks[j + 1 : j + 4]]
    following = kinds[0] if kinds else FURNITURE
    last, _ = _recent(state)
    shares = _shares(state, j, sheet)
    first = state.score
    headed = weights.before_byline if BYLINE in kinds and all(k == SHORT for k in kinds[: kinds.index(BYLINE)]) else 0.0
    if following == BODY and sheet.looks[j + 1].lead:
        headed += weights.before_lead
    subtitle = weights.subtitle if shapes().subtitle.search(look.text) else 0.0
    if last != NONE and state.labels[-1] == last and sheet.looks[j - 1].kind == SHORT:
        strand = state.strands[last]
        if not strand.credited and strand.headings == 0 and (strand.tail == NONE or strand.headed):
            near = weights.adjacent_headline if look.gap == 1 else 0.0
            yield Move(first + weights.more_headline + near + subtitle + headed, state, last, strand)
    new = Strand(NONE, False, True, False, False, False)
    yield Move(first + weights.new_headline + headed - subtitle, state, len(state.strands), new)
    left = _left_behind(state, j, sheet)
    for label, strand in enumerate(state.strands):
        if strand.caption or strand.tail == NONE:
            continue
        tied = first + shares.get(label, 0.0)
        if not strand.headed:
            yield Move(tied + weights.adopt + headed, state, label, strand._replace(headed=True))
        score = (
            tied
            + weights.heading
            + (weights.lost if strand.open else 0.0)
            + (0.0 if label == last else weights.far_paragraph)
        )
        if following != BODY:
            score += weights.heading_before_short
        if headed:
            score += weights.heading_before_byline
        if strand.signed:
            score += weights.after_signature
        yield Move(score, state, label, strand._replace(open=False, headings=strand.headings + 1))
    score = first + weights.section + (weights.section_first if not state.strands else 0.0) + left
    score += weights.section_word if shapes().section.search(look.text) else 0.0
    score += 0.0 if following in (SHORT, FURNITURE) else weights.heading_before_short
    yield Move(score, state, NONE)


def _byline_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights = sheet.weights
    last, near = _recent(state)
    if last != NONE:
        strand = state.strands[last]
        top = sheet.looks[j - 1].kind in (SHORT, BYLINE) and strand.headed and not strand.signed
        if top:
            yield Move(state.score + weights.credit, state, last, strand._replace(credited=True))
        elif strand.tail != NONE and not strand.caption:
            twice = strand.credited or strand.signed
            score = weights.second_signature if twice else weights.first_signature
            yield Move(state.score + score, state, last, strand._replace(signed=True))
    new = Strand(NONE, False, True, True, False, False)
    yield Move(state.score + weights.headless, state, len(state.strands), new)


def _caption_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights, look = sheet.weights, sheet.looks[j]
    last = state.labels[-1] if state.labels else NONE
    strand = state.strands[last] if last != NONE else None
    if strand is not None and strand.caption and (look.kind == CREDIT or sheet.looks[j - 1].open):
        yield Move(state.score, state, last, strand)
        return
    if strand is not None and look.kind == CREDIT:
        yield Move(state.score, state, last, strand)
        return
    if strand is not None and strand.tail == NONE and not strand.credited:
        tied = _shares(state, j, sheet).get(last, 0.0)
        yield Move(state.score + weights.caption_headline + tied, state, last, strand._replace(tail=j, caption=True))
    new = Strand(j, False, False, False, False, True)
    yield Move(state.score + _left_behind(state, j, sheet), state, len(state.strands), new)
