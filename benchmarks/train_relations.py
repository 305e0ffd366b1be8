"""Labelled pages → the weights of relation evidence (data/weights/relations.tsv), and figures by cross-validation.

    python benchmarks/train_relations.py data ../shared

Each folder holds ``pages`` (or ``corpus``), ``gold`` and ``gold-layout``, and may hold ``marked`` articles, which are
learned from but never measured. Learning is logistic regression by AdaGrad over every pair of names of the pages (the
labelled names, and those that mention weights which never saw the page find) that rules propose or a gate of rates lets
in, with 30 % of the features dropped at random in each step; what only one page has is not learned. Sums of weights
become probabilities by a bias for each predicate and isotonic regression on pages that the weights never saw; the least
probability of a fact is the highest whose F1 there is within ``SLACK`` of the best. Chance has fixed seeds, so the same
pages give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import lessons as lessons_of_names
import numpy as np
import train_mentions
from numpy.typing import NDArray
from relation_figures import Read, blind_pages, drawn, report
from relation_gate import learn
from relation_lessons import FREE, Batch, Lesson, Named, Sheet, batch, lesson, partners, sheet

from kg import mentions
from kg.evaluation.proposals import labelled
from kg.mentions import Lexicon
from kg.model import PREDICATES, Reading
from kg.relations.evidence import TABLE
from kg.relations.gate import lines, widest
from kg.relations.rules import Rules, load
from kg.relations.scorer import HEAD_END, Scorer
from kg.relations.weigh import best

FOLDS, RUNS, EPOCHS, RATE, DECAY, DROPPED, FEWEST_PAGES = 5, 3, 10, 0.1, 3e-5, 0.3, 2
REPEATED = 6
HELD = 5.0
FEWEST, SLACK, SUREST, LEAST_WEIGHT = 40, 0.001, 0.995, 0.03
Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


class Scored(NamedTuple):
    """Sums of weights, which of these relations are right, and their predicates."""

    sums: Floats
    right: NDArray[np.int64]
    predicate: NDArray[np.int64]

    def with_bias(self, bias: Floats) -> Scored:
        """The same with the predicates' biases added."""
        return self._replace(sums=self.sums + bias[self.predicate])


@dataclass(frozen=True, slots=True)
class Course:
    """All pages with both kinds of names, parallel; the first ``measured`` are measured, the marked articles after them
    only learned from. ``rules`` have no scorer, ``blank`` is one that learned nothing."""

    measured: int
    pages: tuple[Sheet, ...]
    given: tuple[Named, ...]
    found: tuple[Named, ...]
    rules: Rules
    lexicon: Lexicon
    blank: Scorer

    def taught(self, fold: int | None) -> Scorer:
        """Gate and weights that all pages but the measured ones of a fold teach; whole pages REPEATED times a round."""
        pages = [n for n in range(len(self.pages)) if fold is None or n >= self.measured or n % FOLDS != fold]
        lessons = [(n, kind[n].lesson) for kind in (self.given, self.found) for n in pages]
        gate = learn(given for _, given in lessons)
        batches = [batch(n, given.through(gate)) for n, given in lessons]
        weights = train([*batches, *[given for given in batches if given.page < self.measured] * (REPEATED - 1)])
        return replace(self.blank, weights=weights.astype(np.float32), gate=gate)

    def goals(self) -> list[int]:
        """How many relations each measured page has."""
        return [sum(not may for may in labelled(page.gold).values()) for page in self.pages[: self.measured]]


def read_course(folders: Sequence[Path], keep: Path | None) -> Course:
    """Read all pages, and find their names by weights of the other folds."""
    rules, lexicon = load(scored=False), mentions.load()
    forms = ("gold/*.json", "marked/*.txt")
    files = [(folder, file) for form in forms for folder in folders for file in sorted(folder.glob(form))]
    pages = tuple(sheet(folder, file) for folder, file in files)
    given, found_names = [], []
    for page, learned in zip(pages, name_lexicons(files, lexicon, keep), strict=True):
        names = mentions.find(page.passages, learned)
        same = {number: number for number in range(len(page.entities))}
        for kind, entities, partner in ((given, page.entities, same), (found_names, names, partners(page, names))):
            kind.append(Named(entities, partner, lesson(page, entities, partner, (rules, lexicon))))
    known = frozenset({frame.rule.id for frame in rules.frames} | set(rules.confidences))
    steps = np.zeros(1), np.zeros(1)
    blank = Scorer(np.zeros(TABLE, np.float32), steps, known, 0.0, widest(), np.zeros(len(PREDICATES)))
    measured = sum(file.suffix == ".json" for _, file in files)
    return Course(measured, pages, tuple(given), tuple(found_names), rules, lexicon, blank)


