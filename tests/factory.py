"""Short builders of test subjects; every text here was written for these tests."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kg import background, rdf
from kg.gold import line_bounds
from kg.model import (
    Article,
    Entity,
    Evidence,
    Key,
    Layout,
    Line,
    Mention,
    Page,
    PageEntity,
    Passage,
    PassageLine,
    Reading,
    Relation,
    Span,
    Statement,
)  # fmt: skip
from kg.ontology import Vocabulary
from kg.ontology import load as load_vocabulary
from kg.pages.passages import passages
from kg.places import forms
from kg.places.index import Index, open_index, write
from kg.places.links import Links
from kg.sources import ArticleSource, PageSource
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


def entity(
    type: str, name: str, *aliases: str, scope: str | None = None, articles: tuple[tuple[str, int], ...] = ((PAGE, 1),)
) -> Entity:
    return Entity(Key(type, name, scope), name, aliases, articles)


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
) -> PageSource:
    """A page with one article, headed by its first line."""
    title = text.split("\n", 1)[0]
    return PageSource(page(text, id, **told), (ArticleSource(1, title, authors, creators, "民生"),))


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


def sample() -> tuple[list[Entity], list[Statement], list[PageSource]]:
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


def town() -> list[str]:
    """A small town as sorted N-Quads lines: every predicate, a repaired and a planned statement, a namesake.

    Two pages with dates, one article each; one fact stands in both.
    """
    text = "城南街道下有橘园社区和枫桥社区，两个社区合办“书香巷”项目。橘园社区党委书记沈一舟住在橘园里。\n"
    other = "城南街道文化站在橘园广场办了首届巷子音乐节，海棠合唱队登台，获城南之星。城南街道的橘园社区也来了人。\n"
    street, orange, maple = Key("STREET", "城南街道"), Key("COMMUNITY", "橘园社区"), Key("COMMUNITY", "枫桥社区")
    homes, square = Key("COMPOUND", "橘园里"), Key("PLACE", "橘园广场")
    party, station, choir = Key("ORG", "橘园社区党委"), Key("ORG", "城南街道文化站"), Key("ORG", "海棠合唱队")
    person, lane = Key("PERSON", "沈一舟", "橘园社区党委"), Key("PROGRAMME", "“书香巷”项目")
    feast, star = Key("EVENT", "首届巷子音乐节"), Key("AWARD", "城南之星")

    def fact(subject: Key, predicate: str, object: Key, words: str, **told: str) -> Statement:
        first = words in text
        proved = proof(words, text=text if first else other, page="甲.txt" if first else "乙.txt")
        return statement(subject, predicate, object, proved, **told)  # type: ignore[arg-type]

    repaired = proof("两个社区合办“书香巷”项目", text=text, page="甲.txt", confidence=0.6)._replace(repaired=True)
    belongs = proof("城南街道下有橘园社区", text=text, page="甲.txt")
    shown = proof("城南街道的橘园社区", text=other, page="乙.txt")
    facts = [
        statement(orange, "partOf", street, belongs, shown),
        fact(maple, "partOf", street, "城南街道下有橘园社区和枫桥社区"),
        fact(homes, "partOf", orange, "橘园社区党委书记沈一舟住在橘园里"),
        fact(orange, "implements", lane, "两个社区合办“书香巷”项目"),
        statement(maple, "implements", lane, repaired),
        fact(lane, "covers", orange, "两个社区合办“书香巷”项目"),
        fact(orange, "cooperatesWith", maple, "两个社区合办“书香巷”项目"),
        fact(party, "belongsTo", orange, "橘园社区党委"),
        fact(person, "memberOf", party, "橘园社区党委书记沈一舟", role="书记"),
        fact(person, "livesIn", homes, "沈一舟住在橘园里"),
        fact(station, "belongsTo", street, "城南街道文化站"),
        fact(station, "organizes", feast, "办了首届巷子音乐节"),
        fact(feast, "locatedIn", square, "在橘园广场办了首届巷子音乐节"),
        fact(choir, "participatesIn", feast, "海棠合唱队登台"),
        fact(choir, "receives", star, "获城南之星"),
        fact(star, "conferredBy", street, "城南之星"),
        fact(orange, "receives", star, "城南街道的橘园社区"),
        fact(station, "helps", choir, "海棠合唱队登台"),
        fact(person, "participatesIn", lane, "沈一舟", modality="planned"),
    ]
    both, reporter = (("甲.txt", 1), ("乙.txt", 1)), Key("PERSON", "纪小路", "城南报")
    namesake = Key("ORG", "海棠合唱队", "柳影区")
    entities = [entity("COMMUNITY", orange.name, "橘圆社区", articles=both)]
    first = (street, maple, homes, party, person, lane)
    entities += [entity(key.type, key.name, scope=key.scope, articles=(("甲.txt", 1),)) for key in first]
    second = (square, station, choir, feast, star, reporter, namesake)
    entities += [entity(key.type, key.name, scope=key.scope, articles=(("乙.txt", 1),)) for key in second]
    pages = [
        source(text, "甲.txt", publication="城南报", date="2024-05-06"),
        source(other, "乙.txt", publication="城南报", date="2024-06-01", authors=("纪小路",), creators=(reporter,)),
    ]
    return rdf.quads(entities, facts, pages, vocabulary())


def town_divisions() -> list[str]:
    """What an official list says of the town's street and one community, as the lines of ``graph:gazetteer``."""
    rows = [("91", "青禾省"), ("9101", "青禾市"), ("910101", "柳影区"), ("910101001", "城南街道办事处")]
    index = made_index([*rows, ("910101001001", "橘园社区居委会")])
    street, orange = Key("STREET", "城南街道"), Key("COMMUNITY", "橘园社区")
    return background.quads(Links(index, {street: 3, orange: 4}, {orange: ("橘圆社区",)}, {}, 2))


