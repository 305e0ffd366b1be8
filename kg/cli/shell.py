"""``kg shell``: statements in, one after the other, their answers out; from a terminal with completion, or from a pipe.

A statement is SPARQL, the name of a question, a dot command or a name to show. Each becomes a command line of ``kg``,
so that the shell answers as the commands do: queries in a process of their own that Ctrl-C ends.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from kg.cli.dotted import COMMANDS, Perform, Settings, Step, ask, dotted
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
    """Answer one statement; whatever goes wrong with it is said, and the next one may come."""
    from kg.errors import LinpuError

    try:
        return answer(text, settings, perform)
    except LinpuError as error:
        for line in (f"kg: {error}", *getattr(error, "__notes__", [])):
            note(line)
        return Step(settings, error.exit_code)
    except BrokenPipeError:
        raise
    except OSError as error:
        note(
            f"kg: {error.filename or 'shell'}: {error.strerror or error}; check the path, its permissions and the disk"
        )
        return Step(settings, 2)
    except KeyboardInterrupt:
        note("kg: interrupted")
        return Step(settings, 130)
    except SystemExit as end:  # argparse has said what is wrong, or has printed help
        return Step(settings, int(end.code or 0))


def answer(text: str, settings: Settings, perform: Perform) -> Step:
    """Answer one statement."""
    if is_sparql(text):
        return ask([text], settings, perform)
    try:
        words = shlex.split(text)
    except ValueError:
        note("kg: shell: a quotation mark is left open; close it")
        return Step(settings, 2)
    if words[0].startswith("."):
        return dotted(words[0][1:], words[1:], settings, perform)
    if words[0].startswith("@") or _is_question(words[0]):
        return ask(words, settings, perform)
    if likely := _meant(words[0], text, settings.graph):
        note(f"kg: shell: nothing is called {text}; did you mean {likely}?")
        return Step(settings, 2)
    return Step(settings, perform("show", [text, "--graph", settings.graph]))


def _meant(word: str, text: str, graph: str) -> str:
    """What a statement was probably meant to begin with; empty where nothing is near or the graph has such a name."""
    from kg.questions import names
    from kg.search import open_named, search
    from kg.shell.meant import meant

    likely = meant(word, names(), COMMANDS)
    if likely:
        with open_named(graph) as known:
            return "" if search(known.names, text, limit=1) else likely
    return ""


def _is_question(word: str) -> bool:
    from kg.questions import NAME, folders

    return NAME.fullmatch(word) is not None and any((folder / f"{word}.rq").is_file() for folder in folders())


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
