"""Times of commands from a cold start as ratios to ``python -c pass``, measured in turn so that a busy machine is fair.

python benchmarks/cold_start.py GRAPH [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

QUERY = "SELECT ?c ?p WHERE { ?c kg:partOf ?street ; kg:implements ?p }"
PROGRAM = "import sys; from kg.cli import main; sys.exit(main())"


def main() -> None:
    """Print the median of each command in milliseconds and as a ratio."""
    graph, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 41
    kg = [sys.executable, "-c", PROGRAM]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "kg --help": [*kg, "--help"],
        "kg query SPARQL": [*kg, "query", QUERY, "--graph", graph],
        "kg query NAME": [*kg, "query", "counts", "--graph", graph],
        "kg find": [*kg, "find", "社区", "--graph", graph],
    }
    typed = {"kg TAB": "kg qu", "kg query TAB": "kg query who-h", "kg show TAB": "kg show 社"}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    taken.update({name: [] for name in typed})
    for _ in range(rounds):
        for name, words in commands.items():
            taken[name].append(_seconds(words))
        for name, line in typed.items():
            taken[name].append(
                _seconds(kg, _ARGCOMPLETE="1", COMP_LINE=line, COMP_POINT=str(len(line)), KG_GRAPH=graph)
            )
    bare = statistics.median(taken["python -c pass"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:16} {middle * 1000:7.1f} ms  {middle / bare:5.1f} ×")


def _seconds(words: list[str], **told: str) -> float:
    root = str(Path(__file__).resolve().parents[1])
    started = time.perf_counter()
    told = {"_ARGCOMPLETE_STDOUT_FILENAME": os.devnull, **told, "PYTHONPATH": root}
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True, env={**os.environ, **told})
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
