"""(code, name) pairs of a list of divisions → an index file, and look-ups in it: memory-mapped, microseconds each.

Numbers are little-endian. In order: magic, version, numbers of divisions and buckets, length of the head; the head
(JSON padded to 8 bytes); ``codes`` u64, ascending, so that what lies inside a division stands together behind it;
``buckets`` u32, one more than there are; ``order`` u32, the divisions of each bucket; ``starts`` u32, one more than
divisions, into the names; the names in UTF-8.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError
from kg.places.forms import Forms
from kg.places.lists import LEVELS

MAGIC, VERSION = b"LINPUPLC", 1
TYPES = {"province": "AREA", "city": "AREA", "county": "AREA", "street": "STREET", "community": "COMMUNITY"}
"""Level of a division → the type of entity that pages name by it."""

_START = struct.Struct("<8sIIII")
_DIGITS = tuple(LEVELS)
_WHOLE = _DIGITS[-1]
_AGAIN = "make it again with kg places import"


class Division(NamedTuple):
    """One line of the list; ``level`` is one of province, city, county, street, community."""

    code: str
    name: str
    level: str

    @property
    def type(self) -> str:
        """The type of entity that pages name by it."""
        return TYPES[self.level]


@dataclass(frozen=True, slots=True)
class Index:
    """An open index; its divisions are numbered from 0 by their codes. ``source`` and ``year`` are the list's."""

    source: str
    year: str
    forms: Forms
    codes: NDArray[np.uint64]
    buckets: NDArray[np.uint32]
    order: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    names: memoryview

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, number: int) -> Division:
        digits = _DIGITS[int(self.codes[number]) & 7]
        code = str(int(self.codes[number]) >> 3).zfill(_WHOLE)[:digits]
        return Division(code, self._name(number), LEVELS[digits])

    def _name(self, number: int) -> str:
        return str(self.names[int(self.starts[number]) : int(self.starts[number + 1])], "utf-8")

    def find(self, type_: str, name: str, within: range | None = None) -> list[int]:
        """The divisions of a type whose canonical name is ``name``, of all or of those ``within`` (see ``inside``)."""
        bucket = _bucket(type_, name, len(self.buckets) - 1)
        found = self.order[int(self.buckets[bucket]) : int(self.buckets[bucket + 1])]
        if within is not None:
            found = found[found.searchsorted(within.start) : found.searchsorted(within.stop)]
        kinds = [level for level, digits in enumerate(_DIGITS) if TYPES[LEVELS[digits]] == type_]
        return [
            number
            for number in found.tolist()
            if int(self.codes[number]) & 7 in kinds and self.forms.canonical(type_, self._name(number)) == name
        ]

    def canonical(self, number: int) -> str:
        """A division's name as pages write it."""
        found = self[number]
        return self.forms.canonical(found.type, found.name)

    def inside(self, number: int) -> range:
        """The numbers of the division itself and of all that lies in it."""
        last = int(self[number].code.ljust(_WHOLE, "9")) * 8 + 7
        return range(number, int(self.codes.searchsorted(np.uint64(last), side="right")))

    def above(self, number: int) -> list[int]:
        """The divisions that it lies in, the nearest first, without lines that stand for none (市辖区)."""
        code = self[number].code
        shorter = [digits for digits in reversed(_DIGITS) if digits < len(code)]
        found = [int(self.codes.searchsorted(np.uint64(_key(code[:digits])))) for digits in shorter]
        return [number for number in found if self[number].name not in self.forms.fillers]


def _key(code: str) -> int:
    # 4419 and 441900 are two divisions, so the level belongs to the key.
    return int(code.ljust(_WHOLE, "0")) * 8 + _DIGITS.index(len(code))


def _bucket(type_: str, name: str, buckets: int) -> int:
    return zlib.crc32(f"{type_} {name}".encode()) % buckets


