"""Marked articles → how much likelier one character is right after another (data/weights/neighbours.tsv).

    python benchmarks/count_neighbours.py data/marked

Pairs that stand there twice or more are kept; what a character is worth after one that it was never seen after is what
Witten and Bell's smoothing leaves for it (Witten & Bell 1991, method C). Pages are not counted, so that they can tell
what the table is worth.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from marked import read_marked

from kg.pages.neighbours import plain
from kg.pages.passages import normalise

FEWEST = 2


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="marked articles")
    parser.add_argument("-o", "--output", type=Path, default=Path("data/weights/neighbours.tsv"))
    args = parser.parse_args()
    files = sorted(args.folder.glob("*.txt"))
    head = f"# What stands after what, counted by benchmarks/count_neighbours.py from {len(files)} files.\n"
    args.output.write_text(head + "".join(rows(_lines(files))), encoding="utf-8")


def _lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        for line in read_marked(file)[0].page.text.split("\n"):
            yield plain(normalise("".join(line.split())))


def rows(lines: Iterable[str]) -> Iterator[str]:
    """The table's lines in the order of the first characters."""
    single: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = {}
    for line in lines:
        single.update(line)
        for first, second in pairwise(line):
            pairs.setdefault(first, Counter())[second] += 1
    total = single.total()
    for first, seconds in sorted(pairs.items()):
        kinds, count = len(seconds), seconds.total()
        left = kinds / (count + kinds)
        kept = ((second, times) for second, times in sorted(seconds.items()) if times >= FEWEST)
        likelier = ((second, times / (count + kinds) * total / single[second] + left) for second, times in kept)
        values = (f"{second}{math.log(times):.1f}" for second, times in likelier)
        yield "\t".join((first, f"{math.log(left):.1f}", *values, "\n"))


if __name__ == "__main__":
    main()
