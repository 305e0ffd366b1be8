"""What ``kg same`` and ``kg apart`` share: two names in, one line of judgements.tsv out, the graph built again."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli import corpus_options
from kg.cli.parsing import add_graph, note

if TYPE_CHECKING:
    from kg.judgements import Judgement
    from kg.lookup import Reader

_NAMED = """SELECT DISTINCT ?entity WHERE {{
  VALUES ?property {{ rdfs:label skos:altLabel }} ?entity ?property ?name ; kg:mentionedIn ?article .
  ?article dcterms:identifier ?id FILTER(STR(?name) = {name})
  FILTER(STR(?id) = {id} || STRSTARTS(STR(?id), CONCAT({id}, "#")))
}} ORDER BY ?entity"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options of a judgement of two things."""
    how = "a label, an alias, a prefixed name (street:…), an IRI, or NAME@page.txt#line for one article's"
    parser.add_argument("left", metavar="A", help=how)
    parser.add_argument("right", metavar="B", help="likewise")
    parser.add_argument("--reason", default="", help="why, for whoever reads the line later")
    parser.add_argument("--who", default=os.environ.get("USER") or os.environ.get("USERNAME") or "", help="who says so")
    parser.add_argument("--later", action="store_true", help="write the line only; the next kg build heeds it")
    parser.add_argument("--dry-run", action="store_true", help="print the line, write nothing")
    add_graph(parser)
    corpus_options.add_judgements(parser)
    corpus_options.add_reading(parser)


def judge(kind: str, args: Namespace) -> int:
    """Write the line and build the graph again of the pages that it keeps; a line that cannot hold is taken back."""
    from datetime import date

    from kg import judgements

    graph = Path(args.graph)
    left, right, kept = _things(kind, args)
    reason, when = " ".join(args.reason.split()), date.today().isoformat()
    judgement = judgements.Judgement(kind, left, right, reason, args.who, when)
    file = judgements.file_of(graph, args.judgements, kept)
    if args.dry_run:
        print("\t".join((kind, left, right, reason, args.who, when)))
        return 0
    _write(judgement, file, args)
    return 0


def _write(judgement: Judgement, file: Path, args: Namespace) -> None:
    from kg import build, judgements
    from kg.errors import LinpuError

    before = file.stat().st_size if file.exists() else None
    judgements.append(file, judgement)
    note(f"{judgement.kind}: {judgement.left}, {judgement.right}; to undo it, delete its line in {file}")
    if args.later:
        return
    try:
        summary = build.build((), Path(args.graph), corpus_options.options(args))
    except LinpuError as error:
        if before is None:
            file.unlink()
        else:
            os.truncate(file, before)
        error.add_note("  the line was taken back")
        raise
    corpus_options.tell(summary)


def _things(kind: str, args: Namespace) -> tuple[str, str, str | None]:
    """What the line calls the two things, and the file that the graph keeps. Raises InputError with candidates."""
    from kg.errors import InputError
    from kg.worker import open_reader

    command = "same" if kind == "same" else "apart"
    with open_reader(args.graph) as reader:
        found = [_thing(reader, text, command) for text in (args.left, args.right)]
        if found[0] == found[1] and kind == "same":
            raise InputError(command, f"{args.left} and {args.right} are one already", "see it with kg show")
        if found[0] == found[1] and args.left != args.right:
            what = f"{args.left} and {args.right} both mean {found[0][0]}"
            how = "name them by their own IRIs, or as NAME@page.txt#line; to split one into its articles, name it twice"
            raise InputError(command, what, how)
        kept = reader.generation.meta.get("judgements") if reader.generation else None
        return found[0][0], found[1][0], kept


def _thing(reader: Reader, text: str, command: str) -> tuple[str, str]:
    """How the line names a thing, and its IRI; a thing that another replaced keeps its own name."""
    from kg.binding import one
    from kg.errors import InputError
    from kg.lookup import as_iri, short

    if "@" in text and (named := _in_article(reader, text)):
        return text, named
    iri = as_iri(text, reader.prefixes)
    if iri is not None and reader.store.query(f"ASK {{ <{iri}> ?p ?o }}") is not True:
        raise InputError(command, f"the graph does not know {text}", "look for it with kg find")
    if iri is None:
        iri = _former(reader, text) or one(reader, text, where=command).iri
    return short(iri, reader.prefixes), iri


def _in_article(reader: Reader, text: str) -> str:
    """The entity that ``NAME@page.txt#line`` means; empty where nothing does, or several things do."""
    from kg.results import written
    from kg.stores import Term

    at = text.find("@")
    while at > 0:
        values = {"name": written(Term("literal", text[:at])), "id": written(Term("literal", text[at + 1 :]))}
        rows = [row[0].value for row in reader.rows(_NAMED.format(**values)) if row[0]]
        if rows:
            return rows[0] if len(rows) == 1 else ""
        at = text.find("@", at + 1)
    return ""


def _former(reader: Reader, name: str) -> str:
    """The one IRI that ends in ``name`` and that another replaced, where no label is like it any more."""
    from kg.lookup import local, named

    rows = reader.rows("SELECT DISTINCT ?old WHERE { ?old dcterms:isReplacedBy ?new } ORDER BY ?old")
    found = [row[0].value for row in rows if row[0] and f"-{local(row[0].value)}".endswith(f"-{name}")]
    labelled = [each for each in named(reader, name) if each.label == name]
    return found[0] if len(found) == 1 and not labelled else ""
