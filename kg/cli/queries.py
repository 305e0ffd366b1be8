"""``kg queries``: the named questions by topic, or one question's SPARQL."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.questions import Question

_HELP = """\
examples:
  kg queries
  kg queries who-holds-which-post
  kg query who-holds-which-post --body 谊景村社区党委
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("name", nargs="?", metavar="NAME", help="print this question's SPARQL")
    parser.add_argument("--data", metavar="DIR", help="a folder with questions of your own in queries/ (or $KG_DATA)")


def run(args: argparse.Namespace) -> int:
    """Print the list or the question."""
    from kg import questions

    overlay = Path(args.data) if args.data else None
    if args.name:
        print(questions.find(args.name, overlay).text, end="")
        return 0
    topics: dict[str, list[Question]] = {}
    for question in questions.load(overlay).values():
        topics.setdefault(question.topic, []).append(question)
    for topic in sorted(topics):
        print(f"{topic}")
        for question in topics[topic]:
            print(f"  {question.name}")
            print(f"      {question.title} · {question.title_en}")
            for parameter in question.parameters:
                optional = (
                    ""
                    if parameter.default is None
                    else f", default {parameter.default}"
                    if parameter.default
                    else ", optional"
                )
                print(f"      --{parameter.name} ({parameter.type}{optional}) {parameter.description}")
    return 0
