"""A half-typed command line → the words that may follow: commands, options, questions, names from the graph.

The shell asks at every TAB (``kg completion`` prints what makes it ask), so only the file of the command being typed
is imported, and the graph is opened only where a name is wanted. What the shells want to hear is argcomplete's.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TextIO

Words = Mapping[str, str]
"""Words that may follow, each with what a shell may show beside it."""

Completer = Callable[..., Words | Iterable[str]]
"""argcomplete calls it with the keywords prefix, action, parser and parsed_args."""

Commands = Mapping[str, tuple[str, str]]
"""Command → (its file, a line of help)."""

NAMES = 200
"""Names from the graph that are offered at once."""

_QUESTIONS = frozenset({("query", "query"), ("queries", "name")})
_ENTITIES = frozenset({"NAME", "A", "B"})
_FILES = ("FILE", "INPUT", "PATH", "PAGE", "OLD", "NEW")


def answer(commands: Commands) -> NoReturn:
    """Write the words for ``$COMP_LINE`` where the shell reads them, and end the process."""
    import argcomplete
    from argcomplete.lexers import split_line

    line, point = os.environ.get("COMP_LINE", ""), int(os.environ.get("COMP_POINT", "0"))
    if point > len(line):  # bash before 4.3, which macOS has, counts bytes
        os.environ["COMP_POINT"] = str(point := len(line))
    _, prefix, _, words, _ = split_line(line, point)
    parser, own = _parser(commands, words[1:])
    options = {option for action in _actions(parser, words[1:]) for option in action.option_strings}
    argcomplete.autocomplete(
        parser,
        always_complete_options="long" if own else False,
        exclude=() if prefix.startswith("-") else options - own,
        output_stream=_stream(),
    )
    sys.exit(1)


def _stream() -> TextIO | None:
    """PowerShell reads a file, in UTF-8 whatever the system's code page; the other shells a file descriptor."""
    name = os.environ.get("_ARGCOMPLETE_STDOUT_FILENAME")
    return open(name, "w", encoding="utf-8") if name else os.fdopen(8, "w", encoding="utf-8")


def _parser(known: Commands, words: Sequence[str]) -> tuple[argparse.ArgumentParser, set[str]]:
    """A parser of ``kg`` that knows the arguments of the command typed only, and a typed question's own options."""
    from importlib import import_module

    from kg.cli.parsing import formatter

    parser = argparse.ArgumentParser(prog="kg", add_help=False, formatter_class=formatter)
    own: set[str] = set()
    if words and words[0] not in known:
        return parser, own
    commands = parser.add_subparsers(parser_class=argparse.ArgumentParser)
    told = {words[0]: known[words[0]]} if words else known
    for name, (file, help_line) in told.items():
        command = commands.add_parser(
            name, help=help_line, add_help=name != "version", allow_abbrev=False, formatter_class=formatter
        )
        if words and name != "version":
            import_module(f"kg.cli.{file}").configure(command)
            own = _question(command, words[1:]) if name == "query" else own
            for action in command._actions:
                if action.choices is None and action.nargs != 0 and not hasattr(action, "completer"):
                    action.completer = _completer(name, action)  # type: ignore[attr-defined]
    return parser, own


def _actions(parser: argparse.ArgumentParser, words: Sequence[str]) -> Iterable[argparse.Action]:
    """The arguments of the command typed."""
    choices = next((action.choices for action in parser._actions if action.choices), {})
    command = choices.get(words[0]) if words and isinstance(choices, dict) else None
    return command._actions if command else ()


def _question(command: argparse.ArgumentParser, words: Sequence[str]) -> set[str]:
    """Add the parameters of the question that the words name as options, and tell them."""
    from kg import questions
    from kg.errors import LinpuError

    folders = [word for word in _after(words, "--data") if Path(word).is_dir()]
    overlay = Path(folders[-1]) if folders else None
    known = questions.names(overlay)
    name = next((word for word in words if word in known), "")
    try:
        found = questions.find(name, overlay)
    except LinpuError:
        return set()
    for parameter in found.parameters:
        described = parameter.words.replace("%", "%%")
        action = command.add_argument(f"--{parameter.name}", help=described, action="append")
        action.completer = _values(parameter.type)  # type: ignore[attr-defined]
    return {f"--{parameter.name}" for parameter in found.parameters}


def _after(words: Sequence[str], option: str) -> list[str]:
    return [after for word, after in pairwise(words) if word == option]


def _completer(command: str, action: argparse.Action) -> Completer:
    """What may stand for an argument, by what the help calls it."""
    from argcomplete.completers import DirectoriesCompleter, FilesCompleter

    shown = str(action.metavar or "")
    if (command, action.dest) in _QUESTIONS:
        return _questions
    if shown in _ENTITIES or (command, action.dest) == ("find", "text"):
        return _names("")
    if shown in ("TYPE", "AREA", "PAGE-ID"):
        return {"TYPE": _types, "AREA": _names("AdministrativeArea"), "PAGE-ID": _pages}[shown]
    if shown == "DIR":
        return DirectoriesCompleter()
    return FilesCompleter() if shown.startswith(_FILES) else _nothing


def _values(type: str) -> Completer:
    """What may be given to a question's parameter of a type."""
    from kg.questions import ENTITY_CLASSES

    if type in ENTITY_CLASSES:
        return _names(ENTITY_CLASSES[type], articles=type == "article")
    return _predicates if type == "predicate" else _nothing


def _nothing(**_: Any) -> Words:
    return {}


def _types(**_: Any) -> Words:
    from kg.questions import ENTITY_CLASSES

    return {name: class_name for name, class_name in ENTITY_CLASSES.items() if class_name}


def _predicates(**_: Any) -> Words:
    from kg.model import PREDICATES

    return dict.fromkeys(PREDICATES, "")


def _questions(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Words:
    from kg import questions
    from kg.errors import LinpuError

    told = getattr(parsed_args, "data", None)
    folder = told if isinstance(told, str) else next((name for name in told or [] if os.path.isdir(name)), None)
    try:
        found = questions.load(Path(folder) if folder else None)
    except LinpuError:
        return {}
    return {name: question.title for name, question in found.items() if name.startswith(prefix)}


def _names(class_name: str, *, articles: bool = True) -> Completer:
    """Names of entities of a class (empty: of any) that begin as typed; also prefixed names, as ``street:友``."""

    def names(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> Words:
        from kg.errors import LinpuError
        from kg.namespaces import short
        from kg.search import open_named, prefixed

        try:
            with open_named(_graph(parsed_args)) as known:
                if ":" in prefix:
                    some = prefixed(known, prefix, class_name, limit=NAMES)
                    return {short(each.iri, known.prefixes): each.type for each in some}
                found = known.names.beginning(prefix, class_name, limit=NAMES)
                return {each.name: each.type for each in found if articles or each.type != "Article"}
        except LinpuError:
            return {}

    return names


def _pages(parsed_args: argparse.Namespace, **_: Any) -> Words:
    from kg.errors import LinpuError
    from kg.worker import open_reader

    try:
        with open_reader(_graph(parsed_args)) as reader:
            rows = reader.rows("SELECT ?file { GRAPH graph:provenance { ?page a kg:Page ; kg:file ?file } }")
            return {row[0].value: "" for row in rows if row[0]}
    except LinpuError:
        return {}


def _graph(parsed_args: argparse.Namespace) -> str:
    return getattr(parsed_args, "graph", None) or os.environ.get("KG_GRAPH") or "graph"
