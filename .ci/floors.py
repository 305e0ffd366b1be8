"""Figures as JSON on stdin → exit 1 when one is below its floor in a section of floors.json (the only argument)."""

import json
import sys
from pathlib import Path


def main() -> int:
    floors = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))[sys.argv[1]]
    figures = json.load(sys.stdin)
    below = 0
    for measure, floor in floors.items():
        value = figures
        for step in measure.split("."):
            value = value[step]
        fails = value < floor
        below += fails
        print(f"{measure:16} {value:.3f}  floor {floor:.3f}{'  TOO LOW' if fails else ''}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
