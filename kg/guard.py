"""A query from outside → the same query, or a refusal before anything runs it.

What is refused: updates, SERVICE and graphs that are not the store's own (they reach files and the network), and
texts so long or so deeply nested that they crash the engine (oxigraph dies of some 5,000 open brackets).
"""

from __future__ import annotations

from kg.errors import QueryError
from kg.sparql import Token, complaint, decode, decode_everywhere, expand, prologue, scan, tokens

MAX_LENGTH = 500_000
MAX_DEPTH = 150
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_OPEN, _CLOSE = frozenset("{(["), frozenset("})]")
_UNARY = frozenset("!-+^")


def check(text: str) -> str:
    """The query with its codepoint escapes resolved; QueryError where it is refused."""
    if len(text) > MAX_LENGTH:
        raise QueryError("query", f"{len(text):,} characters", f"at most {MAX_LENGTH:,} are read")
    decoded = decode(text)
    for reading in {decoded, decode_everywhere(text)}:
        _check_depth(reading)
        _check_words(reading, tokens(reading))
    return decoded


def form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; the empty string where the query has none of these."""
    found = tokens(text)
    at = prologue(found).end
    word = found[at].text.upper() if at < len(found) else ""
    return word if word in _FORMS else ""


def asked_graphs(text: str) -> list[tuple[int, str]]:
    """(offset, IRI) of each graph that FROM and FROM NAMED ask for; the IRI is empty where it cannot be told."""
    found = tokens(text)
    known = prologue(found)
    asked = []
    for index, token in enumerate(found[known.end :], known.end):
        if token.kind == "word" and token.text.upper() == "FROM":
            following = found[index + 1 : index + 3]
            if following and following[0].text.upper() == "NAMED":
                del following[0]
            is_iri = bool(following) and following[0].kind in ("iri", "name")
            asked.append((token.start, expand(following[0], known) or "" if is_iri else ""))
    return asked


def _check_depth(text: str) -> None:
    depth = run = 0
    for token in scan(text):  # stops where it is too deep, however long the text
        if token.kind != "mark":
            run = 0
            continue
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        run = run + 1 if token.text in _UNARY else 0
        if max(depth, run) > MAX_DEPTH:
            raise complaint(text, token.start, f"nested deeper than {MAX_DEPTH}", "write it flatter")


def _check_words(text: str, found: list[Token]) -> None:
    words = [token for token in found if token.kind == "word"]
    start = prologue(found).end
    if start < len(found) and found[start].text.upper() in _UPDATES:
        raise complaint(text, found[start].start, "updates are refused", "change the pages and build again")
    for token in words:
        if token.text.upper() == "SERVICE":
            raise complaint(text, token.start, "SERVICE is refused", "ask the other endpoint itself")
        if token.text.upper() == "LOAD":
            raise complaint(text, token.start, "LOAD is refused", "give the file with --data FILE")
