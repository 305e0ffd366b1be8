"""Readings of all pages → entities: one per real thing, by canonical form, type and scope, judgement and comparison.

The only stage that sees the whole corpus. Nothing depends on the order of the pages, and a page's own districts, posts
and bylines decide the scope, so that an IRI once given keeps its meaning when pages come or go.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg import judging
from kg.comparators import order
from kg.comparison import Compared
from kg.judgements import Judgement
from kg.judging import Judged
from kg.model import Entity, Key, PageEntity, Reading
from kg.names import Names
from kg.namespaces import BASE
from kg.profiles import signs
from kg.scope import Ground, ground, scope
from kg.together import together

Support = Mapping[tuple[str, str], int]
_TOO_WIDE = frozenset({("livesIn", "AREA"), ("livesIn", "STREET")})


@dataclass(frozen=True, slots=True)
class Resolution:
    """``keys`` gives for each page id the keys of the entities of ``judged.readings``, in parallel.

    These are the readings with the entities parted that a judgement tells apart; ``home`` is the main district.
    ``drawn`` are the keys before the comparison put any together; ``merged`` the pairs that it did, ``offered``
    those that people should judge, best first.
    """

    entities: tuple[Entity, ...]
    keys: Mapping[str, tuple[Key, ...]]
    home: str | None
    judged: Judged
    drawn: Mapping[str, tuple[Key, ...]]
    merged: tuple[Compared, ...] = ()
    offered: tuple[Compared, ...] = ()


def resolve(
    readings: Iterable[Reading], names: Names, *, home: str | None = None,
    judgements: Sequence[Judgement] = (), base: str = BASE,
) -> Resolution:  # fmt: skip
    """Put the entities of all pages together; ``readings`` is gone through six times, more often for judgements.

    ``home`` is the graph's main district; None takes the one that most pages have. ``base`` is what the IRIs begin
    with that ``judgements`` name. Raises InputError for judgements that contradict each other.
    """
    home = main_district(readings, names, called=home)
    places = {reading.page.id: ground(reading, names, home) for reading in readings}
    support = _support(readings, names)
    keys = {reading.page.id: page_keys(reading, places[reading.page.id], support) for reading in readings}
    judged = judging.apply(readings, keys, judgements, canonical=names.canonical, base=base)
    things = together(judged, places, names)
    entities = _entities(things.judged, places)
    return Resolution(entities, things.judged.keys, home, things.judged, judged.keys, things.merged, things.offered)


def main_district(readings: Iterable[Reading], names: Names, *, called: str | None = None) -> str | None:
    """The district that most pages have, with the area above it where the data knows homonyms (天津市和平区).

    ``called`` is the name that the user gives it: only the area above it is then looked for.
    """
    bare = ""
    if called is not None:
        bare, above = names.without_parent("AREA", names.canonical("AREA", called))
        if above or not names.homonymous(bare):
            return (above or "") + bare if names.homonymous(bare) else bare
    places = (ground(reading, names, called) for reading in readings)
    counts = Counter(p.district for p in places if p.district and p.district.endswith(bare))
    return min(counts, key=lambda district: (-counts[district], district), default=called)


def unspoken(readings: Iterable[Reading], names: Names, home: str | None) -> list[str]:
    """What to tell where no page speaks of the main district ``home``, with a name like it where pages have one."""
    if home is None or any(names.without_parent("AREA", home)[0] in _areas(reading, names) for reading in readings):
        return []
    from difflib import get_close_matches

    districts = Counter(_areas(reading, names)[0] for reading in readings if reading.district)
    most = sorted(districts, key=lambda area: (-districts[area], area))
    others = sorted({area for reading in readings for area in _areas(reading, names)})
    near = get_close_matches(home, [*most, *others], 1)
    how = "pages that name no district count as there"
    if near or most:
        how = f"did you mean --home {near[0]}?" if near else f"most pages are of {most[0]} (--home {most[0]})"
    return [f"home {home}: no page speaks of it; {how}"]


def _areas(reading: Reading, names: Names) -> list[str]:
    """The areas that a page names, its own district first, without the areas above them."""
    named = [entity.name for entity in reading.entities if entity.type == "AREA"]
    forms = [reading.district, *named] if reading.district else named
    return [names.without_parent("AREA", names.canonical("AREA", form))[0] for form in forms]


def _support(readings: Iterable[Reading], names: Names) -> Support:
    """On how many pages each (type, canonical form) is a name without rivals."""
    doubtful = any(entity.rivals for reading in readings for entity in reading.entities)
    counts: Counter[tuple[str, str]] = Counter()
    for reading in readings if doubtful else ():
        counts.update({(e.type, names.canonical(e.type, e.name)) for e in reading.entities if not e.rivals})
    return counts


def page_keys(reading: Reading, place: Ground, support: Support) -> tuple[Key, ...]:
    """The key of each of the page's entities; persons last, since they are scoped by the others."""
    chosen = [_choose(entity, place, support) for entity in reading.entities]
    keys: list[Key | None] = [
        None if type_ == "PERSON" else Key(type_, *scope(type_, name, place)) for type_, name in chosen
    ]
    bodies = _bodies(reading, keys)
    for index, (type_, name) in enumerate(chosen):
        if keys[index] is None:
            # Every street has a person called by surname and form of address: one article's is not another's.
            known = None if place.names.called(name) else bodies.get(index) or _press(reading, index)
            keys[index] = Key(type_, name, known or _article(reading, index))
    return tuple(key for key in keys if key is not None)


