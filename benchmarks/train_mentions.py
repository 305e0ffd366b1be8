"""Labelled pages → the weights of mention evidence (data/weights), or their figures by cross-validation.

    python benchmarks/train_mentions.py data ../shared            # writes the weights
    python benchmarks/train_mentions.py data ../shared --folds 5  # measures each page by weights that never saw it

Each folder holds ``pages`` (or ``corpus``), ``gold`` and ``gold-layout``, and may hold ``marked`` articles, which are
learned from but never measured. First ``train_sieve.py`` learns which candidates are hopeless; of the others, learning
is an averaged structured perceptron
with a margin (a false name costs 0.5, a missed one 1.5) over the very choice that ``kg.mentions`` makes; 40 % of the
features are dropped at random in each step, and what only one page has is not learned; four runs
with other chances are averaged. Chance has fixed seeds, so the same pages give the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import train_sieve
from lessons import FREE, RIGHT, WRONG, Cells, Lesson, cells, lesson
from numpy.typing import NDArray

from kg.mentions.decode import Look, chosen, first_look, second_look
from kg.mentions.features import early, sides
from kg.mentions.gather import candidates
from kg.mentions.lexicon import SIEVE, TABLE, Lexicon, load
from kg.model import ENTITY_TYPES

FALSE_COST, MISS_COST, RATE, EPOCHS, RUNS = 0.5, 1.5, 0.1, 12, 4
DROPPED, FEWEST_PAGES, LEAST_WEIGHT = 0.4, 2, 0.02
Weights = NDArray[np.float64]


def train(pages: Sequence[Lesson], lexicon: Lexicon, *, runs: int = RUNS) -> Lexicon:
    """The lexicon with weights of its own: the sieve's, and those averaged over several runs behind it."""
    lexicon = replace(lexicon, sieve=np.zeros(SIEVE, np.float32))
    common = _common([first_look(page.scene, lexicon) for page in pages])
    lexicon = replace(lexicon, sieve=train_sieve.learn([_sifted(page, lexicon) for page in pages]).astype(np.float32))
    looks = [(page, first_look(page.scene, lexicon)) for page in pages]
    weights = sum((_run(looks, lexicon, common, seed) for seed in range(runs)), np.zeros(TABLE)) / runs
    return replace(lexicon, weights=weights.astype(np.float32))


def _sifted(page: Lesson, lexicon: Lexicon) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """What the sieve sees of each candidate, and which are names; defensible readings are left out."""
    found = candidates(page.scene, lexicon)
    judged = page.judge(found)
    return early(page.scene, found, sides(page.scene, found))[:, judged != FREE], judged[judged != FREE] == RIGHT


def _run(looks: Sequence[tuple[Lesson, Look]], lexicon: Lexicon, common: NDArray[np.bool_], seed: int) -> Weights:
    """Weights averaged over all steps of one run."""
    weights, squares, sums = np.zeros(TABLE, np.float32), np.zeros(TABLE, np.float32), np.zeros(TABLE)
    order, steps = [look for look in looks for _ in range(look[0].times)], 0
    chance, drops = random.Random(seed), np.random.default_rng(seed)
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for page, first in order:
            kept = drops.integers(0, 256, TABLE, np.uint8) >= DROPPED * 256
            thinned = np.where(kept, weights / np.float32(1 - DROPPED), np.float32(0))
            number, change = _errors(page, *second_look(page.scene, first, lexicon, thinned))
            learned = kept[number] & common[number] & (change != 0)
            number, change = number[learned], change[learned]
            squares[number] += change * change
            weights[number] += RATE * change / np.sqrt(squares[number])
            sums += weights
            steps += 1
    return sums / steps


def _common(looks: Sequence[Look]) -> NDArray[np.bool_]:
    """Which features may be learned: those of several pages, hopeless candidates among them, and those
    that only the second look gives."""
    count = np.zeros(TABLE, dtype=np.int64)
    for look in looks:
        count[np.unique(look.features[0])] += 1
    return (count == 0) | (count >= min(FEWEST_PAGES, len(looks)))


