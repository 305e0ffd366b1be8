"""The dot commands of ``kg shell``: a name and words in, the shell's settings from now on and an exit code out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kg.cli.parsing import note
from kg.shell.ended import is_sparql
from kg.shell.meant import meant


class Settings(NamedTuple):
    """What dot commands set: the formats of tables and of graphs (empty: as ``kg query`` chooses), whether times are
    told; and the words of the last query, which ``.save`` asks again."""

    graph: str
    table: str = ""
    rdf: str = ""
    time: bool = False
    last: tuple[str, ...] = ()


class Step(NamedTuple):
    """What a statement leads to: the settings from now on, the exit code, and whether the shell ends."""

    settings: Settings
    code: int = 0
    leave: bool = False


Perform = Callable[[str, list[str]], int]
"""Runs a command of ``kg`` by name and words, and gives its exit code."""


def ask(words: list[str], settings: Settings, perform: Perform) -> Step:
    """Run ``kg query`` with these words, in the format for what it gives."""
    from kg import guard

    gives_graph = guard.form(words[0]) in ("CONSTRUCT", "DESCRIBE")
    format = settings.rdf if gives_graph else settings.table
    more = [*(["--format", format] if format else []), *(["--time"] if settings.time else [])]
    asked = [*words, "--graph", settings.graph]
    return Step(settings._replace(last=tuple(asked)), perform("query", [*asked, *more]))


def dotted(name: str, words: list[str], settings: Settings, perform: Perform) -> Step:
    """Do what the dot command ``name`` says. Raises LinpuError and OSError."""
    if name in ("quit", "exit"):
        return Step(settings, leave=True)
    if name in _OWN:
        return _OWN[name](words, settings, perform)
    if name in ("show", "find", "info", "view"):
        words = [" ".join(words)] if name == "show" and words and not any(w.startswith("-") for w in words) else words
        return Step(settings, perform(name, [*words, "--graph", settings.graph]))
    if name == "queries":
        return Step(settings, perform(name, words))
    near = meant(f".{name}", (), COMMANDS)
    note(f"kg: shell: .{name}: no such command; {f'did you mean {near}?' if near else '.help lists them'}")
    return Step(settings, 2)


def _help(_words: list[str], settings: Settings, _perform: Perform) -> Step:
    width = max(map(len, COMMANDS))
    for name, what in COMMANDS.items():
        print(f"  .{name:{width}}  {what}")
    print("\nAnything else is SPARQL, a question with its parameters (members --body NAME), @FILE, or a name to show.")
    return Step(settings)


def _describe(words: list[str], settings: Settings, perform: Perform) -> Step:
    from kg.binding import iri_of
    from kg.worker import open_reader

    with open_reader(settings.graph) as reader:
        iri = iri_of(reader, " ".join(words), where="shell")
    return ask([f"DESCRIBE <{iri}>"], settings, perform)


def _prefixes(_words: list[str], settings: Settings, _perform: Perform) -> Step:
    from kg.worker import open_reader

    with open_reader(settings.graph) as reader:
        for prefix, iri in reader.prefixes.items():
            print(f"{prefix + ':':12} <{iri}>")
    return Step(settings)


def _format(words: list[str], settings: Settings, _perform: Perform) -> Step:
    from kg.results import GRAPH_FORMATS, ROW_FORMATS

    for word in words:
        if word in GRAPH_FORMATS:
            settings = settings._replace(rdf=word)
        elif word in ROW_FORMATS:
            settings = settings._replace(table=word)
        else:
            note(f"kg: shell: {word}: no such format; use {', '.join((*ROW_FORMATS, *GRAPH_FORMATS))}")
            return Step(settings, 2)
    print(f"tables as {settings.table or 'table'}, graphs as {settings.rdf or 'ttl'}")
    return Step(settings)


def _time(words: list[str], settings: Settings, _perform: Perform) -> Step:
    settings = settings._replace(time=words == ["on"] if words else not settings.time)
    print(f"times are {'told' if settings.time else 'not told'}")
    return Step(settings)


def _save(words: list[str], settings: Settings, perform: Perform) -> Step:
    """The last answer, asked again in full, into a file whose suffix chooses the format; ``.rq`` takes the query."""
    if len(words) != 1 or not settings.last:
        note("kg: shell: nothing to save; ask first, then .save FILE" if words else "kg: shell: .save needs a FILE")
        return Step(settings, 2)
    file = words[0]
    if file.endswith(".rq") and is_sparql(settings.last[0]):
        Path(file).write_text(settings.last[0] + "\n", encoding="utf-8")
        return Step(settings)
    return Step(settings, perform("query", [*settings.last, "-o", file]))


_OWN = {"help": _help, "describe": _describe, "prefixes": _prefixes, "format": _format, "time": _time, "save": _save}

COMMANDS = {
    "help": "this list",
    "queries": "the named questions; NAME prints one, a WORD those about it",
    "show": "NAME: its facts with the words that prove them",
    "find": "TEXT: look names up",
    "describe": "NAME: its triples",
    "view": "-o FILE.html [--around NAME]: write an interactive page",
    "info": "pages, counts and version of the graph",
    "prefixes": "the prefixes that need no declaration",
    "format": "how answers are written: table, csv, json …; graphs: ttl, nt, jsonld …",
    "time": "on or off: tell how long a query took",
    "save": "FILE: the last answer in full (.csv, .json, .xml, .ttl …), or its SPARQL (.rq)",
    "quit": "leave (or Ctrl-D)",
}
"""Dot commands with what they do, in the order of ``.help``."""
