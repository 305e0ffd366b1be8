"""Names → canonical forms and what a name says about its own district, from ``data/identity`` and the list of areas.

``resolve`` asks here when two spellings are one name, and whether a name needs its page's district to be told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.lookalikes import families
from kg.pages.passages import normalise
from kg.resources import data_files

_QUOTATION = re.compile("[“”‘’\"'《》〈〉]")
_HAN = re.compile("[\u4e00-\u9fff]+")  # of these characters nothing is to be folded
_SPACES = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_LEVELS = ("province", "city", "county")
_UNITS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "区", "县", "旗", "盟")
_ENDS = frozenset(unit[-1] for unit in _UNITS)
_BUILT = frozenset({"STREET", "COMMUNITY", "COMPOUND", "PLACE"})


@dataclass(frozen=True, slots=True)
class Names:
    """``parents``: area → the areas above it (several for homonyms); ``short``: short form of an area → full forms.

    ``same`` and ``suffixes`` are the lines of forms.tsv by type (suffixes by their last character too),
    ``national`` those of national.tsv, ``bare`` those of bare.tsv, ``organs`` those of organs.txt and ``simplified``
    those of traditional.tsv (a translation table). Of the gazetteers: ``lookalikes``, a character → those that OCR
    takes it for; ``listed``, the names (type, name) of names.tsv; ``addresses``, forms of address.
    """

    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broad: frozenset[str] = frozenset()
    same: Mapping[tuple[str, str], str] = field(default_factory=dict)
    suffixes: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    national: frozenset[tuple[str, str]] = frozenset()
    national_starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roads: tuple[str, ...] = ()
    bare: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    simplified: Mapping[int, str] = field(default_factory=dict)
    lookalikes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed: frozenset[tuple[str, str]] = frozenset()
    organs: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def written(self, type_: str, name: str, near: tuple[str, ...] = ()) -> str:
        """``name`` in full (友谊路街 → 友谊路街道, 河西 → 河西区), quotation marks kept: what a label shows.

        ``near`` are the areas that a short form of an area most likely means, best first.
        """
        text = name if _HAN.fullmatch(name) else _SPACES.sub("", unicodedata.normalize("NFC", normalise(name)).strip())
        if (full := self.same.get((type_, text))) is not None:
            return full
        if type_ == "AREA":
            return self._area(text, near)
        for form, canonical in self.suffixes.get((type_, text[-1:]), ()):
            if text.endswith(form) and len(text) > len(form):
                return text[: -len(form)] + canonical
        return text

    def canonical(self, type_: str, name: str, near: tuple[str, ...] = ()) -> str:
        """The form that identifies: ``written`` in simplified characters, without quotation marks and title marks."""
        plain = name if _HAN.fullmatch(name) else _QUOTATION.sub("", normalise(name)) or name
        return self.written(type_, plain.translate(self.simplified), near)

    def _area(self, text: str, near: tuple[str, ...]) -> str:
        full = self.short.get(text, ())
        for area in near:
            if area in full:
                return area
        return full[0] if len(full) == 1 else text

    def completed(self, type_: str, name: str, district: str | None) -> str:
        """A body named without its area or by its short form, with it; any other name as it is.

        In 河西区 区民政局, 民政局 and 河西民政局 are 河西区民政局.
        """
        if type_ == "ORG" and district is not None:
            stem = _stem(district)
            bare = name[len(stem) :] if name.startswith(stem) and stem != district else name
            if self.written(type_, bare) in self.organs:
                return district + bare
        hinders = self.bare.get((type_, name[:1]))
        if hinders is None or district is None or name[1:].startswith(hinders) or len(name) < 2:
            return name
        area: str | None = district
        while area and not area.endswith(name[0]):
            above = self.parents.get(area, ())
            area = above[0] if len(above) == 1 else None
        return area + name[1:] if area else name

    def called(self, person: str) -> bool:
        """Whether the name of a person is a form of address (张大爷, 老李), by which many are known."""
        return {person[1:], person[2:]} & self.addresses != set() or (len(person) == 2 and person[0] in "老小")

    def homonymous(self, area: str) -> bool:
        """Whether the data knows more than one area of this name."""
        return len(self.parents.get(area, ())) > 1

    def is_national(self, type_: str, name: str) -> bool:
        """Whether ``name`` means the same thing in every district."""
        return (type_, name) in self.national or name.startswith(self.national_starts.get(type_, ("\0",)))

    def carried(self, type_: str, name: str) -> tuple[str, int] | None:
        """The area that a canonical name begins with, and where it ends: 河西区司法局 gives 河西区, 3.

        A city's short form counts for what acts or happens only: 厦门路 is not in 厦门市.
        """
        acts = type_ not in _BUILT
        for end in range(min(len(name) - 1, 12), 1, -1):
            if name[end - 1] in _ENDS and (start := name[:end]) in self.parents and start.endswith(_UNITS):
                return start, end
            if acts and (start := name[:end]) in self.broad and not name.startswith(self.roads, end):
                return self._area(start, ()), end
        return None

    def without_parent(self, type_: str, name: str) -> tuple[str, str | None]:
        """``name`` without the area above the area it goes on with, and that area (天津市和平区 → 和平区, 天津市)."""
        outer = self.carried(type_, name)
        if outer is not None:
            rest = name[outer[1] :]
            inner = rest if rest in self.parents else (self.carried(type_, rest) or ("", 0))[0]
            if outer[0] in self.parents.get(inner, ()):
                return rest, outer[0]
        return name, None


def load(overlay: Path | None = None) -> Names:
    """Read ``areas.tsv`` of the gazetteers and ``data/identity``, the overlay's lines after the shipped ones."""
    areas = list(_areas(overlay))
    parents: dict[str, dict[str, None]] = defaultdict(dict)
    for name, _, parent in areas:
        parents[name].setdefault(parent)
    same, suffixes = _forms(overlay)
    exact, starts = _national(overlay)
    return Names(
        {name: tuple(found) for name, found in parents.items()},
        _short_forms(areas),
        frozenset(_stem(name) for name, level, _ in areas if level != "county"),
        same,
        suffixes,
        exact,
        starts,
        tuple(sorted(_words("identity", "streets.txt", overlay))),
        {(row[0], row[1]): tuple(row[2].split()) for row in _rows("identity", "bare.tsv", overlay, 3)},
        {ord(row[0]): row[1] for row in _rows("identity", "traditional.tsv", overlay, 2)},
        families(overlay),
        frozenset((row[1], row[0]) for row in _rows("gazetteer", "names.tsv", overlay, 2)),
        _words("identity", "organs.txt", overlay),
        _words("gazetteer", "address-forms.txt", overlay),
    )


