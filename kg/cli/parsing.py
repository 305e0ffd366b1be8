"""What command files share: the parser whose errors are one line, and the options that several commands have."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn


class Parser(argparse.ArgumentParser):
    """argparse offers no other way than a subclass to word its errors."""

    def __init__(self, prog: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=formatter,
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and exit with 2."""
        print(f"{self.prog.replace(' ', ': ', 1)}: {message}; see {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def formatter(prog: str) -> argparse.RawDescriptionHelpFormatter:
    """argparse makes one for each option that it is told of, and imports all of ``shutil`` to find the width."""
    return argparse.RawDescriptionHelpFormatter(prog, width=(_columns() or 80) - 2)


def add_graph(parser: argparse.ArgumentParser) -> None:
    """``--graph DIR``, which defaults to ``$KG_GRAPH`` or ``./graph``."""
    parser.add_argument(
        "--graph",
        metavar="DIR",
        default=os.environ.get("KG_GRAPH") or "graph",
        help="the graph's folder (default: $KG_GRAPH or ./graph)",
    )


def add_min_confidence(parser: argparse.ArgumentParser) -> None:
    """``--min-confidence X`` of commands that read a graph: facts below are as if they were not there."""
    parser.add_argument(
        "--min-confidence", type=confidence, default=0.0, metavar="X", help="leave out facts below this (0–1)"
    )


def confidence(text: str) -> float:
    """A confidence as typed; 0.9 and .9 are one."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no confidence from 0 to 1")
    return value


def count(text: str) -> int:
    """A whole number as typed, not below 0."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is no whole number")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds as typed."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds")
    return value


@contextmanager
def written(name: str) -> Iterator[BinaryIO]:
    """The file ``name``, whole at the end of the ``with`` and as it was where that fails. Raises InputError.

    What is no plain file, such as a pipe or ``/dev/null``, is written to and never replaced by one.
    """
    special = os.path.exists(name) and not os.path.isfile(name)
    beside = name if special else f"{name}.part"
    try:
        with open(beside, "wb") as out:
            yield out
        if not special:
            os.replace(beside, name)
    except OSError as error:
        from kg.errors import InputError

        folder = os.path.dirname(name)
        how = "choose another file" if os.path.isdir(folder or ".") else f"make the folder {folder} first"
        raise InputError(name, f"cannot be written: {error.strerror}", how) from error
    finally:
        if not special and os.path.exists(beside):
            os.remove(beside)


def terminal_width() -> int:
    """Columns of the terminal that stdout is; 0 where it is none."""
    return (_columns() or 80) if sys.stdout.isatty() else 0


def _columns() -> int:
    """``$COLUMNS``, else the width of the terminal that stdout is; 0 where neither is known."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 0


def coloured() -> bool:
    """Whether stdout takes colours (``NO_COLOR`` forbids them)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def note(text: str) -> None:
    """Say something on stderr."""
    print(text, file=sys.stderr)