def name_lexicons(files: Sequence[tuple[Path, Path]], lexicon: Lexicon, keep: Path | None) -> list[Lexicon]:
    """For each page the lexicon with the weights of mention evidence that the other folds' pages give."""
    folds: list[Lexicon] = []
    lessons: list[lessons_of_names.Lesson] = []
    for fold in range(FOLDS):
        kept = keep / f"{fold}.npz" if keep is not None else None
        if kept is not None and kept.is_file():
            folds.append(replace(lexicon, **np.load(kept)))
            continue
        lessons = lessons or [lessons_of_names.lesson(folder, file, lexicon) for folder, file in files]
        others = [page for n, page in enumerate(lessons) if n % FOLDS != fold]
        folds.append(train_mentions.train(others, lexicon, runs=1))
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez(kept, weights=folds[-1].weights, sieve=folds[-1].sieve)
    return [folds[number % FOLDS] for number in range(len(files))]


def train(batches: Sequence[Batch]) -> Floats:
    """Weights averaged over several runs, without those that hardly matter."""
    common, decay = _common(batches), _decay(batches)
    weights = sum((_run(batches, common, decay, seed) for seed in range(RUNS)), np.zeros(TABLE)) / RUNS
    return np.where(np.abs(weights) >= LEAST_WEIGHT, weights, 0.0)


def _run(batches: Sequence[Batch], common: NDArray[np.bool_], decay: Singles, seed: int) -> Floats:
    """Weights averaged over the second half of the rounds."""
    chance = np.random.default_rng(seed)
    weights, squares, sums = np.zeros(TABLE, np.float32), np.full(TABLE, 1e-8, np.float32), np.zeros(TABLE)
    steps = 0
    for epoch in range(EPOCHS):
        for which in chance.permutation(len(batches)).tolist():
            given = batches[which]
            kept = (chance.integers(0, 256, len(given.features), np.uint8) >= DROPPED * 256) & common[given.features]
            learned = given.features[kept]
            own = weights[learned]
            thinned = np.zeros(len(kept), np.float32)
            thinned[kept] = own / np.float32(1 - DROPPED)
            change = _gradient(given, thinned)[kept] + decay[learned] * own
            squares[learned] += change * change
            weights[learned] -= RATE * change / np.sqrt(squares[learned])
            if 2 * epoch >= EPOCHS:
                sums += weights
                steps += 1
    return sums / steps


def _gradient(given: Batch, weights: Singles) -> Singles:
    """The slope at the weights of the batch's features, for each of them."""
    total_of = np.bincount(given.row, weights[given.place], minlength=len(given.label))
    wrong = 1 / (1 + np.exp(-total_of)) - given.label
    return np.bincount(given.place, wrong[given.row], minlength=len(weights)).astype(np.float32)


def _decay(batches: Sequence[Batch]) -> Singles:
    """How far each feature's weight goes back where it is met, the more the rarer it is met."""
    met, size = np.zeros(TABLE), 0
    for given in batches:
        met[given.features] += 1
        size += len(given.label)
    return (DECAY * size / np.maximum(met, 1)).astype(np.float32)


def _common(batches: Sequence[Batch]) -> NDArray[np.bool_]:
    """Which features several pages have."""
    seen: dict[int, NDArray[np.bool_]] = {}
    for given in batches:
        seen.setdefault(given.page, np.zeros(TABLE, np.bool_))[given.features] = True
    found: NDArray[np.bool_] = sum(seen.values(), np.zeros(TABLE, np.int64)) >= min(FEWEST_PAGES, len(seen))
    return found


def biases(scored: Sequence[Scored]) -> Floats:
    """What to add to each predicate's sums: logistic regression on the sums with one slope, by Newton's method."""
    sums, right, predicate = (np.concatenate(side) for side in zip(*scored, strict=True))
    inputs = np.column_stack((sums, np.ones(len(sums)), predicate[:, None] == np.arange(len(PREDICATES))))
    held = np.diag([0.0, 0.0, *[HELD] * len(PREDICATES)])
    found = np.array([1.0, *[0.0] * (len(PREDICATES) + 1)])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-inputs @ found))
        slope = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + held
        found += np.linalg.solve(slope + 1e-9 * np.eye(len(found)), inputs.T @ (right - chance) - held @ found)
    return found[2:] / found[0]