def _choose(entity: PageEntity, place: Ground, support: Support) -> tuple[str, str]:
    """The entity's own reading, or the rival that more pages of the corpus bear out."""
    own = (entity.type, entity.official or place.full(entity))
    if not entity.rivals:
        return entity.type, place.names.canonical(*own, place.near)

    def known(reading: tuple[str, str]) -> int:
        return support.get((reading[0], place.names.canonical(*reading, place.near)), 0)

    rival = max(entity.rivals, key=lambda r: (known(r), -len(r[1]), r))
    type_, name = rival if known(rival) > known((entity.type, entity.name)) else own
    return type_, place.names.canonical(type_, name, place.near)


def _bodies(reading: Reading, keys: list[Key | None]) -> dict[int, str]:
    """Person → the community or body that the page ties it to: communities first, then by confidence and name."""
    above = {r.subject: r.object for r in reading.relations if r.predicate == "belongsTo" and r.modality is None}
    found: dict[int, list[tuple[int, float, str]]] = defaultdict(list)
    for relation in reading.relations:
        if relation.predicate not in ("memberOf", "livesIn") or relation.modality is not None:
            continue
        body = keys[relation.object]
        parent = keys[above[relation.object]] if relation.object in above else None
        if parent is not None and parent.type == "COMMUNITY":
            body = parent
        # Many people of one name live in a district; a community is small enough to tell them apart.
        if body is not None and (relation.predicate, body.type) not in _TOO_WIDE:
            rank = 0 if body.type == "COMMUNITY" else 1 if relation.predicate == "memberOf" else 2
            found[relation.subject].append((rank, -relation.confidence, _told_apart(body)))
    return {person: min(bodies)[2] for person, bodies in found.items()}


def _told_apart(key: Key) -> str:
    return (key.scope or "") + key.name


def _press(reading: Reading, index: int) -> str | None:
    return reading.page.publication if signs(reading, index) else None


def _article(reading: Reading, index: int) -> str:
    """The first article that names the person: ``<page id>-<headline line>``; the page where it is in none."""
    numbers = _article_numbers(reading, reading.entities[index])
    return f"{reading.page.id}-{min(numbers)}" if numbers else reading.page.id


def _article_numbers(reading: Reading, entity: PageEntity) -> set[int]:
    indexes = (reading.passages[mention.passage].article for mention in entity.mentions)
    return {reading.layout.articles[index].number for index in indexes if index is not None}


def _entities(judged: Judged, places: Mapping[str, Ground]) -> tuple[Entity, ...]:
    """What is called otherwise than its key lends no label: of what a judgement put together the name kept is shown."""
    forms: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    aliases: dict[Key, set[str]] = defaultdict(set)
    articles: dict[Key, set[tuple[str, int]]] = defaultdict(set)
    for reading in judged.readings:
        page = reading.page.id
        place = places[page]
        for entity, raw, key in zip(reading.entities, judged.raw[page], judged.keys[page], strict=True):
            name = entity.official or place.full(entity) if entity.type == raw.type else raw.name
            form = place.names.written(raw.type, name, place.near)
            if raw.name == key.name:
                forms[key][form] += len(entity.mentions) or 1
            aliases[key].update((form, entity.name, *entity.aliases))
            articles[key].update((page, number) for number in _article_numbers(reading, entity))
    labels = {key: judged.labels.get(key) or (_label(forms[key]) if forms[key] else key.name) for key in aliases}
    return tuple(
        Entity(key, labels[key], tuple(sorted(aliases[key] - {labels[key]})), tuple(sorted(articles[key])))
        for key in sorted(labels, key=order)
    )


def _label(forms: Mapping[str, int]) -> str:
    """The most frequent form, then the longest, then the first by code points."""
    return min(forms, key=lambda form: (-forms[form], -len(form), form))
