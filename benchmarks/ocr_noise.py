"""Labelled pages → the same pages misread as OCR misreads them, labels carried along → how much worse they are read.

    python benchmarks/ocr_noise.py [PAGES GOLD LAYOUT …] [--rates 0,0.5,1,2,5] [--kinds alike,dropped,…] [--seeds 3]

RATE of every 100 characters are hit: half of them become look-alikes (data/gazetteer/lookalikes.tsv), the others are
dropped, doubled, written in the other width, or have their line broken before them. What is hit at one rate is hit at
every higher one, and chance has fixed seeds. Labels keep to the very characters they stood on: a name that was hit is
labelled as it now reads, a broken line's parts are one article's lines with a join between them.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg import evaluate, jsonl, ontology
from kg.corpus import Options
from kg.evaluate import Labelled
from kg.evaluation.found import found
from kg.evaluation.tally import Measure, Score, total
from kg.gold import GoldEntity, GoldPage, GoldRelation, line_bounds
from kg.model import Article, Join, Layout, Line, Page, Span
from kg.ontology import Vocabulary
from kg.resources import data_files, shared_root

SHARES = {"alike": 50, "dropped": 15, "doubled": 15, "width": 15, "broken": 5}
"""Kinds of misreading and how many of 100 are of each."""
MEASURES = ("mention", "entity", "relation", "article", "join")
MARGIN = 6
"""No line is broken nearer to its ends."""
BREAK = "\n\n"


class Misread(NamedTuple):
    """``begins[i]`` … ``ends[i]`` is what the page's character i became; ``breaks`` are the places of broken lines."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: frozenset[int]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """What ``[start, end)`` of the page became: a piece for each line; none where all of it is lost."""
        edges = [start, *sorted(i for i in self.breaks if start < i < end), end]
        pieces = [Span(self.begins[a], self.ends[b - 1]) for a, b in pairwise(edges)]
        return tuple(piece for piece in pieces if piece.start < piece.end)

    def words(self, start: int, end: int) -> str:
        """The same as a label writes it."""
        return "⏎".join(self.text[a:b] for a, b in self.spans(start, end))


def misread(labelled: Labelled, rate: float, *, alike: Mapping[str, str], kinds: Sequence[str], seed: int) -> Misread:
    """The page's text with ``rate`` of its characters hit."""
    text = labelled.gold.page.text
    chance = random.Random(f"{seed}:{labelled.gold.page.id}")
    left = {kind: places(kind, labelled, alike) for kind in SHARES if kind in kinds}
    for among in left.values():
        chance.shuffle(among)
    hits: dict[int, str] = {}
    for _ in range(round(rate * sum(not char.isspace() for char in text))):
        kind = chance.choices(list(left), [SHARES[kind] for kind in left])[0]
        while left[kind]:
            place = left[kind].pop()
            if place not in hits:
                hits[place] = kind
                break
    became = [_became(char, hits.get(i), alike, chance=random.Random(f"{seed}:{i}")) for i, char in enumerate(text)]
    ends = tuple(accumulate(map(len, became)))
    breaks = frozenset(i for i, kind in hits.items() if kind == "broken")
    begins = tuple(
        end - len(new) + (len(BREAK) if i in breaks else 0)
        for i, (end, new) in enumerate(zip(ends, became, strict=True))
    )
    return Misread("".join(became), begins, ends, breaks)


def places(kind: str, labelled: Labelled, alike: Mapping[str, str]) -> list[int]:
    """The page's characters that can be hit in one way."""
    text, layout = labelled.gold.page.text, labelled.layout
    if kind == "broken":
        body = [line for line in layout.lines if line.role == "body"] if layout else []
        return [i for line in body for i in range(line.start + MARGIN, line.end - MARGIN)]
    if kind == "alike":
        return [i for i, char in enumerate(text) if char in alike]
    if kind == "width":
        return [i for i, char in enumerate(text) if other_width(char) != char]
    return [i for i, char in enumerate(text) if not char.isspace()]


def other_width(char: str) -> str:
    """The full-width form of an ASCII character and the other way round; any other character as it is."""
    if "!" <= char <= "~":
        return chr(ord(char) + 0xFEE0)
    return chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else char


def _became(char: str, kind: str | None, alike: Mapping[str, str], *, chance: random.Random) -> str:
    if kind == "alike":
        return chance.choice(alike[char][:3])
    if kind == "width":
        return other_width(char)
    return {None: char, "dropped": "", "doubled": char * 2, "broken": BREAK + char}[kind]


def carried(labelled: Labelled, new: Misread) -> Labelled:
    """The labels of the misread page."""
    gold, layout = labelled.gold, labelled.layout
    page = Page(gold.page.id, new.text)
    entities = tuple(_entity(entity, new) for entity in gold.entities)
    relations = tuple(_relation(relation, gold, new) for relation in gold.relations)
    return Labelled(GoldPage(page, entities, relations), layout and _layout(gold.page.text, layout, new))