def calibrate(scored: Sequence[Scored]) -> tuple[Floats, Floats]:
    """Rising steps of sum and probability (isotonic regression), each of ``FEWEST`` relations or more."""
    sums, right, _ = (np.concatenate(side) for side in zip(*scored, strict=True))
    order = np.argsort(sums, kind="stable")
    blocks: list[tuple[float, float, int]] = []
    for part in np.array_split(order, max(1, len(order) // FEWEST)):
        block = (float(right[part].sum()), float(sums[part].sum()), len(part))
        while blocks and blocks[-1][0] * block[2] >= block[0] * blocks[-1][2]:
            last = blocks.pop()
            block = (block[0] + last[0], block[1] + last[1], block[2] + last[2])
        blocks.append(block)
    steps = np.array([(summed / many, min(hits / many, SUREST)) for hits, summed, many in blocks])
    return steps[:, 0], steps[:, 1]


def score_lesson(given: Lesson, scorer: Scorer) -> Scored:
    """The sums of what a lesson's page may state, each relation once, and which are right."""
    given = given.through(scorer.gate)
    sums = scorer.sums(given.evidence, given.pairs.predicate)
    rows = best(given.pairs, sums)
    rows = rows[given.right[rows] != FREE]
    return Scored(sums[rows], given.right[rows], given.pairs.predicate[rows])


def threshold(scored: Sequence[Scored], steps: tuple[Floats, Floats], labelled: int) -> float:
    """The highest probability from which on F1 is within SLACK of the best."""
    sums, right, _ = (np.concatenate(side) for side in zip(*scored, strict=True))
    sure = np.interp(sums, *steps)
    tried = np.arange(0.2, 0.7, 0.01).round(2)
    f1 = np.array([2 * right[sure >= least].sum() / ((sure >= least).sum() + labelled) for least in tried])
    return float(tried[f1 >= f1.max() - SLACK].max())


def cross_validate(course: Course) -> tuple[list[Scored], list[Reading], list[Reading]]:
    """Every page by weights that never saw it: the scores of its found names, readings of labelled and found names."""
    folds = [course.taught(fold) for fold in range(FOLDS)]
    scored = [score_lesson(given.lesson, folds[n % FOLDS]) for n, given in enumerate(course.found[: course.measured])]
    goals = course.goals()
    readings: tuple[list[Reading], list[Reading]] = ([], [])
    for number, page in enumerate(course.pages[: course.measured]):
        others = [n for n in range(course.measured) if n % FOLDS != number % FOLDS]
        bias = biases([scored[n] for n in others])
        told = [scored[n].with_bias(bias) for n in others]
        steps = calibrate(told)
        least = threshold(told, steps, sum(goals[n] for n in others))
        rules = replace(course.rules, scorer=replace(folds[number % FOLDS], steps=steps, least=least, bias=bias))
        for kind, names in zip(readings, (course.given, course.found), strict=True):
            kind.append(drawn(page, names[number], rules, course.lexicon))
    return scored, *readings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/weights/relations.tsv"))
    parser.add_argument(
        "--names", type=Path, help="folder that keeps the names found by cross-validation for next time"
    )
    args = parser.parse_args()
    course = read_course(args.folders, args.names)
    scored, given, found_names = cross_validate(course)
    kinds = [
        Read("labelled names", course.given[: course.measured], given),
        Read("found names", course.found[: course.measured], found_names),
    ]
    blind = frozenset().union(*(blind_pages(folder) for folder in args.folders))
    report(course.pages[: course.measured], kinds, (course.rules, course.lexicon), blind)
    bias = biases(scored)
    scored = [given.with_bias(bias) for given in scored]
    steps = calibrate(scored)
    least = threshold(scored, steps, sum(course.goals()))
    scorer = replace(course.taught(None), steps=steps, least=least, bias=bias)
    write(scorer, len(course.pages), args.output)


def write(scorer: Scorer, pages: int, output: Path) -> None:
    """The weights that matter as ``number TAB weight``, and the other lines of a Scorer."""
    output.parent.mkdir(parents=True, exist_ok=True)
    kept = np.flatnonzero(scorer.weights)
    with output.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# Weights of relation evidence, learned by benchmarks/train_relations.py from {pages} pages.\n")
        out.write(f"least\t{scorer.least:.2f}\n")
        out.writelines(f"step\t{at:.4f}\t{sure:.4f}\n" for at, sure in zip(*scorer.steps, strict=True))
        out.writelines(f"bias\t{name}\t{value:.4f}\n" for name, value in zip(PREDICATES, scorer.bias, strict=True))
        out.writelines(f"rule\t{rule}\n" for rule in sorted(scorer.rules))
        out.writelines(f"gate\t{line}\n" for line in lines(scorer.gate))
        out.write(HEAD_END)
        out.writelines(f"{number}\t{scorer.weights[number]:.3g}\n" for number in kept.tolist())


if __name__ == "__main__":
    main()
