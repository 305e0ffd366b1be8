"""The table by which two profiles are compared: small pure functions, each with what its finding is worth.

A function gives its reason in words, "" where it finds nothing; all are symmetric. Names and sums: ``comparison``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import ne
from typing import NamedTuple

from kg.mentions.misreadings import difference
from kg.model import ENTITY_TYPES, Key
from kg.names import Names
from kg.profiles import Profile

_ESTATE = "小区"
_SHORTENED = frozenset({"ORG", "PLACE", "PROGRAMME", "COMMUNITY"})
_THINGS = frozenset(ENTITY_TYPES) - {"PERSON", "AREA"}
_PEOPLE = frozenset({"PERSON"})
_LOCAL = _THINGS - {"PROGRAMME"}
_WIDE = frozenset({"PROGRAMME"})


@dataclass(frozen=True, slots=True)
class Context:
    """What comparing looks up. ``stands_for``: (type, district, short form) → the keys that pages use it for."""

    names: Names
    stands_for: Mapping[tuple[str, str, str], frozenset[Key]] = field(default_factory=dict)


class Comparator(NamedTuple):
    """``compare`` gives the reason in words, "" where it finds nothing; ``liking`` says that it compares names."""

    id: str
    weight: int
    types: frozenset[str]
    compare: Callable[[Profile, Profile, Context], str]
    liking: bool = False


def order(key: Key) -> tuple[str, str, str]:
    """Keys sort by it."""
    return key.type, key.name, key.scope or ""


def same_name(a: Profile, b: Profile, _context: Context) -> str:
    return "the same name but for the district in front" if a.core == b.core else ""


def same_estate(a: Profile, b: Profile, _context: Context) -> str:
    return f"the same name but for {_ESTATE}" if _stem(a.core) == _stem(b.core) and a.core != b.core else ""


def _stem(name: str) -> str:
    return name.removesuffix(_ESTATE) or name


def short_form(a: Profile, b: Profile, context: Context) -> str:
    """One is a name that pages use for the other, and for no third thing of the district."""
    for short, full in ((a, b), (b, a)):
        if len(short.core) < 3 or short.core == full.core or short.district != full.district:
            continue
        meant = context.stands_for.get((short.key.type, short.district, short.core), frozenset())
        if meant - {short.key} == {full.key}:
            return f"a page calls {full.key.name} also {short.core}"
    return ""


def alike(a: Profile, b: Profile, context: Context) -> str:
    """One character misread, doubled or lost."""
    if a.core == b.core or min(len(a.core), len(b.core)) < 3 or abs(len(a.core) - len(b.core)) > 1:
        return ""
    lookalikes = context.names.lookalikes
    if len(a.core) == len(b.core):
        # Most names of a block differ in more than one character, which is soon counted.
        one = sum(map(ne, a.core, b.core)) == 1 and difference(b.core, a.core, lookalikes) is not None
        mend = difference(a.core, b.core, lookalikes) if one else None
        return f"{mend.was} and {mend.now} look alike in print" if mend else ""
    mend = difference(a.core, b.core, lookalikes) or difference(b.core, a.core, lookalikes)
    return f"{mend.was or mend.now} may be {'doubled' if mend.was else 'lost'} in print" if mend else ""


def contracted(a: Profile, b: Profile, _context: Context) -> str:
    """The shorter name is written with characters of the longer, in order, from its first two on."""
    short, full = (a.core, b.core) if len(a.core) < len(b.core) else (b.core, a.core)
    rest = iter(full[2:])
    fits = 3 <= len(short) < len(full) and short[:2] == full[:2] and all(char in rest for char in short[2:])
    return f"{short} may be short for {full}" if fits else ""


def namesakes(a: Profile, b: Profile, context: Context) -> str:
    return "the same name" if a.core == b.core and not context.names.called(a.core) else ""


def called_alike(a: Profile, b: Profile, context: Context) -> str:
    return "the same form of address" if a.core == b.core and context.names.called(a.core) else ""


def same_district(a: Profile, b: Profile, _context: Context) -> str:
    return f"both in {a.district or 'the whole country'}" if a.district == b.district else ""


def other_district(a: Profile, b: Profile, _context: Context) -> str:
    return "" if a.district == b.district else f"one in {_said(a.district)}, one in {_said(b.district)}"


def own_name(a: Profile, b: Profile, _context: Context) -> str:
    """A programme that names no district may be run in several."""
    bare = a.core == a.key.name and b.core == b.key.name
    return f"no district in {a.core}" if bare and a.core == b.core and a.district != b.district else ""


def other_town(a: Profile, b: Profile, context: Context) -> str:
    """Other districts, but for reporters, who go about."""
    return "" if a.press and b.press else other_district(a, b, context)


def _said(district: str) -> str:
    return district or "no district"


def stated_district(a: Profile, b: Profile, _context: Context) -> str:
    """Pages put the one in the other's district, by its stated parents."""
    for one, other in ((a, b), (b, a)) if a.district != b.district else ():
        areas = {parent.name for parent in one.parents if parent.type == "AREA"}
        if len(areas) == 1 and other.district.endswith(min(areas)):
            return f"pages say that {one.key.name} is in {min(areas)}"
    return ""


