"""Names found once → candidates for their short forms and further occurrences on the same page.

Second look: 菱塘 after 菱塘社区, 乐邻公司 after 南昌市乐邻养老服务有限公司, 岸上灯 after “岸上灯”党建联盟, and strings
that the page repeats between different neighbours although no dictionary has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.mentions.candidates import Candidate
from kg.mentions.lexicon import Lexicon
from kg.mentions.scene import Scene
from kg.tokens import cut


class Form(NamedTuple):
    """A surface to look for, the type it would have, and why."""

    surface: str
    type: str
    rule: str


_STEMMED = {"COMMUNITY": ("社区", "村", "嘎查"), "STREET": ("街道", "街", "镇", "乡"), "COMPOUND": ("小区", "自然村"),
            "AREA": ("省", "市", "区", "县", "旗", "州")}  # fmt: skip
_INTRODUCED = re.compile(r"(?:以下)?(?:简称|下称|统称)(?:为)?[“‘:]?([^”’)]{2,12})")
_QUOTE = re.compile(r"[“‘]([^“”‘’]{2,12})[”’]")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")


def forms(name: str, kind: str, lexicon: Lexicon) -> Iterator[Form]:
    """The forms in which a page may name the same thing again."""
    yield Form(name, kind, "alias.same")
    for end in _STEMMED.get(kind, ()):
        if name.endswith(end) and len(name) - len(end) >= 2:
            stem = name[: -len(end)]
            yield Form(stem, kind, "alias.stem")
            if kind == "COMMUNITY" and end == "社区":
                yield Form(stem, "COMPOUND", "alias.stem")
            break
    if kind in ("ORG", "PLACE", "PROGRAMME", "EVENT", "COMPOUND"):
        for quoted in _QUOTE.findall(name):
            yield Form(quoted, kind, "alias.quoted")
        core = _core(name, lexicon)
        for size in range(2, min(5, len(core))):
            yield Form(core[:size], kind, "alias.core")
        if core != name and len(core) > 3:
            yield Form(core, kind, "alias.tail")


def _core(name: str, lexicon: Lexicon) -> str:
    """The name without the areas in front of it: 南昌市乐邻养老服务有限公司 → 乐邻养老服务有限公司."""
    for size in range(min(10, len(name) - 2), 1, -1):
        if name[:size] in lexicon.areas:
            return name[size:]
    return name.strip("“”‘’")


def introduced(text: str) -> Iterator[str]:
    """Short forms that the page introduces in so many words."""
    for match in _INTRODUCED.finditer(text):
        yield match.group(1).strip("“”‘’")


def repeated(text: str) -> set[str]:
    """Strings of two to five characters that no dictionary has and that recur between different neighbours."""
    seen: dict[str, int] = {}
    words = cut(text)
    for first, second in zip(words, words[1:], strict=False):
        pair = first + second
        if 2 <= len(pair) <= 5 and _HAN.fullmatch(pair) and min(len(first), len(second)) == 1:
            seen[pair] = seen.get(pair, 0) + 1
    found = set()
    for pair, count in seen.items():
        if count > 1:
            lefts, rights = set(), set()
            at = text.find(pair)
            while at >= 0:
                lefts.add(text[at - 1 : at])
                rights.add(text[at + len(pair) : at + len(pair) + 1])
                at = text.find(pair, at + 1)
            if len(lefts) > 1 and len(rights) > 1:
                found.add(pair)
    return found


def again(scenes: Iterable[Scene], wanted: Iterable[Form]) -> Iterator[tuple[int, Candidate]]:
    """(scene index, candidate) for every occurrence of a wanted form."""
    by_surface: dict[str, list[Form]] = {}
    for form in wanted:
        by_surface.setdefault(form.surface, []).append(form)
    if not by_surface:
        return
    pattern = re.compile("|".join(re.escape(s) for s in sorted(by_surface, key=lambda s: (-len(s), s))))
    for scene in scenes:
        position = 0
        while match := pattern.search(scene.text, position):
            position = match.start() + 1
            surface = match.group()
            for size in range(len(surface), 1, -1):
                for form in by_surface.get(surface[:size], ()):
                    end = match.start() + size
                    yield scene.index, Candidate(match.start(), end, form.type, form.rule, end)
