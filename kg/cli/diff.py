"""``kg diff OLD NEW``: the facts that one graph has and the other has not, in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.parsing import coloured, note, terminal_width

if TYPE_CHECKING:
    from kg.difference import Difference, Found

_COLUMNS = ("change", "subject", "predicate", "object", "role")
_HELP = """\
OLD and NEW are graph folders or files (ttl, nt, nq and other RDF).
exit code: 0 compared, 2 bad input, 4 no graph there; with --exit-code 1 where facts differ

examples:
  kg diff before.ttl graph
  kg diff last-week graph --format tsv
  kg diff before.nq after.nq --all --format nt
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("old", metavar="OLD", type=Path, help="graph folder or RDF file")
    parser.add_argument("new", metavar="NEW", type=Path, help="the same")
    parser.add_argument(
        "--format",
        choices=("table", "tsv", "json", "nt"),
        help="default: table on a terminal, else tsv; nt has + or - before each triple",
    )
    parser.add_argument("--all", action="store_true", help="every triple of the default graph, not the facts alone")
    parser.add_argument("--exit-code", action="store_true", help="end with 1 where facts differ")


def run(args: argparse.Namespace) -> int:
    """Print what went and came; 1 where anything did under --exit-code."""
    from kg import difference

    args.format = args.format or ("table" if terminal_width() else "tsv")
    with difference.opened(args.old) as old, difference.opened(args.new) as new:
        found = difference.compare(old, new, everything=args.all)
        if args.format == "nt":
            lines: Iterator[str] = (f"{'+' if change.came else '-'} {change.line}" for change in found.lines)
        else:
            lines = _written(found.rows, difference.labels(found.rows, new, old), args.format)
        for line in lines:
            sys.stdout.write(line + "\n")
    _tell(found, everything=args.all)
    return 1 if args.exit_code and found.lines else 0


def _tell(found: Found, *, everything: bool) -> None:
    came = sum(row.came for row in found.rows)
    what = "triples" if everything else "facts"
    note(f"{came} {what} added, {len(found.rows) - came} removed")
    if found.others and not everything:
        note(f"{found.others} other triples differ (names, articles, types …); --all lists them")
    if found.blank:
        note(f"{found.blank} triples with blank nodes were not compared")


def _written(rows: list[Difference], labels: dict[str, str], form: str) -> Iterator[str]:
    """The rows in the order of what a reader sees, what went before what came."""
    words = _words(rows, labels)
    ordered = sorted(rows, key=lambda row: (*(words[token] for token in row[1:4]), row.role, row))
    cells = [_cells(row, words) for row in ordered]
    if form == "table":
        from kg.table import draw

        yield from draw(_COLUMNS, cells, columns=terminal_width(), bold=coloured())
    elif form == "tsv":
        yield "\t".join((*_COLUMNS, "subject_iri", "object_iri"))
        for row, cell in zip(ordered, cells, strict=True):
            yield "\t".join(_one_line(text) for text in (*cell, _iri(row.subject), _iri(row.object)))
    else:
        import json

        keys = (*_COLUMNS, "subject_iri", "object_iri")
        pairs = zip(ordered, cells, strict=True)
        values = [dict(zip(keys, (*cell, _iri(r.subject), _iri(r.object)), strict=True)) for r, cell in pairs]
        yield json.dumps(values, ensure_ascii=False, indent=1)


def _cells(row: Difference, words: dict[str, str]) -> tuple[str, str, str, str, str]:
    change = "added" if row.came else "removed"
    return change, words[row.subject], words[row.predicate], words[row.object], row.role


def _words(rows: list[Difference], labels: dict[str, str]) -> dict[str, str]:
    """Token → what a reader sees: a label (with the short IRI where two have the same), the short IRI, a text."""
    from collections import Counter

    from kg.lookup import local, short
    from kg.namespaces import ONTOLOGY, prefixes
    from kg.nquads import term

    known = prefixes()
    shared = Counter(labels.values())

    def word(token: str) -> str:
        value = term(token)
        if value.kind != "iri":
            return value.value
        if token in labels:
            return labels[token] + (f" ({short(value.value, known)})" if shared[labels[token]] > 1 else "")
        return local(value.value) if value.value.startswith(ONTOLOGY) else short(value.value, known)

    return {token: word(token) for row in rows for token in row[1:4]}


def _iri(token: str) -> str:
    return token[1:-1] if token.startswith("<") else ""


def _one_line(text: str) -> str:
    return " ".join(text.split()) if not text.isprintable() else text
