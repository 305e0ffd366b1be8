"""``kg serve``: a read-only SPARQL endpoint and a page to ask on, for this machine unless told otherwise."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import nullcontext
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from kg.cli.parsing import add_graph, count, note, seconds
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.serve.app import Settings

_HELP = """\
examples:
  kg serve
  kg serve --open --graph hexi
  kg serve --port 8890 --cors https://notebook.example --timeout 10
  kg serve --data facts.ttl more.trig
  curl 'http://127.0.0.1:7890/sparql?format=csv' --data-urlencode 'query=SELECT ?s { ?s a kg:Street }'

/ is a page with an editor and the named questions, /sparql a SPARQL 1.1 Protocol endpoint (GET, POST), /questions
lists the named questions, /questions/NAME?param=value answers one, /names?text= tells what a name being typed may mean.
Every query runs in a process of its own with limits of time, memory and rows; updates, SERVICE and graphs from
elsewhere are refused. A build of the graph meanwhile disturbs nobody: later queries ask the new one. Ctrl-C ends
the server and all that it runs.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    add_graph(parser)
    parser.add_argument(
        "--data", nargs="+", action="extend", metavar="FILE", default=[],
        help="serve these RDF files instead of a graph; a folder: questions of your own",
    )  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=count, default=7890, metavar="N", help="0: any (default: %(default)s)")
    parser.add_argument(
        "--allow-host", action="append", metavar="NAME", default=[], help="another name that this server goes by"
    )
    parser.add_argument(
        "--cors",
        action="append",
        metavar="ORIGIN",
        default=[],
        help="let pages of this origin ask (*: all; default: none)",
    )
    parser.add_argument(
        "--timeout", type=seconds, default=30.0, metavar="S", help="seconds of a query (default: %(default)g)"
    )
    parser.add_argument(
        "--limit", type=count, default=1_000_000, metavar="N", help="rows of an answer at most (default: %(default)s)"
    )
    parser.add_argument("--memory", type=count, default=1024, metavar="MB", help="of a query (default: %(default)s)")
    parser.add_argument(
        "--max-body", type=count, default=1024, metavar="KB", help="of a request's body (default: %(default)s)"
    )
    parser.add_argument(
        "--at-once", type=count, default=4, metavar="N", help="queries that run at once (default: %(default)s)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument("--quiet", action="store_true", help="no line for each request on stderr")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C, or until told to end, which ends well: what was made for it is cleared away."""
    import signal

    from kg.serve import run as server

    server.check_installed()
    _check(args)
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return _serve(args)
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve(args: argparse.Namespace) -> int:
    from kg.serve import run as server

    files = [name for name in args.data if not os.path.isdir(name)]
    folders = [name for name in args.data if os.path.isdir(name)]
    listening = server.listen(args.host, args.port)
    with listening, server.loaded(files) if files else nullcontext(args.graph) as graph:
        server.check_graph(graph)
        address = _address(args.host, listening.getsockname()[1])
        settings = _settings(args, graph, folders[-1] if folders else None)
        server.run(settings, listening, lambda: _ready(address, args))
    return 0


def _settings(args: argparse.Namespace, graph: str, overlay: str | None) -> Settings:
    from kg.serve.app import Settings
    from kg.serve.door import Door
    from kg.serve.protocol import Limits

    hosts = frozenset(name.lower() for name in ("localhost", args.host, *args.allow_host))
    return Settings(
        graph=graph,
        overlay=overlay,
        limits=Limits(args.timeout, args.limit, args.memory, args.max_body << 10),
        at_once=args.at_once,
        door=Door(hosts, frozenset(origin.rstrip("/") for origin in args.cors)),
        log=(lambda _: None) if args.quiet else _log,
    )


def _check(args: argparse.Namespace) -> None:
    for name, value in (("timeout", args.timeout), ("limit", args.limit), ("memory", args.memory)):
        if not value:
            raise InputError("serve", f"--{name} 0 would be no limit", "a server needs one: give more than 0")
    if not args.at_once or not args.max_body:
        raise InputError("serve", "--at-once and --max-body must be more than 0", "give 1 or more")
    if args.port > 65535:
        raise InputError("serve", f"there is no port {args.port}", "give one up to 65535, or 0 for any")
    for name in args.allow_host:
        if not name or not set(name) <= {*ascii_letters, *digits, *"._-"}:
            raise InputError("serve", f"--allow-host {name} is no name of a server", "write it as graph.example.org")
    for origin in args.cors:
        if origin != "*" and "://" not in origin:
            raise InputError("serve", f"--cors {origin} is no origin", "write it as https://name or https://name:port")


def _address(host: str, port: int) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def _ready(address: str, args: argparse.Namespace) -> None:
    note(f"kg: serve: page {address} · SPARQL endpoint {address}sparql · Ctrl-C ends it")
    if args.open:
        import webbrowser

        webbrowser.open(address)


def _log(line: str) -> None:
    shown = "".join(char if char.isprintable() else " " for char in line)
    print(f"kg: serve: {time.strftime('%H:%M:%S')} {shown}", file=sys.stderr, flush=True)
