"""Bytes of a page file → its text and the encoding that was used; the first step, so that every offset counts one text.

A byte order mark stays in the text (as U+FEFF): spans count it.
"""

from __future__ import annotations

import codecs

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = ("gb18030", "big5")
_DETECTABLE = (*_MULTIBYTE, "utf_16_le", "utf_16_be")
_NAMES = {"utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be"}
_SAMPLE = 65_536
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1a\x1b")
_MOST_CONTROLS = 0.01
_MEND = "name it with --encoding, or leave this file out"


def decode(data: bytes, encoding: str | None = None, *, where: str = "page") -> tuple[str, str]:
    """The text of ``data`` and the name of the encoding used.

    An explicit ``encoding`` wins, else a byte order mark, else strict UTF-8, else what a detector restricted to
    GB18030, Big5 and UTF-16 without a mark finds. Raises InputError (told with ``where``) when the bytes are empty,
    binary or in none of these.
    """
    if not data:
        raise InputError(where, "the file is empty", "give a file with text, or leave this one out")
    if encoding is not None:
        name = _keeping_mark(data, encoding)
        return _strict(data, name, where), name
    marked = _marked(data)
    if marked is not None:
        return _strict(data, marked, where), marked
    try:
        text, found = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, found = _detect(data, where)
    if found == "utf-8" and _is_binary(text):
        text, found = _detect(data, where)
    return text, found


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _keeping_mark(data: bytes, encoding: str) -> str:
    """Python's utf-8-sig, utf-16 and utf-32 drop the mark; their relatives named here keep it."""
    name = encoding.lower().replace("_", "-")
    if name in ("utf-8-sig", "utf-16", "utf-32"):
        return _marked(data) or {"utf-8-sig": "utf-8"}.get(name, name + "-le")
    return encoding


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(where, f"no encoding is called {encoding!r}", "use utf-8, gb18030, big5 or utf-16") from None
    except (UnicodeError, ValueError) as error:
        at = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(where, f"the bytes are not {encoding}{at}", "give the right --encoding") from None
    if _is_binary(text):
        raise InputError(where, "this looks like a binary file", _MEND)
    return text


def _detect(data: bytes, where: str) -> tuple[str, str]:
    """Ask charset-normalizer, which may only answer one of four encodings; the answer must decode all bytes."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: _SAMPLE - _SAMPLE % 4], cp_isolation=list(_DETECTABLE), preemptive_behaviour=False).best()
    order = ([best.encoding] if best is not None else []) + list(_MULTIBYTE)
    for name in order:
        try:
            text = data.decode(name)
        except UnicodeError:
            continue
        if not _is_binary(text):
            return text, _NAMES.get(name, name)
    raise InputError(where, "neither text in UTF-8, GB18030, Big5 nor UTF-16, or a binary file", _MEND)


def _is_binary(text: str) -> bool:
    """NUL never stands in a page; a few stray control characters (OCR, form feeds) may."""
    sample = text[:_SAMPLE]
    if "\0" in sample:
        return True
    return sum(character in _CONTROLS for character in sample) > _MOST_CONTROLS * len(sample)
