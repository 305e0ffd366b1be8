"""Hand-labelled pages (annotation.md's files) → the same types that reading a page gives.

Evaluation compares the two; rules for relations are developed and measured on the gold's own mentions.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.model import Article, Join, Layout, Line, Mention, Page, PageEntity, Passage, Span

UNCOUNTED = frozenset("“”‘’\"'《》〈〉「」『』")
"""Quotation and title marks: they never count, so a name with and without them is one."""


class GoldEntity(NamedTuple):
    """A labelled entity; ``types`` are the label and its ``also``, ``may`` marks a defensible reading."""

    id: str
    name: str
    types: frozenset[str]
    type: str
    may: bool
    spans: tuple[tuple[Span, ...], ...]


class GoldRelation(NamedTuple):
    """A labelled relation between entity ids; ``may`` as for entities."""

    subject: str
    predicate: str
    object: str
    role: str | None
    evidence: str
    may: bool


@dataclass(frozen=True, slots=True)
class GoldPage:
    """The labels of one page, mentions located in its text."""

    page: Page
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


def read_gold(pages: Path, file: Path) -> GoldPage:
    """Read one gold file and the page it labels from the folder ``pages``."""
    data = json.loads(file.read_text(encoding="utf-8"))
    with open(pages / data["document"], encoding="utf-8", newline="") as handle:
        page = Page(data["document"], handle.read())
    found = _locate(page.text, data["entities"])
    entities = tuple(
        GoldEntity(
            e["id"], e["name"], frozenset({e["type"], *e.get("also", [])}), e["type"], bool(e.get("may")),
            tuple(found[e["id"]]),
        )
        for e in data["entities"]
    )  # fmt: skip
    relations = tuple(
        GoldRelation(
            r["subject"], r["predicate"], r["object"], r.get("role"), r.get("evidence", ""), bool(r.get("may"))
        )
        for r in data["relations"]
    )
    return GoldPage(page, entities, relations)


def _locate(text: str, entities: list[dict[str, Any]]) -> dict[str, list[tuple[Span, ...]]]:
    """Every occurrence of every labelled string, longest string first, without overlaps."""
    owners: dict[str, str] = {}
    only: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity in entities:
        for string, context in entity.get("only", []):
            only[string].append((context, entity["id"]))
        for string in entity["mentions"]:
            owners.setdefault(string, entity["id"])
    taken: set[int] = set()
    found: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
    for string in sorted(owners, key=lambda s: (-len(s.replace("⏎", "")), s)):
        for match in re.finditer(_pattern(string), text):
            cells = {i for i in range(*match.span()) if not text[i].isspace() and text[i] not in UNCOUNTED}
            owner = _owner(text, match, only[string]) if only[string] else owners[string]
            if owner is None or cells & taken:
                continue
            taken |= cells
            found[owner].append(tuple(Span(*match.span(g)) for g in range(1, match.re.groups + 1)))
    return {entity["id"]: sorted(found[entity["id"]]) for entity in entities}


def _pattern(string: str) -> str:
    return r"\s+".join(f"({re.escape(piece)})" for piece in string.split("⏎"))


def _owner(text: str, match: re.Match[str], contexts: list[tuple[str, str]]) -> str | None:
    owner = None
    for context, entity in contexts:
        for around in re.finditer(_pattern(context), text):
            if around.start() <= match.start() and match.end() <= around.end():
                owner = entity
    return owner


def gold_layout(page: Page, file: Path) -> Layout:
    """Read a file of ``gold-layout`` as the layout of ``page``."""
    data = json.loads(file.read_text(encoding="utf-8"))
    bounds = line_bounds(page.text)
    lines = tuple(
        Line(row["n"], bounds[row["n"] - 1][0], bounds[row["n"] - 1][1], row["role"]) for row in data["lines"]
    )
    articles = tuple(
        Article(a["order"][0], tuple(a["order"]), a["title"], tuple(a["authors"])) for a in data["articles"]
    )
    return Layout(lines, articles, tuple(Join(left, right) for left, right in data["joins"]))


def line_bounds(text: str) -> list[tuple[int, int]]:
    """``[start, end)`` of each line without its end; lines end at ``\\n``, ``\\r\\n`` or ``\\r``, nothing else."""
    bounds, start = [], 0
    for match in re.finditer(r"\r\n|\r|\n", text):
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(text)))
    return bounds


def gold_entities(gold: GoldPage, passages: tuple[Passage, ...]) -> list[PageEntity]:
    """The labelled entities as page entities, mentions in passage offsets (those that no passage holds are left out).

    The list is parallel to ``gold.entities``.
    """
    place: dict[int, tuple[int, int]] = {}
    for index, passage in enumerate(passages):
        for position, offset in enumerate(passage.offsets):
            if offset >= 0:
                place[offset] = (index, position)
    found = []
    for entity in gold.entities:
        mentions = []
        for pieces in entity.spans:
            cells = [place[i] for piece in pieces for i in range(*piece) if i in place]
            if cells and len({passage for passage, _ in cells}) == 1:
                start, end = cells[0][1], cells[-1][1] + 1
                if 0 < end - start <= 80:
                    mentions.append(Mention(cells[0][0], start, end, entity.type, entity.name, "gold"))
        aliases = {passages[m.passage].text[m.start : m.end] for m in mentions} - {entity.name}
        found.append(PageEntity(entity.type, entity.name, tuple(sorted(aliases)), tuple(sorted(mentions))))
    return found
