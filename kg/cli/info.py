"""``kg info``: what a graph holds and where it comes from."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.cli.parsing import add_graph, terminal_width

if TYPE_CHECKING:
    from kg.lookup import Reader

_TYPES = "SELECT ?name (COUNT(*) AS ?n) WHERE { ?s a ?name } GROUP BY ?name"
_PREDICATES = (
    "SELECT ?name (COUNT(*) AS ?n) WHERE { GRAPH graph:provenance { ?s a kg:Statement ; rdf:predicate ?name } } "
    "GROUP BY ?name"
)
_PAGES = (
    "SELECT ?file ?publication ?date ?number ?encoding WHERE { GRAPH graph:provenance { "
    "?page a kg:Page ; kg:file ?file OPTIONAL { ?page kg:publication ?publication } "
    "OPTIONAL { ?page dcterms:date ?date } "
    "OPTIONAL { ?page kg:pageNumber ?number } OPTIONAL { ?page kg:encoding ?encoding } } } ORDER BY ?file"
)
_PAGE_COLUMNS = ("file", "publication", "date", "page", "encoding")
_HELP = """\
examples:
  kg info
  kg info --graph hexi --json
  kg info --pages
  kg info --pages | cut -f1-4 > meta.tsv     a table for --meta, to mend and build with
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    add_graph(parser)
    parser.add_argument(
        "--pages",
        action="store_true",
        help="list the pages, and nothing else, with publication, date, page number and encoding",
    )
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(args: argparse.Namespace) -> int:
    """Print meta data, counts by type and by predicate, warnings; with ``--pages`` the pages."""
    from kg.worker import open_reader

    with open_reader(args.graph) as reader:
        pages = [tuple(term.value if term else "" for term in row) for row in reader.rows(_PAGES)]
        if args.pages and not args.json:
            _list(pages)
            return 0
        sources = [dict(zip(_PAGE_COLUMNS, page, strict=True)) for page in pages]
        told = {
            "graph": args.graph,
            "meta": dict(reader.generation.meta) if reader.generation else {},
            "types": _counts(reader, _TYPES),
            "predicates": _counts(reader, _PREDICATES),
            "pages": [source["file"] for source in sources],
            "sources": sources,
        }
    if args.json:
        import json

        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _print(told)
    return 0


def _list(pages: list[tuple[str, ...]]) -> None:
    """A table on a terminal; on a pipe a head and rows parted by tabs, as ``--meta`` reads them."""
    from kg.table import draw

    if terminal_width():
        lines: Iterable[str] = draw(_PAGE_COLUMNS, pages, columns=terminal_width())
    else:
        lines = ("\t".join(row) for row in (_PAGE_COLUMNS, *pages))
    for line in lines:
        print(line)


def _counts(reader: Reader, text: str) -> dict[str, int]:
    from kg.lookup import local

    found = {local(row[0].value): int(row[1].value) for row in reader.rows(text) if row[0] and row[1]}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _print(told: dict[str, Any]) -> None:
    from kg.table import draw

    meta = dict(told["meta"])
    warnings = [*meta.pop("warnings", []), *(f"skipped {page}" for page in meta.pop("skipped", []))]
    warnings += [f"{page}: a copy of {kept}, counts once" for page, kept in meta.pop("copies", [])]
    warnings += [f"{b}: nearly the same as {a} ({alike:.0%} alike)" for a, b, alike in meta.pop("near", [])]
    print(f"graph       {told['graph']}")
    for name in ("version", "format", "home", "base", "quads", "judgements"):
        if meta.get(name) is not None:
            print(f"{name:10}  {meta[name]}")
    print(f"pages       {len(told['pages'])}")
    for name in ("entities", "facts", "unasserted", "doubted", "repaired", "judged"):
        if meta.get(name):
            below = f" (facts below --min-confidence {meta['min_confidence']:g})" if name == "doubted" else ""
            print(f"{name:10}  {meta[name]}{below}")
    if meta.get("gazetteer"):
        print(f"gazetteer   {meta['gazetteer']}: {meta['linked']} of {meta['places']} streets and communities")
    if meta.get("dropped"):
        print("dropped     " + ", ".join(f"{reason} {count}" for reason, count in meta["dropped"].items()))
    for title, counts in (("type", told["types"]), ("predicate", told["predicates"])):
        print()
        for line in draw((title, "number"), [(name, f"{count:6}") for name, count in counts.items()]):
            print(line)
    for warning in warnings:
        print(f"warning     {warning}")
