"""What command files share: the parser whose errors are one line, and the options that several commands have."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """argparse offers no other way than a subclass to word its errors."""

    def __init__(self, prog: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and exit with 2."""
        print(f"{self.prog.replace(' ', ': ', 1)}: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def add_graph(parser: argparse.ArgumentParser) -> None:
    """``--graph DIR``, which defaults to ``$KG_GRAPH`` or ``./graph``."""
    parser.add_argument(
        "--graph",
        metavar="DIR",
        default=os.environ.get("KG_GRAPH") or "graph",
        help="the graph's folder (default: $KG_GRAPH or ./graph)",
    )


def terminal_width() -> int:
    """Columns of the terminal that stdout is; 0 where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def coloured() -> bool:
    """Whether stdout takes colours (``NO_COLOR`` forbids them)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def note(text: str) -> None:
    """Say something on stderr."""
    print(text, file=sys.stderr)
