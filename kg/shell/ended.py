"""A statement being typed → whether Enter ends it: SPARQL goes on until it is balanced, all else is one line."""

from __future__ import annotations

from collections.abc import Sequence

from kg import guard, sparql
from kg.shell.meant import BEGINNINGS, keyword

_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_QUERIES = frozenset(BEGINNINGS)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
"""They are refused, but as SPARQL, with a word why."""

_AFTER_KEYWORDS = frozenset({"DISTINCT", "REDUCED", "WHERE", "FROM"})
_MODIFIERS = frozenset({"ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "VALUES"})


def ended(text: str) -> bool:
    """Whether ``text`` is a whole statement, or an empty line says that its writer wants to be told what is wrong."""
    if not is_sparql(text) or text.rstrip(" \t").endswith("\n"):
        return True
    found = sparql.tokens(text)
    marks = [token.text for token in found if token.kind == "mark"]
    if '"' in marks or "'" in marks:
        return False
    depth = sum((mark in _OPEN) - (mark in _CLOSE) for mark in marks)
    return depth <= 0 and ("}" in marks or _describes(text) or _is_misspelt(found))


def is_sparql(text: str) -> bool:
    """Whether ``text`` begins as SPARQL does, perhaps after comments; else it is a command, a question or a name.

    A misspelt keyword begins it too where what follows is SPARQL's: the answer will say which was meant.
    """
    found = sparql.tokens(text)
    if not found:
        return bool(text.strip())
    first, rest = found[0], text[found[0].start + len(found[0].text) :]
    begins = first.kind == "word" and first.text.upper() in _QUERIES | _UPDATES and not rest.startswith("-")
    return begins or _is_misspelt(found)


def _is_misspelt(found: Sequence[sparql.Token]) -> bool:
    """Whether the first word is nearly a keyword and the second token is nothing that a name would go on with."""
    if len(found) < 2 or found[0].kind != "word" or found[0].text.upper() in _QUERIES | _UPDATES:
        return False
    second = found[1]
    goes_on = second.kind in ("variable", "iri", "name") or second.text.upper() in {"{", "*", *_AFTER_KEYWORDS}
    return goes_on and bool(keyword(found[0].text))


def goes_on(line: str) -> bool:
    """Whether ``line`` can only belong to the query above it although that is balanced: ``LIMIT 5``."""
    found = sparql.tokens(line)
    return bool(found) and found[0].kind in ("word", "mark") and found[0].text.upper() in _MODIFIERS | _OPEN


def _describes(text: str) -> bool:
    """``DESCRIBE`` alone asks without braces; a WHERE announces them."""
    found = sparql.tokens(text)
    words = {token.text.upper() for token in found if token.kind == "word"}
    return guard.form(text) == "DESCRIBE" and found[-1].kind in ("iri", "name") and "WHERE" not in words
