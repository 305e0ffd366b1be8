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
from kg.pages.roles import BODY, BYLINE, CAPTION, CREDIT, FURNITURE, SHORT, Look, shapes

_WIDTH = 24
_WORSE = 9.0
_SHORT_LABEL = 8

NONE = -1


class Strand(NamedTuple):
    """An article begun: its first and last line of text (-1: none yet), its headline, and what else it has.

    ``open``: the last line is broken off; ``credited``: names stand at its top; ``signed``: names stand at its end.
    """

    first: int = -1
    tail: int = -1
    open: bool = False
    heads: tuple[int, ...] = ()
    credited: bool = False
    signed: bool = False
    caption: bool = False
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
    far_headline: float = -0.5
    next_line: float = 2.0
    next_join: float = 2.5
    far_join: float = -0.5
    far_paragraph: float = -3.5
    lost: float = -3.5
    headless: float = -2.0
    lead_inside: float = -6.0
    after_signature: float = -5.0
    second_signature: float = -5.0
    first_signature: float = 1.0
    no_start: float = -2.0
    lead_start: float = 1.5
    opener: float = 1.0
    quote_first: float = 0.3
    closer: float = 0.5
    tie: float = 4.0
    tie_calm: float = 12.0
    more_headline: float = 0.3
    kicker: float = 1.5
    pull: float = 5.0
    pull_calm: float = 6.0
    turn: float = -1.5
    headless_turn: float = -1.0
    adjacent_headline: float = 1.5
    subtitle: float = 2.0
    new_headline: float = -0.5
    before_byline: float = 2.0
    before_lead: float = 1.5
    adopt: float = 1.0
    heading: float = 1.0
    heading_before_short: float = -1.5
    heading_last: float = -4.0
    heading_before_byline: float = -5.0
    section: float = -1.5
    section_first: float = 2.5
    section_word: float = 2.0
    section_short: float = 0.8
    section_kicker: float = -3.0
    section_next: float = 1.0
    section_parts: float = 1.0
    section_long: float = -1.0
    section_alone: float = -1.5
    credit: float = 1.0
    no_text: float = -5.0
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
    pulls: dict[tuple[tuple[int, ...], int], float]
    weights: Weights

    def seam(self, left: int, right: int) -> float:
        """How well line ``right`` goes on with line ``left``."""
        key = (left, right)
        if key not in self.seams:
            self.seams[key] = seam_score(self.looks[left], self.looks[right], self.grams)
        return self.seams[key]

    def pull(self, heads: tuple[int, ...], j: int) -> float:
        """How much more a headline has to do with the text that begins at ``j`` than with any other text."""
        key = (heads, j)
        if key not in self.pulls:
            here, best = 0.0, 0.0
            windows: dict[int, float] = {}
            for head in heads:
                for i, weight in self.ties[head].items():
                    if self.looks[i].kind in (BODY, CAPTION):
                        for k, part in ((i, 1.0), (i - 1, 0.9), (i - 2, 0.8)):
                            windows[k] = windows.get(k, 0.0) + weight * part
            here = windows.get(j, 0.0)
            best = max((weight for k, weight in windows.items() if abs(k - j) > 2), default=0.0)
            weights = self.weights
            self.pulls[key] = weights.pull * (here - best) / (weights.pull_calm + here + best)
        return self.pulls[key]


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
        elif not strand.heads:
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
    broken = near != NONE and state.strands[near].open
    begins = _beginning(look, sheet.looks[j - 1] if j else None, weights)
    signed = (weights.first_signature, weights.second_signature) if look.signed else (0.0, 0.0)
    for label, strand in enumerate(state.strands):
        if strand.caption:
            continue
        score = state.score + (left if label != last else 0.0)
        link = NONE
        if strand.tail == NONE:
            score += (weights.after_headline if label == last else weights.far_headline) + begins
            score += sheet.pull(strand.heads, j)
        else:
            score += shares.get(label, 0.0)
            score += weights.lead_inside if look.lead else 0.0
            score += weights.after_signature if strand.signed else 0.0
            seam = sheet.seam(strand.tail, j) if strand.open else 0.0
            if strand.open and seam > weights.least_seam:
                score += seam + (weights.next_join if label == near else weights.far_join)
                link = strand.tail
            else:
                score += weights.no_start if _cannot_begin(look) else 0.0
                if label != near:
                    score += (weights.lost if strand.open else 0.0) + (
                        weights.turn if broken else weights.far_paragraph
                    )
                else:
                    score += weights.lost if strand.open else weights.next_line
            score += weights.over_caption if label == near != last else 0.0
        score += signed[strand.credited or strand.signed]
        after = strand._replace(
            first=j if strand.tail == NONE else strand.first,
            tail=j,
            open=look.open,
            signed=strand.signed or look.signed,
            credited=strand.credited or bool(look.lead and look.authors),
        )
        yield Move(score, state, label, after, link)
    new = Strand(j, j, look.open, (), bool(look.lead and look.authors), look.signed)
    yield Move(
        state.score + (weights.headless_turn if broken else weights.headless) + begins + left + signed[0],
        state,
        len(state.strands),
        new,
    )


