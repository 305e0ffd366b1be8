"""Entities → what their own names say: whose a body is (谊景村社区党委), where a place is, who holds an event.

One pass over the page's entities; wordings around the names are the business of the frame rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from kg import tokens
from kg.model import Mention, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.rules import Rules
from kg.relations.scene import Scene

_SHORT = frozenset({"short", "street-short"})
_TIMES, _LEAST, _WORD = 3, 12, 4
_ENDS = frozenset(",。!?;:\n")
_TITLED = {
    "EVENT": ("organizes", "event-name"),
    "PROGRAMME": ("covers", "programme-name"),
    "PLACE": ("locatedIn", "place-name"),
}
_OPENERS = {
    "organizes": ("AREA", "STREET", "COMMUNITY", "ORG"),
    "covers": ("COMMUNITY", "COMPOUND", "STREET"),
    "locatedIn": ("AREA", "STREET", "COMMUNITY", "COMPOUND"),
}
_HOMES = ("COMPOUND", "COMMUNITY", "STREET", "AREA", "ORG")


def by_name(
    entities: Sequence[PageEntity], views: Mapping[int, Scene], rules: Rules, district: str | None
) -> Iterator[Candidate]:
    """One candidate for each thing whose own name says whose or where it is, proved by its first mention.

    ``views`` are the scenes by number of their passage.
    """
    prefixes = _prefixes(entities, rules)
    table = (prefixes, max(map(len, prefixes), default=0))
    area = cache(lambda level: _area(level, entities, rules, district))
    for number, entity in enumerate(entities):
        if not entity.mentions:
            continue
        if entity.type == "ORG":
            found = _named(number, entities, table, rules) or _abbreviated(number, entities, rules, area)
            predicate = "belongsTo"
        elif entity.type in _TITLED:
            found, predicate = _titled(number, entities, table), _TITLED[entity.type][0]
        else:
            continue
        if found is not None:
            parent, kind, mention = found
            subject, target = (parent, number) if predicate == "organizes" else (number, parent)
            pieces = (_shown(views[mention.passage].passage.text, mention, wide=kind in _SHORT),)
            rule = f"name.{kind}"
            yield Candidate(subject, predicate, target, mention.passage, pieces, rule, rules.confidences[rule])


def _titled(
    number: int, entities: Sequence[PageEntity], prefixes: tuple[dict[str, tuple[int, bool]], int]
) -> tuple[int, str, Mention] | None:
    """An event, programme or place whose name opens with a place's or body's (河西区第三届社工节)."""
    entity = entities[number]
    predicate, kind = _TITLED[entity.type]
    table, longest = prefixes
    for form in (entity.name, *entity.aliases):
        for length in range(min(longest, len(form) - 2), 1, -1):
            parent, stem = table.get(form[:length], (number, True))
            if parent != number and not stem and entities[parent].type in _OPENERS[predicate]:
                return parent, kind, _mention(entity, form)
    return None


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
        return None if stem else "area"
    if private:
        return None
    if not stem:
        return "body"
    return "organ" if rules.expressions["organ"].search(rest) else None


def _abbreviated(
    number: int, entities: Sequence[PageEntity], rules: Rules, area: Callable[[str], int | None]
) -> tuple[int, str, Mention] | None:
    entity = entities[number]
    for form in (entity.name, *entity.aliases):
        match = rules.expressions["short"].match(form)
        if match is None:
            continue
        mention = _mention(entity, form)
        level = match.lastgroup or ""
        parent = _nearest_street(mention, form, entities) if level == "street" else area(level)
        if parent is not None:
            return parent, "street-short" if level == "street" else "short", mention
    return None


def _area(level: str, entities: Sequence[PageEntity], rules: Rules, district: str | None) -> int | None:
    """The area of this level that the page is about: the district given, else the one its names open with most.

    A city may be named without its 市 only; it must then open three names at least.
    """
    best: tuple[tuple[bool, int], int] | None = None
    for number, entity in enumerate(entities):
        if entity.type != "AREA":
            continue
        ending, forms = rules.expressions[f"area-{level}"], (entity.name, *entity.aliases)
        named = any(ending.search(form) for form in forms)
        bare = level == "city" and rules.expressions["bare-city"].search(entity.name) is not None
        if not named and (not bare or any(rules.expressions["county-level"].search(form) for form in forms)):
            continue
        stem = ending.sub("", entity.name)
        weight = sum(len(e.mentions) for e in entities if e.name.startswith(stem)) + 1000 * (district in forms)
        if (named or weight >= 3) and (best is None or (named, weight) > best[0]):
            best = ((named, weight), number)
    return best[1] if best else None


def _nearest_street(mention: Mention, level: str, entities: Sequence[PageEntity]) -> int | None:
    """The street of the article that the body stands nearest to, one of its level (乡, 镇, 街) before others."""
    best: tuple[tuple[bool, bool, int], int] | None = None
    for number, entity in enumerate(entities):
        if entity.type != "STREET":
            continue
        other_level = not any(level[0] in form[-2:] for form in (entity.name, *entity.aliases))
        for other in entity.mentions:
            gap = mention.start - other.start if other.start < mention.start else 400 + other.start - mention.start
            found = ((other_level, other.passage != mention.passage, gap), number)
            if best is None or found < best:
                best = found
    return best[1] if best else None


def _shown(text: str, mention: Mention, *, wide: bool) -> tuple[int, int]:
    """The mention; a short form says little alone, so it is shown with words of its clause, those after it first, as
    many as make it ``_TIMES`` as long, or ``_LEAST`` characters."""
    start, end = mention.start, mention.end
    if not wide:
        return start, end
    room = max(_LEAST, _TIMES * (end - start))
    for word in tokens.cut(text[end : end + room + _WORD], unknown=False):
        if end + len(word) - start > room or word in _ENDS:
            break
        end += len(word)
    for word in reversed(tokens.cut(text[max(0, start - room - _WORD) : start], unknown=False)):
        if end - start + len(word) > room or word in _ENDS or word == "、":
            break
        start -= len(word)
    return start, end


def _mention(entity: PageEntity, form: str) -> Mention:
    return next((m for m in entity.mentions if m.end - m.start == len(form)), entity.mentions[0])
