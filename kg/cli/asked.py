"""What ``kg query`` was told → parts of its request: where the SPARQL comes from, values, prefixes, the format."""

from __future__ import annotations

import argparse
import os
import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from itertools import pairwise
from typing import IO

from kg.errors import InputError, QueryError

ROWS = ("table", "csv", "tsv", "json", "xml", "md", "html")
GRAPHS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml")
_SUFFIXES = {
    "rdf": "rdfxml",
    "srj": "json",
    "srx": "xml",
    "htm": "html",
    "markdown": "md",
    "turtle": "ttl",
    "txt": "table",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
"""A word that names a question; anything else is SPARQL."""

_PREFIX = re.compile(r"([^\W\d_][\w.-]*|):?\s*=?\s*<?([a-zA-Z][\w+.-]*:[^\s<>\"{}|^`\\]*)>?")
_SOURCES = "give SPARQL, @FILE, - or a name that kg queries lists"
_MOST = 4 << 20
"""Bytes of a query's text that are read; the longest query that is answered is shorter."""


def sources(args: argparse.Namespace) -> tuple[list[str], str | None]:
    """RDF files and the folder of own questions that ``--data`` names; a last word that is neither is the query.

    What argparse then took for the query is the value of the question's first parameter, and is put back there.
    """
    files = [name for name in args.data if not os.path.isdir(name)]
    folders = [name for name in args.data if os.path.isdir(name)]
    if not args.file and files and not os.path.exists(files[-1]) and (args.query is None or args.rest):
        if args.query is not None:
            pairs = pairwise([*args.rest, "--"])
            at = next((at for at, (word, after) in enumerate(pairs, 1) if "=" not in word and after[:2] == "--"), 0)
            args.rest.insert(at, args.query)
        args.query = files.pop()
    if args.endpoint and files:
        raise InputError("query", "--endpoint and --data FILE are given", "ask either a server or files")
    if args.endpoint and args.min_confidence:
        raise InputError("query", "--min-confidence needs the graph here", "leave it out with --endpoint")
    if args.endpoint and not args.endpoint.startswith(("http://", "https://")):
        raise InputError(args.endpoint, "is no address of a server", "write --endpoint http://host/path")
    return files, folders[-1] if folders else None


def is_name(text: str) -> bool:
    """Whether it could be the name of a question; no SPARQL is."""
    return _NAME.fullmatch(text) is not None


def text_and_name(args: argparse.Namespace) -> tuple[str, str | None]:
    """The SPARQL and the name of the question; one of them is empty. Raises InputError for two sources and for none."""
    if args.file and args.query is not None:
        raise InputError("query", "two sources are given", "give the query either as text or with -f")
    named = args.query is not None and is_name(args.query)
    if args.rest and not named:
        raise InputError("query", f"unknown argument {args.rest[0]}", "see kg query --help")
    if named:
        return "", str(args.query)
    if args.query is not None and os.path.isfile(args.query):
        raise InputError(args.query, "is a file", f"write @{args.query} or -f {args.query}")
    text = _text(args)
    if not text.strip():
        where = args.file or ("-" if args.query is None else args.query.strip().lstrip("@")) or "query"
        raise InputError("stdin" if where == "-" else where, "nothing is asked", _SOURCES)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            "query", f"is not UTF-8 at character {error.start + 1}", "type it in a UTF-8 terminal"
        ) from None
    return text, None


def _text(args: argparse.Namespace) -> str:
    if args.file:
        return _read(args.file)
    if args.query == "-" or (args.query is None and not sys.stdin.isatty()):
        return _decoded("stdin", sys.stdin.buffer)
    if args.query is None:
        raise InputError("query", "nothing is asked", _SOURCES)
    return _read(args.query[1:]) if args.query.startswith("@") else str(args.query)


def _read(name: str) -> str:
    if name == "-":
        return _decoded("stdin", sys.stdin.buffer)
    try:
        with open(name, "rb") as file:
            return _decoded(name, file)
    except OSError as error:
        raise InputError(name, f"cannot be read: {error.strerror}", "give a UTF-8 text file") from error


def _decoded(name: str, file: IO[bytes]) -> str:
    content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise QueryError(name, f"more than {_MOST >> 20} MB are no query", "shorten it; data is given with --data FILE")
    is_wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))  # as Windows PowerShell writes files
    try:
        return content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"is not {'UTF-16' if is_wide else 'UTF-8'}: {error.reason} at byte {error.start}"
        raise InputError(name, told, "save it as UTF-8") from error


def format_of(args: argparse.Namespace) -> str:
    """The format that ``--format`` or the suffix of ``-o`` chooses; empty where neither does."""
    if args.format or args.output in (None, "-"):
        return str(args.format or "")
    suffix = os.path.splitext(args.output)[1].lstrip(".").lower()
    format = str(_SUFFIXES.get(suffix, suffix))
    if format and format not in (*ROWS, *GRAPHS):
        known = " ".join(f".{name}" for name in (*ROWS[1:], *GRAPHS))
        raise InputError(args.output, f".{suffix} names no format", f"give --format, or one of {known}")
    return format


def values(name: str, words: list[str]) -> dict[str, list[str]]:
    """``--param value`` and ``--param=value`` after the name of a question."""
    found: dict[str, list[str]] = {}
    at = 0
    while at < len(words):
        key, equals, value = words[at].partition("=")
        if not key.startswith("--") or (not equals and at + 1 == len(words)):
            raise InputError(name, f"cannot read {words[at]}", f"write --param value; see kg queries {name}")
        found.setdefault(key[2:].replace("-", "_"), []).append(value if equals else words[at + 1])
        at += 1 if equals else 2
    return found


def prefixes(given: list[str]) -> dict[str, str]:
    """Each ``NAME=IRI``, or as SPARQL writes it: ``name: <IRI>``."""
    found: dict[str, str] = {}
    for text in given:
        match = _PREFIX.fullmatch(text.strip())
        if match is None:
            raise InputError(f"--prefix {text}", "cannot be read", "write --prefix ex=http://example.org/")
        found[match[1]] = match[2]
    return found
