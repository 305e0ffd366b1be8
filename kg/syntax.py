"""What oxigraph says of a malformed query → the same at the user's own line, in words.

``text`` is everywhere what the engine got: a line of prefixes that are ours, then the user's query.
"""

from __future__ import annotations

import re

from kg import guard, sparql
from kg.errors import QueryError

_AT = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_SAYING = re.compile(r"[A-Z][\w' ]+ [\w' ]+")
_WIDE = str.maketrans(
    "？｛｝（）；，．。：＜＞＝！＂“”＇‘’＄［］｜＊／＋－", "?{}();,..:<>=!" + '"' * 3 + "'" * 3 + "$[]|*/+-"
)
"""Full-width marks, which a Chinese keyboard gives, to SPARQL's."""
_KEYWORDS = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "PREFIX", "BASE", "DISTINCT", "REDUCED", "FROM", "NAMED"),
    *("OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "AS", "IN", "GROUP", "ORDER"),
    *("BY", "HAVING", "LIMIT", "OFFSET", "ASC", "DESC", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"),
    *("CONTAINS", "STRSTARTS", "STRENDS", "REGEX", "REPLACE", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "COALESCE"),
    *("CONCAT", "SUBSTR", "STRLEN", "UCASE", "LCASE", "STRBEFORE", "STRAFTER", "ISIRI", "ISLITERAL", "ISBLANK"),
)
"""What a word of a query most likely is."""

_BEGINNINGS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")


def explained(error: QueryError, text: str) -> QueryError:
    """The engine's complaint in words; an error that is not about syntax comes back as it is."""
    match = _AT.match(error.what)
    return _told(text, int(match[1]), int(match[2]), match[3]) if match else error


def read_here(error: QueryError, text: str) -> QueryError:
    """What the engine here says of a query that a server refused, then the server's words; or those alone.

    It is asked of an empty store, and never with SERVICE, which would be asked for elsewhere.
    """
    if "service" in text.lower():
        return error
    from kg.stores import oxigraph

    try:
        oxigraph.from_lines(()).query(text)
    except QueryError as ours:
        told = explained(ours, text)
        if told is not ours:
            told.add_note(f"  {error.where}: {error.what}")
            return told
    return error


def _told(text: str, line: int, column: int, expected: str) -> QueryError:
    """The engine's complaint at the user's own line, in words.

    Oxigraph reads as many characters as a keyword has before it compares them, so where it expected keywords only,
    the fault lies their length in front of the place that it names.
    """
    plain = _told_by_sight(text)
    if plain:
        return plain
    wanted = expected.removeprefix("one of ").split(", ")
    says = [piece for piece in wanted if _SAYING.fullmatch(piece)]
    keywords = [piece for piece in wanted if re.fullmatch("[A-Z_]+", piece)]
    marks = [piece for piece in wanted if re.fullmatch(r'"[^\w"]{1,2}"', piece)]
    back = min(map(len, keywords)) if keywords and not marks else 0
    at = min(sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1 - back, len(text))
    token = next((token for token in sparql.tokens(text) if token.start + len(token.text) > at), None)
    if token is None:
        return _unfinished(text)
    if says:
        return sparql.complaint(*own(text, token.start), says[0], "mend it there")
    how = (
        _meant(token)
        or _bare_word_before(token, text)
        or (f"expected {' or '.join(marks)}" if 0 < len(marks) < 7 else "mend it there")
    )
    return sparql.complaint(*own(text, token.start), f"cannot be read from {token.text[:40]} on", how)


def _told_by_sight(text: str) -> QueryError | None:
    """Faults that are plain whatever the engine says of them."""
    for token in sparql.tokens(text):
        plain = token.text.translate(_WIDE)
        if token.kind == "mark" and plain != token.text:
            return sparql.complaint(*own(text, token.start), f"{token.text} is a full-width mark", f"write {plain}")
        if token.kind == "mark" and token.text in "\"'":
            return sparql.complaint(*own(text, token.start), "a text is never closed", f"end it with {token.text}")
    if guard.form(text) == "":
        first = next(iter(sparql.read(text).body), None)
        meant = _meant(first, among=_BEGINNINGS) if first else ""
        how = meant or "begin it with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return sparql.complaint(*own(text, first.start if first and meant else 0), "is no query", how)
    return None


def _meant(token: sparql.Token, *, among: tuple[str, ...] = _KEYWORDS) -> str:
    """The keyword that a misspelt word is nearest to; empty where none is near."""
    if token.kind != "word" or token.text.upper() in among:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(token.text.upper(), among, 1, 0.75)
    return f"did you mean {near[0]}?" if near else ""


def _bare_word_before(token: sparql.Token, text: str) -> str:
    """What a name in front of the fault lacks, where it is no keyword."""
    before = next((each for each in reversed(sparql.tokens(text)) if each.start < token.start), None)
    if before is None or before.kind != "word" or before.text.upper() in _KEYWORDS or before.text == "a":
        return ""
    return f'a variable is ?{before.text}, a text is "{before.text}"'


def _unfinished(text: str) -> QueryError:
    """An end that came too early; told at the bracket that is still open, where there is one."""
    opened: list[sparql.Token] = []
    for token in sparql.tokens(text):
        if token.kind == "mark" and token.text in "{([":
            opened.append(token)
        elif token.kind == "mark" and token.text in "})]" and opened:
            opened.pop()
    if not opened:
        return sparql.complaint(*own(text, len(text)), "ends too early", "finish it")
    close = dict(zip("{([", "})]", strict=True))[opened[-1].text]
    what = f"ends too early: this {opened[-1].text} is never closed"
    return sparql.complaint(*own(text, opened[-1].start), what, f"close it with {close}")


def own(text: str, at: int) -> tuple[str, int]:
    """The user's text without the line of prefixes in front, and the offset in it."""
    _, _, own = text.partition("\n")
    return own, max(at - (len(text) - len(own)), 0)
