"""``kg export``: the graph as Turtle or in another format, on stdout or into a file."""

from __future__ import annotations

import argparse
import os
import sys

from kg.cli.parsing import add_graph

FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "csv", "rdfxml", "graphml")
_SUFFIXES = {"rdf": "rdfxml", "xml": "rdfxml", "json": "jsonld"}
_HELP = """\
examples:
  kg export -o graph.ttl
  kg export --evidence --format trig > graph.trig
  kg export -o facts.csv
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: stdout")
    parser.add_argument("--format", choices=FORMATS, help="default: by the suffix of FILE, else ttl")
    parser.add_argument("--evidence", action="store_true", help="add the proof of each fact, not the facts alone")
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Write the graph; a file is complete or untouched."""
    from kg import exporters
    from kg.errors import InputError
    from kg.iri import BASE
    from kg.worker import open_reader

    reader = open_reader(args.graph)
    assert reader.generation is not None
    base = str(reader.generation.meta.get("base") or BASE)
    format = args.format or _format(args.output)
    if args.output == "-":
        sys.stdout.flush()
        exporters.export(reader.store.lines(), format, sys.stdout.buffer, evidence=args.evidence, base=base)
        sys.stdout.buffer.flush()
        return 0
    beside = f"{args.output}.part"
    try:
        with open(beside, "wb") as out:
            exporters.export(reader.store.lines(), format, out, evidence=args.evidence, base=base)
        os.replace(beside, args.output)
    except OSError as error:
        raise InputError(args.output, f"cannot be written: {error.strerror}", "choose another file") from error
    finally:
        if os.path.exists(beside):
            os.remove(beside)
    return 0


def _format(output: str) -> str:
    suffix = os.path.splitext(output)[1].lstrip(".").lower()
    suffix = _SUFFIXES.get(suffix, suffix)
    return suffix if suffix in FORMATS else "ttl"
