"""Names of one page → entities of the page: forms of one name are put together, different things stay apart.

Which two may be one is said by type in ``likeness``; nothing is merged where two partners fit equally well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, combinations
from operator import add

from kg.mentions.lexicon import Lexicon
from kg.mentions.likeness import SAME, Comparison, plain
from kg.model import Mention, PageEntity


class _Forms:
    """Forms (type, plain name) that stand for one thing: a union-find over their indices."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def unite(self, i: int, j: int) -> None:
        i, j = sorted((self.root(i), self.root(j)))
        self.parent[j] = i


def entities(
    mentions: Sequence[Mention], surfaces: Sequence[str], lexicon: Lexicon, *, short: dict[str, str]
) -> tuple[PageEntity, ...]:
    """Put mentions together.

    ``surfaces[i]`` is what ``mentions[i]`` reads; ``short`` maps introduced short forms to full ones.
    """
    read = [(m.type, plain(m.name)) for m in mentions]
    keys = sorted(set(read))
    number = {key: i for i, key in enumerate(keys)}
    articles: dict[int, set[int]] = defaultdict(set)
    for mention, key in zip(mentions, read, strict=True):
        articles[number[key]].add(mention.passage)
    forms, names = _Forms(len(keys)), Comparison(lexicon, (m.name for m in mentions))
    members: dict[str, list[int]] = {kind: [] for kind in SAME}
    for (kind, _), i in number.items():
        if kind in members:
            members[kind].append(i)
    for kind in SAME:
        partners = _partners(members[kind], keys, articles, names)
        for i, found in partners.items():
            if not found:
                continue
            if _agree(found, partners, forms) and (
                kind != "PERSON" or all(_agree(partners[j], partners, forms) for j in found)
            ):
                for j in found:
                    forms.unite(i, j)
    for (kind, name), i in number.items():
        full = short.get(name)
        if full is not None and (kind, plain(full)) in number:
            forms.unite(i, number[kind, plain(full)])
    groups: dict[int, list[int]] = defaultdict(list)
    for m, key in enumerate(read):
        groups[forms.root(number[key])].append(m)
    built = [_entity([mentions[m] for m in group], [surfaces[m] for m in group]) for group in groups.values()]
    return tuple(sorted(built, key=lambda e: (e.mentions[0].passage, e.mentions[0].start)))


def _partners(
    members: Sequence[int], keys: Sequence[tuple[str, str]], articles: dict[int, set[int]], names: Comparison
) -> dict[int, list[int]]:
    """For each form of a type the forms that may be the same thing; people only within one article."""
    partners: dict[int, list[int]] = {i: [] for i in members}
    if not members:
        return partners
    kind = keys[members[0]][0]
    same, apart = SAME[kind], kind == "PERSON"
    for i, j in sorted(_near([(i, keys[i][1]) for i in members], single=apart)):
        if not (apart and articles[i].isdisjoint(articles[j])) and same(keys[i][1], keys[j][1], names):
            partners[i].append(j)
            partners[j].append(i)
    return partners


def _near(members: Sequence[tuple[int, str]], *, single: bool) -> set[tuple[int, int]]:
    """Blocking: pairs of names of a type that share two characters side by side (``single``: one), or the first, or
    the last."""
    blocks: dict[str, list[int]] = {}
    first: dict[str, list[int]] = {}
    last: dict[str, list[int]] = {}
    for i, name in members:
        for gram in set(name) if single else set(map(add, name, name[1:])):
            blocks.setdefault(gram, []).append(i)
        first.setdefault(name[:1], []).append(i)
        last.setdefault(name[-1:], []).append(i)
    found = chain(blocks.values(), first.values(), last.values())
    return {pair for block in found if len(block) > 1 for pair in combinations(block, 2)}


def _entity(mentions: list[Mention], surfaces: list[str]) -> PageEntity:
    kind, name = mentions[0].type, mentions[0].name
    if len(mentions) == 1 and surfaces[0] == name:
        return PageEntity(kind, name, (), tuple(mentions))
    names = {m.name for m in mentions}
    if len(names) > 1:
        counts = Counter(m.name for m in mentions)
        name = max(counts, key=lambda n: _standing(n, kind, counts[n]))
    aliases = (names | {s for s in surfaces if "\n" not in s}) - {name}
    return PageEntity(kind, name, tuple(sorted(aliases)), tuple(sorted(mentions)))


def _standing(name: str, kind: str, count: int) -> tuple[float, int, str]:
    """How well a form serves as the label: the fullest, for people and look-alikes the most frequent."""
    if kind == "STREET" and name.endswith("街"):
        return (0, count, name)
    if kind == "PERSON":
        return (min(len(name), 3), count, name)
    return (len(plain(name)), count, name)


def _agree(found: list[int], partners: dict[int, list[int]], forms: _Forms) -> bool:
    """Whether the partners of one form are one thing: already, or each the partner of every other."""
    return all(forms.root(j) == forms.root(k) or k in partners[j] for j, k in combinations(found, 2))
