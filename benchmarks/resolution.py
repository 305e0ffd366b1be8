"""A made archive with known truth → how well names of different pages are put together: pairwise precision and recall.

    python benchmarks/resolution.py [--seed 4] [--pages 50] [--read] [--faults N]

A pair is two names (as each page has them) of one node; it is right when both are one thing. Without ``--read`` each
page's names and relations are given, so that only ``resolve`` is measured; with it the program reads the pages' text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.made_archive import MadePage, Name, archive
from kg import names, reading
from kg.model import (
    ENTITY_TYPES,
    Article,
    Key,
    Layout,
    Line,
    Mention,
    Page,
    PageEntity,
    Reading,
    Relation,
    Span,
)
from kg.names import Names
from kg.pages.passages import passages
from kg.resolve import Resolution, resolve


class Item(NamedTuple):
    """What a page has of one thing: the key drawn from the page, the node it became, and the thing it is."""

    page: str
    name: str
    drawn: Key
    key: Key
    thing: str


class Pairs(NamedTuple):
    """Counts of pairs."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0


class Written(NamedTuple):
    """A made page as text; ``things`` gives for each place of a name (page offsets) the thing and its type."""

    page: Page
    layout: Layout
    things: Mapping[Span, tuple[str, str]]
    made: MadePage


def districts(known: Names) -> list[str]:
    """Four districts of the list of areas, no namesakes, with names of three characters."""
    fit = sorted(a for a, above in known.parents.items() if len(above) == 1 and len(a) == 3 and a[-1] == "区")
    return fit[:: len(fit) // 4][:4]


def written(made: MadePage) -> Written:
    """The page as it is printed."""
    text, lines, articles, things = "", [], [], {}
    for story in made.stories:
        numbers, authors = [], []
        for role, parts in story.lines:
            start = len(text)
            for part in parts:
                form = part.form if isinstance(part, Name) else part
                if isinstance(part, Name):
                    things[Span(len(text), len(text) + len(form))] = (part.thing.id, part.thing.type)
                    authors += [form] if role == "byline" else []
                text += form
            numbers.append(len(lines) + 1)
            lines.append(Line(len(lines) + 1, start, len(text), role))
            text += "\n"
        articles.append(Article(numbers[0], tuple(numbers), "", tuple(authors)))
    page = Page(made.id, text, publication=made.publication)
    return Written(page, Layout(tuple(lines), tuple(articles), ()), things, made)


def given(page: Written) -> tuple[Reading, tuple[str, ...]]:
    """The page's reading as the truth has it, and the thing of each of its entities."""
    texts = passages(page.page, page.layout)
    where = {at: (i, place) for i, text in enumerate(texts) for place, at in enumerate(text.offsets) if at >= 0}
    mentions: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for span, (thing, type_) in page.things.items():
        passage, start = where[span.start]
        form = page.page.text[span.start : span.end]
        mentions[thing, type_].append(Mention(passage, start, start + len(form), type_, form, "given"))
    entities = tuple(_entity(type_, found) for (_, type_), found in mentions.items())
    things = tuple(thing for thing, _ in mentions)
    number = {thing: i for i, thing in enumerate(things)}
    relations = tuple(
        Relation(number[s], p, number[o], (Span(line.start, line.end),), "given", 0.9, role, article=a)
        for a, story in enumerate(page.made.stories)
        for s, p, o, role in story.facts
        for line in [page.layout.lines[page.layout.articles[a].lines[2] - 1]]
    )
    return Reading(page.page, page.layout, texts, entities, relations, page.made.district), things


def _entity(type_: str, mentions: Sequence[Mention]) -> PageEntity:
    names = {m.name for m in mentions}
    name = max(names, key=lambda form: (len(form), form))
    return PageEntity(type_, name, tuple(sorted(names - {name})), tuple(mentions))


def aligned(read: Reading, page: Written) -> tuple[str, ...]:
    """The thing of each entity that was read: the commonest of its rightly found and typed mentions, "" for none."""
    found = []
    for entity in read.entities:
        spans = [read.passages[m.passage].spans(m.start, m.end) for m in entity.mentions]
        known = [page.things.get(pieces[0], ("", "")) for pieces in spans if len(pieces) == 1]
        counts = Counter(thing for thing, type_ in known if type_ == entity.type)
        found.append(min(counts, key=lambda thing: (-counts[thing], thing), default=""))
    return tuple(found)


def items(readings: Iterable[tuple[Reading, Sequence[str]]], resolution: Resolution) -> list[Item]:
    """All that can be judged."""
    return [
        Item(read.page.id, entity.name, drawn, key, thing)
        for read, things in readings
        for entity, drawn, key, thing in zip(
            read.entities, resolution.drawn[read.page.id], resolution.keys[read.page.id], things, strict=True
        )
        if thing
    ]


def pairs(found: Iterable[Item]) -> Pairs:
    """Pairs of items of one node, of one thing, of both."""
    found = list(found)
    both, nodes, things = (
        Counter(part) for part in ([(i.key, i.thing) for i in found], [i.key for i in found], [i.thing for i in found])
    )
    return Pairs(*(sum(comb(count, 2) for count in counts.values()) for counts in (both, nodes, things)))


def faults(found: Sequence[Item]) -> tuple[Counter[tuple[str, str]], Counter[tuple[Key, Key]]]:
    """Wrong pairs as two things, and missed ones as two nodes, with how often."""
    wrong: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[Key, Key]] = Counter()
    for a, b in combinations(sorted(found, key=lambda i: (i.thing, str(i.key))), 2):
        if a.key == b.key and a.thing != b.thing:
            wrong[a.thing, b.thing] += 1
        if a.key != b.key and a.thing == b.thing:
            missed[a.key, b.key] += 1
    return wrong, missed


