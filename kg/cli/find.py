"""``kg find``: part of a name in, the entities that have it in a label or alias out."""

from __future__ import annotations

import argparse

from kg.cli.parsing import add_graph, note, terminal_width

_HELP = """\
examples:
  kg find 谊景
  kg find 志愿服务队 --type org --limit 0
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("text", metavar="TEXT", help="part of a name")
    add_graph(parser)
    add_type(parser)
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="entities at most; 0: all (default: 50)")


def add_type(parser: argparse.ArgumentParser) -> None:
    """``--type``, one of the words that prefix IRIs."""
    parser.add_argument("--type", metavar="TYPE", help="only entities of a type: street, community, org, person, …")


def class_of(type: str | None) -> str:
    """The class's local name of a ``--type``; empty for none. Raises InputError."""
    from kg.errors import InputError
    from kg.questions import ENTITY_CLASSES

    if type is None:
        return ""
    if type.lower() not in ENTITY_CLASSES:
        raise InputError("--type", f"{type} is no type", f"use one of {', '.join(ENTITY_CLASSES)}")
    return ENTITY_CLASSES[type.lower()]


def run(args: argparse.Namespace) -> int:
    """Print type, label, the name that matched, and the prefixed IRI; exit code 1 where nothing is found."""
    from kg.lookup import containing, short
    from kg.table import draw
    from kg.worker import open_reader

    with open_reader(args.graph) as reader:
        found = containing(reader, args.text, class_of(args.type), limit=args.limit or 10**9)
        rows = [
            (each.type, each.label, each.name if each.name != each.label else "", short(each.iri, reader.prefixes))
            for each in found
        ]
    if terminal_width():
        for line in draw(("type", "name", "found as", "iri"), rows, columns=terminal_width()):
            print(line)
    else:
        for row in rows:
            print("\t".join(row))
    if not found:
        note(f"kg: find: nothing is called like {args.text}; try a shorter part of the name")
        return 1
    if args.limit and len(found) == args.limit:
        note(f"kg: find: at most {args.limit} are shown; --limit 0 shows all")
    return 0
