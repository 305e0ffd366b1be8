"""``kg same A B``: people say that two things are one; the first keeps its name and IRI."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from kg.cli import judgement

_HELP = """\
The line stands in judgements.tsv next to the graph and outlasts every build; to undo it, delete it and build again.

examples:
  kg same 谊景村社区 community:宜景村社区 --reason "misread"
  kg same "王洋@2024-05-06-a3.txt#3" "王洋@2024-05-07-a2.txt#1" --reason "same post" --who 李敏
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.epilog = _HELP
    judgement.configure(parser)


def run(args: Namespace) -> int:
    """Write the line and build again."""
    return judgement.judge("same", args)
