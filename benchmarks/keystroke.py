"""What offering names to somebody who types costs ``kg serve``: ``/names`` beside SPARQL that looks at every label.

python benchmarks/keystroke.py GRAPH [ROUNDS [NAME...]]

A server of its own is asked for each NAME, turn about; milliseconds by the clock, from the request to its whole answer.
"""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import sys
import time
from urllib.parse import quote, urlencode, urlsplit

BY_LABEL = """SELECT ?entity (SAMPLE(?l) AS ?label) (SAMPLE(?type) AS ?kind) WHERE {
  VALUES ?property { rdfs:label skos:altLabel } ?entity ?property ?name ; a ?type ; rdfs:label ?l
  FILTER STRSTARTS(STR(?type), STR(kg:)) FILTER CONTAINS(LCASE(STR(?name)), LCASE("%s"))
  FILTER NOT EXISTS { ?entity dcterms:isReplacedBy ?other }
} GROUP BY ?entity ORDER BY STRLEN(STR(SAMPLE(?name))) STR(SAMPLE(?name)) LIMIT 20"""
"""What the page asked before there was ``/names``; it finds no look-alikes."""
PAUSE = 0.5
"""Seconds between requests, in which the server has another worker ready, as between a person's keys."""


def main() -> None:
    """Start the server, measure, print a table."""
    graph, rounds = sys.argv[1], int((sys.argv[2:] or ["9"])[0])
    names = sys.argv[3:] or ["第1", "100社", "第100社区", "第1000社压"]
    words = [sys.executable, "-m", "kg", "serve", "--port", "0", "--graph", graph]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stderr is not None
        found = re.search(r"page (http://\S+)/ ", server.stderr.readline())
        assert found is not None
        print(f"{'typed':16} {'SPARQL ms':>10} {'/names ms':>10} {'ratio':>7}")
        for name in names:
            paths = (f"/sparql?{urlencode({'query': BY_LABEL % name})}", f"/names?text={quote(name)}")
            times = [[asked(found[1], path) for path in paths] for _ in range(rounds)]
            before, now = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{name:16} {before:10.0f} {now:10.0f} {before / now:7.1f}")
        server.terminate()


def asked(address: str, path: str) -> float:
    """Milliseconds of one request."""
    time.sleep(PAUSE)
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200
    connection.close()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
