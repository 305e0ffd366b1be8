"""A query from outside → the same query, or a refusal before anything runs it.

What is refused: updates, SERVICE and graphs that are not the store's own (they reach files and the network), and
texts so long or so deeply nested that they crash the engine (oxigraph dies of some 5,000 open brackets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.errors import QueryError
from kg.sparql import Prologue, Read, Token, complaint, decode, decode_everywhere, expand, read, scan, uncommented

MAX_LENGTH = 500_000
MAX_DEPTH = 150
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_UNARY = frozenset("!-+^")
_NESTING = _OPEN | _UNARY
_NEVER_A_KEYWORD = re.compile(r"[?$]\w+|_:\w[\w.\-]*")
_SERVICE = re.compile("(s)(e)(?=rvice)", re.IGNORECASE)


def check(text: str, *, elsewhere: bool = False) -> str:
    """The query with its codepoint escapes resolved and its comments blank; QueryError where it is refused.

    A query for a server ``elsewhere`` may hold SERVICE: that server decides.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError("query", f"{len(text):,} characters", f"at most {MAX_LENGTH:,} are read")
    decoded = decode(text)
    for reading in {decoded, decode_everywhere(text)}:
        _check_depth(reading)
        query = read(reading)
        _check_updates(reading, query)
        if not elsewhere:
            _check_words(reading, query.tokens)
    return uncommented(decoded)


def disarmed(text: str) -> str:
    """The same query without the letters SERVICE anywhere but in variables, for the engine.

    An engine may cut a text into tokens in its own way: oxigraph reads ``1<2#>`` as a comparison and a comment, where
    the standard has an IRI, and needs no blank behind a keyword. So nothing rests on where words were found: inside
    IRIs and strings the letters are written as escapes, which stand for themselves there and for nothing outside.
    ``#`` inside an IRI among brackets is too, or it might hide the rest of its line. Raises QueryError.
    """
    if "service" not in text.lower() and not any("#" in token.text for token in read(text).body):
        return text
    pieces: list[str] = []
    at = 0
    for start, end, new in _changes(text):
        pieces += [text[at:start], new]
        at = end
    safe = "".join([*pieces, text[at:]])
    if "service" in _NEVER_A_KEYWORD.sub("", safe).lower():
        raise QueryError("query", "SERVICE is refused", "ask the other endpoint itself")
    return safe


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands there instead) of what ``disarmed`` changes."""
    found, known = read(text)
    depth = 0
    for index, token in enumerate(found):
        depth += (token.text == "(") - (token.text == ")") if token.kind == "mark" else 0
        end = token.start + len(token.text)
        if index < known.end and token.kind == "name" and _SERVICE.search(token.text):
            iri = found[index + 1]  # every name with this prefix is written in full below
            yield found[index - 1].start, iri.start + len(iri.text), ""
        elif token.kind == "iri" and depth and "#" in token.text:
            yield token.start, end, _escaped(token.text).replace("#", "\\u0023")
        elif _SERVICE.search(token.text) and not (index < known.end and found[index - 1].kind == "name"):
            yield token.start, end, _without(token, known)


def _without(token: Token, known: Prologue) -> str:
    iri = expand(token, known) if token.kind == "name" else None
    if iri is not None:
        return f"<{_escaped(iri)}>"
    return _escaped(token.text) if token.kind in ("iri", "string") else token.text


def _escaped(text: str) -> str:
    return _SERVICE.sub(lambda match: f"{match[1]}\\u{ord(match[2]):04x}", text)


def form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; the empty string where the query has none of these."""
    word = next((token.text.upper() for token in read(text).body), "")
    return word if word in _FORMS else ""


def asked_graphs(text: str) -> list[tuple[int, str]]:
    """(offset, IRI) of each graph that FROM and FROM NAMED ask for; the IRI is empty where it cannot be told."""
    found, known = read(text)
    asked = []
    for index, token in enumerate(found[known.end :], known.end):
        if token.kind == "word" and token.text.upper() in ("FROM", "FROMNAMED"):  # oxigraph needs no blank there
            following = found[index + 1 : index + 3]
            if following and following[0].text.upper() == "NAMED":
                del following[0]
            is_iri = bool(following) and following[0].kind in ("iri", "name")
            asked.append((token.start, expand(following[0], known) or "" if is_iri else ""))
    return asked


def _check_depth(text: str) -> None:
    if sum(map(text.count, _NESTING)) <= MAX_DEPTH:
        return
    depth = run = 0
    for token in scan(text):  # stops where it is too deep, however long the text
        if token.kind == "iri" and token.text.count("(") > MAX_DEPTH:  # an engine may read < as less than
            raise complaint(text, token.start, f"nested deeper than {MAX_DEPTH}", "write it flatter")
        if token.kind != "mark":
            run = 0
            continue
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        run = run + 1 if token.text in _UNARY else 0
        if max(depth, run) > MAX_DEPTH:
            raise complaint(text, token.start, f"nested deeper than {MAX_DEPTH}", "write it flatter")


def _check_updates(text: str, query: Read) -> None:
    first = next(iter(query.body), None)
    if first and first.text.upper() in _UPDATES:
        raise complaint(text, first.start, "updates are refused", "change the pages and build again")


def _check_words(text: str, found: list[Token]) -> None:
    for token, following in pairwise([*found, Token("end", "", len(text))]):
        glued = token.kind == "name" and following.text == "{"
        if (token.kind == "word" or glued) and "SERVICE" in token.text.partition(":")[0].upper():
            raise complaint(text, token.start, "SERVICE is refused", "ask the other endpoint itself")
        if token.kind == "word" and token.text.upper() == "LOAD":
            raise complaint(text, token.start, "LOAD is refused", "give the file with --data FILE")