def write(path: Path, divisions: Iterable[tuple[str, str]], forms: Forms, *, source: str, year: str) -> int:
    """Write the index, complete or not at all; returns how many divisions it has. Same list, same bytes.

    Raises InputError for a code with two names, or one whose divisions above are missing.
    """
    named: dict[int, str] = {}
    for code, name in divisions:
        if named.setdefault(_key(code), name) != name:
            raise InputError(code, f"is both {named[_key(code)]} and {name}", "give files of one list only")
    codes = np.array(sorted(named), dtype="<u8")
    _check(codes)
    names = [named[key] for key in codes.tolist()]
    parts = (_head(source, year, forms), codes.tobytes(), *_table(codes, names, forms), *_names(names))
    counts = len(codes), _buckets(len(codes)), len(parts[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    try:
        with open(beside, "wb") as out:
            out.write(_START.pack(MAGIC, VERSION, *counts))
            out.writelines(parts)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return len(codes)


def _head(source: str, year: str, forms: Forms) -> bytes:
    told = {"source": source, "year": year, "endings": forms.endings, "fillers": sorted(forms.fillers)}
    text = json.dumps(told, ensure_ascii=False).encode()
    return text + b" " * (-len(text) % 8)


def _check(codes: NDArray[np.uint64]) -> None:
    if not len(codes):
        raise InputError("places", "the list is empty", "give the list's files")
    for level in range(1, len(_DIGITS)):
        own = codes[(codes & np.uint64(7)) == level] >> np.uint64(3)
        whole = np.uint64(10 ** (_WHOLE - _DIGITS[level - 1]))
        above = own // whole * whole * np.uint64(8) + np.uint64(level - 1)
        missing = own[~np.isin(above, codes)]
        if len(missing):
            code = str(int(missing[0])).zfill(_WHOLE)[: _DIGITS[level]]
            example = f"{code} in {code[: _DIGITS[level - 1]]}"
            what = f"{len(missing)} divisions lie in none that is given (such as {example})"
            raise InputError("places", what, "give the list's folder, or the files of the levels above too")


def _buckets(divisions: int) -> int:
    return max(1, divisions)


def _table(codes: NDArray[np.uint64], names: list[str], forms: Forms) -> tuple[bytes, bytes]:
    """Where the divisions of each bucket stand in the order, and the order: ascending within a bucket."""
    types = [TYPES[LEVELS[digits]] for digits in _DIGITS]
    count = _buckets(len(codes))
    found = np.array(
        [
            _bucket(type_, forms.canonical(type_, name), count)
            for name, type_ in zip(names, (types[key & 7] for key in codes.tolist()), strict=True)
        ]
    )
    first = np.searchsorted(np.sort(found), np.arange(count + 1)).astype("<u4")
    return first.tobytes(), np.argsort(found, kind="stable").astype("<u4").tobytes()


def _names(names: list[str]) -> tuple[bytes, bytes]:
    written = [name.encode() for name in names]
    return np.cumsum([0, *map(len, written)]).astype("<u4").tobytes(), b"".join(written)


def open_index(path: Path) -> Index:
    """Map the index. Raises InputError where there is none, or it is no index, damaged or of another version."""
    try:
        with open(path, "rb") as handle:
            data = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
    except FileNotFoundError:
        how = "make it with kg places import, or give its place with --places or $KG_PLACES"
        raise InputError(str(path), "no index of places is there", how) from None
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read: {error}", _AGAIN) from error
    if len(data) < _START.size or bytes(data[: len(MAGIC)]) != MAGIC:
        raise InputError(str(path), "is no index of places", "make one with kg places import")
    _, version, divisions, buckets, head = _START.unpack_from(data)
    if version != VERSION:
        raise InputError(str(path), f"has version {version} instead of {VERSION}", _AGAIN)
    try:
        return _opened(data, (divisions, buckets, head))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), f"is damaged: {error}", _AGAIN) from error


def consult(path: Path | None) -> Index | None:
    """The index at ``path``; None for None: whoever asks does without."""
    return None if path is None else open_index(path)


def _opened(data: memoryview, counts: tuple[int, int, int]) -> Index:
    divisions, buckets, head = counts
    told: dict[str, Any] = json.loads(bytes(data[_START.size : _START.size + head]))
    arrays = _arrays(data[_START.size + head :], (("<u8", divisions), ("<u4", buckets + 1), ("<u4", divisions)))
    codes, first, order = next(arrays), next(arrays), next(arrays)
    at = _START.size + head + codes.nbytes + first.nbytes + order.nbytes
    starts = next(_arrays(data[at:], (("<u4", divisions + 1),)))
    names = data[at + starts.nbytes :]
    if len(names) != int(starts[-1]):
        raise ValueError(f"{len(names)} instead of {int(starts[-1])} bytes of names")
    endings = {type_: tuple((form, written) for form, written in rows) for type_, rows in told["endings"].items()}
    forms = Forms(endings, frozenset(told["fillers"]))
    return Index(told["source"], told["year"], forms, codes, first, order, starts, names)


def _arrays(data: memoryview, shapes: Iterable[tuple[str, int]]) -> Iterator[NDArray[Any]]:
    at = 0
    for kind, count in shapes:
        yield np.frombuffer(data, dtype=kind, count=count, offset=at)
        at += np.dtype(kind).itemsize * count
