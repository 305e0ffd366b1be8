"""``kg queries``: the named questions by topic, those about a word, or one question's SPARQL."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.parsing import coloured, note

if TYPE_CHECKING:
    from kg.questions import Question

_HELP = """\
examples:
  kg queries
  kg queries 街道
  kg queries awards
  kg queries who-holds-which-post
  kg query who-holds-which-post --help
  kg query who-holds-which-post --body 谊景村社区党委

Parameters in brackets may be left out. ENTITY, STREET, PERSON … are given by a name, an alias, or as street:….
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument(
        "name", nargs="?", metavar="NAME | WORD", help="print this question's SPARQL, or list those about a word"
    )
    parser.add_argument("--data", metavar="DIR", help="a folder with questions of your own in queries/ (or $KG_DATA)")


def run(args: argparse.Namespace) -> int:
    """Print the list or the question."""
    from kg import questions

    overlay = Path(args.data) if args.data else None
    known = questions.load(overlay)
    if args.name in known:
        print(known[args.name].text, end="")
        return 0
    found = questions.about(args.name, overlay) if args.name else list(known.values())
    if not found:
        questions.find(args.name, overlay)
    for line in listed(found, bold=coloured()):
        print(line)
    if not args.name:
        note("kg: queries: kg query NAME asks one, kg query NAME --help explains it, kg queries NAME prints it")
    return 0


def listed(found: Iterable[Question], *, bold: bool = False) -> Iterator[str]:
    """The lines of the list: topics, and beneath them how each question is asked and what it asks."""
    from kg import questions

    for topic, those in questions.by_topic(found).items():
        title = f"{topic} {questions.TOPICS.get(topic, '')}".rstrip()
        yield f"\x1b[1m{title}\x1b[0m" if bold else title
        for question in those:
            yield f"  {questions.usage(question)}"
            yield f"      {question.title} · {question.title_en}"
