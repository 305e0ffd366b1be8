"""SPARQL text → tokens, prologue and rewritten text, without an engine: what guard and query look at before running.

Reading by tokens keeps strings, comments and names apart from keywords, so a rewrite touches IRI tokens only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg import namespaces, table
from kg.errors import QueryError

_MARKS = "\u0300-\u036f\u200c\u200d\u203f\u2040\u00b7"
_TOKEN = re.compile(
    rf"""
    (?P<space>[\ \t\r\n]+ | \#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<blank>_:[\w](?:[\w\-.{_MARKS}]*[\w\-{_MARKS}])?)
    | (?P<name>(?:[^\W\d_](?:[\w\-.{_MARKS}]{{0,200}}[\w\-{_MARKS}])?)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])
           (?:(?:[\w\-.:{_MARKS}]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])*
              (?:[\w\-:{_MARKS}]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)?)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)? | \.\d+(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE = re.compile(r"\\(.)")
NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
"""A character that no IRI has."""


class Token(NamedTuple):
    """``kind`` is iri, string, blank, name, variable, language, number, word or mark; ``start`` counts code points."""

    kind: str
    text: str
    start: int


class Prologue(NamedTuple):
    """What the query declares: prefixes, base, and the index of the first token after it."""

    prefixes: dict[str, str]
    base: str
    end: int


class Read(NamedTuple):
    """A text as read: its tokens, and what its first ones declare."""

    tokens: list[Token]
    prologue: Prologue

    @property
    def body(self) -> list[Token]:
        """The tokens after the prologue."""
        return self.tokens[self.prologue.end :]


@lru_cache(4)  # guard, prefixes and rewriting read the same text one after the other
def read(text: str) -> Read:
    """Read a text; never fails, what fits nothing is a mark."""
    found = list(scan(text))
    return Read(found, _prologue(found))


def tokens(text: str) -> list[Token]:
    """The tokens of ``text`` without blanks and comments."""
    return read(text).tokens


def scan(text: str) -> Iterator[Token]:
    """The same one by one, for who may stop early."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            yield Token(match.lastgroup or "mark", match.group(), match.start())


def uncommented(text: str) -> str:
    """The text with blanks in place of its comments, everything else where it was."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group()) if match.group().startswith("#") else match.group()

    return _TOKEN.sub(blank, text) if "#" in text else text


def decode(text: str) -> str:
    """Resolve codepoint escapes (``\\u0053ELECT``) outside strings and IRIs; inside, the engines resolve them."""
    if "\\u" not in text and "\\U" not in text:
        return text
    pieces: list[str] = []
    at = 0
    while match := _TOKEN.match(text, at):
        escape = _ESCAPE.match(text, at) if match.lastgroup == "mark" else None
        pieces.append(_character(escape) if escape else match.group())
        at = (escape or match).end()
    return "".join(pieces)


def decode_everywhere(text: str) -> str:
    """Resolve every codepoint escape, as an engine does that reads the standard by the letter."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else escape.group()


def _prologue(found: list[Token]) -> Prologue:
    """The leading ``PREFIX`` and ``BASE`` declarations."""
    prefixes: dict[str, str] = {}
    base, at = "", 0
    while at + 1 < len(found) and found[at].kind == "word":
        word = found[at].text.upper()
        if word == "BASE" and found[at + 1].kind == "iri":
            base, at = plain(found[at + 1].text), at + 2
        elif word == "PREFIX" and at + 2 < len(found) and found[at + 2].kind == "iri":
            prefixes[found[at + 1].text.rstrip(":")] = plain(found[at + 2].text)
            at += 3
        else:
            break
    return Prologue(prefixes, base, at)


def plain(iri: str) -> str:
    """``<iri>`` → iri, escapes resolved."""
    return _ESCAPE.sub(_character, iri[1:-1])


def expand(token: Token, known: Prologue) -> str | None:
    """The absolute IRI that an iri or name token stands for; None where its prefix is not declared.

    None too where escapes bring characters into it that no IRI has: whoever builds queries with it must not be misled.
    """
    if token.kind == "iri":
        iri = _against(known.base, plain(token.text))
    else:
        prefix, _, local = token.text.partition(":")
        if prefix not in known.prefixes:
            return None
        iri = known.prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
    return None if NO_IRI.search(iri) else iri


def _against(base: str, iri: str) -> str:
    if ":" in iri or not base:
        return iri
    from urllib.parse import urljoin

    return urljoin(base, iri)


def builtin(base: str = namespaces.BASE) -> dict[str, str]:
    """The prefixes that a typed query may use undeclared; ``org:`` is the contract's, so W3C ORG is ``w3org:``."""
    outside = {"foaf": "http://xmlns.com/foaf/0.1/", "prov": "http://www.w3.org/ns/prov#"}
    return {**namespaces.prefixes(base), **outside, "w3org": "http://www.w3.org/ns/org#"}


def complete(text: str, prefixes: Mapping[str, str], base: str = "") -> str:
    """What ``declared`` gives. Raises QueryError for a prefix that nobody declares."""
    used = _undeclared(text)
    for prefix, token in used.items():
        if prefix not in prefixes:
            raise complaint(text, token.start, f"unknown prefix {prefix}:", _likely(prefix, prefixes))
    return _headed(text, used, prefixes, base)


def declared(text: str, prefixes: Mapping[str, str], base: str = "") -> str:
    """Declare ``base`` and those of ``prefixes`` that the query uses undeclared, on a line of their own in front.

    Names with characters beyond the basic plane are written in full, which the engine cannot read otherwise.
    """
    return _headed(text, [prefix for prefix in _undeclared(text) if prefix in prefixes], prefixes, base)


def _headed(text: str, used: Iterable[str], prefixes: Mapping[str, str], base: str) -> str:
    head = (f"BASE <{base}> " if base else "") + "".join(f"PREFIX {name}: <{prefixes[name]}> " for name in used)
    whole = f"{head}\n{text}"
    return rewrite(whole, lambda iri, token: iri if _beyond(token) else None) if max(whole) > _BASIC else whole


def _undeclared(text: str) -> dict[str, Token]:
    """Each prefix that the query uses and does not declare → where it first does."""
    query = read(text)
    used = {token.text.partition(":")[0]: token for token in reversed(query.body) if token.kind == "name"}
    return {prefix: used[prefix] for prefix in sorted(used) if prefix not in query.prologue.prefixes}


def iris(text: str, among: Iterable[Token] | None = None) -> list[str]:
    """The absolute IRIs that the query names after its prologue, or ``among`` some tokens, each once, in order."""
    query = read(text)
    tokens = query.body if among is None else among
    named = (expand(token, query.prologue) for token in tokens if token.kind in ("iri", "name"))
    return list(dict.fromkeys(iri for iri in named if iri is not None))


def rewrite(text: str, change: Callable[[str, Token], str | None]) -> str:
    """Replace the IRI tokens after the prologue for which ``change(iri, token)`` gives another IRI."""
    query = read(text)
    pieces: list[str] = []
    at = 0
    for token in query.body:
        iri = expand(token, query.prologue) if token.kind in ("iri", "name") else None
        new = None if iri is None else change(iri, token)
        if new is not None:
            pieces += [text[at : token.start], f"<{new}>"]
            at = token.start + len(token.text)
    return "".join([*pieces, text[at:]])


def starred(text: str) -> tuple[str, ...]:
    """The variables of a ``SELECT *`` in the order in which the query first names them; empty for other queries."""
    query = read(text)
    head = [token.text.upper() for token in query.body[:3]]
    if head[:1] != ["SELECT"] or "*" not in (head[1:2] if head[1:2] not in (["DISTINCT"], ["REDUCED"]) else head[2:]):
        return ()
    return tuple(dict.fromkeys(token.text[1:] for token in query.tokens if token.kind == "variable"))


def complaint(text: str, at: int, what: str, how: str) -> QueryError:
    """An error at the offset ``at`` of the query; its notes are the line and a caret beneath."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start:].partition("\n")[0].rstrip()
    error = QueryError(f"query, line {text.count(chr(10), 0, at) + 1}, column {at - start + 1}", what, how)
    first = max(0, at - start - 60)
    error.add_note("  " + line[first : first + 110])
    error.add_note("  " + " " * table.width(line[first : at - start]) + "^")
    return error


def _beyond(token: Token) -> bool:
    return token.kind == "name" and max(token.text) > _BASIC


_BASIC = "\uffff"
"""The last character of Unicode's basic plane."""


def _likely(prefix: str, prefixes: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(prefix, prefixes, 1)
    return f"did you mean {near[0]}: ?" if near else "declare it: PREFIX name: <IRI>"
