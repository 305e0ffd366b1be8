"""Hostile queries at a running ``kg serve``: is each answered in time, and what is left behind after a thousand?

    python benchmarks/hostile.py GRAPH [--rounds 50] [--timeout 1]

GRAPH is a graph folder. Each round sends the twenty queries below, one after the other, while a plain query goes on
being asked. Prints for each the status, the median and the longest answer past the deadline, and for the server its
processes, open files and memory before and after.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[1]
BOMB = "(((((a{1,100}){1,100}){1,100}){1,100}){1,100})"
CROSS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
STEPS = "|".join(["!<a:a>", "^!<a:a>"])
LONG = f"?x rdfs:label ?l BIND(CONCAT({', '.join(['?l'] * 200)}) AS ?m1)"


def hostile() -> dict[str, str]:
    """The queries by name."""
    doubled = " ".join(f"BIND(CONCAT(?m{i}, ?m{i}, ?m{i}, ?m{i}) AS ?m{i + 1})" for i in range(1, 16))
    return {
        "cross join counted": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
        "cross join written": f"SELECT * {{ {CROSS} }}",
        "cross join sorted": f"SELECT * {{ {CROSS} }} ORDER BY ?c5 ?b3 ?a1",
        "cross join distinct": f"SELECT DISTINCT ?a0 ?a1 ?a2 ?a3 {{ {CROSS} }}",
        "cross join grouped": f"SELECT ?a0 ?a1 ?a2 (COUNT(*) AS ?n) {{ {CROSS} }} GROUP BY ?a0 ?a1 ?a2",
        "graph of a cross join": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {CROSS} }}",
        "exploding path": f"SELECT (COUNT(*) AS ?n) {{ ?a ({STEPS})+ ?b . ?b ({STEPS})+ ?c . ?c ({STEPS})+ ?d }}",
        "path in both directions": f"SELECT (COUNT(*) AS ?n) {{ ?a (({STEPS})/({STEPS}))* ?b . ?c ({STEPS})* ?d }}",
        "GROUP_CONCAT of a product": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?c1), STR(?c2))) AS ?g) {{ {CROSS} }}",
        "string that doubles": f"SELECT (STRLEN(?m16) AS ?n) {{ {LONG} {doubled} }}",
        "none of a product": f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER NOT EXISTS {{ {CROSS} FILTER(?a0 = 1) }} }}",
        "regex bomb": f'SELECT * {{ ?s ?p ?o FILTER REGEX(STR(?o), "{BOMB}") }}',
        "regex over a product": f'SELECT (COUNT(*) AS ?n) {{ {CROSS} FILTER REGEX(STR(?c0), "(a*)*b|(.*.*)*x$") }}',
        "nested {": "SELECT * " + "{" * 100_000,
        "nested (": "SELECT * { ?s ?p ?o FILTER" + "(" * 100_000,
        "nested [": "SELECT * { " + "[ <a:p> " * 100_000,
        "nested !": "SELECT * { ?s ?p ?o FILTER(" + "!" * 100_000 + "?o) }",
        "nested but closed": "SELECT * " + "{" * 100_000 + "}" * 100_000,
        "half a million quotation marks": "SELECT * { ?s ?p " + '"' * 499_000 + " }",
        "10 MB of text": "SELECT * { " + "?s ?p ?o . " * 950_000 + "}",
    }


class Server(NamedTuple):
    """A running server and where it is."""

    process: subprocess.Popen[str]
    address: str


def start(graph: str, *options: str) -> Server:
    """``kg serve`` of the graph on a free port."""
    words = [sys.executable, "-m", "kg", "serve", "--graph", graph, "--port", "0", "--quiet", *options]
    process = subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert process.stderr is not None
    found = re.search(r"page (http://\S+)/ ", process.stderr.readline())
    if found is None:
        raise SystemExit(f"kg serve did not start: {process.communicate()[1]}")
    return Server(process, found[1])


def ask(address: str, query: str, timeout: float = 30) -> tuple[int, str, float]:
    """Status, body and seconds of a query with this deadline."""
    told = {"Content-Type": "application/sparql-query", "Accept": "text/csv, text/turtle"}
    request = Request(f"{address}/sparql?timeout={timeout:g}", query.encode(), told)
    began = time.monotonic()
    try:
        with urlopen(request, timeout=120) as answer:
            text, status = answer.read(), answer.status
    except HTTPError as error:
        text, status = error.read(), error.code
    except OSError as error:
        text, status = str(error).encode(), 0
    except Exception as error:  # a body that ends too early
        text, status = f"broken off: {error}".encode(), -1
    return status, text.decode("utf-8", "replace"), time.monotonic() - began


class Left(NamedTuple):
    """What a process holds: processes that it started, open files, MB of memory."""

    processes: int
    files: int
    memory: float


def left(pid: int) -> Left:
    """Read from /proc."""
    started = sum(len((task / "children").read_text().split()) for task in Path(f"/proc/{pid}/task").iterdir())
    resident = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return Left(started, len(os.listdir(f"/proc/{pid}/fd")), int(resident[1]) / 1024 if resident else 0.0)


def settled(pid: int) -> Left:
    """What is held when nothing has changed for a second."""
    before = left(pid)
    for _ in range(30):
        time.sleep(1)
        now = left(pid)
        if now[:2] == before[:2]:
            return now
        before = now
    return before


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--timeout", type=float, default=1.0)
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = start(args.graph, "--timeout", "30", "--memory", "512", "--at-once", "4")
    try:
        for _ in range(5):
            ask(server.address, "ASK {}")
        before = settled(server.process.pid)
        plain: list[float] = []
        done = threading.Event()
        asking = threading.Thread(target=_plain, args=(server.address, plain, done), daemon=True)
        asking.start()
        told: dict[str, list[tuple[int, str, float]]] = {}
        queries = hostile()
        for number in range(args.rounds):
            for name, text in queries.items():
                told.setdefault(name, []).append(ask(server.address, text, args.timeout))
            print(f"round {number + 1} of {args.rounds}: {left(server.process.pid)}", file=sys.stderr)
        done.set()
        asking.join()
        report(told, args.timeout)
        median = statistics.median(plain)
        print(f"plain query meanwhile: {len(plain)} answers, median {median:.2f} s, longest {max(plain):.2f} s")
        print(f"before {before}\nafter  {settled(server.process.pid)}")
    finally:
        server.process.kill()  # its workers end by themselves
        server.process.wait()


def _plain(address: str, seconds: list[float], done: threading.Event) -> None:
    while not done.is_set():
        status, text, took = ask(address, "SELECT ?s { ?s a kg:Street } ORDER BY ?s LIMIT 1")
        if status != 200 or len(text.splitlines()) != 2:
            print(f"a plain query was not answered: {status} {text.strip()}")
        seconds.append(took)
        time.sleep(0.2)


def report(told: dict[str, list[tuple[int, str, float]]], timeout: float) -> None:
    """A line for each query."""
    for name, answers in told.items():
        statuses = sorted({status for status, _, _ in answers})
        times = [seconds for _, _, seconds in answers]
        late = sum(seconds > timeout + 0.5 for seconds in times)
        said = " ".join(answers[-1][1].split())[:80]
        figures = f"median {statistics.median(times):.2f} s, longest {max(times):.2f} s, late {late}"
        print(f"{name:31} {statuses} {figures}  {said}")


if __name__ == "__main__":
    main()
