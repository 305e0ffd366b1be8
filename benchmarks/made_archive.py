"""A seed → a made archive of local news in four districts, and its truth: which name on which page is which thing.

Names are made of generic parts; the four districts are drawn from ``data/gazetteer/areas.tsv``. Planted are namesakes
(streets, communities and compounds of one name in two districts, people of one name, forms of address), variants of
names as papers print them, short forms introduced on a page, and misread characters.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

PUBLICATIONS = ("早报", "晚报")
_FIRST, _SECOND = "青云柳梅竹兰桃杏枫榆棠荷松桂莲槐", "影溪桥湖泉塘坪岭湾台渡堤巷亭汀岸"
_GIVEN = (
    "芳",
    "强",
    "丽",
    "敏",
    "晓峰",
    "志刚",
    "春梅",
    "建平",
    "雨晴",
    "文博",
    "立新",
    "海燕",
    "思远",
    "玉兰",
    "国栋",
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
_CALLED = ("大爷", "奶奶", "阿姨", "师傅")
_BODIES = ("司法局", "民政局", "卫健委", "城管委", "教育局")
_LONG = {"卫健委": "卫生健康委员会", "城管委": "城市管理委员会"}
_TRADE = ("物业服务有限公司", "养老服务有限公司", "商贸有限公司")
_NUMBERED = ("“1+N帮1”助老服务模式", "“1+1帮1”助老服务模式")
_SCHEMES = ("“{}”工作法", "“{}”议事机制", "“{}”助老服务模式")
_CORNERS, _NONE = str.maketrans("“”", "「」"), str.maketrans("", "", "“”")
_TRADITIONAL = str.maketrans("区会书记桥莲兰台", "區會書記橋蓮蘭臺")


class Thing(NamedTuple):
    """One real thing; ``forms`` are how papers print it, the usual one first; ``short`` must be introduced."""

    id: str
    type: str
    forms: tuple[str, ...]
    short: str = ""

    @property
    def name(self) -> str:
        return self.forms[0]


class Name(NamedTuple):
    """A name as an article prints it."""

    thing: Thing
    form: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its lines (role, parts) and what they state as (subject, predicate, object, role) of thing ids."""

    lines: tuple[tuple[str, tuple[str | Name, ...]], ...]
    facts: tuple[tuple[str, str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class MadePage:
    """Articles of one district."""

    id: str
    publication: str
    district: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A community with what belongs to it."""

    district: Thing
    street: Thing
    office: Thing
    community: Thing
    committee: Thing
    compounds: tuple[Thing, ...]
    people: tuple[Thing, ...]
    company: Thing
    scheme: Thing


def archive(
    districts: Sequence[str], alike: Mapping[str, Iterable[str]], *, seed: int = 4, pages: int = 50, stories: int = 4
) -> list[MadePage]:
    """``pages`` pages of ``stories`` articles each; ``alike`` maps a character to those it may be misread as."""
    chance = random.Random(seed)
    quarters = _world(chance, districts)
    bodies = {d: tuple(_body(d, each) for each in _BODIES) for d in districts}
    reporters = {p: tuple(Thing(f"{p}/{n}", "PERSON", (n,)) for n in _people(chance, 6, size=3)) for p in PUBLICATIONS}
    made = []
    for number in range(pages):
        district, publication = districts[number % len(districts)], chance.choice(PUBLICATIONS)
        press = _Press(chance, alike, number)
        own = [quarter for quarter in quarters if quarter.district.name == district]
        written = [
            press.story(q, chance.choice(bodies[district]), _reporter(chance, reporters[publication], q), first=not i)
            for i, q in enumerate(chance.sample(own, stories))
        ]
        made.append(MadePage(f"{number:03}.txt", publication, district, tuple(written)))
    return made


def _world(chance: random.Random, districts: Sequence[str]) -> list[Quarter]:
    """Every street name stands in one district or in two, so does every third community's."""
    stems = [a + b for a, b in product(_FIRST, _SECOND)]
    chance.shuffle(stems)
    shared, fresh = stems[:40], iter(stems[40:])
    quarters = []
    for d, district in enumerate(districts):
        area = Thing(district, "AREA", (district, district[:-1]))
        for s in range(4):
            # Districts 0 and 1 share their first two streets' names, so do 2 and 3.
            stem = shared[2 * (d // 2) + s] if s < 2 else next(fresh)
            place = f"{district}/{stem}"
            street = Thing(f"{place}街道", "STREET", (f"{stem}街道", f"{stem}街", f"{stem}街道办事处"))
            office = Thing(f"{place}办", "ORG", (f"{stem}街道办事处", f"{stem}街办事处", f"{stem}街道办"))
            for c in range(3):
                stem = shared[10 + 8 * (d % 2) + s] if c == 0 else next(fresh)
                quarters.append(_quarter(chance, (area, street, office), stem, next(fresh)))
    return quarters


def _quarter(chance: random.Random, above: tuple[Thing, Thing, Thing], stem: str, other: str) -> Quarter:
    area, street, office = above
    place = f"{street.id}/{stem}"
    homes = [Thing(f"{place}里", "COMPOUND", (f"{stem}里", f"{stem}里小区"))]
    homes.append(Thing(f"{place}/{other}园", "COMPOUND", (f"{other}园", f"{other}园小区")))
    trade = chance.choice(_TRADE)
    scheme = chance.choice(_SCHEMES).format(chance.choice((f"{other}议事", f"{stem}同心")))
    scheme = chance.choice((*_NUMBERED, scheme, scheme))
    return Quarter(
        area, street, office,
        Thing(f"{place}社区", "COMMUNITY", (f"{stem}社区", f"{stem}社区".translate(_TRADITIONAL))),
        Thing(f"{place}社区党委", "ORG", (f"{stem}社区党委", f"{stem}社区党委".translate(_TRADITIONAL))),
        tuple(homes),
        tuple(Thing(f"{place}/{n}", "PERSON", (n,)) for n in _people(chance, 3)),
        Thing(f"{place}/{trade}", "ORG", (f"{other}{trade}",), f"{other}{trade[:2]}"),
        Thing(f"{area.name}/{scheme}", "PROGRAMME", (scheme, scheme.translate(_CORNERS), scheme.translate(_NONE))),
    )  # fmt: skip


def _body(district: str, name: str) -> Thing:
    long, start = _LONG.get(name, name), f"{district}/{name}"
    return Thing(start, "ORG", (f"区{name}", f"{district}{name}", f"{district[:-1]}{name}", f"{district}{long}", name))


def _people(chance: random.Random, count: int, *, size: int = 0) -> list[str]:
    names = [a + b for a, b in product(_SURNAMES, _GIVEN) if not size or len(a + b) == size]
    return chance.sample(names, count)


def _reporter(chance: random.Random, reporters: Sequence[Thing], quarter: Quarter) -> Thing:
    """Nobody signs an article about a namesake; reporters have some elsewhere."""
    names = {person.name for person in quarter.people}
    return chance.choice([reporter for reporter in reporters if reporter.name not in names])


class _Press:
    """Prints the articles of one page: which forms of names, which characters misread."""

    def __init__(self, chance: random.Random, alike: Mapping[str, Iterable[str]], page: int) -> None:
        self.chance, self.alike, self.page = chance, alike, page
        self.misread: dict[str, tuple[int, str] | None] = {}

    def story(self, q: Quarter, body: Thing, reporter: Thing, *, first: bool) -> Story:
        """Lines of the sort that such papers print; district and street are left out at times, not on all the page."""
        secretary, resident, volunteer = q.people
        home = self.chance.choice(q.compounds)
        # Nobody is known by a form of address in two articles.
        taken = {person.name[0] for person in (*q.people, reporter)}
        surname = self.chance.choice([each for each in _SURNAMES if each not in taken])
        called = surname + self.chance.choice(_CALLED)
        old = Thing(f"{self.page}/{q.community.id}/{called}", "PERSON", (called,))
        chain = [q.district, q.street][0 if first else self.chance.choice((0, 0, 1, 2)) :]
        names = [Name(q.district, q.district.name)] if first else []
        names += [self.print(thing) for thing in chain[first:]]
        opening = [*names, self.print(q.community), "推出", self.print(q.scheme), "，"]
        opening += [self.print(q.committee), "书记", self.print(secretary), "挨家挨户说明。"]
        second = ["家住", self.print(home), "的", self.print(resident), "第一个报名，", self.print(old), "也来帮忙。"]
        third = [self.print(body), "和", self.print(q.office), "上门讲解，", *self.firm(q.company), "修好了路灯。"]
        if self.chance.random() < 0.3:
            third += ["志愿者", self.print(volunteer), "负责登记。"]
        lines = (
            ("title", (self.print(q.community), "的新办法")),
            ("byline", ("■ 通讯员 ", self.print(reporter))),
            *(("body", tuple(parts)) for parts in (opening, second, third)),
        )
        parts = [part.thing.id for _, line in lines for part in line if isinstance(part, Name)]
        return Story(lines, tuple(_facts(q, body, (home, old), parts)))

    def firm(self, company: Thing) -> Iterator[str | Name]:
        """In full, in full with its short form, or by the short form alone."""
        kind = self.chance.choice(("full", "introduced", "introduced", "short"))
        if kind != "short":
            yield self.print(company)
        if kind == "introduced":
            yield from ("（以下简称“", Name(company, company.short), "”）")
        if kind == "short":
            yield Name(company, company.short)

    def print(self, thing: Thing) -> Name:
        usual = self.chance.random() < 0.6
        form = thing.name if usual else self.chance.choice(thing.forms)
        if thing.id not in self.misread:
            self.misread[thing.id] = self._misread(thing)
        if (hit := self.misread[thing.id]) is not None and thing.name[hit[0]] in form:
            form = form.replace(thing.name[hit[0]], hit[1])
        return Name(thing, form)

    def _misread(self, thing: Thing) -> tuple[int, str] | None:
        """One character of six in a hundred names, the same wherever the page has it."""
        at = self.chance.choice((0, 1) if thing.type != "PERSON" else range(1, len(thing.name)))
        others = tuple(self.alike.get(thing.name[at], ()))
        hit = self.chance.random() < 0.06 and thing.type in ("STREET", "COMMUNITY", "COMPOUND", "PERSON")
        return (at, self.chance.choice(sorted(others))) if hit and others and len(thing.name) > 2 else None


def _facts(
    q: Quarter, body: Thing, living: tuple[Thing, Thing], named: Sequence[str]
) -> Iterator[tuple[str, str, str, str | None]]:
    home, old = living
    if q.street.id in named:
        yield q.community.id, "partOf", q.street.id, None
        if q.district.id in named:
            yield q.street.id, "partOf", q.district.id, None
    if q.district.id in named:
        yield body.id, "belongsTo", q.district.id, None
    yield q.committee.id, "belongsTo", q.community.id, None
    yield q.people[0].id, "memberOf", q.committee.id, "书记"
    yield q.people[1].id, "livesIn", home.id, None
    yield old.id, "livesIn", home.id, None
    yield q.community.id, "implements", q.scheme.id, None
    yield home.id, "partOf", q.community.id, None
