"""``kg apart A B``: people say that two things are not one; named twice, a thing is split into its articles."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kg.cli import judgement

_HELP = """\
The line stands in judgements.tsv next to the graph and outlasts every build; to undo it, delete it and build again.

examples:
  kg apart 文明里 文明里社区 --reason "compound and community"
  kg apart "王芳@a.txt#3" "王芳@b.txt#1" --reason "teacher and nurse"
  kg apart person:王芳 person:王芳 --reason "one in every article"
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.epilog = _HELP
    judgement.configure(parser)


def run(args: Namespace) -> int:
    """Write the line and build again."""
    return judgement.judge("not same", args)
