"""A real ``kg serve`` in a process of its own, and plain requests to it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
W3C = ROOT.parent / "shared" / "w3c" / "sparql" / "sparql11"
CSV, JSON, XML = "text/csv", "application/sparql-results+json", "application/sparql-results+xml"
needs_w3c = pytest.mark.skipif(
    not W3C.is_dir() and os.environ.get("CI") != "true",
    reason="../shared/w3c is not there: the W3C's tests were not run",
)


class Response(NamedTuple):
    """``headers`` have names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers["content-type"].partition(";")[0]


class Served(NamedTuple):
    """A running server; ``log`` is what it has said on stderr so far."""

    address: str
    process: subprocess.Popen[str]
    log: list[str]

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """One request with these very headers."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, told, answer.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = CSV, **options: str) -> Response:
        """A query by POST as a form."""
        body = urlencode({"query": query, **options}).encode()
        return self.send("POST", "/sparql", body, {"Content-Type": FORM, "Accept": accept})

    def get(self, path: str, accept: str = "*/*", **fields: str) -> Response:
        """A GET of ``path`` with these fields."""
        return self.send("GET", f"{path}?{urlencode(fields)}" if fields else path, headers={"Accept": accept})


FORM = "application/x-www-form-urlencoded"


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """``kg serve`` with these arguments on a free port; it is interrupted at the end, and must end by that."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**told, "PYTHONPATH": str(ROOT)},
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    found = re.search(r"page (http://\S+)/ ", first)
    if found is None:
        process.kill()
        pytest.fail(f"kg serve did not start: {first}{process.communicate()[1]}")
    served = Served(found[1], process, [first])
    reading = threading.Thread(target=lambda: served.log.extend(process.stderr or ()))
    reading.start()
    try:
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
            reading.join()
            process.stderr.close()


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are not yet cleared away."""
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
