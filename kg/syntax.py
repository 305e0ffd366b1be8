"""What oxigraph says of a malformed query → the same at the user's own line, in words.

``text`` is everywhere what the engine got: a line of prefixes that are ours, then the user's query.
"""

from __future__ import annotations

import re

from kg import guard, sparql
from kg.errors import QueryError

_AT = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SAYING = re.compile(r"[A-Z][\w' ]+ [\w' ]+")


def explained(error: QueryError, text: str) -> QueryError:
    """The engine's complaint in words; an error that is not about syntax comes back as it is."""
    match = _AT.match(error.what)
    return _told(text, int(match[1]), int(match[2]), match[3]) if match else error


def _told(text: str, line: int, column: int, expected: str) -> QueryError:
    """The engine's complaint at the user's own line, in words.

    Oxigraph reads as many characters as a keyword has before it compares them, so where it expected keywords only,
    the fault lies their length in front of the place that it names.
    """
    if guard.form(text) == "":
        return sparql.complaint(*own(text, 0), "is no query", "begin it with SELECT, ASK, CONSTRUCT or DESCRIBE")
    wanted = expected.removeprefix("one of ").split(", ")
    says = [piece for piece in wanted if _SAYING.fullmatch(piece)]
    keywords = [piece for piece in wanted if re.fullmatch("[A-Z_]+", piece)]
    marks = [piece for piece in wanted if re.fullmatch(r'"[^\w"]{1,2}"', piece)]
    back = min(map(len, keywords)) if keywords and not marks else 0
    at = min(sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1 - back, len(text))
    token = next((token for token in sparql.tokens(text) if token.start + len(token.text) > at), None)
    place = own(text, token.start if token else at)
    what = says[0] if says else f"cannot be read from {token.text[:40]} on" if token else "ends too early"
    return sparql.complaint(*place, what, f"expected {' or '.join(marks)}" if 0 < len(marks) < 7 else "mend it there")


def own(text: str, at: int) -> tuple[str, int]:
    """The user's text without the line of prefixes in front, and the offset in it."""
    _, _, own = text.partition("\n")
    return own, max(at - (len(text) - len(own)), 0)
