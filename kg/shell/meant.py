"""The first word of a statement that nothing answers to → the keyword, question or dot command it probably was."""

from __future__ import annotations

import re
from collections.abc import Collection

BEGINNINGS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
"""The keywords that a query begins with."""

_WORD = re.compile(r"\.?[A-Za-z][A-Za-z0-9_-]*")


def meant(word: str, questions: Collection[str], commands: Collection[str]) -> str:
    """What ``word`` may be a misspelling of, as it would be typed; empty where nothing is near, or it is no such word.

    A command is meant where its dot alone is missing, too.
    """
    name = word.removeprefix(".").lower()
    if not _WORD.fullmatch(word):
        return ""
    if name in commands and not word.startswith("."):
        return f".{name}"
    if word.startswith("."):
        return _near(name, {command: f".{command}" for command in commands}, 0.6)
    known = {keyword.lower(): keyword for keyword in BEGINNINGS} | {question: question for question in questions}
    return _near(name, known, 0.75) or _near(name, {command: f".{command}" for command in commands}, 0.75)


def keyword(word: str) -> str:
    """The keyword that a query may have been meant to begin with; empty where none is near."""
    return _near(word.lower(), {each.lower(): each for each in BEGINNINGS}, 0.75)


def _near(word: str, known: dict[str, str], least: float) -> str:
    from difflib import get_close_matches  # only for what nothing answers to

    return next((known[near] for near in get_close_matches(word, known, 1, least)), "")
