"""The command ``kg``: finds the command's file, imports only that, turns errors into one line and an exit code.

Each command file has ``configure(parser)`` and ``run(args) -> int``; ``kg --help`` imports none of them. One whose
``--help`` depends on the other words has ``explained(args) -> bool``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "build": ("build", "make the graph of exactly these pages"),
    "add": ("add", "add single pages to the graph"),
    "remove": ("remove", "take single pages out of the graph"),
    "same": ("same", "judge that two things are one"),
    "apart": ("apart", "judge that two things are not one, or that one is several"),
    "extract": ("extract", "print what pages say as JSON lines, without a graph"),
    "query": ("query", "ask the graph in SPARQL, or a named question"),
    "queries": ("queries", "list the named questions, or print one"),
    "prefixes": ("prefixes", "list the prefixes that queries may use undeclared"),
    "show": ("show", "an entity with its facts and the words that prove them"),
    "find": ("find", "look names up"),
    "shell": ("shell", "ask the graph again and again, with history and completion"),
    "info": ("info", "pages, counts, version and warnings of a graph"),
    "review": ("review", "judge pairs of names that could be one thing"),
    "diff": ("diff", "list the facts that differ between two graphs"),
    "serve": ("serve", "a SPARQL endpoint and a page to ask on, on this machine"),
    "view": ("view", "write an interactive page of the graph"),
    "export": ("export", "write the graph as Turtle or in another format"),
    "validate": ("validate", "check the graph against the ontology's shapes"),
    "eval": ("eval", "measure extraction against labelled pages"),
    "explain": ("explain", "show a page as it was read: names with their evidence, articles, relations, what lost"),
    "demo": ("demo", "build the sample graph and show what it knows"),
    "places": ("places", "index an official list of divisions, and look names up in it"),
    "data": ("data", "check gazetteers, rules and questions of your own"),
    "completion": ("completion", "print what makes your shell complete kg"),
    "version": ("version", "print the version"),
}
"""Command → (file in this folder, one line of help), in the order of ``kg --help``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (default: ``sys.argv``); returns the exit code.

    0 ok, 1 query or validation failed, 2 usage or bad input, 4 graph missing, too old or locked, 124 timeout,
    130 interrupted.
    """
    _attach()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if "_ARGCOMPLETE" in os.environ and arguments is None:
        from kg.cli.completing import answer

        answer(COMMANDS)
    try:
        code = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Python flushes stdout once more on its way out and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        _say("kg: interrupted")
        return 130


def _attach() -> None:
    """Give the streams that were closed for us (``kg … >&-``) somewhere to go, or a file takes their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        return _help(words[1:])
    if words[0] in ("--version", "-V", "version"):
        from kg import __version__

        print(f"linpu {__version__}")
        return 0
    if words[0] not in COMMANDS:
        return _unknown(words[0])
    return perform(words[0], words[1:])


def perform(name: str, words: list[str]) -> int:
    """Run the command ``name``; what goes wrong is said on stderr and told by the exit code."""
    from kg.errors import LinpuError

    try:
        return _run(name, words)
    except LinpuError as error:
        _say(f"kg: {error}", *getattr(error, "__notes__", []))
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(f"kg: {error.filename or name}: {error.strerror or error}; check the path, its permissions and the disk")
        return 2


def _run(name: str, words: list[str]) -> int:
    from importlib import import_module

    from kg.cli.parsing import Parser

    command = import_module(f"kg.cli.{COMMANDS[name][0]}")
    parser = Parser(prog=f"kg {name}", description=COMMANDS[name][1])
    command.configure(parser)
    bare = [word for word in words if word not in ("-h", "--help")]
    if len(bare) < len(words) and hasattr(command, "explained") and command.explained(parser.parse_known_args(bare)[0]):
        return 0
    args, rest = parser.parse_known_args(words)
    if rest and not hasattr(args, "rest"):
        parser.error(f"unknown argument {rest[0]}")
    args.command = name
    args.rest = rest
    return int(command.run(args))


def _help(words: list[str]) -> int:
    if words and words[0] in COMMANDS:
        return _dispatch([*words, "--help"])
    width = max(map(len, COMMANDS))
    print("usage: kg COMMAND [ARGUMENT...]\n\nLinpu 邻谱: newspaper pages into a knowledge graph that you can ask.\n")
    for name, (_, help_line) in COMMANDS.items():
        print(f"  {name:{width}}  {help_line}")
    print("\nkg COMMAND --help says more. Start with: kg demo")
    return 0


def _unknown(word: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, 1)
    _say(f"kg: {word}: no such command; {f'did you mean {near[0]}?' if near else 'kg --help lists them'}")
    return 2


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
