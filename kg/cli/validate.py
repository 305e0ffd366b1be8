"""``kg validate``: the graph against the ontology's shapes."""

from __future__ import annotations

import argparse

from kg.cli.parsing import add_graph, terminal_width

_HELP = """\
examples:
  kg validate
  kg validate --graph hexi --language zh
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    add_graph(parser)
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="of the messages (default: en)")


def run(args: argparse.Namespace) -> int:
    """Print each violation; exit code 1 where there is one."""
    from kg.lookup import short
    from kg.table import draw
    from kg.validate import validate
    from kg.worker import open_reader

    with open_reader(args.graph) as reader:
        report = validate(reader.store.lines(), language=args.language)
    rows = [
        (short(each.focus, reader.prefixes), each.constraint, each.value, each.message) for each in report.violations
    ]
    if rows:
        for line in draw(("where", "constraint", "value", "what"), rows, columns=terminal_width()):
            print(line)
    found = f"{len(rows)} violations" if rows else "conforms"
    print(f"{found}: {report.triples} triples checked by {report.method.upper()}")
    return 0 if report.conforms else 1
