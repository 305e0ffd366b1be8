"""Texts, numbers and days ↔ literals as canonical N-Quads writes them; apart from ``rdf``, which says what is told."""

from __future__ import annotations

import re

from kg.namespaces import XSD

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ESCAPED = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord("\b"): "\\b", ord("\t"): "\\t", ord("\n"): "\\n", ord("\f"): "\\f", ord("\r"): "\\r",
    ord('"'): '\\"', ord("\\"): "\\\\",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def literal(text: str, *, language: str = "", datatype: str = "") -> str:
    """A literal in canonical N-Quads; ``datatype`` is an XSD local name (``integer``)."""
    suffix = f"@{language}" if language else f"^^<{XSD}{datatype}>" if datatype else ""
    written = text.translate(_ESCAPES) if _ESCAPED.search(text) else text
    return f'"{written}"{suffix}'


def decimal(value: float) -> str:
    """A number between 0 and 1 to four digits as canonical ``xsd:decimal`` (XSD 1.1: no point in whole numbers)."""
    return literal(f"{value:.4f}".rstrip("0").rstrip("."), datatype="decimal")


def date(text: str) -> str:
    """A day as ``xsd:date``, any other telling of a date as a plain text."""
    return literal(text, datatype="date" if _DATE.fullmatch(text) else "")


def unescape(text: str) -> str:
    """Resolve the escapes of an N-Quads string or IRI."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])
