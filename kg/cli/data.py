"""``kg data check``: a folder of a user's own gazetteers, rules and questions in, their mistakes out."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import LinpuError, QueryError

_HELP = """\
examples:
  kg data check my-data
  KG_DATA=my-data kg data check
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument("action", choices=("check",), help="check: read everything and say what is wrong where")
    parser.add_argument("folder", nargs="?", metavar="DIR", help="default: $KG_DATA, else the data that came along")


def run(args: argparse.Namespace) -> int:
    """Print each mistake in a line; exit code 2 where there is one."""
    from kg.errors import InputError

    name = args.folder or os.environ.get("KG_DATA")
    overlay = Path(name) if name else None
    if overlay is not None and not overlay.is_dir():
        raise InputError(str(overlay), "no such folder", "give the folder that holds gazetteer/, rules/ or queries/")
    found = list(mistakes(overlay))
    for mistake in found:
        print(mistake)
    print(f"{len(found)} mistake{'s' * (len(found) > 1)}" if found else "no mistakes")
    return 2 if found else 0


def mistakes(overlay: Path | None) -> Iterator[str]:
    """What is wrong with names, rules and questions, a line each: where: what and how to mend."""
    from kg import datacheck
    from kg.resources import shared_root

    yield from map(str, datacheck.check(overlay or shared_root() / "data"))
    yield from _questions(overlay)


def _questions(overlay: Path | None) -> Iterator[str]:
    from kg import guard, questions, sparql
    from kg.stores import oxigraph

    store = oxigraph.from_lines(())
    for folder in questions.folders(overlay):
        for path in sorted(folder.glob("*.rq")):
            try:
                question = questions.read(path)
                known = {"?" + parameter.name for parameter in question.parameters}
                store.query(sparql.complete(guard.check(questions.bind(question, {})), sparql.builtin()))
            except QueryError as error:
                yield f"{path}: {error}"
            except LinpuError as error:
                yield str(error) if str(path) in error.where else f"{path}: {error.what}; {error.how}"
            else:
                for unused in sorted(known - {token.text for token in sparql.tokens(question.text)}):
                    yield f"{path}: parameter {unused[1:]} is not used; write {unused} in the query"
