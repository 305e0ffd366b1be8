"""``kg review``: pairs that could be one thing, one by one, side by side with their sentences → lines of judgements."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.parsing import add_graph, count, note, terminal_width

if TYPE_CHECKING:
    from kg.candidates import Candidate, Side

ANSWERS = {"s": "same", "n": "not same", "u": "unsure"}
_ASKED = "[s]ame, [n]ot same, [u]nsure, s[k]ip, [q]uit; a reason may follow: "
_COLUMNS = 80
_HELP = """\
examples:
  kg review
  kg review --list --limit 20
  kg review --list --format jsonl
  kg review --merged --list
An answer is a letter, with a reason if you like: s the printer has 婕 for 嫒
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    from kg.cli.corpus_options import add_judgements
    from kg.cli.find import add_type

    parser.epilog = _HELP
    add_graph(parser)
    add_type(parser)
    add_judgements(parser)
    parser.add_argument("--who", default=os.environ.get("USER") or os.environ.get("USERNAME") or "", help="who says so")
    parser.add_argument("--merged", action="store_true", help="what was put together by itself, instead of candidates")
    parser.add_argument("--list", action="store_true", help="print them and ask nothing")
    parser.add_argument("--limit", type=count, default=0, metavar="N", help="pairs at most (default: all)")
    parser.add_argument("--format", choices=("text", "tsv", "jsonl"), default="text", help="of --list (default: text)")


def run(args: argparse.Namespace) -> int:
    """List the pairs that nobody has judged, or ask about each; exit code 0 also where there are none."""
    found, known, file = _open(args)
    if args.limit:
        found = found[: args.limit]
    if not found:
        note(f"kg: review: no {'merged pairs' if args.merged else 'candidates'} that nobody has judged")
    elif args.list:
        _list(found, args.format)
    else:
        written = _ask(found, file, args.who, known)
        note(f"{written} judgements written to {file}" + ("; kg build makes them hold" if written else ""))
    return 0


def _open(args: argparse.Namespace) -> tuple[list[Candidate], dict[str, str], Path]:
    """The pairs asked for that nobody has judged, the prefixes of the graph's IRIs, and the file of its judgements."""
    from kg import candidates, judgements
    from kg.cli.find import class_of
    from kg.namespaces import WORDS, prefixes
    from kg.stores import generations

    with generations.open_graph(Path(args.graph)) as graph:
        found = candidates.read(graph.path)
        meta = graph.meta
    known = prefixes(meta["base"]) if meta.get("base") else prefixes()
    file = judgements.file_of(Path(args.graph), args.judgements, meta.get("judgements"))
    judged = _judged(file, known)
    class_of(args.type)
    asked = [
        each
        for each in found
        if each.merged == args.merged
        and frozenset((each.left.iri, each.right.iri)) not in judged
        and (args.type is None or WORDS[each.left.type] == args.type.lower())
    ]
    return asked, known, file


def _judged(file: Path, known: dict[str, str]) -> set[frozenset[str]]:
    from kg import judgements

    lines = judgements.read(file) if file.exists() else ()
    return {frozenset(_full(end, known) for end in (j.left, j.right)) for j in lines if j.kind in ANSWERS.values()}


def _full(iri: str, known: dict[str, str]) -> str:
    prefix, _, rest = iri.partition(":")
    return known[prefix] + rest if prefix in known else iri.strip("<>")


def _list(found: list[Candidate], form: str) -> None:
    from kg.candidates import line

    if form == "jsonl":
        for each in found:
            print(line(each))
    elif form == "tsv":
        print("score", "left", "right", "reasons", sep="\t")
        for each in found:
            print(each.score, each.left.iri, each.right.iri, "; ".join(r.words for r in each.reasons), sep="\t")
    else:
        for number, each in enumerate(found, 1):
            print("\n".join(shown(each, f"{number}/{len(found)}", terminal_width() or _COLUMNS)), end="\n\n")


def _ask(found: list[Candidate], file: Path, who: str, known: dict[str, str]) -> int:
    """Write a line for each answer at once, so that nothing is lost when someone stops; how many were written."""
    from datetime import date

    from kg.judgements import Judgement, append
    from kg.lookup import short

    written = 0
    for number, each in enumerate(found, 1):
        print("\n".join(shown(each, f"{number}/{len(found)}", terminal_width() or _COLUMNS)))
        letter, reason = answer(_line)
        if letter == "q":
            break
        if letter in ANSWERS:
            left, right = (short(side.iri, known) for side in (each.left, each.right))
            append(file, Judgement(ANSWERS[letter], left, right, reason, who, date.today().isoformat()))
            written += 1
    return written


def answer(line: Callable[[], str]) -> tuple[str, str]:
    """Ask until an answer is understood: its letter and the reason behind it; the end of the input quits."""
    while True:
        print(_ASKED, end="", flush=True)
        said = line()
        if not said:
            print()
            return "q", ""
        word, _, reason = said.strip().partition(" ")
        letter = {"same": "s", "not": "n", "unsure": "u", "skip": "k", "quit": "q", "": "k"}.get(word, word)
        if letter in (*ANSWERS, "k", "q"):
            return letter, reason.strip()


def _line() -> str:
    return sys.stdin.readline()


def shown(candidate: Candidate, title: str, columns: int) -> Iterator[str]:
    """Both sides in two columns with the sentences that name them, then the reasons for and against."""
    from kg.table import draw

    left, right = candidate.left, candidate.right
    half = (columns - 2) // 2
    pages = [f"{side.type.lower()}, on {side.pages} page{'s' * (side.pages != 1)}" for side in (left, right)]
    rows = [pages, [left.iri.rsplit("/", 1)[-1], right.iri.rsplit("/", 1)[-1]], *_seen(left, right)]
    yield f"── {title}  {'one thing by' if candidate.merged else 'score'} {candidate.score} ".ljust(columns, "─")
    yield from draw((_name(left, half), _name(right, half)), rows, columns=columns)
    yield from (f"  {reason.weight:+4} {reason.words}" for reason in candidate.reasons)


def _name(side: Side, columns: int) -> str:
    from kg.table import wrap

    return wrap(side.name, columns)[0]


def _seen(left: Side, right: Side) -> Iterator[list[str]]:
    """The sentences of both in pairs, each headed by its page and article."""
    from itertools import zip_longest

    for pair in zip_longest(left.seen, right.seen):
        yield [f"{seen.page}#{seen.article}" if seen else "" for seen in pair]
        yield [f"「{seen.words}」" if seen else "" for seen in pair]
