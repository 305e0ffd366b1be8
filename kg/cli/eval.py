"""``kg eval``: extraction measured against labelled pages."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

_HELP = """\
examples:
  kg eval
  kg eval --gold gold --pages corpus --layout gold-layout --json
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("--gold", metavar="DIR", type=Path, help="labelled pages (default: the project's own)")
    parser.add_argument("--pages", metavar="DIR", type=Path, help="the pages they label (default: the project's own)")
    parser.add_argument("--layout", metavar="DIR", type=Path, help="labelled articles and joins")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(args: argparse.Namespace) -> int:
    """Print each measure with its figures."""
    from kg.resources import shared_root
    from kg.table import draw

    data = shared_root() / "data"
    layout = args.layout or (None if args.gold else data / "gold-layout")
    measured = import_module("kg.evaluate").run(args.pages or data / "pages", args.gold or data / "gold", layout)
    figures = {name: dict(values) for name, values in measured.items()}
    if args.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return 0
    names = sorted({key for values in figures.values() for key in values})
    rows = [
        (name, *(f"{values[key]:.3f}" if key in values else "" for key in names)) for name, values in figures.items()
    ]
    for line in draw(("measure", *names), rows):
        print(line)
    return 0
