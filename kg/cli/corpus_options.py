"""The options that all commands share which read pages (build, add, extract), and how they tell what came of it."""

from __future__ import annotations

import codecs
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.corpus import Options
    from kg.duplicates import Near
    from kg.pages.folder import Skipped
    from kg.summary import Summary

_MOST = 10  # lines about pages alike


def add_inputs(parser: ArgumentParser, *, none: str = "") -> None:
    """INPUT... and how to read them; ``none`` says what it means to give none, where that is possible."""
    what = f"folder of .txt pages, page file, or - for stdin{f' ({none})' if none else ''}"
    parser.add_argument("inputs", nargs="*" if none else "+", metavar="INPUT", help=what)
    parser.add_argument("--encoding", help="encoding of the pages (default: detected for each)")
    parser.add_argument("--meta", type=Path, metavar="FILE.tsv", help="publication, date and page number by file")
    parser.add_argument("--name", help="page id for a page from stdin")
    parser.add_argument("--strict", action="store_true", help="exit with 2 when a page was skipped")
    add_reading(parser)
    add_places(parser)


def add_reading(parser: ArgumentParser) -> None:
    """How pages are read, wherever they come from."""
    parser.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that read pages (default: 1)")
    parser.add_argument("--data", type=Path, metavar="DIR", default=data_folder(), help="your own names and rules")
    parser.add_argument("--home", metavar="AREA", help="main district (default: the one that most pages have)")


def add_judgements(parser: ArgumentParser) -> None:
    """``--judgements FILE`` of commands that make a graph."""
    parser.add_argument(
        "--judgements", type=Path, metavar="FILE",
        help="people's judgements (default: the graph's own, else judgements.tsv next to its folder)",
    )  # fmt: skip


def add_places(parser: ArgumentParser) -> None:
    """The official list to consult."""
    how = "index of kg places import (default: $KG_PLACES, the graph's own, the user's own); - is none"
    parser.add_argument("--places", metavar="PATH", help=how)


def options(args: Namespace) -> Options:
    """What the parsed options mean for reading. Raises InputError for a folder or an encoding that does not exist."""
    from kg.corpus import Options
    from kg.errors import InputError
    from kg.places.location import chosen

    if args.data is not None and not args.data.is_dir():
        raise InputError(str(args.data), "no such folder", "give a folder with gazetteer/ or rules/ in it with --data")
    encoding = getattr(args, "encoding", None)
    if encoding:
        try:
            codecs.lookup(encoding)
        except LookupError as error:
            raise InputError("--encoding", f"{encoding} is no encoding", "write one as utf-8 or gb18030") from error
    chosen(getattr(args, "places", None))
    known = {
        name: getattr(args, name, None)
        for name in ("encoding", "meta", "name", "data", "home", "base", "min_confidence", "judgements", "places")
    }
    return Options(workers=args.workers, **known)


def tell_unmatched(args: Namespace) -> None:
    """One line on stderr for each row of ``--meta`` that speaks of no page."""
    if args.meta is None:
        return
    from difflib import get_close_matches

    from kg.pages.folder import page_ids, unmatched

    for file in unmatched(args.inputs, args.meta, args.name):
        near = get_close_matches(file, page_ids(args.inputs, args.name), 1)
        how = f"did you mean {near[0]}?" if near else "write its path relative to INPUT, as kg info --pages does"
        print(f"{args.meta}: {file} is no page of the INPUTs, its row was not used; {how}", file=sys.stderr)


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """One line on stderr for each page that was skipped."""
    for page in skipped:
        print(f"{page.id}: skipped: {page.reason}", file=sys.stderr)


def tell_alike(copies: Sequence[tuple[str, str]], near: Sequence[Near]) -> None:
    """The first of the pages that are copies or nearly so on stderr; ``kg info`` lists them all."""
    told = [f"{page}: a copy of {kept}, counts once" for page, kept in copies]
    told += [f"{pair.other}: nearly the same as {pair.page} ({pair.alike:.0%} alike), both count" for pair in near]
    for line in told[:_MOST]:
        print(line, file=sys.stderr)
    if len(told) > _MOST:
        print(f"and {len(told) - _MOST} more; kg info lists them", file=sys.stderr)


def tell(summary: Summary) -> None:
    """The summary on stderr."""
    tell_skipped(summary.skipped)
    tell_alike(summary.copies, summary.near)
    pages = f"{summary.pages} pages ({summary.read} read now), {len(summary.skipped)} skipped"
    home = f", home {summary.home}" if summary.home else ""
    print(f"{pages}{home}", f"{summary.entities} entities, {summary.facts} facts", sep="\n", file=sys.stderr)
    if summary.unasserted:
        print(f"{summary.unasserted} statements planned, negated or doubtful, kept apart from facts", file=sys.stderr)
    if summary.doubted:
        what = f"{summary.doubted} of these would be facts but for a confidence below {summary.least:g}"
        print(f"{what} (--min-confidence 0 takes them in)", file=sys.stderr)
    if summary.repaired:
        print(f"{summary.repaired} proofs rest on repaired text", file=sys.stderr)
    if summary.gazetteer:
        what = f"{summary.linked} of {summary.places} streets and communities are in {summary.gazetteer}"
        print(f"{what}, {summary.mended} names mended by it", file=sys.stderr)
    if summary.dropped:
        reasons = "; ".join(f"{count} × {reason}" for reason, count in summary.dropped.items())
        print(f"{sum(summary.dropped.values())} relations dropped: {reasons}", file=sys.stderr)
    if summary.judged:
        print(f"{summary.judged} judgement{'s' * (summary.judged != 1)}", file=sys.stderr)
    for warning in summary.warnings:
        print(warning, file=sys.stderr)
    print(f"{summary.seconds:.1f} s", file=sys.stderr)


def exit_code(args: Namespace, skipped: Iterable[Skipped]) -> int:
    """0, or 2 when pages were skipped and --strict was given."""
    return 2 if args.strict and any(True for _ in skipped) else 0


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of processes from 1 up")
    return int(text)


def data_folder() -> Path | None:
    """The folder of one's own data that ``$KG_DATA`` names."""
    value = os.environ.get("KG_DATA")
    return Path(value) if value else None
