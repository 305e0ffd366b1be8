"""Names → IRIs. A pure function of what it names; every IRI of a graph is minted here and nowhere else.

A local name is written plain when its letters and digits carry the whole name. Otherwise what can be written of it is
followed by ``-`` and a hash of the whole, and no plain name is ever shaped so: different things never share an IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from json.encoder import encode_basestring

from kg.model import Key
from kg.namespaces import BASE, WORDS

_HASH = re.compile(r"[0-9a-f]{12}")
_COMMON = re.compile("[0-9A-Za-z\u4e00-\u9fff]+")  # of characters that are carried and stay so in NFC, told at once
# SPARQL 1.1 PN_CHARS_BASE without the ASCII letters; digits and letters of other blocks cannot stand in a local name.
_PN_CHARS = re.compile(
    "[À-ÖØ-öø-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)


def iri(key: Key, base: str = BASE) -> str:
    """The IRI of an entity, a function of type, name and scope up to Unicode's canonical equivalence (NFC).

    ``Key("STREET", "建设街道", "乙区")`` gives ``…/street/乙区-建设街道``.
    """
    parts = (key.name,) if key.scope is None else (key.scope, key.name)
    return f"{base}{WORDS[key.type]}/{_local(parts)}"


def article_iri(page: str, number: int, base: str = BASE) -> str:
    """The IRI of the article whose headline is line ``number`` of ``page``; it names its graph of claims too."""
    return f"{base}article/{_hashed((page, str(number)))}"


def page_iri(page: str, base: str = BASE) -> str:
    """The IRI of a page file."""
    return f"{base}page/{_hashed((page,))}"


def division_iri(code: str, base: str = BASE) -> str:
    """The IRI of the division that an official list has under ``code``."""
    return f"{base}division/{code}"


def hash_iri(kind: str, *parts: str | int | None, base: str = BASE) -> str:
    """The IRI of a ``statement``, an ``evidence`` or a ``membership``: a hash (128 bits) of all that identifies it."""
    return f"{base}{kind}/{_digest(parts, 32)}"


def _local(parts: tuple[str, ...]) -> str:
    plain = all(map(_COMMON.fullmatch, parts))
    if not plain:
        parts = tuple(unicodedata.normalize("NFC", part) for part in parts)
        plain = all(part and all(map(carried, part)) for part in parts)
    # A name that itself ends like a hash gets one, so that it is not taken for what the hash belongs to.
    return "-".join(parts) if plain and not _HASH.fullmatch(parts[-1]) else _hashed(parts)


def _hashed(parts: tuple[str, ...]) -> str:
    parts = tuple(unicodedata.normalize("NFC", part) for part in parts)
    written = "".join(char if carried(char) else "-" for char in "-".join(parts))
    readable = re.sub("-+", "-", written).strip("-")
    return "-".join(filter(None, (readable, _digest(parts, 12))))


def carried(char: str) -> bool:
    """Whether a character may stand in a local name: a letter or digit that SPARQL's PN_LOCAL allows."""
    if char.isascii():
        return char.isalnum()
    category = unicodedata.category(char)
    return (category[0] == "L" or category in ("Nd", "Nl")) and _PN_CHARS.match(char) is not None


def _digest(parts: tuple[str | int | None, ...], length: int) -> str:
    """A hash of the parts as a JSON array: three times as fast as by an encoder, which is made anew for each."""
    written = (encode_basestring(p) if isinstance(p, str) else "null" if p is None else str(p) for p in parts)
    return hashlib.sha256(f"[{', '.join(written)}]".encode()).hexdigest()[:length]
