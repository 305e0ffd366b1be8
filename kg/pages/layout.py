"""A page → its lines with their roles, its articles and its joins: the looks of the lines, searched as one whole."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Article, Join, Layout, Line, Page
from kg.pages.articles import search
from kg.pages.facts import sheet
from kg.pages.headlines import head_roles
from kg.pages.joins import join
from kg.pages.passages import normalise
from kg.pages.roles import BODY, BYLINE, CAPTION, CREDIT, SHORT, Look, looks
from kg.pages.strands import State, Strand
from kg.pages.words import Shapes, Words, shipped

_LONGEST_PART = 200
_OWN_ROLES = {CAPTION: "caption", CREDIT: "caption", BYLINE: "byline"}


def layout(page: Page, words: Words | None = None) -> Layout:
    """Every non-empty line with its role, the articles in the order of their numbers, the joins.

    ``words`` are the word lists to go by (``words.load``), else those that the program brings along.
    """
    words = words or shipped()
    lines: list[Line] = []
    articles: list[Article] = []
    joins: list[Join] = []
    for part in _parts(looks(page, words)):
        known = sheet(part, words)
        state = search(known)
        roles = _roles(part, state, words.shapes)
        lines.extend(Line(look.number, look.start, look.end, role) for look, role in zip(part, roles, strict=True))
        articles.extend(_articles(part, state, roles))
        links = (link for strand in state.strands for link in strand.links)
        joins.extend(join(part[left], part[right], known.running.text) for left, right in links)
    articles = _with_sections(page, lines, articles)
    return Layout(tuple(lines), tuple(sorted(articles, key=lambda a: a.number)), tuple(sorted(joins)))


def _with_sections(page: Page, lines: Sequence[Line], articles: Sequence[Article]) -> list[Article]:
    """Each article with the section label that stands nearest above its headline."""
    labels = [line for line in lines if line.role == "section"]
    found = []
    for article in articles:
        above = bisect([line.number for line in labels], article.number)
        label = labels[above - 1] if above else None
        section = normalise(page.text[label.start : label.end]).strip() if label else None
        found.append(replace(article, section=section))
    return found


def _parts(found: list[Look]) -> list[list[Look]]:
    """A page is one part; what is longer than any page is cut, at a headline where there is one."""
    parts, start = [], 0
    while len(found) - start > _LONGEST_PART:
        end = start + _LONGEST_PART
        cuts = (i for i in range(end, start + _LONGEST_PART // 2, -1) if found[i].kind == SHORT)
        end = next(cuts, end)
        parts.append(found[start:end])
        start = end
    return [*parts, found[start:]] if found[start:] else parts


def _roles(part: Sequence[Look], state: State, shape: Shapes) -> list[str]:
    roles = [_OWN_ROLES.get(look.kind, "section" if look.kind == SHORT else "other") for look in part]
    for strand in state.strands:
        for i in strand.lines:
            if part[i].kind == SHORT:
                roles[i] = "heading"
            elif part[i].kind == BODY:
                roles[i] = "body"
        heads = [i for i in strand.heads if part[i].kind == SHORT]
        for i, role in zip(heads, head_roles([part[i].text for i in heads], shape), strict=True):
            roles[i] = role
    return roles


def _headline(part: Sequence[Look], strand: Strand) -> list[int]:
    """The lines of the strand's headline, with the byline that follows it."""
    heads = list(strand.heads)
    after = heads[-1] + 1 if heads else len(part)
    while after in strand.lines and part[after].kind == BYLINE:
        heads.append(after)
        after += 1
    return heads


def _articles(part: Sequence[Look], state: State, roles: Sequence[str]) -> list[Article]:
    found = []
    for strand in state.strands:
        head = _headline(part, strand)
        order = head + [i for i in strand.lines if i not in head]
        authors = tuple(dict.fromkeys(name for i in order for name in part[i].authors))
        title = " ".join(part[i].text for i in head if roles[i] == "title")
        found.append(Article(part[order[0]].number, tuple(part[i].number for i in order), title, authors))
    return found
