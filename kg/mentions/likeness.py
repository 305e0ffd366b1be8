"""Two names of one type → whether they may be forms of one name, type by type.

annotation.md's Identity section is the measure; whether they are, ``coreference`` says, who sees all of a page's names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg.mentions.lexicon import Lexicon, short_area

_QUOTED = re.compile("“([^“”]{3,})”")
_MARKS = str.maketrans("", "", "“”‘’\"'《》 \n")
_STREETS = ("街道", "街", "镇", "乡", "地区", "片区")
_COMMUNITIES = ("社区居委会", "社区", "村委会", "居委会", "村", "嘎查")
_LEVEL = {"区": 0, "县": 0, "旗": 0, "市": 1, "州": 1, "盟": 1, "省": 2}


def plain(name: str) -> str:
    """The name without quotation marks, title marks and white space."""
    return name if name.isalnum() else name.translate(_MARKS)


class Comparison:
    """What comparing names looks up, each name once; ``read`` are the names as the page has them."""

    def __init__(self, lexicon: Lexicon, read: Iterable[str]) -> None:
        self.lexicon = lexicon
        self.quoted = {plain(name): found.group(1) for name in read if "“" in name and (found := _QUOTED.search(name))}
        self._cores: dict[str, str] = {}

    def core(self, name: str) -> str:
        found = self._cores.get(name)
        if found is None:
            found = self._cores[name] = core(name, self.lexicon)
        return found

    def misread(self, a: str, b: str) -> bool:
        """One character of three or more differs, and the two look alike in print."""
        if len(a) != len(b) or len(a) < 3:
            return False
        differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(differing) == 1 and differing[0][1] in self.lexicon.lookalikes.get(differing[0][0], ())


def _stem(name: str, ends: tuple[str, ...]) -> str:
    for end in ends:
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name[: -len(end)]
    return name


def _same_street(a: str, b: str, _names: Comparison) -> bool:
    if a.endswith(("镇", "乡")) and b.endswith(("镇", "乡")):
        return False
    return _stem(a, _STREETS) == _stem(b, _STREETS)


def _same_community(a: str, b: str, names: Comparison) -> bool:
    return (_stem(a, _COMMUNITIES) == b or _stem(b, _COMMUNITIES) == a) or names.misread(a, b)


def _same_area(a: str, b: str, names: Comparison) -> bool:
    return names.lexicon.areas.get(a, a) == names.lexicon.areas.get(b, b) or short_area(a) == b or short_area(b) == a


def _same_compound(a: str, b: str, names: Comparison) -> bool:
    ends = ("小区", "自然村", "旧村", "寨")
    return _stem(a, ends) == _stem(b, ends) or (len(a) > 3 and names.misread(a, b))


def _same_org(a: str, b: str, names: Comparison) -> bool:
    if len(a) > len(b):
        a, b = b, a
    if a[-1] == b[-1]:
        short, full = names.core(a), names.core(b)
        if short == full and (short != a or full != b):
            return all(len({of(a, names.lexicon), of(b, names.lexicon)} - {""}) < 2 for of in (_level, _home))
    if len(a) == len(b):
        return len(a) >= 4 and names.misread(a, b)
    if b.startswith(a) or not (a in b or (a[-1] == b[-1] and _within(a, b)) or (a[0] == b[0] and _within(a, b))):
        return False
    full = names.core(b)
    if full.startswith(a) or (len(a) >= 3 and b.endswith(a) and a[0] not in _LEVEL):
        return True
    return len(a) >= 3 and (a[-1] == b[-1] or a[0] == b[0]) and a[0] in full[:4] + b[0]


def area_in_front(name: str, lexicon: Lexicon) -> str:
    """The longest area that the name opens with, two characters of it left; "" where there is none."""
    if name[:2] in lexicon.openings:
        for size in range(min(10, len(name) - 2), 1, -1):
            if name[:size] in lexicon.areas:
                return name[:size]
    return ""


def core(name: str, lexicon: Lexicon) -> str:
    """A body's name without the area in front: 区司法局, 河西区司法局, 河西司法局 → 司法局."""
    area = area_in_front(name, lexicon)
    if area:
        rest = name[len(area) :]
        return core(rest, lexicon) if len(rest) > 2 else rest
    return name[1:] if name[0] in _LEVEL and len(name) > 2 else name


def _level(name: str, lexicon: Lexicon) -> str:
    """Whether a body is of a 区, 市, 省 …: by the area in front of its name, "" where there is none."""
    area = area_in_front(name, lexicon)
    if area:
        return lexicon.areas[area][-1]
    return name[0] if name[0] in _LEVEL else ""


def _home(name: str, lexicon: Lexicon) -> str:
    """The area in front of a body's name, the last of several, by its short form; "" where there is none."""
    area = area_in_front(name, lexicon)
    if not area:
        return ""
    full = lexicon.areas[area]
    return _home(name[len(area) :], lexicon) or short_area(full) or full


def _within(a: str, b: str) -> bool:
    """Whether the characters of ``a`` stand in ``b`` in order."""
    rest = iter(b)
    return all(char in rest for char in a)


def _same_person(a: str, b: str, names: Comparison) -> bool:
    """张大爷 = 张大同, 小包 = 包容: a form of address meets a full name of the surname."""
    if (
        names.misread(a, b)
        and len(a) >= 3
        and a[0] == b[0]
        and _address(a, names.lexicon) == _address(b, names.lexicon) == ""
    ):
        return True
    for x, y in ((a, b), (b, a)):
        surname = _address(x, names.lexicon)
        if surname and y.startswith(surname) and not _address(y, names.lexicon) and len(y) > len(surname):
            return True
    return False


def _address(name: str, lexicon: Lexicon) -> str:
    """The surname of a name that is a form of address, else ""."""
    if len(name) == 2 and name[0] in "老小" and name[1] in lexicon.surnames:
        return name[1]
    for size in (1, 2):
        if name[size:] in lexicon.addresses and name[:size] in lexicon.surnames:
            return name[:size]
    return ""


def _same_scheme(a: str, b: str, names: Comparison) -> bool:
    """Programmes: one holds the other at its start or end, or both have the same quoted name."""
    if a in names.quoted and names.quoted[a] == names.quoted.get(b):
        return True
    a, b = sorted((a, b), key=len)
    return (len(a) >= 3 and a != b and (b.startswith(a) or b.endswith(a))) or (len(a) >= 5 and names.misread(a, b))


def _same_event(a: str, b: str, _names: Comparison) -> bool:
    a, b = sorted((a, b), key=len)
    return len(a) >= 3 and a in b


def _same_place(a: str, b: str, names: Comparison) -> bool:
    a, b = sorted((a, b), key=len)
    return (len(a) >= 3 and (b.endswith(a) or (b.startswith(a) and len(b) - len(a) == 2))) or (
        len(a) >= 3 and names.misread(a, b)
    )


SAME: Mapping[str, Callable[[str, str, Comparison], bool]] = {
    "AREA": _same_area, "STREET": _same_street, "COMMUNITY": _same_community, "COMPOUND": _same_compound,
    "PLACE": _same_place, "ORG": _same_org, "PERSON": _same_person, "PROGRAMME": _same_scheme,
    "EVENT": _same_event,
}  # fmt: skip
