"""``kg build INPUT...``: the graph becomes exactly these pages."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kg.cli import corpus_options
from kg.cli.parsing import add_graph, confidence


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    corpus_options.add_inputs(parser, none="none: the pages that the graph keeps")
    add_graph(parser)
    corpus_options.add_judgements(parser)
    parser.add_argument("--base", metavar="IRI", help="start of the IRIs of entities (default: the graph's own)")
    parser.add_argument(
        "--min-confidence",
        type=confidence,
        metavar="X",
        help="facts below are kept as doubtful, not as facts (default: the graph's own, else 0)",
    )
    parser.add_argument("--yes", action="store_true", help="even if more than a fifth of the graph's pages vanish")


def run(args: Namespace) -> int:
    """Build and tell what came of it; 2 when pages were skipped under --strict."""
    from kg.build import build

    summary = build(args.inputs, Path(args.graph), corpus_options.options(args), yes=args.yes)
    corpus_options.tell_unmatched(args)
    corpus_options.tell(summary)
    return corpus_options.exit_code(args, summary.skipped)
