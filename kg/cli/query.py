"""``kg query``: SPARQL or a named question in, its answer out in any result format."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import IO

from kg.cli import asked, credentials
from kg.cli.parsing import add_graph, add_min_confidence, coloured, count, note, seconds, terminal_width, written
from kg.frames import DEFAULT_MEMORY, DEFAULT_TIMEOUT, Outcome, Request
from kg.query import ask

ON_TERMINAL, PAGED = 50, 1000
"""Rows of a table on a terminal unless --limit says otherwise, without a pager and with one."""

_HELP = """\
examples:
  kg query 'SELECT ?c ?p WHERE { ?c kg:partOf street:友谊路街道 ; kg:implements ?p }'
  kg query who-holds-which-post --body 谊景村社区党委 --min-confidence 0.9
  kg query -f question.rq -o answer.csv
  echo 'ASK { ?s kg:helps ?o }' | kg query -
  kg query --data others.ttl 'SELECT * WHERE { ?s ?p ?o }'
  kg query --endpoint http://localhost:7878/query who-works-with-whom
  kg query --endpoint https://example.org/sparql --user me 'ASK { ?s ?p ?o }'

quoting:
  bash, zsh    '…' leaves ? $ < ! alone: kg query 'SELECT ?s WHERE { ?s rdfs:label "王洋"@zh }'
               SPARQL takes both kinds of quotes, so a text inside is best in "…"
  PowerShell   '…' too, with '' for each quote inside: kg query 'SELECT ?s WHERE { ?s rdfs:label ''王洋''@zh }'
               (before 7.3 it loses every " inside, and @file means something else: write -f file; “ ” are quotes too:
               keep names that have them inside '…'; 5.1 spoils Chinese in pipes and after >: write -f and -o)
  cmd.exe      "…" outside, '…' inside: kg query "SELECT ?s WHERE { ?s rdfs:label '王洋'@zh }"

Prefixes that kg prefixes lists need no declaration. SERVICE, updates and graphs outside this graph are refused; the
query runs in a process of its own, which is ended at its --timeout, at --memory and at Ctrl-C. A table longer than the
terminal goes through $KG_PAGER, $PAGER or less. kg queries lists the named questions, kg query NAME --help
explains one.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    add = parser.add_argument
    add("query", nargs="?", metavar="TEXT | @FILE | - | NAME", help="SPARQL, or the name of a question")
    add("-f", "--file", metavar="FILE", help="read the SPARQL from a file")
    add("--format", choices=(*asked.ROWS, *asked.GRAPHS), help="default: table on a terminal, tsv on a pipe")
    add("-o", "--output", metavar="FILE", help="write to a file; its suffix chooses the format")
    _add_sources(parser)
    terminal = f"rows at most; 0: all (default for tables on a terminal: {PAGED} with a pager, {ON_TERMINAL} without)"
    add("--limit", type=count, metavar="N", help=terminal)
    add("--timeout", type=seconds, default=DEFAULT_TIMEOUT, metavar="S", help="seconds; 0: none (default: %(default)g)")
    memory = "limit of memory; 0: none (default: %(default)s)"
    add("--memory", type=count, default=DEFAULT_MEMORY, metavar="MB", help=memory)
    add("--bom", action="store_true", help="begin csv with a byte order mark, as Excel wants it")
    add("--labels", action="store_true", help="write names instead of IRIs, in every format")
    add("--iri", action="store_true", help="write bare IRIs in tables too")
    add("--no-pager", action="store_true", help="never page a table")
    add("--exit-status", action="store_true", help="exit with 1 where ASK answers false")
    add("--time", action="store_true", help="say on stderr how long it took")
    add("--explain", action="store_true", help="show how the query is read and how much each pattern matches")
    parser.set_defaults(rest=[])


def _add_sources(parser: argparse.ArgumentParser) -> None:
    add_graph(parser)
    add_min_confidence(parser)
    data = "ask these RDF files (.gz too) instead of a graph; a folder: questions of your own"
    parser.add_argument("--data", nargs="+", action="extend", metavar="FILE", default=[], help=data)
    parser.add_argument("--endpoint", metavar="URL", default="", help="ask a SPARQL 1.1 server instead of a graph")
    credentials.configure(parser)
    prefix = "a prefix to use undeclared, once for each"
    parser.add_argument("--prefix", action="append", default=[], metavar="NAME=IRI", help=prefix)


def explained(args: argparse.Namespace) -> bool:
    """Whether ``--help`` asked about one question, which then has been told about."""
    _, overlay = asked.sources(args)
    if args.query is None or not asked.is_name(args.query):
        return False
    from pathlib import Path

    from kg import questions
    from kg.cli.about import about

    question = questions.find(args.query, Path(overlay) if overlay else None)
    for line in about(question, graph=args.graph, overlay=overlay):
        print(line)
    return True


def run(args: argparse.Namespace) -> int:
    """Ask and write the answer."""
    request = _request(args)
    outcome = _answer(request, args)
    _remarks(args, outcome, request.limit)
    return 1 if args.exit_status and outcome.truth is False else 0


def _request(args: argparse.Namespace) -> Request:
    files, overlay = asked.sources(args)
    who = credentials.of(args)
    text, name = asked.text_and_name(args)
    format = asked.format_of(args)
    on_terminal = terminal_width() if args.output in (None, "-") else 0
    is_table = format == "table" or bool(not format and on_terminal)
    most = PAGED if _pages(args) else ON_TERMINAL
    return Request(
        text=text,
        question=name,
        values=asked.values(name, args.rest) if name else {},
        graph=args.graph,
        data=tuple(files),
        overlay=overlay,
        format=format,
        labels=args.labels or (not args.iri and (is_table or format in ("md", "html"))),
        limit=args.limit if args.limit is not None else most if is_table and on_terminal else 0,
        width=on_terminal,
        timeout=args.timeout,
        memory=args.memory,
        least=args.min_confidence,
        bom=args.bom,
        endpoint=args.endpoint,
        credentials=who,
        prefixes=asked.prefixes(args.prefix),
        explain=args.explain,
        bold=bool(on_terminal) and coloured(),
    )


def _pages(args: argparse.Namespace) -> bool:
    if args.output not in (None, "-") or args.no_pager or not sys.stdout.isatty():
        return False
    from kg.cli import pager

    return bool(pager.command())


def _answer(request: Request, args: argparse.Namespace) -> Outcome:
    if args.output not in (None, "-"):
        with written(args.output) as file:
            return ask(request, file.write, _said)
    sys.stdout.flush()
    out = sys.stdout.buffer
    if not _pages(args):
        outcome = ask(request, _flushing(out), _said)
        out.flush()
        return outcome
    from kg.cli import pager

    said: list[str] = []  # a pager would overwrite them
    try:
        with pager.paged(out) as write:
            return ask(request, write, said.append)
    finally:
        for remark in said:
            _said(remark)


def _said(remark: str) -> None:
    note(f"kg: query: {remark}")


def _flushing(out: IO[bytes]) -> Callable[[bytes], None]:
    def write(content: bytes) -> None:
        out.write(content)
        out.flush()

    return write


def _remarks(args: argparse.Namespace, outcome: Outcome, limit: int) -> None:
    if outcome.kind == "rows" and not outcome.rows and args.output in (None, "-") and terminal_width():
        note("kg: query: no rows")
    if outcome.cut:
        note(f"kg: query: only the first {limit} rows are shown; --limit 0 shows all")
    if args.time:
        told = "" if outcome.kind in ("boolean", "plan") else f"{outcome.rows} {outcome.kind} in "
        note(f"kg: query: {told}{outcome.seconds * 1000:.0f} ms")