def _beginning(look: Look, before: Look | None, weights: Weights) -> float:
    """How much a line of text looks like the first of an article."""
    if _cannot_begin(look):
        return weights.no_start
    score = weights.lead_start if look.lead else 0.0
    score += weights.opener if shapes().opener.match(look.text) else 0.0
    score += weights.quote_first if look.text[0] == "“" else 0.0
    return score + (weights.closer if before is not None and shapes().closer.search(before.text) else 0.0)


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
    headed = weights.before_byline if following == BYLINE else 0.0
    if following == BODY and sheet.looks[j + 1].lead:
        headed = weights.before_lead
    subtitle = weights.subtitle if shapes().subtitle.search(look.text) else 0.0
    if last != NONE and state.labels[-1] == last and sheet.looks[j - 1].kind == SHORT:
        strand = state.strands[last]
        if not strand.credited and strand.headings == 0 and (strand.tail == NONE or strand.heads):
            near = weights.adjacent_headline if look.tight else 0.0
            kicker = weights.kicker if shapes().kicker.search(sheet.looks[j - 1].text) else 0.0
            score = first + weights.more_headline + kicker + near + subtitle + headed
            yield Move(score, state, last, strand._replace(heads=(*strand.heads, j)))
    new = Strand(heads=(j,))
    left = _left_behind(state, j, sheet)
    yield Move(first + weights.new_headline + headed - subtitle + left, state, len(state.strands), new)
    for label, strand in enumerate(state.strands):
        if strand.caption or strand.tail == NONE:
            continue
        tied = first + shares.get(label, 0.0)
        if not strand.heads:
            yield Move(
                first + weights.adopt + headed + sheet.pull((j,), strand.first),
                state,
                label,
                strand._replace(heads=(j,)),
            )
        score = (
            tied
            + weights.heading
            + (weights.lost if strand.open else 0.0)
            + (0.0 if label == last else weights.far_paragraph)
        )
        if following == SHORT:
            score += 0.0 if sheet.looks[j + 1].tight else weights.heading_before_short
        elif following != BODY:
            score += weights.heading_last
        if look.tight and label == last and strand.headings:
            score += weights.adjacent_headline
        if headed:
            score += weights.heading_before_byline
        if strand.signed:
            score += weights.after_signature
        yield Move(score, state, label, strand._replace(open=False, headings=strand.headings + 1))
    score = _section(look, following, weights) + (weights.section_first if not j else 0.0)
    score += weights.section_next if j and not state.strands else 0.0
    score -= weights.adjacent_headline if following == SHORT and sheet.looks[j + 1].tight else 0.0
    yield Move(first + score, state, NONE)


def _section(look: Look, following: int, weights: Weights) -> float:
    """How much a short line looks like a section label or slogan that belongs to no article."""
    shape = shapes()
    score = weights.section + (weights.section_parts if look.text.count(" ") > 1 or "·" in look.text else 0.0)
    score += weights.section_long if "“" in look.text or len(look.text) > 2 * _SHORT_LABEL else 0.0
    score += weights.section_word if shape.section.search(look.text) else 0.0
    score += weights.section_short if len(look.text) <= _SHORT_LABEL else 0.0
    score += weights.section_kicker if shape.kicker.search(look.text) or shape.subtitle.search(look.text) else 0.0
    return score + (0.0 if following == SHORT else weights.section_alone)


def _byline_moves(state: State, j: int, sheet: Sheet) -> Iterator[Move]:
    weights = sheet.weights
    last, near = _recent(state)
    if last != NONE:
        strand = state.strands[last]
        top = sheet.looks[j - 1].kind in (SHORT, BYLINE) and strand.heads and not strand.signed
        if top:
            yield Move(state.score + weights.credit, state, last, strand._replace(credited=True))
        elif strand.tail != NONE and not strand.caption:
            twice = strand.credited or strand.signed
            score = weights.second_signature if twice else weights.first_signature
            yield Move(state.score + score, state, last, strand._replace(signed=True))
    new = Strand(heads=(j,), credited=True)
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
        score = state.score + weights.caption_headline + sheet.pull(strand.heads, j)
        yield Move(score, state, last, strand._replace(first=j, tail=j, caption=True))
    new = Strand(j, j, caption=True)
    yield Move(state.score + _left_behind(state, j, sheet), state, len(state.strands), new)
