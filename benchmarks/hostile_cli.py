"""The hostile queries of ``hostile.py`` at ``kg query``: is each answered with an error within its deadline + 0.5 s?

    python benchmarks/hostile_cli.py GRAPH [--rounds 5] [--timeout 1] [--memory 512]

GRAPH is a graph folder. Each is a command of its own, its text on stdin. Prints for each the exit codes, the median and
longest seconds from start to end less those of ``ASK {}`` (the start of Python, measured in turn), and the error.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from hostile import hostile

ROOT = Path(__file__).resolve().parents[1]


def ask(text: str, words: list[str]) -> tuple[int, str, float]:
    """Exit code, the first line on stderr, seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "kg", "query", "-", *words],
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace").partition("\n")[0]
    return done.returncode, said, time.monotonic() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=1.0)
    parser.add_argument("--memory", default="512")
    args = parser.parse_args()
    words = ["--graph", args.graph, "--timeout", f"{args.timeout:g}", "--memory", args.memory]
    late = 0
    for name, text in hostile().items():
        answers, starts = [], []
        for _ in range(args.rounds):
            starts.append(ask("ASK {}", words)[2])
            answers.append(ask(text, words))
        start = statistics.median(starts)
        times = [seconds - start for _, _, seconds in answers]
        late += sum(seconds > args.timeout + 0.5 for seconds in times)
        codes = sorted({code for code, _, _ in answers})
        print(f"{name:31} {codes} median {statistics.median(times):5.2f} s, longest {max(times):5.2f} s  "
              f"{answers[-1][1][:90]}")  # fmt: skip
    print(f"late: {late} of {args.rounds * len(hostile())}")


if __name__ == "__main__":
    main()
