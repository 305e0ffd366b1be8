"""Candidate → the evidence for and against it, as short feature names whose weights are learned from gold.

A feature name reads ``template=value``; ``data/weights/mentions.tsv`` holds their weights, ``kg explain`` shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.mentions.candidates import Candidate
from kg.mentions.lexicon import AREA, POST, SHORT_AREA, Lexicon
from kg.mentions.scene import HARD, Scene

_KINDS = {"。": ".", "!": ".", "?": ".", ";": ".", ",": ",", "、": "、", ":": ":", "\n": "¶", " ": "_", "“": "“", "‘": "“",
          "”": "”", "’": "”", "(": "(", ")": ")", "《": "《", "》": "》"}  # fmt: skip


@dataclass(slots=True)
class PageCounts:
    """What the whole page says of a surface: how often it stands there and between which neighbours."""

    text: str
    counts: dict[str, tuple[int, bool, bool, bool, bool]] = field(default_factory=dict)

    def of(self, surface: str) -> tuple[int, bool, bool, bool, bool]:
        """(occurrences, always the same left neighbour, always the same right, ever after a mark, ever before one)."""
        known = self.counts.get(surface)
        if known is None:
            known = self.counts[surface] = self._count(surface)
        return known

    def _count(self, surface: str) -> tuple[int, bool, bool, bool, bool]:
        text, size = self.text, len(surface)
        lefts: set[str] = set()
        rights: set[str] = set()
        count, at = 0, text.find(surface)
        while at >= 0 and count < 12:
            count += 1
            lefts.add(text[at - 1 : at])
            rights.add(text[at + size : at + size + 1])
            at = text.find(surface, at + size)
        return (
            count,
            count > 1 and len(lefts) == 1 and not lefts & HARD,
            count > 1 and len(rights) == 1 and not rights & HARD,
            bool(lefts & HARD),
            bool(rights & HARD),
        )


def features(candidate: Candidate, scene: Scene, counts: PageCounts, lexicon: Lexicon) -> list[str]:
    """The names of the features that hold for ``candidate``."""
    start, end, kind, rule, head, _ = candidate
    text = scene.text
    surface = text[start:end]
    found = [f"{kind}", f"r={kind}{rule}", *_left(scene, start, kind), *_right(scene, end, kind)]
    stem = head - start
    if head < end:
        noun = text[head:end]
        found += (
            f"h={kind}{noun}",
            f"hl={kind}{noun}{min(stem, 8)}",
            f"h2={kind}{text[end - 2 : end]}",
            f"h1={kind}{text[end - 1]}",
        )
    found.append(f"n={kind}{rule}{min(end - start, 12)}")
    found += _inner(scene, candidate)
    found += _page(surface, kind, rule, counts)
    found.append(f"role={kind}{scene.role(start)}")
    official = lexicon.areas.get(surface)
    if official:
        found.append(f"area={kind}{'full' if official == surface else 'short'}{official[-1]}")
        if official != surface:
            found.append(f"areafull={kind}{official in counts.text}")
    return found


def _left(scene: Scene, start: int, kind: str) -> list[str]:
    text = scene.text
    char = text[start - 1] if start else "\n"
    mark = _KINDS.get(char)
    word = scene.before.get(start)
    bounded = start in scene.after
    found = [f"lc={kind}{char}", f"lb={kind}{bounded}"]
    if mark:
        found.append(f"lm={kind}{mark}")
        if mark in "、_“":
            found.append(f"l2={kind}{mark}{text[start - 2 : start - 1]}")
    elif word:
        found += (f"lw={kind}{word[0]}", f"lt={kind}{word[1]}")
    else:
        found.append(f"lx={kind}")
    found.extend(f"le={kind}{name}" for name in (AREA, SHORT_AREA, POST) if start in scene.ends.get(name, ()))
    if char in "街镇乡道区县市村":
        found.append(f"ladm={kind}{char}{bounded}")
    return found


def _right(scene: Scene, end: int, kind: str) -> list[str]:
    text = scene.text
    char = text[end] if end < len(text) else "\n"
    mark = _KINDS.get(char)
    word = scene.after.get(end)
    found = [f"rc={kind}{char}", f"rb={kind}{end in scene.before}"]
    if mark:
        found.append(f"rm={kind}{mark}")
    elif word:
        found += (f"rw={kind}{word[0]}", f"rt={kind}{word[1]}")
    else:
        found.append(f"rx={kind}")
    if end in scene.words.get(POST, ()):
        found.append(f"rp={kind}")
    return found


def _inner(scene: Scene, candidate: Candidate) -> list[str]:
    start, end, kind, rule, head, _ = candidate
    text = scene.text
    surface = text[start:end]
    found = [f"c1={kind}{text[start]}", f"cn={kind}{text[end - 1]}"]
    position, tags, words = start, [], []
    stop = head if head > start else end
    while position < stop:
        word = scene.after.get(position)
        if word is None or position + len(word[0]) > stop:
            tags.append("?")
            break
        tags.append(word[1])
        words.append(word[0])
        position += len(word[0])
    found.append(f"tags={kind}{'-'.join(tags[:4])}")
    if tags:
        found.append(f"t1={kind}{tags[0]}")
        found.append(f"tn={kind}{tags[-1]}")
    if words:
        found.append(f"w1={kind}{words[0]}")
        if len(words) > 1:
            found.append(f"wn={kind}{words[-1]}")
        if any(tag in ("v", "p", "d", "c", "r", "u", "uj", "ul", "f") for tag in tags[1:]):
            found.append(f"fn={kind}")
    shape = ("“" if text[start] == "“" else "") + ("”" if text[end - 1] == "”" else "")
    if "“" in surface or "”" in surface:
        found.append(f"q={kind}{shape}{surface.count('“')}")
        at = surface.find("“")
        if at > 0:
            found.append(f"qp={kind}{min(at, 6)}")
    if "、" in surface or "," in surface:
        found.append(f"list={kind}{'“' in surface}")
    if any(c.isdigit() for c in surface):
        found.append(f"digit={kind}{surface[0].isdigit()}")
    for name in (AREA, SHORT_AREA):
        reach = scene.words.get(name, {}).get(start)
        if reach is not None and reach <= end:
            found.append(f"in{name}={kind}{min(end - reach, 4)}")
            if rule in ("org.quoted",):
                break
    if kind == "PERSON":
        found.append(f"p2={text[start + 1 : start + 2]}")
        whole = scene.after.get(start)
        found.append(f"pw={'whole' + whole[1] if whole and len(whole[0]) == end - start else 'part'}{end - start}")
    return found


def _page(surface: str, kind: str, rule: str, counts: PageCounts) -> list[str]:
    count, left, right, after_mark, before_mark = counts.of(surface)
    found = [f"k={kind}{min(count, 3)}", f"km={kind}{after_mark:d}{before_mark:d}"]
    if left:
        found.append(f"kl={kind}")
    if right:
        found.append(f"kr={kind}")
    return found


def weigh(found: list[str], weights: Mapping[str, float]) -> float:
    """The sum of the features' weights."""
    get = weights.get
    return sum(get(name, 0.0) for name in found)
