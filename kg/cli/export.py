"""``kg export``: the graph as Turtle or in another format, on stdout or into a file."""

from __future__ import annotations

import argparse
import os
import sys
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, BinaryIO

from kg.cli.parsing import add_graph, add_min_confidence, written

if TYPE_CHECKING:
    from kg.lookup import Reader

FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "csv", "rdfxml", "graphml")
_SUFFIXES = {"rdf": "rdfxml", "xml": "rdfxml", "json": "jsonld"}
_HELP = """\
examples:
  kg export -o graph.ttl
  kg export --evidence --format trig > graph.trig
  kg export -o facts.csv
  kg export --bom -o for-excel.csv
  kg export --min-confidence 0.9 -o sure.ttl
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: stdout")
    parser.add_argument("--format", choices=FORMATS, help="default: by the suffix of FILE, else ttl")
    parser.add_argument("--evidence", action="store_true", help="add the proof of each fact, not the facts alone")
    add_graph(parser)
    add_min_confidence(parser)
    parser.add_argument("--bom", action="store_true", help="begin csv with a byte order mark, as Excel wants it")


def run(args: argparse.Namespace) -> int:
    """Write the graph; a file is complete or untouched."""
    from kg.worker import open_reader

    args.format = args.format or _format(args.output)

    with open_reader(args.graph, least=args.min_confidence) as reader:
        if args.output == "-":
            sys.stdout.flush()
            _write(reader, sys.stdout.buffer, args)
            sys.stdout.buffer.flush()
            return 0
        with written(args.output) as file:
            _write(reader, file, args)
    return 0


def _write(reader: Reader, out: BinaryIO, args: argparse.Namespace) -> None:
    from kg import exporters
    from kg.namespaces import BASE

    if args.bom and args.format == "csv":
        out.write(BOM_UTF8)
    base = str((reader.generation.meta if reader.generation else {}).get("base") or BASE)
    exporters.export(reader.store.lines(), args.format, out, evidence=args.evidence, base=base)


def _format(output: str) -> str:
    from kg.errors import InputError

    suffix = os.path.splitext(output)[1].lstrip(".").lower()
    suffix = _SUFFIXES.get(suffix, suffix)
    if suffix and suffix not in FORMATS:
        raise InputError(output, f"no format is called .{suffix}", f"choose one with --format: {', '.join(FORMATS)}")
    return suffix or "ttl"
