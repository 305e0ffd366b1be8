"""Entities → what body or area an organisation belongs to by its own name (谊景村社区党委 → 谊景村社区, 区民政局 → the district).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.rules import Rules

_HOMES = ("COMPOUND", "COMMUNITY", "STREET", "AREA", "ORG")


def by_name(entities: Sequence[PageEntity], rules: Rules, district: str | None) -> Iterator[Candidate]:
    """One candidate for each organisation whose name says where it belongs, proved by its first mention."""
    prefixes = _prefixes(entities, rules)
    longest = max(map(len, prefixes), default=0)
    for number, entity in enumerate(entities):
        if entity.type != "ORG" or not entity.mentions:
            continue
        found = _named(number, entities, (prefixes, longest), rules) or _abbreviated(number, entities, rules, district)
        if found is not None:
            parent, kind, mention = found
            predicate = "locatedIn" if kind in ("private",) else "belongsTo"
            pieces = ((mention.start, mention.end),)
            yield Candidate(number, predicate, parent, mention.passage, pieces, f"name.{kind}", rules.confidences[kind])


def _prefixes(entities: Sequence[PageEntity], rules: Rules) -> dict[str, tuple[int, bool]]:
    """Every form that an organisation's name may open with → (entity, whether it is a stem only)."""
    found: dict[str, tuple[int, bool]] = {}
    for number, entity in enumerate(entities):
        if entity.type not in _HOMES:
            continue
        for form in (entity.name, *entity.aliases):
            found.setdefault(form, (number, False))
    for number, entity in enumerate(entities):
        if entity.type in ("COMMUNITY", "STREET", "AREA"):
            for form in (entity.name, *entity.aliases):
                stem = rules.expressions["stem"].sub("", form)
                if len(stem) >= 2:
                    found.setdefault(stem, (number, True))
    return found


def _named(
    number: int, entities: Sequence[PageEntity], prefixes: tuple[dict[str, tuple[int, bool]], int], rules: Rules
) -> tuple[int, str, Mention] | None:
    table, longest = prefixes
    entity = entities[number]
    own = {entity.name, *entity.aliases}
    for form in (entity.name, *sorted(entity.aliases, key=len, reverse=True)):
        for length in range(min(longest, len(form) - 1), 1, -1):
            parent, stem = table.get(form[:length], (number, False))
            if parent == number or form[:length] in own:
                continue
            kind = _kind(entities[parent].type, (form, form[length:]), stem, rules)
            if kind:
                return parent, kind, _mention(entity, form)
    return None


def _kind(parent: str, name: tuple[str, str], stem: bool, rules: Rules) -> str | None:
    form, rest = name
    if parent == "ORG":
        return "branch" if rules.expressions["branch"].search(rest) else None
    private = rules.expressions["private"].search(form)
    if parent == "AREA":
        if private:
            return None
        return "area-stem" if stem else "area"
    if private:
        return None
    if not stem:
        return "body"
    return "organ" if rules.expressions["organ"].search(rest) else None


def _abbreviated(
    number: int, entities: Sequence[PageEntity], rules: Rules, district: str | None
) -> tuple[int, str, Mention] | None:
    entity = entities[number]
    for form in (entity.name, *entity.aliases):
        match = rules.expressions["short"].match(form)
        if match is None:
            continue
        mention = _mention(entity, form)
        level = match.lastgroup or ""
        if level == "street":
            parent = _nearest_street(mention, entities, rules)
        else:
            parent = _area(rules.expressions[f"area-{level}"], entities, district)
        if parent is not None:
            return parent, "street-short" if level == "street" else "short", mention
    return None


def _area(ending: re.Pattern[str], entities: Sequence[PageEntity], district: str | None) -> int | None:
    """The area of this level that the page is about: the district given, else the one its names open with most."""
    best: tuple[int, int] | None = None
    for number, entity in enumerate(entities):
        forms = (entity.name, *entity.aliases)
        if entity.type == "AREA" and any(ending.search(form) for form in forms):
            stem = ending.sub("", entity.name)
            weight = sum(len(e.mentions) for e in entities if e.name.startswith(stem)) + 1000 * (district in forms)
            if best is None or weight > best[0]:
                best = (weight, number)
    return best[1] if best else None


def _nearest_street(mention: Mention, entities: Sequence[PageEntity], rules: Rules) -> int | None:
    best: tuple[int, int] | None = None
    for number, entity in enumerate(entities):
        if entity.type != "STREET":
            continue
        for other in entity.mentions:
            if other.passage == mention.passage:
                gap = mention.start - other.start if other.start < mention.start else 400 + other.start - mention.start
                if best is None or gap < best[0]:
                    best = (gap, number)
    return best[1] if best else None


def _mention(entity: PageEntity, form: str) -> Mention:
    return next((m for m in entity.mentions if m.end - m.start == len(form)), entity.mentions[0])
