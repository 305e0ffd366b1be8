"""``kg prefixes``: the prefixes that queries may use undeclared, as SPARQL or Turtle declares them."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.parsing import add_graph

_HELP = """\
examples:
  kg prefixes
  kg prefixes kg street
  kg prefixes --format ttl > head.ttl

With a graph its own base IRI counts. kg query --prefix ex=http://example.org/ adds one.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these prefixes")
    parser.add_argument("--format", choices=("sparql", "ttl"), default="sparql", help="default: %(default)s")
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Print them."""
    from kg import namespaces, sparql
    from kg.errors import InputError
    from kg.stores import generations

    base = namespaces.BASE
    if generations.exists(Path(args.graph)):
        with generations.open_graph(Path(args.graph)) as generation:
            base = str(generation.meta.get("base", base))
    known = sparql.builtin(base)
    wanted = [name.rstrip(":") for name in args.names] or sorted(known)
    for name in wanted:
        if name not in known:
            raise InputError("prefixes", f"{name}: is no built-in prefix", "kg prefixes lists them")
        print(f"PREFIX {name}: <{known[name]}>" if args.format == "sparql" else f"@prefix {name}: <{known[name]}> .")
    return 0
