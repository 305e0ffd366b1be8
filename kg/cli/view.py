"""``kg view``: the graph, or what is near one entity, as an interactive page in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.cli.parsing import add_graph, add_min_confidence, count, note

_HELP = """\
examples:
  kg view -o graph.html
  kg view --around 谊景村社区 --hops 2 -o near.html
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument(
        "-o", "--output", metavar="FILE.html", default="graph.html", help="default: %(default)s; -: stdout"
    )
    parser.add_argument("--around", metavar="NAME", help="only what is near this entity")
    parser.add_argument("--hops", type=count, default=1, metavar="N", help="how many facts away (default: 1)")
    parser.add_argument("--limit", type=count, metavar="N", help="entities at most (default: 5000; 0: all)")
    add_graph(parser)
    add_min_confidence(parser)


def run(args: argparse.Namespace) -> int:
    """Write the page."""
    from kg import graph, ontology, view
    from kg.binding import iri_of
    from kg.errors import InputError
    from kg.worker import open_reader

    if args.hops < 1:
        raise InputError("view", f"{args.hops} hops", "give 1 or more")
    with open_reader(args.graph, least=args.min_confidence) as reader:
        around = iri_of(reader, args.around, where="view") if args.around is not None else None
        found = graph.load(reader.store, around=around, hops=args.hops)
    limit = view.LIMIT if args.limit is None else args.limit or None
    title = args.around or "邻谱 Linpu"
    page = view.page(found, title=title, vocabulary=ontology.load(), limit=limit, around=around)
    if args.output == "-":
        print(page)
        return 0
    try:
        Path(args.output).write_bytes(page.encode("utf-8"))
    except OSError as error:
        raise InputError(args.output, f"cannot be written: {error.strerror}", "choose another file") from error
    shown = min(len(found), limit or len(found))
    note(f"kg: view: {args.output} shows {shown} of {len(found)} entities; open it in a browser")
    return 0
