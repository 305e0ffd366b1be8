"""An explained page → its articles' lines as runs of text, names marked, joins told: what terminal and HTML show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.explain.account import Explanation, Proposal, RelationTold, Rival
from kg.mentions.account import Piece
from kg.model import Article, Line, Span
from kg.statements import article_number


class Run(NamedTuple):
    """A stretch of a line; ``name`` is its place in ``Explanation.names``, None for what is no name."""

    text: str
    name: int | None


class LineTold(NamedTuple):
    """A line of the page. ``goes_on`` is the line whose broken sentence it continues, ``lost`` if characters miss."""

    number: int
    role: str
    runs: tuple[Run, ...]
    goes_on: int | None
    lost: bool


class Section(NamedTuple):
    """An article with what was read in it, or (``article`` None) all lines that belong to none."""

    article: Article | None
    lines: tuple[LineTold, ...]
    names: tuple[int, ...]
    relations: tuple[RelationTold, ...]
    lost: tuple[Proposal, ...]


def sections(told: Explanation) -> Iterator[Section]:
    """The page's articles in its own order, then what belongs to none, if there is such."""
    layout = told.reading.layout
    lines = {line.number: line for line in layout.lines}
    inside = {number for article in layout.articles for number in article.lines}
    rest = [line for line in layout.lines if line.number not in inside]
    for index, article in enumerate(layout.articles):
        yield _section(told, article, [lines[number] for number in article.lines], index)
    stray = _section(told, None, rest, None)
    if rest or stray.relations or stray.lost:
        yield stray


def _section(told: Explanation, article: Article | None, lines: list[Line], index: int | None) -> Section:
    passages = [number for number, passage in enumerate(told.reading.passages) if passage.article == index]
    names = tuple(i for i, name in enumerate(told.names) if name.mention.passage in passages)
    number = article.number if article is not None else 0
    relations = tuple(r for r in told.relations if article_number(told.reading.layout, r.relation) == number)
    lost = tuple(p for p in told.lost if p.candidate.passage in passages)
    return Section(article, tuple(_line(told, line) for line in lines), names, relations, lost)


def _line(told: Explanation, line: Line) -> LineTold:
    join = next((join for join in told.reading.layout.joins if join.right == line.number), None)
    runs = tuple(_runs(told, line.start, line.end))
    return LineTold(line.number, line.role, runs, join.left if join else None, bool(join and join.lost))


def _runs(told: Explanation, start: int, end: int) -> Iterator[Run]:
    text, at = told.reading.page.text, start
    pieces = sorted((span, i) for i, name in enumerate(told.names) for span in name.own.spans)
    for span, name in pieces:
        if span.end <= start or span.start >= end:
            continue
        if span.start > at:
            yield Run(text[at : span.start], None)
        yield Run(text[max(span.start, at) : span.end], name)
        at = span.end
    if at < end:
        yield Run(text[at:end], None)


def weighed(pieces: Sequence[Piece], *, most: int, sign: int) -> str:
    """The heaviest evidence for (``sign`` 1) or against (-1) a candidate in one line, "" where there is none."""
    told = [piece for piece in pieces if piece.weight * sign > 0][:most]
    return " · ".join(f"{p.template}{f' {p.found}' if p.found else ''} {p.weight:+.2f}" for p in told)


def rival(name: Rival) -> str:
    """A rival in short: 谊景村 COMPOUND -0.42."""
    return f"{name.words} {name.type} {name.weight:+.2f}"


def place(spans: Sequence[Span]) -> str:
    """Page offsets of one piece or more: 1203–1208, 17–19+40–41."""
    return "+".join(f"{start}–{end}" for start, end in spans)
