"""Labelled pages → the weights of mention evidence (data/weights/mentions.tsv), or their figures by cross-validation.

    python benchmarks/train_mentions.py data ../shared            # writes the weights
    python benchmarks/train_mentions.py data ../shared --folds 5  # only measures: each page by weights that never saw it

Each folder holds ``pages`` (or ``corpus``), ``gold`` and ``gold-layout``. Learning is an averaged structured perceptron
with a margin (a false name costs 0.5, a missed one 1.5) over the very choice that ``kg.mentions`` makes; pages come in
an order drawn with a fixed seed, so the same pages give the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.gold import gold_entities, gold_layout, read_gold
from kg.mentions.candidates import Candidate
from kg.mentions.choose import choose
from kg.mentions.decode import Found, first_look, second_look, weigh_all
from kg.mentions.features import PageCounts
from kg.mentions.lexicon import Lexicon, load
from kg.mentions.scene import Scene, prepare
from kg.model import Passage
from kg.pages.passages import passages

WRONG, RIGHT, FREE = 0, 1, 2
FALSE_COST, MISS_COST, RATE, EPOCHS, SEED = 0.5, 1.5, 0.1, 6, 0
UNCOUNTED = frozenset("“”‘’\"'《》〈〉「」『』")
Cells = frozenset[int]


@dataclass(slots=True)
class Lesson:
    """A labelled page, ready to be decoded again and again."""

    name: str
    scenes: list[Scene]
    counts: PageCounts
    first: list[list[tuple[Candidate, list[str]]]]
    gold: list[dict[Cells, tuple[frozenset[str], bool]]]
    size: int
    judged: dict[tuple[int, int, int, str], int] = field(default_factory=dict)

    def judge(self, scene: int, c: Candidate) -> int:
        """Whether gold has the candidate; FREE where gold calls it a defensible reading."""
        key = (scene, c.start, c.end, c.type)
        if key not in self.judged:
            self.judged[key] = self._judge(scene, c)
        return self.judged[key]

    def _judge(self, scene: int, c: Candidate) -> int:
        mine = cells(self.scenes[scene].passage, c.start, c.end)
        label = self.gold[scene].get(mine)
        if label is not None and label[1]:
            return FREE
        if label is not None and c.type in label[0]:
            return RIGHT
        near = [may for other, (_, may) in self.gold[scene].items() if other & mine]
        return FREE if near and all(near) else WRONG


def cells(passage: Passage, start: int, end: int) -> Cells:
    """The positions that count: white space and quotation marks do not."""
    text = passage.text
    return frozenset(i for i in range(start, end) if not text[i].isspace() and text[i] not in UNCOUNTED)


def lesson(folder: Path, file: Path, lexicon: Lexicon) -> Lesson:
    """Read one labelled page of a folder."""
    pages = folder / "pages" if (folder / "pages").is_dir() else folder / "corpus"
    gold = read_gold(pages, file)
    texts = passages(gold.page, gold_layout(gold.page, folder / "gold-layout" / file.name))
    labels: list[dict[Cells, tuple[frozenset[str], bool]]] = [{} for _ in texts]
    for label, entity in zip(gold.entities, gold_entities(gold, texts), strict=True):
        for mention in entity.mentions:
            labels[mention.passage][cells(texts[mention.passage], mention.start, mention.end)] = (
                label.types,
                label.may,
            )
    scenes = [prepare(text, index, lexicon) for index, text in enumerate(texts)]
    counts = PageCounts("\n".join(text.text for text in texts))
    size = sum(not may for row in labels for _, may in row.values())
    return Lesson(file.stem, scenes, counts, first_look(scenes, counts, lexicon), labels, size)


def decode(page: Lesson, lexicon: Lexicon, weights: Mapping[str, float]) -> Found:
    """The candidates of both looks with their weights."""
    found = weigh_all(page.first, weights)
    return second_look(page.scenes, found, counts=page.counts, lexicon=lexicon, weights=weights)


def train(pages: Sequence[Lesson], lexicon: Lexicon) -> dict[str, float]:
    """Weights averaged over all steps."""
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(float)
    sums: defaultdict[str, float] = defaultdict(float)
    last: dict[str, int] = {}
    order, step = list(pages), 0
    chance = random.Random(SEED)
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for page in order:
            step += 1
            for name, change in sorted(_errors(page, decode(page, lexicon, weights)).items()):
                if change:
                    squares[name] += change * change
                    sums[name] += weights[name] * (step - last.get(name, 0))
                    last[name] = step
                    weights[name] += RATE * change / squares[name] ** 0.5
    return {name: (sums[name] + weights[name] * (step + 1 - last[name])) / (step + 1) for name in last}


def _errors(page: Lesson, found: Found) -> Counter[str]:
    """Feature counts of the names that were missed minus those of the false ones, under the margin."""
    change: Counter[str] = Counter()
    for index, row in enumerate(found):
        judged = [page.judge(index, w.candidate) for w in row]
        spans = [(w.candidate.start, w.candidate.end) for w in row]
        margins = [
            w.weight + (FALSE_COST if j == WRONG else -MISS_COST if j == RIGHT else 0.0)
            for w, j in zip(row, judged, strict=True)
        ]
        got = set(choose(spans, margins))
        want: dict[tuple[int, int], int] = {}
        for i, span in enumerate(spans):
            if judged[i] == RIGHT and (span not in want or margins[i] > margins[want[span]]):
                want[span] = i
        for i in set(want.values()) - got:
            change.update(row[i].features)
        for i in got - set(want.values()):
            if judged[i] == WRONG:
                change.subtract(row[i].features)
    return change


def measure(pages: Iterable[Lesson], lexicon: Lexicon, weights: Mapping[str, float]) -> Counter[str]:
    """Right, predicted and gold mentions; defensible readings count neither way."""
    total: Counter[str] = Counter()
    for page in pages:
        total["gold"] += page.size
        for index, row in enumerate(decode(page, lexicon, weights)):
            for i in choose([(w.candidate.start, w.candidate.end) for w in row], [w.weight for w in row]):
                judged = page.judge(index, row[i].candidate)
                total["hit"] += judged == RIGHT
                total["pred"] += judged != FREE
    return total


def report(name: str, total: Counter[str]) -> None:
    p, r = total["hit"] / max(1, total["pred"]), total["hit"] / max(1, total["gold"])
    print(f"{name:28} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r or 1):.3f}")


def cross_validate(pages: Sequence[Lesson], lexicon: Lexicon, folds: int) -> None:
    total: Counter[str] = Counter()
    for fold in range(folds):
        weights = train([page for i, page in enumerate(pages) if i % folds != fold], lexicon)
        for page in pages[fold::folds]:
            figures = measure([page], lexicon, weights)
            report(page.name, figures)
            total += figures
    report(f"all, {folds} folds", total)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="measure by cross-validation over pages, write nothing")
    parser.add_argument("--without-gazetteers", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=Path("data/weights/mentions.tsv"))
    args = parser.parse_args()
    lexicon = load(gazetteers=not args.without_gazetteers)
    files = [(folder, file) for folder in args.folders for file in sorted((folder / "gold").glob("*.json"))]
    pages = [lesson(folder, file, lexicon) for folder, file in files]
    if args.folds:
        cross_validate(pages, lexicon, args.folds)
        return
    weights = train(pages, lexicon)
    report(f"the {len(pages)} training pages", measure(pages, lexicon, weights))
    rows = sorted((name, round(weight, 3)) for name, weight in weights.items() if abs(weight) >= 0.004)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    with args.output.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# Weights of mention evidence, learned by benchmarks/train_mentions.py from {len(pages)} pages.\n")
        out.writelines(f"{name}\t{weight:g}\n" for name, weight in rows if "\t" not in name and "\n" not in name)


if __name__ == "__main__":
    main()
