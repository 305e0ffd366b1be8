"""``kg find``: part of a name in, the entities out whose label or alias has it, or something that looks like it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from kg.cli.parsing import add_graph, count, note, terminal_width

if TYPE_CHECKING:
    from kg.lookup import Found

_HELP = """\
examples:
  kg find 谊景
  kg find 宜景村                      reaches 谊景村社区: misread and mistyped characters are put up with
  kg find 志愿服务队 --type org --limit 0

Best first: names that begin with the text, that hold it, that look like it (marked ≈).
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("text", metavar="TEXT", help="part of a name")
    add_graph(parser)
    add_type(parser)
    parser.add_argument("--limit", type=count, default=50, metavar="N", help="entities at most; 0: all (default: 50)")


def add_type(parser: argparse.ArgumentParser) -> None:
    """``--type``, one of the words that prefix IRIs."""
    parser.add_argument("--type", metavar="TYPE", help="only entities of a type: street, community, org, person, …")


def class_of(type: str | None) -> str:
    """The class's local name of a ``--type``; empty for none. Raises InputError."""
    if type is None:
        return ""
    from kg.errors import InputError
    from kg.questions import ENTITY_CLASSES

    if type.lower() not in ENTITY_CLASSES:
        raise InputError("--type", f"{type} is no type", f"use one of {', '.join(ENTITY_CLASSES)}")
    return ENTITY_CLASSES[type.lower()]


def run(args: argparse.Namespace) -> int:
    """Print type, label, the name that matched, and the prefixed IRI; exit code 1 where nothing is found."""
    from kg.namespaces import short
    from kg.search import open_named, search

    text = args.text.strip()
    with open_named(args.graph) as known:
        found = search(known.names, text, class_of(args.type), limit=args.limit or 10**9)
        rows = [(each.type, each.label, _found_as(each, text), short(each.iri, known.prefixes)) for each in found]
    if terminal_width():
        from kg.table import draw

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


def _found_as(found: Found, text: str) -> str:
    """The alias that has the text, the name with a mark where it only looks like it, else nothing."""
    if text.lower() not in found.name.lower():
        return f"≈{found.name}"
    return "" if found.name == found.label else found.name
