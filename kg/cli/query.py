"""``kg query``: SPARQL or a named question in, its answer out in any result format."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from typing import IO

from kg.cli.parsing import add_graph, add_min_confidence, count, note, seconds, terminal_width, written
from kg.errors import InputError
from kg.frames import DEFAULT_MEMORY, DEFAULT_TIMEOUT, Outcome, Request
from kg.query import ask

ON_TERMINAL = 50
"""Rows of a table on a terminal unless --limit says otherwise."""

ROWS = ("table", "csv", "tsv", "json", "xml", "md")
GRAPHS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_HELP = """\
examples:
  kg query 'SELECT ?c ?p WHERE { ?c kg:partOf street:友谊路街道 ; kg:implements ?p }'
  kg query who-holds-which-post --body 谊景村社区党委 --min-confidence 0.9
  kg query @question.rq --format csv -o answer.csv
  echo 'ASK { ?s kg:helps ?o }' | kg query -
  PowerShell: kg query 'SELECT ?s WHERE { ?s rdfs:label \\"王洋\\"@zh }'

Prefixes kg: graph: area: street: community: … rdfs: skos: oa: dcterms: prov: schema: xsd: need no declaration.
SERVICE, updates and graphs outside this graph are refused. kg queries lists the named questions.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("query", nargs="?", metavar="TEXT | @FILE | - | NAME", help="SPARQL, or the name of a question")
    parser.add_argument("-f", "--file", metavar="FILE", help="read the SPARQL from a file")
    parser.add_argument("--format", choices=(*ROWS, *GRAPHS), help="default: table on a terminal, tsv on a pipe")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a file; its suffix chooses the format")
    add_graph(parser)
    add_min_confidence(parser)
    parser.add_argument(
        "--data", nargs="+", action="extend", metavar="FILE", default=[],
        help="ask these RDF files instead of a graph; a folder: questions of your own",
    )  # fmt: skip
    parser.add_argument(
        "--limit",
        type=count,
        metavar="N",
        help=f"rows at most; 0: all (default: {ON_TERMINAL} for tables on a terminal)",
    )
    parser.add_argument(
        "--timeout", type=seconds, default=DEFAULT_TIMEOUT, metavar="S", help="seconds; 0: none (default: %(default)g)"
    )
    parser.add_argument(
        "--memory",
        type=count,
        default=DEFAULT_MEMORY,
        metavar="MB",
        help="limit of memory; 0: none (default: %(default)s)",
    )
    parser.add_argument("--bom", action="store_true", help="begin csv with a byte order mark, as Excel wants it")
    parser.add_argument("--labels", action="store_true", help="write names instead of IRIs, in every format")
    parser.add_argument("--iri", action="store_true", help="write IRIs in tables too")
    parser.add_argument("--exit-status", action="store_true", help="exit with 1 where ASK answers false")
    parser.add_argument("--time", action="store_true", help="say on stderr how long it took")
    parser.set_defaults(rest=[])


def run(args: argparse.Namespace) -> int:
    """Ask and write the answer."""
    files, overlay = _sources(args)
    text = _text(args)
    is_name = not args.file and args.query is not None and _NAME.fullmatch(args.query) is not None
    if args.rest and not is_name:
        raise InputError("query", f"unknown argument {args.rest[0]}", "see kg query --help")
    format = _format(args)
    on_terminal = terminal_width() if not args.output else 0
    limit = args.limit if args.limit is not None else ON_TERMINAL if format in ("", "table") and on_terminal else 0
    request = Request(
        text=text,
        question=args.query if is_name else None,
        values=_values(args.query, args.rest) if is_name else {},
        graph=args.graph,
        data=tuple(files),
        overlay=overlay,
        format=format,
        labels=args.labels or (not args.iri and (format in ("table", "md") or bool(not format and on_terminal))),
        limit=limit,
        width=on_terminal,
        timeout=args.timeout,
        memory=args.memory,
        least=args.min_confidence,
        bom=args.bom,
    )
    outcome = _answer(request, args.output)
    _remarks(args, outcome, limit)
    return 1 if args.exit_status and outcome.truth is False else 0


def _answer(request: Request, output: str | None) -> Outcome:
    if output and output != "-":
        with written(output) as file:
            return ask(request, file.write, note)
    sys.stdout.flush()
    out = sys.stdout.buffer
    outcome = ask(request, _flushing(out), note)
    out.flush()
    return outcome


def _flushing(out: IO[bytes]) -> Callable[[bytes], None]:
    def write(content: bytes) -> None:
        out.write(content)
        out.flush()

    return write


def _remarks(args: argparse.Namespace, outcome: Outcome, limit: int) -> None:
    if outcome.cut:
        note(f"kg: query: only the first {limit} rows are shown; --limit 0 shows all")
    if args.time:
        note(f"kg: query: {outcome.rows} rows in {outcome.seconds * 1000:.0f} ms")


def _sources(args: argparse.Namespace) -> tuple[list[str], str | None]:
    """RDF files and the folder of own questions that ``--data`` names; a last word that is neither is the query."""
    files = [name for name in args.data if not os.path.isdir(name)]
    folders = [name for name in args.data if os.path.isdir(name)]
    if args.query is None and not args.file and files and not os.path.exists(files[-1]):
        args.query = files.pop()
    return files, folders[-1] if folders else None


def _text(args: argparse.Namespace) -> str:
    if args.file and args.query is not None:
        raise InputError("query", "two sources are given", "give the query either as text or with -f")
    if args.file:
        return _read(args.file)
    if args.query == "-" or (args.query is None and not sys.stdin.isatty()):
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    if args.query is None:
        raise InputError("query", "nothing is asked", "give SPARQL, @FILE, - or a name that kg queries lists")
    return _read(args.query[1:]) if args.query.startswith("@") else str(args.query)


def _read(name: str) -> str:
    try:
        with open(name, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(name, f"cannot be read: {error}", "give a UTF-8 text file") from error


def _format(args: argparse.Namespace) -> str:
    if args.format:
        return str(args.format)
    suffix = os.path.splitext(args.output or "")[1].lstrip(".").lower()
    suffix = {"rdf": "rdfxml", "srj": "json", "srx": "xml"}.get(suffix, suffix)
    if suffix in (*ROWS, *GRAPHS):
        return suffix
    return ""


def _values(name: str, words: list[str]) -> dict[str, list[str]]:
    """``--param value`` and ``--param=value`` after the name of a question."""
    values: dict[str, list[str]] = {}
    at = 0
    while at < len(words):
        key, equals, value = words[at].partition("=")
        if not key.startswith("--") or (not equals and at + 1 == len(words)):
            raise InputError(name, f"cannot read {words[at]}", f"write --param value; see kg queries {name}")
        values.setdefault(key[2:].replace("-", "_"), []).append(value if equals else words[at + 1])
        at += 1 if equals else 2
    return values
