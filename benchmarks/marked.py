"""Articles with names and relations marked in their own text → a labelled page, to learn from.

Quicker to write than a page with its label files, and without print layout: ``data/README.md`` describes the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.gold import GoldEntity, GoldPage, GoldRelation
from kg.model import ENTITY_TYPES, PREDICATES, Article, Layout, Line, Page, Span

_NAME = re.compile(r"\{([A-Z]+)(\d+)((?:\+[A-Z]+)*)(\??)\|([^{}|\n]+)\}")
_RELATION = re.compile(r">(\??) *([A-Z]+\d+) +(\w+) +([A-Z]+\d+)(?: +(\S.*))?$")
_ROLES = {"=": "title", "-": "subtitle", "~": "kicker", "*": "heading", "@": "byline", "^": "caption"}


@dataclass(slots=True)
class _Draft:
    """A page while it is read; names are keyed by (article, id)."""

    where: str
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    articles: list[list[int]] = field(default_factory=list)
    spans: dict[tuple[int, str], list[tuple[Span, ...]]] = field(default_factory=dict)
    entities: dict[tuple[int, str], tuple[str, frozenset[str], str, bool]] = field(default_factory=dict)
    relations: list[GoldRelation] = field(default_factory=list)


def read_marked(file: Path) -> tuple[GoldPage, Layout]:
    """The articles of a file as one page with its labels and layout.

    Raises InputError at the first line that has not the form.
    """
    draft = _Draft(file.name)
    fresh = True
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        draft.where = f"{file.name}:{number}"
        if line.startswith("#"):
            continue
        if not line.strip():
            fresh = True
        elif line.startswith(">"):
            draft.relations.append(_relation(draft, line))
        else:
            if fresh:
                draft.articles.append([])
            fresh = False
            _add_line(draft, line)
    entities = tuple(
        GoldEntity(_id(*key), name, types, kind, may, tuple(draft.spans[key]))
        for key, (name, types, kind, may) in draft.entities.items()
    )
    articles = tuple(Article(lines[0], tuple(lines)) for lines in draft.articles)
    page = Page(file.name, draft.text)
    return GoldPage(page, entities, tuple(draft.relations)), Layout(tuple(draft.lines), articles, ())


def _add_line(draft: _Draft, line: str) -> None:
    role, start, article = "body", len(draft.text), len(draft.articles) - 1
    if line[0] in _ROLES and line[1:2] == " ":
        role, line = _ROLES[line[0]], line[2:]
    at, plain = 0, start
    for match in _NAME.finditer(line):
        draft.text += line[at : match.start()]
        plain = len(draft.text)
        draft.text += match[5]
        at = match.end()
        _add_name(draft, article, match, Span(plain, len(draft.text)))
    draft.text += line[at:]
    if "{" in draft.text[start:] or "}" in draft.text[start:]:
        raise InputError(draft.where, "has a brace that marks no name", "write {ORG1|…} around the name")
    draft.lines.append(Line(len(draft.lines) + 1, start, len(draft.text), role))
    draft.articles[-1].append(len(draft.lines))
    draft.text += "\n"


def _add_name(draft: _Draft, article: int, match: re.Match[str], span: Span) -> None:
    kind, number, also, may, name = match.groups()
    types = [kind, *filter(None, also.split("+"))]
    for type_ in types:
        if type_ not in ENTITY_TYPES:
            raise InputError(draft.where, f"has no type {type_}", "use one of " + ", ".join(ENTITY_TYPES))
    key = (article, kind + number)
    draft.entities.setdefault(key, (name, frozenset(types), kind, bool(may)))
    draft.spans.setdefault(key, []).append((span,))


def _relation(draft: _Draft, line: str) -> GoldRelation:
    match = _RELATION.match(line)
    if match is None or match[3] not in PREDICATES or not draft.lines:
        raise InputError(draft.where, f"is no relation: {line}", "write > ORG1 implements PROGRAMME1 below its words")
    may, subject, predicate, obj, role = match.groups()
    article = len(draft.articles) - 1
    for end in (subject, obj):
        if (article, end) not in draft.entities:
            raise InputError(draft.where, f"speaks of {end}, which this article has not marked", "mark it in the text")
    last = draft.lines[-1]
    shown = draft.text[last.start : last.end]
    return GoldRelation(_id(article, subject), predicate, _id(article, obj), role, shown, bool(may))


def _id(article: int, name: str) -> str:
    return f"a{article + 1}.{name}"
