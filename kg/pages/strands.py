"""What a search over a page's lines knows at each step: articles begun, and how a line changes one of them.

Values are immutable and shared between the states of a search, so that what is known of a strand is worked out once.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.pages.roles import Look
from kg.pages.weights import Weights

NONE = -1
KEEP, TEXT, HEADLINE, ADOPT, HEADING, TOP, SIGN, CAPTIONED = range(8)


class Strand(NamedTuple):
    """An article begun: its lines, its first and last line of text (-1: none yet), its headline, and what else it has.

    ``open``: the last line is broken off; ``credited``: names stand at its top; ``signed``: names stand at its end;
    ``links``: its joins (left, right); ``dues``: what it still waits for (a headline, the rest of a sentence) as a set
    of bits that no other strand of the page has; ``waits``: its text must go on, or begin.
    """

    lines: tuple[int, ...] = ()
    first: int = NONE
    tail: int = NONE
    open: bool = False
    heads: tuple[int, ...] = ()
    credited: bool = False
    signed: bool = False
    caption: bool = False
    headings: int = 0
    links: tuple[tuple[int, int], ...] = ()
    dues: int = 0
    waits: bool = False


EMPTY = Strand()


class State(NamedTuple):
    """A reading of the lines so far.

    ``last`` is the strand of the last line that has one, ``near`` that of the last that is no caption; ``placed`` says
    that the line before has one.
    """

    score: float = 0.0
    strands: tuple[Strand, ...] = ()
    last: int = NONE
    near: int = NONE
    placed: bool = False
    dues: int = 0
    waiting: tuple[int, ...] = ()


def labels(state: State, count: int) -> list[int]:
    """The strand of each of ``count`` lines, ``NONE`` where a line belongs to no article."""
    found = [NONE] * count
    for label, strand in enumerate(state.strands):
        for i in strand.lines:
            found[i] = label
    return found


def undone(state: State, weights: Weights) -> float:
    """What is left undone at the end of the page (broken sentences are paid for where they break)."""
    score = 0.0
    for strand in state.strands:
        if not strand.caption:
            score += weights.no_text if strand.tail == NONE else 0.0
            score += weights.no_headline if not strand.heads else 0.0
            score += weights.no_author if not strand.credited and not strand.signed else 0.0
    return score


def changed(strand: Strand, act: int, j: int, look: Look, link: int = NONE) -> Strand:
    """The strand after line ``j``, which goes on with the sentence of line ``link``."""
    lines, first, tail, is_open, heads, credited, signed, caption, headings, links, _, _ = strand
    if act == TEXT:
        first, tail = j if tail == NONE else first, j
        is_open, caption = look.open, False
        credited = credited or bool(look.lead and look.authors)
        signed = signed or look.signed
        links = links if link == NONE else (*links, (link, j))
    elif act in (HEADLINE, ADOPT):
        heads = (*heads, j)
    elif act == HEADING:
        is_open, headings = False, headings + 1
    elif act == TOP:
        credited, heads = True, heads or (j,)
    elif act == SIGN:
        signed = True
    elif act == CAPTIONED:
        first, tail, caption = j if tail == NONE else first, j, True
    dues = 0 if caption else _dues(tail, is_open, heads)
    waits = is_open or tail == NONE
    return Strand((*lines, j), first, tail, is_open, heads, credited, signed, caption, headings, links, dues, waits)


def _dues(tail: int, is_open: bool, heads: tuple[int, ...]) -> int:
    return 0 if tail == NONE else (is_open + 2 * (not heads)) << 2 * tail
