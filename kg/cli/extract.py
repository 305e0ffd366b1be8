"""``kg extract INPUT...``: what each page says, one JSON object a line, without a graph."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from functools import partial

from kg.cli import corpus_options


def configure(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    corpus_options.add_inputs(parser)
    parser.add_argument("--format", choices=("jsonl",), default="jsonl", help="one object per page (default: jsonl)")
    parser.add_argument("--base", metavar="IRI", help="start of the IRIs of entities")


def run(args: Namespace) -> int:
    """Print the pages' objects in the order of their ids; 2 when pages were skipped under --strict."""
    from kg import corpus, jsonl, names, ontology
    from kg.namespaces import BASE
    from kg.places.amend import amended
    from kg.places.index import consult
    from kg.places.location import chosen
    from kg.resolve import resolve, unspoken

    options = corpus_options.options(args)
    pages = corpus.read(corpus.find(args.inputs, options), options)
    known, index = names.load(options.data), consult(chosen(options.places))
    amend = partial(amended, names=known, home=options.home, data=options.data)
    resolution = resolve(amend(index, pages.distinct), known, home=options.home)
    vocabulary = ontology.load()
    for reading in amend(index, pages.readings):
        keys = resolution.keys[pages.copies.get(reading.page.id, reading.page.id)]
        value = jsonl.record(reading, keys, vocabulary, base=options.base or BASE)
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    for warning in unspoken(pages.distinct, known, resolution.home):
        print(warning, file=sys.stderr)
    corpus_options.tell_unmatched(args)
    corpus_options.tell_skipped(pages.skipped)
    return corpus_options.exit_code(args, pages.skipped)
