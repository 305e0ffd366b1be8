"""Times of commands from a cold start as ratios to ``python -c pass``, measured in turn so that a busy machine is fair.

python benchmarks/cold_start.py GRAPH [ROUNDS [NAME]]

NAME is what is typed of a name before TAB: some name of the graph must begin so.

Modules are compiled beforehand, as they are where pip installed them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.cli import COMMANDS

QUERY = "SELECT ?c ?p WHERE { ?c kg:partOf ?street ; kg:implements ?p }"
PROGRAM = "import sys; from kg.cli import main; sys.exit(main())"


def main() -> None:
    """Print the median of each command in milliseconds and as a ratio."""
    graph, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 41
    begun = sys.argv[3] if len(sys.argv) > 3 else "谊"
    kg = [sys.executable, "-c", PROGRAM]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "kg --help": [*kg, "--help"],
        "kg query SPARQL": [*kg, "query", QUERY, "--graph", graph],
        "kg query NAME": [*kg, "query", "counts", "--graph", graph],
        "kg find": [*kg, "find", "社区", "--graph", graph, "--limit", "0"],
        "TAB: a question": [*kg, "query", "who-h"],
        "TAB: a name": [*kg, "show", "--graph", graph, begun],
    }
    if "completion" not in COMMANDS:
        commands = {name: words for name, words in commands.items() if not name.startswith("TAB")}
    taken: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(rounds + 1):
            for name, words in commands.items():
                taken[name].append(_seconds(words, compiled, completes=name.startswith("TAB")))
    taken = {name: times[1:] for name, times in taken.items()}  # the first round compiles
    bare = statistics.median(taken["python -c pass"])
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:16} {middle * 1000:7.1f} ms  {middle / bare:5.1f} ×")


def _seconds(words: list[str], compiled: str, *, completes: bool = False) -> float:
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    told |= {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PYTHONPYCACHEPREFIX": compiled}
    if completes:  # as bash asks at TAB, with argcomplete's lines in its start file
        line = " ".join(["kg", *words[3:]])
        about = {
            "COMP_LINE": line,
            "COMP_POINT": str(len(line)),
            "_ARGCOMPLETE_STDOUT_FILENAME": f"{compiled}/words",
        }
        words, told = words[:3], {**told, **about, "_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": "bash"}
    started = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True, env=told)
    taken = time.perf_counter() - started
    if completes:
        words_file = Path(compiled, "words")
        if not words_file.read_bytes():
            sys.exit(f"nothing completes {line}")
        words_file.unlink()
    return taken


if __name__ == "__main__":
    main()