def made_index(divisions: list[tuple[str, str]]) -> Index:
    """An index of these (code, name) pairs, "made list 1" of 2024."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.index"
        write(path, divisions, forms.load(), source="made list 1", year="2024")
        return open_index(path)


def marked(text: str) -> tuple[Page, Layout, tuple[Passage, ...], list[PageEntity]]:
    """A one-article page from marked text: "[ORG 区民政局]举办[EVENT 邻里节]"; equal names are one entity."""
    plain, at = "", 0
    found: dict[tuple[str, str], list[Mention]] = {}
    for match in re.finditer(r"\[([A-Z]+) ([^\]]+)\]", text):
        plain += text[at : match.start()]
        kind, name = match.groups()
        mention = Mention(0, len(plain), len(plain) + len(name), kind, name, "marked")
        found.setdefault((kind, name), []).append(mention)
        plain, at = plain + name, match.end()
    plain += text[at:]
    page = Page("marked.txt", plain)
    lines = tuple(Line(n, *bounds, "body") for n, bounds in enumerate(line_bounds(plain), 1))
    layout = Layout(lines, (Article(1, tuple(line.number for line in lines)),), ())
    entities = [PageEntity(kind, name, (), tuple(mentions)) for (kind, name), mentions in found.items()]
    return page, layout, passages(page, layout), entities


def passage(text: str, role: str = "body") -> Passage:
    """A passage of one article whose page offsets are its own; every line has the same role."""
    lines = tuple(PassageLine(n, *bounds, role) for n, bounds in enumerate(line_bounds(text), 1))
    return Passage(text, range(len(text)), lines, 0)


def unmarked(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Marked text ("[ORG 区民政局]来了") → plain text and the marked (start, end, type)."""
    plain, at, spans = "", 0, []
    for match in re.finditer(r"\[([A-Z]+) ([^\]]+)\]", text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[2]), match[1]))
        plain, at = plain + match[2], match.end()
    return plain + text[at:], spans
