"""Short builders of test subjects; every text here was written for these tests."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from kg import rdf
from kg.model import Article, Entity, Evidence, Key, Layout, Line, Page, PageEntity, Reading, Relation, Span, Statement
from kg.ontology import Vocabulary
from kg.ontology import load as load_vocabulary
from kg.stores import generations

PAGE = "a/第一版.txt"
TEXT = (
    "小河里社区办起“邻里帮”助老服务\n"
    "■ 通讯员 林小满\n"
    "柳影街道小河里社区推出“邻里帮”助老服务，由社区党委书记高远山牵\n"
    "今日天气晴\n"
    "头，每周二上门。下月拟与青禾超市签约。\n"
)


@cache
def vocabulary() -> Vocabulary:
    """The shipped ontology."""
    return load_vocabulary()


def key(type: str, name: str, scope: str | None = None) -> Key:
    return Key(type, name, scope)


def entity(type: str, name: str, *aliases: str, scope: str | None = None, articles: object = ((PAGE, 1),)) -> Entity:
    return Entity(Key(type, name, scope), name, aliases, articles)  # type: ignore[arg-type]


def span(words: str, text: str = TEXT) -> Span:
    """Where the words stand first in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def proof(*words: str, text: str = TEXT, page: str = PAGE, article: int = 1, confidence: float = 0.9) -> Evidence:
    return Evidence(page, article, tuple(span(each, text) for each in words), "test.rule", confidence)


def statement(
    subject: Key, predicate: str, object: Key, *evidence: Evidence, role: str | None = None, modality: str | None = None
) -> Statement:
    proofs = evidence or (proof("小河里社区"),)
    return Statement(subject, predicate, object, role, max(p.confidence for p in proofs), proofs, modality)


def page(text: str = TEXT, id: str = PAGE, **told: str) -> Page:
    return Page(id, text, "utf-8", hashlib.sha256(text.encode()).hexdigest(), **told)


def source(
    text: str = TEXT, id: str = PAGE, *, authors: tuple[str, ...] = (), creators: tuple[Key, ...] = (), **told: str
) -> rdf.PageSource:
    """A page with one article, headed by its first line."""
    title = text.split("\n", 1)[0]
    return rdf.PageSource(page(text, id, **told), (rdf.ArticleSource(1, title, authors, creators, "民生"),))


def reading(entities: list[tuple[str, str]], relations: list[Relation], text: str = TEXT, id: str = PAGE) -> Reading:
    """A page with one article of all its lines; entities as (type, name)."""
    lines, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, start + len(line), "body"))
        start += len(line) + 1
    layout = Layout(tuple(lines), (Article(1, tuple(line.number for line in lines), "题"),), ())
    found = tuple(PageEntity(type_, name, (), ()) for type_, name in entities)
    return Reading(page(text, id), layout, (), found, tuple(relations))


def relation(
    subject: int, predicate: str, object: int, words: str = "小河里社区", *, confidence: float = 0.9,
    role: str | None = None, modality: str | None = None, article: int | None = 0,
) -> Relation:  # fmt: skip
    return Relation(
        subject, predicate, object, (span(words),), "test.rule", confidence, role, False, modality, article
    )  # fmt: skip


STREET = Key("STREET", "柳影街道")
COMMUNITY = Key("COMMUNITY", "小河里社区")
COMMITTEE = Key("ORG", "小河里社区党委")
SHOP = Key("ORG", "青禾超市")
PERSON = Key("PERSON", "高远山", "小河里社区党委")
REPORTER = Key("PERSON", "林小满", "第一版")
PROGRAMME = Key("PROGRAMME", "“邻里帮”助老服务")
RARE = Key("COMMUNITY", "𬇕湾社区")


def sample() -> tuple[list[Entity], list[Statement], list[rdf.PageSource]]:
    """Eight entities, five facts (one role, one proof over a broken column), one plan, one page."""
    named = ((STREET, "柳影街"), (COMMUNITY,), (COMMITTEE,), (SHOP,), (PERSON,), (REPORTER,), (PROGRAMME,), (RARE,))
    entities = [entity(k.type, k.name, *aliases, scope=k.scope) for k, *aliases in named]
    broken = proof("由社区党委书记高远山牵", "头，每周二上门。")
    statements = [
        statement(COMMUNITY, "partOf", STREET, proof("柳影街道小河里社区")),
        statement(COMMUNITY, "implements", PROGRAMME, proof("小河里社区推出“邻里帮”助老服务"), proof(TEXT[:17])),
        statement(COMMITTEE, "belongsTo", COMMUNITY, proof("社区党委")),
        statement(PERSON, "memberOf", COMMITTEE, broken, role="书记"),
        statement(RARE, "partOf", STREET, proof("柳影街道", article=0)),
        statement(COMMUNITY, "cooperatesWith", SHOP, proof("下月拟与青禾超市签约"), modality="planned"),
    ]
    pages = [source(authors=("林小满",), creators=(REPORTER,), publication="柳影报", date="2024-05-06", number="1")]
    return entities, statements, pages


def sample_lines() -> list[str]:
    """The sample as sorted N-Quads lines."""
    return rdf.quads(*sample(), vocabulary())


def sample_graph(folder: Path) -> Path:
    """Write the sample as a graph folder and give the folder back."""
    with generations.new_generation(folder) as draft:
        draft.write(sample_lines(), {"home": None, "pages": 1, "warnings": []})
    return folder
