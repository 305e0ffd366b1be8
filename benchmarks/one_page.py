"""What adding one page to many costs, as a share of building them all, and what the time goes to.

    python benchmarks/one_page.py [--pages N] [--workers N] [--seed N] [--keep DIR]

The pages are made from the project's sample pages by a generator with a fixed seed: the upper half of one, the lower
half of another, other people and communities, other numbers. Build, add and remove run as commands, so that their start
counts; the profile is taken in this process. Ends with 1 when removing the page does not give the same bytes back.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from kg import build
from kg.corpus import Options
from kg.resources import shared_root
from kg.stores.generations import open_graph

_RENAMED = {"PERSON": re.compile("(?<=.)[\u4e00-\u9fff]{1,2}"), "COMMUNITY": re.compile("[\u4e00-\u9fff]{2}(?=.)")}
_STAGES = (
    ("archive", "read"), ("build", "_before"), ("corpus", "read"), ("names", "load"), ("build", "resolve"),
    ("statements", "state"), ("rdf", "write"), ("summary", "counts"), ("candidates", "candidates"),
    ("archive", "write"), ("Draft", "change"),
)  # fmt: skip
_BETWEEN = "the rest"


class Sample(NamedTuple):
    """A sample page: its lines, and what of its names is given other characters."""

    lines: list[str]
    stems: list[str]


class Seconds(NamedTuple):
    """Of a command: by the clock, and of all processors, which counts on a machine that is busy with other things."""

    wall: float
    busy: float


def main() -> int:
    """Print times, their ratio, whether the bytes are the same again, and the profile of adding."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500, help="pages in the graph (default: 500)")
    parser.add_argument("--workers", type=int, default=1, help="processes that read pages (default: 1)")
    parser.add_argument("--seed", type=int, default=4, help="of the made pages (default: 4)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep pages and graph there")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        size = make(folder, args.pages, args.seed)
        print(f"{args.pages} pages, {size:,} characters, {args.workers} workers; and one page more")
        same = measure(folder, args.workers)
        profile(folder)
    return 0 if same else 1


def make(folder: Path, count: int, seed: int) -> int:
    """Write ``count`` pages into ``folder/pages`` and one into ``folder/more``; the number of characters written."""
    chance, samples = random.Random(seed), list(read_samples())
    stems = sorted({stem for sample in samples for stem in sample.stems})
    for name in ("pages", "more"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(count + 1):
        text = made(samples, stems, chance)
        size += len(text)
        file = folder / ("pages" if number < count else "more") / f"{number:05}.txt"
        file.write_text(text, encoding="utf-8", newline="\n")
    return size


def read_samples() -> Iterator[Sample]:
    """The project's labelled pages; the labels tell which characters are names."""
    data = shared_root() / "data"
    for path in sorted((data / "gold").glob("*.json")):
        page = data / "pages" / f"{path.stem}.txt"
        stems = set()
        for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]:
            match = _RENAMED[entity["type"]].search(entity["name"]) if entity["type"] in _RENAMED else None
            stems.update([match[0]] if match and len(match[0]) == 2 else [])
        yield Sample(page.read_text(encoding="utf-8").splitlines(), sorted(stems))


def made(samples: list[Sample], stems: list[str], chance: random.Random) -> str:
    """One page of two halves."""
    lines: list[str] = []
    for sample, lower in zip(chance.sample(samples, 2), (False, True), strict=True):
        middle = len(sample.lines) // 2
        text = "\n".join(sample.lines[middle:] if lower else sample.lines[:middle])
        for stem in sample.stems:
            text = text.replace(stem, chance.choice(stems))
        lines.append(re.sub(r"\d", lambda _: str(chance.randrange(1, 10)), text))
    return "\n".join(lines) + "\n"


def measure(folder: Path, workers: int) -> bool:
    """Build, add, remove; whether the graph is the same again."""
    graph = folder / "graph"
    whole = timed("build", folder / "pages", "--workers", workers, "--yes", "--graph", graph)
    before = digests(graph)
    added = timed("add", folder / "more", "--graph", graph)
    removed = timed("remove", *(path.name for path in (folder / "more").iterdir()), "--graph", graph)
    again = timed("build", folder / "pages", "--graph", graph)
    same = digests(graph) == before
    print(f"build all         {whole.wall:8.2f} s   processor {whole.busy:7.2f} s")
    for name, took in (("add one", added), ("remove one", removed), ("build again", again)):
        share = f"{took.busy / whole.busy:6.1%} of building all"
        print(f"{name:17} {took.wall:8.2f} s   processor {took.busy:7.2f} s  {share}")
    print("after removing it: " + ("the same bytes" if same else "OTHER BYTES"))
    return same


def timed(*words: object) -> Seconds:
    """What a command of kg takes."""
    started, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-m", "kg", *map(str, words)], check=True, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return Seconds(wall, busy or wall)  # Windows does not tell of children


def digests(graph: Path) -> dict[str, str]:
    """SHA-256 of the files of a graph that are to be the same bytes."""
    with open_graph(graph) as current:
        files = [current.path / name for name in ("graph.nq", "pages.sqlite", "marks.tsv", "meta.json")]
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def profile(folder: Path) -> None:
    """Seconds of each stage while the page is added once more."""
    spent: Counter[str] = Counter()
    with ExitStack() as stack:
        for module, name in _STAGES:
            owner = build if module == "build" else getattr(build, module)
            stack.enter_context(patch.object(owner, name, _clocked(getattr(owner, name), f"{module}.{name}", spent)))
        started = time.process_time()
        build.add([folder / "more"], folder / "graph", Options())
        whole = time.process_time() - started
    spent[_BETWEEN] = whole - sum(spent.values())  # type: ignore[assignment]
    print(f"\nadding one page, {whole:.2f} s without the start of the program:")
    for name, seconds in spent.items():
        print(f"{name:24} {seconds:7.2f} s {seconds / whole:6.1%}")


def _clocked(call: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    @wraps(call)
    def clocked(*args: Any, **options: Any) -> Any:
        started = time.process_time()
        try:
            return call(*args, **options)
        finally:
            spent[name] += time.process_time() - started  # type: ignore[assignment]

    return clocked


if __name__ == "__main__":
    sys.exit(main())
