"""``kg shell``: statements in, one after the other, their answers out; from a terminal with completion, or from a pipe.

A statement is SPARQL, the name of a question, a dot command or a name to show. Each becomes a command line of ``kg``,
so that the shell answers as the commands do: queries in a process of their own that Ctrl-C ends.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kg.cli.parsing import add_graph, coloured, note
from kg.shell.ended import ended, goes_on, is_sparql

_HELP = """\
examples:
  kg shell
  kg shell --graph hexi
  kg shell < questions.txt

Type SPARQL (Enter ends it when its brackets are balanced, Alt-Enter begins a line), the name of a question with its
parameters, or a name to show. TAB completes, Ctrl-R searches the history, Ctrl-C ends a query, Ctrl-D leaves the shell.
.help says more. From a pipe, statements are read one after the other, and the exit code is that of the first to fail.
"""


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


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.epilog = _HELP
    add_graph(parser)
    parser.add_argument(
        "--history", metavar="FILE", help="where the history is kept; - for nowhere (default: in your data folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Answer until the end; from a pipe the exit code is the first one of a statement that failed."""
    from kg.worker import open_reader

    with open_reader(args.graph):
        pass
    from kg.cli import perform

    if not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        return _answer(piped(sys.stdin), Settings(args.graph), perform)
    from kg.shell.suggesting import Suggester
    from kg.shell.terminal import statements

    note(f"{args.graph}: type SPARQL, a question, or a name; TAB completes, .help says more, Ctrl-D leaves")
    with closing(Suggester(args.graph, COMMANDS)) as names:
        typed = statements(names.suggest, history=_history(args.history), coloured=coloured())
        _answer(
            typed, Settings(args.graph), lambda name, words: _apart(words) if name == "query" else perform(name, words)
        )
    return 0


def piped(lines: Iterable[str]) -> Iterator[str]:
    """The statements of a stream, each as many lines as it takes."""
    text = ""
    for line in lines:
        if text and ended(text.rstrip("\r\n")) and not goes_on(line):
            yield text
            text = ""
        text += line
    yield text


def _apart(words: list[str]) -> int:
    """``kg query`` as a program of its own: this one has the store's threads since it suggests, and must not fork."""
    import subprocess

    with subprocess.Popen([sys.executable, "-m", "kg", "query", *words]) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # which the terminal gave to both
            return process.wait()


def _answer(typed: Iterable[str], settings: Settings, perform: Perform) -> int:
    worst = 0
    for text in typed:
        if text.strip():
            step = _step(text.strip(), settings, perform)
            settings, worst = step.settings, worst or step.code
            sys.stdout.flush()
            if step.leave:
                break
    return worst


def _step(text: str, settings: Settings, perform: Perform) -> Step:
    try:
        return answer(text, settings, perform)
    except KeyboardInterrupt:
        note("kg: interrupted")
        return Step(settings, 130)
    except SystemExit as end:  # argparse has said what is wrong, or has printed help
        return Step(settings, int(end.code or 0))


def answer(text: str, settings: Settings, perform: Perform) -> Step:
    """Answer one statement."""
    if is_sparql(text):
        return _ask([text], settings, perform)
    try:
        words = shlex.split(text)
    except ValueError:
        note("kg: shell: a quotation mark is left open; close it")
        return Step(settings, 2)
    if words[0].startswith("."):
        return _dotted(words[0][1:], words[1:], settings, perform)
    if words[0].startswith("@") or _is_question(words[0]):
        return _ask(words, settings, perform)
    return Step(settings, perform("show", [text, "--graph", settings.graph]))


def _is_question(word: str) -> bool:
    from kg.questions import NAME, folders

    return NAME.fullmatch(word) is not None and any((folder / f"{word}.rq").is_file() for folder in folders())


def _ask(words: list[str], settings: Settings, perform: Perform) -> Step:
    """Run ``kg query`` with these words, in the format for what it gives."""
    from kg import guard

    gives_graph = guard.form(words[0]) in ("CONSTRUCT", "DESCRIBE")
    format = settings.rdf if gives_graph else settings.table
    more = [*(["--format", format] if format else []), *(["--time"] if settings.time else [])]
    asked = [*words, "--graph", settings.graph]
    return Step(settings._replace(last=tuple(asked)), perform("query", [*asked, *more]))


def _dotted(name: str, words: list[str], settings: Settings, perform: Perform) -> Step:
    if name in ("quit", "exit"):
        return Step(settings, leave=True)
    if name in _OWN:
        return _OWN[name](words, settings, perform)
    if name in ("show", "find", "info", "view"):
        words = [" ".join(words)] if name == "show" and words and not any(w.startswith("-") for w in words) else words
        return Step(settings, perform(name, [*words, "--graph", settings.graph]))
    if name == "queries":
        return Step(settings, perform(name, words))
    note(f"kg: shell: .{name}: no such command; .help lists them")
    return Step(settings, 2)


def _help(_words: list[str], settings: Settings, _perform: Perform) -> Step:
    width = max(map(len, COMMANDS))
    for name, what in COMMANDS.items():
        print(f"  .{name:{width}}  {what}")
    print("\nAnything else is SPARQL, a question with its parameters (members --body NAME), @FILE, or a name to show.")
    return Step(settings)


def _describe(words: list[str], settings: Settings, perform: Perform) -> Step:
    from kg.cli.show import iri_of
    from kg.errors import InputError
    from kg.worker import open_reader

    try:
        with open_reader(settings.graph) as reader:
            iri = iri_of(reader, " ".join(words))
    except InputError as error:
        for line in (f"kg: {error}", *getattr(error, "__notes__", [])):
            note(line)
        return Step(settings, error.exit_code)
    return _ask([f"DESCRIBE <{iri}>"], settings, perform)


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


def _history(told: str | None) -> Path | None:
    """The file of the history; None where none is wanted or it cannot be kept."""
    if told == "-":
        return None
    from kg.places.location import default

    file = Path(told) if told else default().with_name("history")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        note(f"kg: shell: {file}: the history is not kept: {error.strerror}")
        return None
    return file