def _areas(overlay: Path | None) -> Iterator[tuple[str, str, str]]:
    for row in _rows("gazetteer", "areas.tsv", overlay, 2):
        yield row[0], row[1], row[2] if len(row) > 2 else ""


def _short_forms(areas: list[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Short form → full forms; a province hides the lower areas of the same stem."""
    found: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for name, level, _ in areas:
        found[_stem(name)][level].setdefault(name)
    short = {}
    for stem, levels in found.items():
        top = levels.get(_LEVELS[0])
        names = list(top) if top else [name for level in levels.values() for name in level]
        if len(stem) > 1:
            short[stem] = tuple(name for name in names if name != stem)
    return short


def _stem(area: str) -> str:
    for unit in _UNITS:
        if area.endswith(unit) and len(area) - len(unit) > 1:
            return area[: -len(unit)]
    return area


def _forms(
    overlay: Path | None,
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], tuple[tuple[str, str], ...]]]:
    same: dict[tuple[str, str], str] = {}
    suffixes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for type_, form, canonical in _rows("identity", "forms.tsv", overlay, 3):
        if form.startswith("*"):
            suffixes[type_, form[-1]].append((form[1:], canonical[1:]))
        else:
            same[type_, form] = canonical
    return same, {end: tuple(sorted(found, key=lambda f: -len(f[0]))) for end, found in suffixes.items()}


def _national(overlay: Path | None) -> tuple[frozenset[tuple[str, str]], dict[str, tuple[str, ...]]]:
    exact, starts = set(), defaultdict(list)
    for type_, name in _rows("identity", "national.tsv", overlay, 2):
        if name.endswith("*"):
            starts[type_].append(name[:-1])
        else:
            exact.add((type_, name))
    return frozenset(exact), {type_: tuple(found) for type_, found in starts.items()}


def _words(kind: str, name: str, overlay: Path | None) -> frozenset[str]:
    return frozenset(word for row in _rows(kind, name, overlay, 1) for word in row[0].split())


def _rows(kind: str, name: str, overlay: Path | None, columns: int) -> Iterator[list[str]]:
    for path in data_files(kind, name, overlay):
        if path.name != name:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            row = line.split("\t")
            if len(row) < columns:
                raise InputError(f"{path}:{number}", f"has {len(row)} of {columns} columns", "part them by tabs")
            yield row
