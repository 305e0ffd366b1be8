"""A reader goes on in its generation while a build swaps in a new one: at 4M quads, where a fault costs all memory.

    python benchmarks/swap.py [--quads 4000000] [--folder DIR]

Builds a made graph, lets a query worker read it slowly, builds the next generation meanwhile and swaps it in. Prints
what the reader and a new query were told, the most memory that each took, and whether the old generation was deleted
when nobody read it any more.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
import threading
import time
from pathlib import Path

from kg.frames import Request
from kg.query import ask
from kg.stores import generations

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def lines(number: int, mark: str) -> list[str]:
    """Sorted quads of a graph in which ``mark`` stands in every object."""
    return [f'<http://e/{i:08}> <http://e/p> "{mark}{i:08}" .' for i in range(number)]


def build(folder: Path, number: int, mark: str) -> float:
    """Seconds that a new generation took."""
    began = time.monotonic()
    with generations.new_generation(folder, anew=True) as draft:
        draft.write(lines(number, mark), {})
    return time.monotonic() - began


class Answer:
    """What a query said, and the most memory that its worker held, in MB."""

    def __init__(self, folder: Path, text: str, *, memory: int = 2048) -> None:
        self.rows, self.head, self.memory, self.error, self.seconds = 0, "", 0.0, "", 0.0
        self.request = Request(text, graph=str(folder), format="csv", memory=memory, timeout=600)

    def take(self, content: bytes) -> None:
        """Bytes of the answer."""
        self.rows += content.count(b"\n")
        self.head = self.head or content[:200].decode()
        self.look()

    def look(self) -> None:
        """See what the worker holds now."""
        self.memory = max(self.memory, held_by_workers())

    def watch(self, done: threading.Event) -> None:
        """Go on looking until ``done``."""
        while not done.wait(0.05):
            self.look()

    def run(self) -> Answer:
        """Ask."""
        began = time.monotonic()
        done = threading.Event()
        watching = threading.Thread(target=self.watch, args=(done,))
        watching.start()
        try:
            ask(self.request, self.take, lambda _: None)
        except Exception as error:
            self.error = str(error)
        done.set()
        watching.join()
        self.seconds = time.monotonic() - began
        return self


def held_by_workers() -> float:
    """MB of private memory of the children of this process."""
    found = 0.0
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            anonymous = re.search(r"RssAnon:\s+(\d+)", status)
            found = max(found, int(anonymous[1]) / 1024 if anonymous else 0.0)
    return found


def main() -> None:
    """Build, read, swap, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=4_000_000)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="swap"))
    try:
        _swap(folder, args.quads)
    finally:
        if args.folder is None:
            shutil.rmtree(folder)


def _swap(folder: Path, quads: int) -> None:
    print(f"first generation, {quads:,} quads: {build(folder, quads, 'old'):.0f} s")
    alone = Answer(folder, COUNT).run()
    print(f"count: {alone.head.split()[-1]} in {alone.seconds:.1f} s, {alone.memory:.0f} MB {alone.error}")
    slow = Answer(folder, "SELECT ?o { ?s ?p ?o }")
    swapped: list[float] = []

    def take(content: bytes) -> None:
        if not swapped and slow.rows > 1000:  # in the middle of its answer
            swapped.append(build(folder, quads, "new"))
            print(f"second generation, swapped in under a reader: {swapped[0]:.0f} s")
            print(f"generations: {sorted(path.name for path in (folder / 'generations').glob('g??????'))}")
        slow.take(content)
        if b"new" in content:
            slow.error = "it saw the new generation"

    ask(slow.request, take, lambda _: None)
    print(f"the reader: {slow.rows - 1:,} rows, all of its generation, {slow.memory:.0f} MB {slow.error}")
    fresh = Answer(folder, "SELECT ?o { ?s ?p ?o } LIMIT 1").run()
    print(f"a new query: {fresh.head.split()[-1]}, {fresh.memory:.0f} MB {fresh.error}")
    with generations.new_generation(folder) as draft:
        draft.write(["<http://e/s> <http://e/p> <http://e/o> ."], {})
    print(f"after the next build: {sorted(path.name for path in (folder / 'generations').glob('g??????'))}")


if __name__ == "__main__":
    main()