def _errors(page: Lesson, look: Look, weight: Weights) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The features of the names that were missed and of the false ones under the margin, each once, and how many more
    of the former have it."""
    judged = page.judge(look.candidates)
    margin = np.where(judged == WRONG, FALSE_COST, np.where(judged == RIGHT, -MISS_COST, 0.0))
    weight = weight + margin
    got = set(chosen(look.candidates, weight))
    want: dict[tuple[int, int], int] = {}
    for i in np.flatnonzero(judged == RIGHT).tolist():
        span = (int(look.candidates.start[i]), int(look.candidates.end[i]))
        if span not in want or weight[i] > weight[want[span]]:
            want[span] = i
    missed = sorted(set(want.values()) - got)
    false = [i for i in sorted(got - set(want.values())) if judged[i] == WRONG]
    number, place = np.unique(np.array([look.of(i) for i in (*missed, *false)], np.int64), return_inverse=True)
    sign = np.repeat([1.0, -1.0], [len(missed), len(false)])
    width = len(place.ravel()) // max(1, len(sign))
    return number, np.bincount(place.ravel(), np.repeat(sign, width), len(number)).astype(np.float32)


def measure(pages: Iterable[Lesson], lexicon: Lexicon, errors: list[str] | None = None) -> Counter[str]:
    """Right, predicted and gold mentions; defensible readings count neither way."""
    total: Counter[str] = Counter()
    for page in pages:
        total["gold"] += page.size
        look, weight = second_look(page.scene, first_look(page.scene, lexicon), lexicon, lexicon.weights)
        judged = page.judge(look.candidates)
        places = chosen(look.candidates, weight)
        total["hit"] += int((judged[places] == RIGHT).sum())
        total["pred"] += int((judged[places] != FREE).sum())
        if errors is not None:
            errors += _told(page, look, weight, judged, places)
    return total


def _told(page: Lesson, look: Look, weight: Weights, judged: NDArray[np.int64], places: list[int]) -> list[str]:
    """A line for every false and every missed name."""
    text, c = page.scene.text, look.candidates

    def line(kind: str, name: str, start: int, end: int, note: object) -> str:
        around = f"{text[max(0, start - 7) : start]}[{text[start:end]}]{text[end : end + 6]}"
        return f"{kind}\t{name}\t{around}\t{note}\t{page.name}".replace("\n", "/")

    rows, found = [], set()
    for i in places:
        start, end = int(c.start[i]), int(c.end[i])
        found.add(cells(text, start, end))
        if judged[i] == WRONG:
            rows.append(line("false", ENTITY_TYPES[c.type[i]], start, end, round(float(weight[i]), 2)))
    best: dict[Cells, float] = {}
    for i in np.flatnonzero(judged == RIGHT).tolist():
        mine = cells(text, int(c.start[i]), int(c.end[i]))
        best[mine] = max(best.get(mine, -99.0), float(weight[i]))
    for mine, (types, may) in page.gold.items():
        if not may and mine not in found:
            note = round(best[mine], 2) if mine in best else "no candidate"
            rows.append(line("missed", "/".join(sorted(types)), min(mine), max(mine) + 1, note))
    return rows


def report(name: str, total: Counter[str]) -> None:
    p, r = total["hit"] / max(1, total["pred"]), total["hit"] / max(1, total["gold"])
    print(f"{name:28} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r or 1):.3f}")


def cross_validate(pages: Sequence[Lesson], marked: Sequence[Lesson], lexicon: Lexicon, *, folds: int) -> list[str]:
    """Print each page's figures by weights that never saw it (but all the marked articles); the errors as lines."""
    total: Counter[str] = Counter()
    errors: list[str] = []
    for fold in range(folds):
        learned = train([*(page for i, page in enumerate(pages) if i % folds != fold), *marked], lexicon)
        for page in pages[fold::folds]:
            figures = measure([page], learned, errors)
            report(page.name, figures)
            total += figures
    report(f"all, {folds} folds", total)
    return errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0, help="measure by cross-validation over pages, write no weights")
    parser.add_argument("--errors", type=Path, help="with --folds: write every false and missed name into this file")
    parser.add_argument("--without-gazetteers", action="store_true")
    parser.add_argument("-o", "--output", type=Path, default=Path("data/weights"), help="folder of the weights")
    args = parser.parse_args()
    lexicon = load(gazetteers=not args.without_gazetteers)
    pages, marked = (
        [lesson(folder, file, lexicon) for folder in args.folders for file in sorted(folder.glob(form))]
        for form in ("gold/*.json", "marked/*.txt")
    )
    if args.folds:
        errors = cross_validate(pages, marked, lexicon, folds=args.folds)
        if args.errors:
            args.errors.write_text("\n".join(errors) + "\n", encoding="utf-8")
        return
    learned = train([*pages, *marked], lexicon)
    report(f"the {len(pages)} training pages", measure(pages, learned))
    for name, weights in (("mentions", learned.weights), ("sieve", learned.sieve)):
        write(weights, len(pages) + len(marked), args.output / f"{name}.tsv")


def write(weights: NDArray[np.float32], pages: int, output: Path) -> None:
    """The weights that matter, one ``number TAB weight`` a line."""
    output.parent.mkdir(parents=True, exist_ok=True)
    kept = np.flatnonzero(np.abs(weights) >= LEAST_WEIGHT)
    with output.open("w", encoding="utf-8", newline="\n") as out:
        out.write(f"# Weights of mention evidence, learned by benchmarks/train_mentions.py from {pages} pages.\n")
        out.writelines(f"{number}\t{weights[number]:.3g}\n" for number in kept.tolist())


if __name__ == "__main__":
    main()
