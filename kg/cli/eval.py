"""``kg eval``: extraction measured against labelled pages."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.cli import corpus_options
from kg.cli.parsing import count

if TYPE_CHECKING:
    from kg.evaluation.tally import Score

_HELP = """\
examples:
  kg eval
  kg eval --errors 10
  kg eval --pages corpus --gold gold --layout gold-layout --floors floors.toml

"names given": relations drawn between the labels' own names in the labelled layout; the difference to the plain figures
is what wrong names cost. "alone": what a rule proposes there before any choice. "by confidence": how many of the
relations with such a confidence are right; "by least confidence": what --min-confidence keeps.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("--gold", metavar="DIR", type=Path, help="labelled pages (default: the project's own)")
    parser.add_argument("--pages", metavar="DIR", type=Path, help="the pages they label (default: the project's own)")
    parser.add_argument("--layout", metavar="DIR", type=Path, help="labelled articles and joins")
    parser.add_argument("--errors", metavar="N", type=count, default=0, help="list up to N of each kind of error")
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.add_argument("--floors", metavar="FILE", type=Path, help="fail when a figure is below its floor")
    parser.add_argument("--write-floors", action="store_true", help="set FILE's floors a little below the figures now")
    corpus_options.add_reading(parser)
    corpus_options.add_places(parser)


def run(args: argparse.Namespace) -> int:
    """Print each measure with its figures; 1 when one is below its floor."""
    from kg import evaluate
    from kg.errors import InputError
    from kg.evaluation import floors, report

    if args.write_floors and args.floors is None:
        raise InputError("--write-floors", "no file to write to", "give --floors FILE too")
    pages, gold, layout = _folders(args)
    score = evaluate.run(pages, gold, layout, options=corpus_options.options(args))
    told = report.figures(score)
    _print(args, score, told, pages)
    if args.floors is None:
        return 0
    if args.write_floors:
        floors.write(told, args.floors)
        return 0
    return _compare(args.floors, told)


def _folders(args: argparse.Namespace) -> tuple[Path, Path, Path | None]:
    """Pages, labels and layouts; the project's own where none are given."""
    from kg.errors import InputError
    from kg.resources import shared_root

    if (args.gold is None) != (args.pages is None):
        raise InputError("kg eval", "--gold and --pages go together", "give both, or none for the project's own pages")
    if args.gold is not None:
        return args.pages, args.gold, args.layout
    data = shared_root() / "data"
    return data / "pages", data / "gold", args.layout or data / "gold-layout"


def _print(args: argparse.Namespace, score: Score, told: dict[str, Any], pages: Path) -> None:
    from kg.evaluation import report
    from kg.table import draw

    if args.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for table in report.tables(score):
        print(*draw(table.head, table.rows), "", sep="\n")
    if args.errors:
        print(
            *report.faults(score, {fault.page: _text(pages, fault.page) for fault in score.faults}, args.errors),
            sep="\n",
        )


def _text(pages: Path, page: str) -> str:
    with open(pages / page, encoding="utf-8", newline="") as handle:
        return handle.read()


def _compare(file: Path, told: dict[str, Any]) -> int:
    from kg.cli.parsing import note
    from kg.evaluation import floors

    low = floors.below(told, file)
    for name, value, floor in low:
        note(f"{name}: {value:.3f} is below its floor {floor:.2f} in {file}")
    return 1 if low else 0
