"""``kg add INPUT...``: pages come to a graph, in place of those of the same name."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from kg.cli import corpus_options
from kg.cli.parsing import add_graph


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    corpus_options.add_inputs(parser)
    add_graph(parser)
    corpus_options.add_judgements(parser)


def run(args: Namespace) -> int:
    """Add and tell what came of it; 2 when pages were skipped under --strict."""
    from kg.build import add

    summary = add(args.inputs, Path(args.graph), corpus_options.options(args))
    corpus_options.tell_unmatched(args)
    corpus_options.tell(summary)
    return corpus_options.exit_code(args, summary.skipped)