def same_parent(a: Profile, b: Profile, _context: Context) -> str:
    """Anything but a district, which is told apart already."""
    shared = {parent for parent in a.parents & b.parents if parent.type != "AREA"}
    return f"both in or of {min(shared, key=order).name}" if shared else ""


def same_part(a: Profile, b: Profile, _context: Context) -> str:
    shared = a.parts & b.parts
    return f"{min(shared, key=order).name} is in or of both" if shared else ""


def other_parent(a: Profile, b: Profile, _context: Context) -> str:
    """Both have parents of one type, and none together."""
    for type_ in ("STREET", "COMMUNITY") if a.parents and b.parents else ():
        first, second = ({parent for parent in p.parents if parent.type == type_} for p in (a, b))
        if first and second and not first & second:
            return f"one in or of {min(first, key=order).name}, one of {min(second, key=order).name}"
    return ""


def one_of_other(a: Profile, b: Profile, _context: Context) -> str:
    """A university's school begins with its name, and is another body."""
    for part, whole in ((a, b), (b, a)):
        if whole.key in part.parents:
            return f"{part.key.name} is in or of {whole.key.name}"
    return ""


def same_press(a: Profile, b: Profile, _context: Context) -> str:
    shared = a.press & b.press
    return f"both sign articles of {min(shared)}" if shared else ""


def same_post(a: Profile, b: Profile, _context: Context) -> str:
    shared = a.posts & b.posts
    if not shared:
        return ""
    role, body = min(shared, key=lambda post: (post[0], order(post[1])))
    return f"both {role} of {body.name}"


def same_body(a: Profile, b: Profile, _context: Context) -> str:
    shared = a.bodies & b.bodies
    return f"both of {min(shared, key=order).name}" if shared else ""


def other_body(a: Profile, b: Profile, _context: Context) -> str:
    if not a.bodies or not b.bodies or a.bodies & b.bodies:
        return ""
    return f"one of {min(a.bodies, key=order).name}, one of {min(b.bodies, key=order).name}"


def one_known(a: Profile, b: Profile, context: Context) -> str:
    first, second = _known(a, context), _known(b, context)
    return f"{(a if first else b).key.name} is a known name" if first != second else ""


def both_known(a: Profile, b: Profile, context: Context) -> str:
    return "both are known names" if a.core != b.core and _known(a, context) and _known(b, context) else ""


def _known(profile: Profile, context: Context) -> bool:
    key = profile.key
    if key.type == "ORG" and profile.core in context.names.organs:
        return True
    return (key.type, key.name) in context.names.listed or (key.type == "AREA" and key.name in context.names.parents)


def one_rare(a: Profile, b: Profile, _context: Context) -> str:
    """A misreading stands once where the name stands often."""
    few, many = sorted((len(a.pages), len(b.pages)))
    return f"one on {few} page, the other on {many}" if few == 1 and many > 2 and a.core != b.core else ""


def side_by_side(a: Profile, b: Profile, _context: Context) -> str:
    shared = a.pages & b.pages
    return f"{min(shared)} names both" if shared else ""


TABLE = (
    Comparator("name.same", 60, _THINGS, same_name, liking=True),
    Comparator("name.estate", 60, frozenset({"COMPOUND"}), same_estate, liking=True),
    Comparator("name.short", 60, _SHORTENED, short_form, liking=True),
    Comparator("name.alike", 40, frozenset(ENTITY_TYPES), alike, liking=True),
    Comparator("name.contracted", 30, frozenset({"ORG", "PROGRAMME"}), contracted, liking=True),
    Comparator("name.person", 70, _PEOPLE, namesakes, liking=True),
    Comparator("name.called", 30, _PEOPLE, called_alike, liking=True),
    Comparator("district.same", 40, _THINGS, same_district),
    Comparator("district.other", -60, _THINGS, other_district),
    Comparator("district.other", -60, _PEOPLE, other_town),
    Comparator("district.none", 50, _WIDE, own_name),
    Comparator("district.stated", 60, _LOCAL, stated_district),
    Comparator("parent.same", 40, _THINGS, same_parent),
    Comparator("part.same", 40, _THINGS, same_part),
    Comparator("parent.other", -60, _LOCAL, other_parent),
    Comparator("parent.each", -60, _THINGS, one_of_other),
    Comparator("press.same", 60, _PEOPLE, same_press),
    Comparator("post.same", 60, _PEOPLE, same_post),
    Comparator("body.same", 30, _PEOPLE, same_body),
    Comparator("body.other", -40, _PEOPLE, other_body),
    Comparator("known.one", 40, frozenset(ENTITY_TYPES), one_known),
    Comparator("known.both", -100, frozenset(ENTITY_TYPES), both_known),
    Comparator("rare.one", 10, frozenset(ENTITY_TYPES), one_rare),
    Comparator("page.same", -50, frozenset(ENTITY_TYPES), side_by_side),
)  # fmt: skip
"""Weights are the project's own, set so that what the issue of identity names falls on its side of the two lines."""