def measured(seed: int, pages: int, *, read: bool = False) -> tuple[list[Item], Resolution]:
    """The made archive resolved."""
    known = names.load()
    made = [written(page) for page in archive(districts(known), known.lookalikes, seed=seed, pages=pages)]
    if read:
        knowledge = reading.load()
        whole = [reading.read(page.page, knowledge) for page in made]
        readings = [(each, aligned(each, page)) for each, page in zip(whole, made, strict=True)]
    else:
        readings = [given(page) for page in made]
    resolution = resolve([each for each, _ in readings], known)
    return items(readings, resolution), resolution


def offered(found: Iterable[Item], resolution: Resolution) -> list[bool]:
    """Of each candidate, best first, whether its two keys are one thing; ``drawn`` keys say what they are."""
    things: dict[Key, Counter[str]] = defaultdict(Counter)
    for item in found:
        things[item.drawn][item.thing] += 1
    common = {key: min(counts, key=lambda thing: (-counts[thing], thing)) for key, counts in things.items()}
    return [common.get(pair.left) == common.get(pair.right) for pair in resolution.offered if pair.left in common]


def report(found: Sequence[Item]) -> list[str]:
    """The table: by type, in all, and in all but areas, whose many pairs are easy."""
    rows = [(type_, [i for i in found if i.key.type == type_]) for type_ in ENTITY_TYPES]
    rows += [("all", list(found)), ("all but AREA", [i for i in found if i.key.type != "AREA"])]
    lines = ["type          names  things  nodes  precision  recall"]
    for name, part in rows:
        if part:
            score = pairs(part)
            counts = f"{len(part):6} {len({i.thing for i in part}):7} {len({i.key for i in part}):6}"
            lines.append(f"{name:12} {counts}  {score.precision:9.4f}  {score.recall:.4f}")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="resolution over a made archive")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--read", action="store_true", help="read the pages' text instead of taking names as given")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="list the N commonest faults of each sort")
    args = parser.parse_args(arguments)
    found, resolution = measured(args.seed, args.pages, read=args.read)
    print("\n".join(report(found)))
    right = offered(found, resolution)
    for first in (10, 25, 50, 100, len(right)):
        print(f"of the first {min(first, len(right))} candidates {sum(right[:first])} are one thing")
    one = {frozenset((pair.left, pair.right)) for pair in resolution.offered}
    wrong, missed = faults(found)
    print(f"of {len(missed)} pairs of nodes of one thing {sum(frozenset(pair) in one for pair in missed)} are offered")
    for title, counts in (("wrong", wrong), ("missed", missed)):
        for pair, count in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[: args.faults]:
            print(f"{title} {count} × {pair[0]}  {pair[1]}")


if __name__ == "__main__":
    main()
