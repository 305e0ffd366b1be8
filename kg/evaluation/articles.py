"""Found layout against a labelled one: lines in the right articles, in order, rightly joined, rightly signed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from kg.evaluation.tally import Fault, Measure, Tally
from kg.model import Article, Layout

Rows = Iterator[tuple[Measure, Tally] | Fault]
Members = dict[int, frozenset[int]]

ARTICLE, ORDER, JOIN, AUTHOR = (Measure("", name) for name in ("article", "order", "join", "author"))


def layouts(page: str, found: Layout, gold: Layout) -> Rows:
    """All measures of one page's layout."""
    yield from _articles(found, gold)
    yield from _sets(ORDER, _order(found.articles), _order(gold.articles))
    joins = {(join.left, join.right) for join in found.joins}
    wanted = {(join.left, join.right) for join in gold.joins}
    yield from _sets(JOIN, joins, wanted)
    yield from (Fault("missed join", f"{left} → {right}", page) for left, right in sorted(wanted - joins))
    yield from (Fault("false join", f"{left} → {right}", page) for left, right in sorted(joins - wanted))
    signed, meant = _authors(found, gold)
    yield from _sets(AUTHOR, signed, meant)
    yield from (Fault("missed author", name, page) for _, name in sorted(meant - signed))
    yield from (Fault("false author", name, page) for _, name in sorted(signed - meant))


def _home(articles: Sequence[Article]) -> dict[int, int]:
    """Line number → index of its article."""
    return {line: index for index, article in enumerate(articles) for line in article.lines}


def _members(home: dict[int, int]) -> Members:
    lines: dict[int, set[int]] = defaultdict(set)
    for line, index in home.items():
        lines[index].add(line)
    return {index: frozenset(found) for index, found in lines.items()}


def _articles(found: Layout, gold: Layout) -> Rows:
    """B-cubed over lines: does each stand with the lines of its article, and with no others?"""
    found_home, gold_home = _home(found.articles), _home(gold.articles)
    found_lines, gold_lines = _members(found_home), _members(gold_home)
    for line, index in gold_home.items():
        mine = found_lines[found_home[line]] if line in found_home else frozenset({line})
        yield ARTICLE, Tally(0, 0, len(mine & gold_lines[index]) / len(gold_lines[index]), 1)
    for line, index in found_home.items():
        mine = found_lines[index]
        share = len(mine & gold_lines[gold_home[line]]) / len(mine) if line in gold_home else 0.0
        yield ARTICLE, Tally(share, 1)


def _order(articles: Iterable[Article]) -> set[tuple[int, int]]:
    return {pair for article in articles for pair in pairwise(article.lines)}


def _authors(found: Layout, gold: Layout) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """(labelled article's index, author) of both sides; articles are matched by the lines they share, most first."""
    gold_home = _home(gold.articles)
    shared = Counter((index, gold_home[line]) for line, index in _home(found.articles).items() if line in gold_home)
    partner: dict[int, int] = {}
    for (mine, other), _ in sorted(shared.items(), key=lambda item: (-item[1], _printed(item[0]))):
        if mine not in partner and other not in partner.values():
            partner[mine] = other
    signed = {(partner.get(i, -1), name) for i, article in enumerate(found.articles) for name in article.authors}
    return signed, {(i, name) for i, article in enumerate(gold.articles) for name in article.authors}


def _printed(pair: tuple[int, int]) -> str:
    # Ties fall as they fall for the ids a1, a2, … a10 compared as text.
    return str(tuple(f"a{index + 1}" for index in pair))


def _sets(measure: Measure, found: Set[object], gold: Set[object]) -> Rows:
    right = len(found & gold)
    yield measure, Tally(right, len(found), right, len(gold))
