"""Characters per second of the whole reading of pages as a ratio to ``jieba.posseg.cut`` on the same text.

    python benchmarks/throughput.py [FOLDER] [--rounds N] [--stages]

Everything that one page goes through runs in one process: decoding, layout, passages, names, relations. Both sides have
their data loaded beforehand, out of the garbage collector's way as in a worker, and take turns, and the processor's
seconds count, so that a busy machine is unfair to neither; medians are compared.
``--stages`` adds the milliseconds per 1,000 characters of each stage.
"""

from __future__ import annotations

import argparse
import gc
import logging
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from kg import mentions, reading, relations
from kg.model import Page
from kg.pages.decode import decode
from kg.pages.layout import layout
from kg.pages.passages import passages
from kg.resources import shared_root

T = TypeVar("T")


def main() -> None:
    """Print loading times, both speeds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=shared_root() / "data/pages", help="pages (*.txt)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side runs (default: 7)")
    parser.add_argument("--stages", action="store_true", help="time each stage too")
    args = parser.parse_args()
    files = [path.read_bytes() for path in sorted(args.folder.rglob("*.txt"))]
    if not files or args.rounds < 1:
        parser.error("nothing to measure: give a folder with .txt pages and at least one round")
    texts = [decode(data)[0] for data in files]
    size = sum(map(len, texts))
    knowledge, loading = timed(reading.load)
    cut, jieba_loading = timed(posseg)
    gc.freeze()
    ours, theirs = take_turns(lambda: read_all(files, knowledge), lambda: cut_all(texts, cut), args.rounds)
    print(f"{len(files)} pages, {size:,} characters, {args.rounds} rounds in turn, medians")
    print(f"loading           kg {loading:.2f} s   jieba.posseg {jieba_loading:.2f} s   (not counted below)")
    print(f"kg                {size / ours:12,.0f} characters/s")
    print(f"jieba.posseg.cut  {size / theirs:12,.0f} characters/s")
    print(f"ratio             {theirs / ours:12.2f}")
    if args.stages:
        for stage, seconds in stages(texts, knowledge, args.rounds).items():
            print(f"{stage:18}{seconds / size * 1e6:8.3f} ms per 1,000 characters")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives, and the processor's seconds."""
    started = time.process_time()
    value = call()
    return value, time.process_time() - started


def posseg() -> Callable[[str], list[object]]:
    """``jieba.posseg.lcut`` with its dictionaries loaded."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.posseg.lcut("预热")
    found: Callable[[str], list[object]] = jieba.posseg.lcut
    return found


def read_all(files: Sequence[bytes], knowledge: reading.Knowledge) -> None:
    """The whole reading, from bytes."""
    for number, data in enumerate(files):
        text, encoding = decode(data)
        reading.read(Page(f"{number}.txt", text, encoding), knowledge)


def cut_all(texts: Sequence[str], cut: Callable[[str], list[object]]) -> None:
    """Words and tags of the same text."""
    for text in texts:
        cut(text)


def take_turns(first: Callable[[], None], second: Callable[[], None], rounds: int) -> tuple[float, float]:
    """Median seconds of two calls that take turns; one round of each beforehand is not counted."""
    first()
    second()
    times = [(timed(first)[1], timed(second)[1]) for _ in range(rounds)]
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def stages(texts: Sequence[str], knowledge: reading.Knowledge, rounds: int) -> dict[str, float]:
    """Median seconds of each stage over all pages."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        spent: dict[str, float] = {}
        for text in texts:
            one_page(Page("page.txt", text), knowledge, spent)
        for stage, seconds in spent.items():
            times.setdefault(stage, []).append(seconds)
    return {stage: statistics.median(rounds_of) for stage, rounds_of in times.items()}


def one_page(page: Page, knowledge: reading.Knowledge, spent: dict[str, float]) -> None:
    """Read one page as ``kg.reading.read`` does and add up the seconds of each stage."""

    def clocked(stage: str, call: Callable[[], T]) -> T:
        value, seconds = timed(call)
        spent[stage] = spent.get(stage, 0.0) + seconds
        return value

    shape = clocked("layout", lambda: layout(page))
    texts = clocked("passages", lambda: passages(page, shape))
    texts, entities = clocked("mentions", lambda: mentions.read(texts, knowledge.lexicon))
    district = mentions.district(entities, knowledge.lexicon)
    clocked("relations", lambda: relations.draw(page, shape, texts, entities, knowledge.rules, district=district))


if __name__ == "__main__":
    main()
