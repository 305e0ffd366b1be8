"""``kg explain PAGE``: a page as it was read, every name with its evidence, every relation with its rule."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.parsing import add_graph, coloured, note

if TYPE_CHECKING:
    from kg.explain.account import Explanation
    from kg.model import Page

_HELP = """\
examples:
  kg explain pages/2024-05-06-a3.txt
  kg explain pages/2024-05-06-a3.txt -o page.html
  kg explain pages/2024-05-06-a3.txt --only relations
  kg explain pages/2024-05-06-a3.txt --at 谊景村社区
  kg explain 2024-05-06-a3.txt --at 1203          a page that the graph keeps, by its id

A name's weight is the sum of what its evidence weighs (learned from labelled pages); of candidates that overlap those
with the largest sum are names. A relation's confidence is how often such a one is right.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    from kg.cli import corpus_options

    parser.epilog = _HELP
    parser.add_argument("page", metavar="PAGE", help="a page's file, - for stdin, or the id of a page in the graph")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--only", choices=("mentions", "articles", "relations"), help="only this part")
    what.add_argument("--at", metavar="OFFSET|TEXT", help="why a name was found there, or why not")
    parser.add_argument("--html", action="store_true", help="as an HTML page, one file that needs no network")
    parser.add_argument("-o", "--output", metavar="FILE", help="write there (.html: as HTML); default: stdout")
    parser.add_argument("--encoding", help="encoding of the page (default: detected)")
    parser.add_argument("--data", type=Path, metavar="DIR", default=corpus_options.data_folder(), help="your own data")
    add_graph(parser)


def run(args: argparse.Namespace) -> int:
    """Print or write the explanation."""
    from kg import reading
    from kg.errors import InputError
    from kg.explain.account import explain

    html = args.html or (args.output or "").lower().endswith((".html", ".htm"))
    if html and args.at is not None:
        raise InputError("explain", "--at is told as text", "leave out --html, or show the whole page")
    page = _page(args)
    knowledge = reading.load(args.data)
    told = explain(page, knowledge)
    if args.at is not None:
        from kg.explain.places import answer

        text = "".join(f"{line}\n" for line in answer(told, args.at, knowledge))
    else:
        text = _html(told, args) if html else _text(told, args)
    _write(text, args.output)
    return 0


def _text(told: Explanation, args: argparse.Namespace) -> str:
    from kg.explain.terminal import Style, lines

    style = Style(args.only, colour=coloured() and args.output in (None, "-"))
    return "".join(f"{line}\n" for line in lines(told, style))


def _html(told: Explanation, args: argparse.Namespace) -> str:
    from kg import ontology
    from kg.explain.page import page

    return page(told, ontology.load(), only=args.only)


def _write(text: str, output: str | None) -> None:
    from kg.errors import InputError

    if output in (None, "-"):
        print(text, end="")
        return
    try:
        Path(str(output)).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise InputError(str(output), f"cannot be written: {error.strerror}", "choose another file") from error
    note(f"kg: explain: wrote {output}")


def _page(args: argparse.Namespace) -> Page:
    """The page of a file, of stdin or of the graph. Raises InputError for what is none of them."""
    from kg import corpus
    from kg.cli import corpus_options
    from kg.errors import InputError
    from kg.model import Page

    path = Path(args.page)
    if path.is_dir():
        raise InputError(args.page, "is a folder", f"give one page of it, such as {_example(path)}")
    if args.page != "-" and not path.exists():
        return _kept(args)
    args.workers, args.name = 1, "stdin"
    found = corpus.find([args.page], corpus_options.options(args))[0]
    if not isinstance(found, Page):
        reason, _, mend = found.reason.partition("; ")
        raise InputError(found.id, f"cannot be read: {reason}", mend or "mend it, or give --encoding")
    return found


def _kept(args: argparse.Namespace) -> Page:
    from difflib import get_close_matches

    from kg import archive
    from kg.errors import InputError
    from kg.stores import generations

    graph = Path(args.graph)
    if not generations.exists(graph):
        raise InputError(args.page, "no such file, and no graph that could have such a page", "check the path")
    with generations.open_graph(graph) as current:
        page = archive.find_page(current.path, args.page)
        if page is not None:
            return page
        near = get_close_matches(args.page, archive.page_ids(current.path), 1, 0.3)
    mend = f"did you mean {near[0]}?" if near else "kg info --pages lists the graph's pages"
    raise InputError(args.page, f"no such file, and no page of {args.graph}", mend)


def _example(folder: Path) -> str:
    return str(next(iter(sorted(folder.rglob("*.txt"))), folder / "page.txt"))
