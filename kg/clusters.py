"""Profiles → which keys are one thing: blocking, comparison, clustering, and the pairs left for people to judge.

Everything is decided from sorted keys and sums over all pages, so the order of pages never matters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from kg.comparators import Context, order
from kg.comparison import FORBIDS, MERGES, OFFERED, Compared, Reason, against, compare, score
from kg.model import Key
from kg.names import Names
from kg.profiles import Profile

CROWD = 300
"""A block of more keys says too little to compare them all."""
OFFERS = 5
"""Candidates kept for one key."""

Pair = tuple[Key, Key]


@dataclass(frozen=True, slots=True)
class Clusters:
    """``winners``: each key that another stands for → that other. ``merged``: the pairs that joined them, strongest
    first; ``offered``: pairs that could be one, best first."""

    winners: Mapping[Key, Key]
    merged: tuple[Compared, ...]
    offered: tuple[Compared, ...]


def clusters(found: Mapping[Key, Profile], names: Names, *, apart: Collection[Pair] = ()) -> Clusters:
    """Put keys together whose comparison says so. ``apart`` are pairs that people judged to be two, in either order.

    A chain of likenesses never joins two that something speaks against.
    """
    context = Context(names, _stands_for(found.values()))
    two = {frozenset(pair) for pair in apart}
    alike = [(a, b) for a, b in _blocked(found) if score(a, b, context) >= OFFERED]
    pairs = [compare(a, b, context) for a, b in alike if frozenset((a.key, b.key)) not in two]
    pairs.sort(key=lambda pair: (-pair.score, order(pair.left), order(pair.right)))
    groups: dict[Key, tuple[Key, ...]] = {key: (key,) for key in found}
    merged, hindered = [], dict[Pair, str]()
    for pair in (pair for pair in pairs if pair.score >= MERGES):
        left, right = groups[pair.left], groups[pair.right]
        hindrance = "" if left == right else _hindrance(left, right, found, context=context, two=two)
        if hindrance:
            hindered[pair.left, pair.right] = hindrance
            continue
        merged.append(pair)
        for key in (*left, *right) if left != right else ():
            groups[key] = (*left, *right)
    winners = {key: winner for key, group in groups.items() if (winner := _winner(group, found)) != key}
    left_over = [pair for pair in pairs if groups[pair.left] != groups[pair.right]]
    return Clusters(winners, tuple(merged), tuple(_best(_explained(left_over, hindered))))


def _hindrance(
    left: Sequence[Key],
    right: Sequence[Key],
    found: Mapping[Key, Profile],
    *,
    context: Context,
    two: Collection[frozenset[Key]],
) -> str:
    """What forbids that all of both groups are one thing, in words; "" where nothing does."""
    for a, b in product(left, right):
        if frozenset((a, b)) in two:
            return f"{_said(a)} and {_said(b)} were judged to be two"
        reasons = against(found[a], found[b], context)
        if sum(reason.weight for reason in reasons) <= FORBIDS:
            return f"{_said(a)}, {_said(b)}: {'; '.join(reason.words for reason in reasons)}"
    return ""


def _said(key: Key) -> str:
    return f"{key.name} ({key.scope})" if key.scope else key.name


def _explained(pairs: Iterable[Compared], hindered: Mapping[Pair, str]) -> Iterator[Compared]:
    """What kept a pair apart that is alike enough becomes its last reason."""
    for pair in pairs:
        words = hindered.get((pair.left, pair.right))
        yield pair._replace(reasons=(*pair.reasons, Reason("chain", 0, words))) if words else pair


def _winner(group: Sequence[Key], found: Mapping[Key, Profile]) -> Key:
    """The key on most pages, then of most mentions, then of the longest name: the others lead to it."""
    if len(group) == 1:
        return group[0]

    def rank(key: Key) -> tuple[int, int, int, tuple[str, str, str]]:
        profile = found[key]
        return -len(profile.pages), -profile.mentions, -len(key.name), order(key)

    return min(group, key=rank)


def _best(pairs: Iterable[Compared]) -> Iterator[Compared]:
    counts: Counter[Key] = Counter()
    for pair in pairs:
        if max(counts[pair.left], counts[pair.right]) < OFFERS:
            counts.update((pair.left, pair.right))
            yield pair


def _stands_for(found: Iterable[Profile]) -> dict[tuple[str, str, str], frozenset[Key]]:
    meant: dict[tuple[str, str, str], set[Key]] = defaultdict(set)
    for profile in found:
        for form in profile.forms:
            meant[profile.key.type, profile.district, form].add(profile.key)
    return {form: frozenset(keys) for form, keys in meant.items()}


def _blocked(found: Mapping[Key, Profile]) -> Iterator[tuple[Profile, Profile]]:
    """Pairs of one type that share a block, each once."""
    profiles = list(found.values())
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for token in _tokens(profile):
            blocks[profile.key.type, token].append(number)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= CROWD:
            pairs.update(combinations(block, 2))
    return ((profiles[a], profiles[b]) for a, b in pairs)


def _tokens(profile: Profile) -> set[str]:
    """The name; what it is called; with one character left out, which misread and lost ones share; its two first."""
    core = profile.core
    tokens = {core, *(core[:i] + core[i + 1 :] for i in range(len(core)) if len(core) > 2)}
    if profile.key.type != "PERSON":
        tokens |= {f"{profile.district} {form}" for form in (core, *profile.forms)}
        tokens |= {core.removesuffix("小区"), f"{profile.district} {core[:2]}"}
    return tokens
