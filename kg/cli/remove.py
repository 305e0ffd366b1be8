"""``kg remove PAGE-ID...``: pages leave a graph, with all that only they say."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kg.cli import corpus_options
from kg.cli.parsing import add_graph


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("pages", nargs="+", metavar="PAGE-ID", help="page as kg info names it")
    corpus_options.add_reading(parser)
    corpus_options.add_places(parser)
    add_graph(parser)
    corpus_options.add_judgements(parser)


def run(args: Namespace) -> int:
    """Remove and tell what is left."""
    from kg.build import remove

    corpus_options.tell(remove(args.pages, Path(args.graph), corpus_options.options(args)))
    return 0
