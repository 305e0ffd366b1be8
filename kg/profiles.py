"""Readings with a key for each name → one ``Profile`` for each key: what all pages say that tells it from others.

``comparison`` compares profiles and sees nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Key, PageEntity, Reading
from kg.names import Names
from kg.scope import Ground

_ABOVE = frozenset({"partOf", "belongsTo", "locatedIn"})
_BODY = frozenset({"memberOf", "livesIn"})
_NARROW = frozenset({"ORG", "COMMUNITY", "COMPOUND"})


@dataclass(frozen=True, slots=True)
class Profile:
    """``core`` is the key's name without the district in front, ``district`` the one it is in, "" where it is national.

    ``parents``: what it is part of, belongs to or is located in, ``parts`` what is so of it. But for people ``forms``:
    other names that pages give it. For people ``bodies`` (of a post or a home), ``posts`` (role, one of these) and
    ``press`` (publications whose bylines name them).
    """

    key: Key
    core: str
    district: str
    forms: frozenset[str]
    parents: frozenset[Key]
    parts: frozenset[Key]
    bodies: frozenset[Key]
    posts: frozenset[tuple[str, Key]]
    press: frozenset[str]
    pages: frozenset[str]
    mentions: int


@dataclass(slots=True)
class _Draft:
    district: str
    forms: set[str] = field(default_factory=set)
    parents: set[Key] = field(default_factory=set)
    parts: set[Key] = field(default_factory=set)
    bodies: set[Key] = field(default_factory=set)
    posts: set[tuple[str, Key]] = field(default_factory=set)
    press: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    mentions: int = 0


def profiles(
    readings: Iterable[Reading], keys: Mapping[str, Sequence[Key]], places: Mapping[str, Ground], names: Names
) -> dict[Key, Profile]:
    """A profile for each key; ``keys[page id][i]`` is the key of ``reading.entities[i]``."""
    drafts: dict[Key, _Draft] = {}
    for reading in readings:
        _read(reading, keys[reading.page.id], places[reading.page.id], drafts)
    found = {}
    for key, draft in drafts.items():
        core, district = _ground(key, draft.district, places, names)
        bodies = draft.bodies | {parent for body in draft.bodies for parent in _communities(body, drafts)}
        found[key] = Profile(
            key, core, district, frozenset(draft.forms - {key.name}), frozenset(draft.parents), frozenset(draft.parts),
            frozenset(bodies), frozenset(draft.posts), frozenset(draft.press), frozenset(draft.pages), draft.mentions,
        )  # fmt: skip
    return found


def renamed(profile: Profile, winners: Mapping[Key, Key]) -> Profile:
    """The profile with ``winners`` in place of those that it names; most name none. Its own key stays."""
    if winners.keys().isdisjoint(profile.parents | profile.parts | profile.bodies):
        return profile
    keys = (profile.parents, profile.parts, profile.bodies)
    parents, parts, bodies = (frozenset(winners.get(key, key) for key in each) for each in keys)
    posts = frozenset((role, winners.get(body, body)) for role, body in profile.posts)
    return replace(profile, parents=parents, parts=parts, bodies=bodies, posts=posts)


def _read(reading: Reading, keys: Sequence[Key], place: Ground, drafts: dict[Key, _Draft]) -> None:
    names, page = place.names, reading.page
    for index, (entity, key) in enumerate(zip(reading.entities, keys, strict=True)):
        draft = drafts.get(key) or drafts.setdefault(key, _Draft(place.district or ""))
        # Of the districts of a person's pages the first, whatever order the pages come in.
        draft.district = min(draft.district, place.district or "")
        draft.pages.add(page.id)
        draft.mentions += len(entity.mentions)
        if key.type != "PERSON":
            forms = (entity.name, *entity.aliases)
            draft.forms.update([names.canonical(key.type, form, place.near) for form in forms])
        elif page.publication and signs(reading, index):
            draft.press.add(page.publication)
    for relation in reading.relations:
        subject, object_ = keys[relation.subject], keys[relation.object]
        if relation.modality is not None or subject == object_:
            continue
        if relation.predicate in _ABOVE:
            drafts[subject].parents.add(object_)
            drafts[object_].parts.add(subject)
        elif relation.predicate in _BODY and object_.type in _NARROW:
            drafts[subject].bodies.add(object_)
            if relation.predicate == "memberOf" and relation.role:
                drafts[subject].posts.add((relation.role, object_))


def signs(reading: Reading, index: int) -> bool:
    """Whether a person only stands in bylines, or is named as the author of an article that names them.

    Not the latter where another person of the page, of the same name, stands in its bylines.
    """
    entity = reading.entities[index]
    lines = _bylines(reading, entity)
    if all(lines):
        return True
    names = {entity.name, *entity.aliases}
    articles = {reading.passages[mention.passage].article for mention in entity.mentions} - {None}
    authors = {author for at in articles if at is not None for author in reading.layout.articles[at].authors}
    others = (e for i, e in enumerate(reading.entities) if i != index and e.type == "PERSON" and e.name in names)
    return bool(names & authors) and (any(lines) or not any(any(_bylines(reading, other)) for other in others))


def _bylines(reading: Reading, entity: PageEntity) -> list[bool]:
    """Of each mention whether it stands in a byline."""
    return [
        line.role == "byline"
        for mention in entity.mentions
        for line in reading.passages[mention.passage].lines
        if line.start <= mention.start < line.end
    ]


def _communities(body: Key, drafts: Mapping[Key, _Draft]) -> list[Key]:
    """The communities that a body belongs to or a compound is part of."""
    return [parent for parent in drafts[body].parents if parent.type == "COMMUNITY"]


def _ground(key: Key, district: str, places: Mapping[str, Ground], names: Names) -> tuple[str, str]:
    if key.type == "PERSON":
        return key.name, district
    home = next((place.home for place in places.values()), None) or ""
    if key.type == "AREA" or names.is_national(key.type, key.name):
        return key.name, ""
    carried = names.carried(key.type, key.name)
    if carried is None or carried[1] == len(key.name):
        return key.name, key.scope or home
    area, end = carried
    return key.name[end:], home if key.scope is None and home.endswith(area) else (key.scope or "") + area
