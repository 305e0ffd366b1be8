"""A scene → who holds which post where: body and post in front of a name, or a bare post whose body was named before.

Posts are a list of data; the words between a body and a person are a post when they end in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import ENTITY_TYPES, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.proofs import rest_of_clause
from kg.relations.rules import Rules
from kg.relations.scene import SLOT, Name, Scene, Slot, type_class

_BODY = f"[{type_class(['ORG', 'COMMUNITY', 'STREET', 'AREA', 'COMPOUND'])}]"
_WORDS = rf"[^,。!?;:\n{SLOT}]{{1,18}}?"
_POST = re.compile(rf"{_BODY}(?P<role>{_WORDS})(?:[、兼](?={_BODY})|(?=[{SLOT}]))")
_HOLDER = re.compile(
    rf"{_BODY}{_WORDS}(?:[、兼]{_BODY}{_WORDS}){{0,2}}"
    rf"(?P<s>[{type_class(['PERSON'])}](?:、[{type_class(['PERSON'])}])*)"
)
_BARE = re.compile(
    rf"(?:^|(?<=[,。!?;:\n”“、而的是]))(?P<role>[^,。!?;:、\n{SLOT}“”]{{2,10}}?)"
    rf"(?P<s>[{type_class(['PERSON'], names_only=True)}])"
)
_PERSON = ENTITY_TYPES.index("PERSON")
_LONGEST = 10
_FAR = 500
_NEAR = 40
_BESIDE = 10


def held(scene: Scene, entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    """Candidates of ``memberOf`` with their roles."""
    people = [place for place, kind in zip(scene.places, scene.kinds, strict=True) if kind == _PERSON]
    if not people:
        return
    taken: set[int] = set()
    for match in _HOLDER.finditer(scene.masked):
        holders = [scene.slots[scene.slot_number(p)].name for p in range(*match.span("s")) if scene.masked[p] != "、"]
        for part in _POST.finditer(scene.masked, match.start(), match.start("s") + 1):
            body = scene.slots[scene.slot_number(part.start())]
            words = part.group("role")
            if body.name.reference and body.name.type == "COMMUNITY":
                said = scene.passage.text[body.start : body.end]
                of_body = rules.expressions["post-body"]
                words = said + words if of_body.match(said) or of_body.match(words) else words
            for role, holder in _roles(words, body, entities, rules):
                taken.add(match.start("s"))
                for person in holders:
                    kind = "post.body" if body.name.type == "ORG" else "post.place"
                    stretch = (scene.offset(match.start()), person.end)
                    pieces = (rest_of_clause(scene.passage.text, stretch, _BESIDE),)
                    yield _candidate(scene, (person, body.name._replace(entity=holder)), role, pieces, kind, rules)
    for place in people:
        bare = None if place in taken else _BARE.search(scene.masked, max(0, place - _LONGEST), place + 1)
        if bare is not None:
            yield from _bare(scene, bare, entities, rules)


def _candidate(
    scene: Scene, pair: tuple[Name, Name], role: str, pieces: tuple[tuple[int, int], ...], kind: str, rules: Rules
) -> Candidate:
    person, body = pair
    return Candidate(
        person.entity, "memberOf", body.entity, scene.index, pieces, kind, rules.confidences[kind], role,
        ends=(person.start, body.start),
    )  # fmt: skip


def _roles(words: str, body: Slot, entities: Sequence[PageEntity], rules: Rules) -> Iterator[tuple[str, int]]:
    """The posts among the words between body and person, each with the entity that it is held in."""
    parts = [part for part in re.split("[、兼]", rules.expressions["post-noise"].sub("", words)) if part]
    if not parts or not all(rules.expressions["post"].search(part) for part in parts):
        return
    if rules.expressions["no-post"].search(words):
        return
    for i, part in enumerate(parts):
        holder = body.name.entity
        if body.name.type not in ("ORG", "COMMUNITY") and not rules.expressions["place-post"].search(part):
            continue
        if body.name.type == "COMMUNITY" and not rules.expressions["community-post"].search(part):
            continue
        if i and body.name.type == "ORG":
            other = _own_body(part, body, entities, rules)
            if other is not None:
                part, holder = other
        yield part, holder


def _own_body(part: str, body: Slot, entities: Sequence[PageEntity], rules: Rules) -> tuple[str, int] | None:
    """A second post that names its body (…党委书记、居委会主任): that body when the page has it, else its place."""
    match = rules.expressions["post-body"].match(part)
    if match is None:
        return None
    stem = rules.expressions["body-tail"].sub("", entities[body.name.entity].name)
    for number, entity in enumerate(entities):
        if entity.name == stem + match.group():
            return part[match.end() :], number
    for number, entity in enumerate(entities):
        if entity.type in ("COMMUNITY", "STREET") and stem in (entity.name, *entity.aliases):
            return part, number
    return None


def _bare(scene: Scene, match: re.Match[str], entities: Sequence[PageEntity], rules: Rules) -> Iterator[Candidate]:
    """A post without a body: the nearest body before it, of the kind that has such a post."""
    words = rules.expressions["post-noise"].sub("", match.group("role"))
    name = next((name for post, name in rules.posts if words.endswith(post)), None)
    if name is None or rules.expressions["no-post"].search(words):
        return
    start = scene.offset(match.start("role"))
    body = _nearest(scene, start, entities, name)
    if body is not None:
        person = scene.slots[scene.slot_number(match.start("s"))].name
        apart = ((body.start, body.end), (start, person.end))
        pieces = ((body.start, person.end),) if start - body.end < _NEAR else apart
        yield _candidate(scene, (person, body), words.split("的")[-1], pieces, "post.bare", rules)


def _nearest(scene: Scene, start: int, entities: Sequence[PageEntity], name: re.Pattern[str]) -> Name | None:
    for slot in reversed(scene.slots):
        if slot.end <= start and slot.name.type in ("ORG", "COMMUNITY") and _fits(name, entities[slot.name.entity]):
            return slot.name if start - slot.end <= _FAR else None
    return None


def _fits(name: re.Pattern[str], entity: PageEntity) -> bool:
    return any(name.search(form) for form in (entity.name, *entity.aliases))