def _entity(entity: GoldEntity, new: Misread) -> GoldEntity:
    mentions = (tuple(s for piece in pieces for s in new.spans(*piece)) for pieces in entity.spans)
    return entity._replace(spans=tuple(pieces for pieces in mentions if pieces))


def _relation(relation: GoldRelation, gold: GoldPage, new: Misread) -> GoldRelation:
    """The relation with its evidence as it now reads, each piece where it first stands."""
    pieces = []
    for piece in relation.evidence.replace("⏎", "…").split("…"):
        at = gold.page.text.find(piece) if piece else -1
        pieces += [new.words(at, at + len(piece))] if at >= 0 else [piece]
    return relation._replace(evidence="…".join(filter(None, pieces)))


def _layout(text: str, layout: Layout, new: Misread) -> Layout:
    bounds = line_bounds(new.text)
    starts = [start for start, _ in bounds]
    parts = {line.number: _parts(line, new, starts) for line in layout.lines}
    lines = tuple(Line(n, *bounds[n - 1], line.role) for line in layout.lines for n in parts[line.number])
    joins = [Join(parts[join.left][-1], parts[join.right][0]) for join in layout.joins]
    joins += [Join(a, b) for numbers in parts.values() for a, b in pairwise(numbers)]
    articles = []
    for article in layout.articles:
        order = tuple(n for number in article.lines for n in parts[number])
        authors = tuple(_author(name, article, (text, layout), new=new) for name in article.authors)
        articles.append(replace(article, number=order[0], lines=order, authors=authors))
    return Layout(tuple(sorted(lines)), tuple(articles), tuple(sorted(joins)))


def _parts(line: Line, new: Misread, starts: list[int]) -> list[int]:
    """The numbers of the lines that a line became."""
    return [bisect_right(starts, piece.start) for piece in new.spans(line.start, line.end)]


def _author(name: str, article: Article, page: tuple[str, Layout], *, new: Misread) -> str:
    """An author as the article's own lines now write the name."""
    text, layout = page
    for line in layout.lines:
        at = text.find(name, line.start, line.end) if line.number in article.lines else -1
        if at >= 0:
            return new.words(at, at + len(name))
    return name


def lookalikes() -> dict[str, str]:
    """Character → its look-alikes, most alike first."""
    rows = (line.split("\t") for file in data_files("gazetteer", "lookalikes.tsv")
            for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))  # fmt: skip
    return {row[0]: row[1] for row in rows}


def measured(pages: Sequence[Labelled], vocabulary: Vocabulary) -> Score:
    """Every page's score, its text read as ``kg extract`` reads a folder."""
    with tempfile.TemporaryDirectory() as folder:
        for labelled in pages:
            file = Path(folder, labelled.gold.page.id)
            file.write_bytes(labelled.gold.page.text.encode("utf-8", "surrogatepass"))
        read = evaluate.extract(Path(folder), Options())
    scores = []
    for labelled in pages:
        reading, keys = read[labelled.gold.page.id]
        scores.append(evaluate.score(labelled, reading, found(reading, jsonl.record(reading, keys, vocabulary))))
    return total(scores)


def curve(folders: Sequence[Path], args: argparse.Namespace) -> Iterator[tuple[float, dict[str, float]]]:
    """Each rate with the F1 of each measure, over all folders and seeds."""
    alike, vocabulary = lookalikes(), ontology.load()
    sets = [list(evaluate.labelled_pages(*folders[i : i + 3])) for i in range(0, len(folders), 3)]
    for rate in args.rates:
        scores = []
        for seed in range(args.seeds if rate else 1):
            for pages in sets:
                news = [misread(page, rate / 100, alike=alike, kinds=args.kinds, seed=seed) for page in pages]
                noisy = [carried(page, new) for page, new in zip(pages, news, strict=True)]
                scores.append(measured(noisy, vocabulary))
        told = total(scores).tallies
        yield rate, {name: told[Measure("", name)].f1 for name in MEASURES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="pages, gold and layout folders, in threes")
    parser.add_argument("--rates", type=_rates, default=(0, 0.5, 1, 2, 5), help="characters hit of 100")
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(SHARES), help=", ".join(SHARES))
    parser.add_argument("--seeds", type=int, default=3, help="how often each rate is drawn (default: 3)")
    args = parser.parse_args()
    data = shared_root() / "data"
    folders = args.folders or [data / "pages", data / "gold", data / "gold-layout"]
    if len(folders) % 3 or not set(args.kinds) <= set(SHARES) or args.seeds < 1:
        parser.error("give folders in threes, kinds of " + ", ".join(SHARES) + ", and at least one seed")
    print("noise   " + "".join(f"{name:>10}" for name in MEASURES))
    for rate, figures in curve(folders, args):
        print(f"{rate:5} % " + "".join(f"{figures[name]:10.3f}" for name in MEASURES), flush=True)


def _rates(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


if __name__ == "__main__":
    main()
