"""Candidates → relations: domain and range kept, each relation once with its best proof, places by the nearest step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.model import SYMMETRIC, PageEntity, Passage, Relation, Span
from kg.relations.candidates import Candidate

_ACTORS = frozenset({"ORG", "AREA", "STREET", "COMMUNITY"})
_GROUND = frozenset({"AREA", "STREET", "COMMUNITY", "COMPOUND"})
_ANY = frozenset({*_GROUND, "PLACE", "ORG", "PERSON", "PROGRAMME", "EVENT", "AWARD"})
# annotation.md's table: predicate → (types of the subject, types of the object).
ALLOWED = {
    "partOf": (_GROUND, _GROUND),
    "locatedIn": (frozenset({"ORG", "PLACE", "EVENT", "COMPOUND"}), _GROUND | {"PLACE", "ORG"}),
    "belongsTo": (frozenset({"ORG"}), _GROUND | {"ORG"}),
    "memberOf": (frozenset({"PERSON"}), _ACTORS),
    "livesIn": (frozenset({"PERSON"}), _GROUND),
    "helps": (frozenset({"PERSON", "ORG"}), frozenset({"PERSON", "ORG", "COMMUNITY", "COMPOUND"})),
    "implements": (_ACTORS, frozenset({"PROGRAMME"})),
    "covers": (frozenset({"PROGRAMME"}), _GROUND | {"PLACE"}),
    "organizes": (_ACTORS | {"PERSON"}, frozenset({"EVENT"})),
    "participatesIn": (_ANY, frozenset({"EVENT", "PROGRAMME"})),
    "cooperatesWith": (_ACTORS, _ACTORS),
    "receives": (_ANY, frozenset({"AWARD"})),
    "conferredBy": (frozenset({"AWARD"}), _ACTORS),
}
_ORDER = {"AREA": 0, "STREET": 1, "COMMUNITY": 2, "COMPOUND": 3}


def choose(
    candidates: Iterable[Candidate], entities: Sequence[PageEntity], passages: Sequence[Passage]
) -> tuple[Relation, ...]:
    """The relations that the candidates amount to, in page order of their proofs.

    A fact outweighs a plan of the same; of several proofs the most confident stays, then the shortest.
    """
    best: dict[tuple[int, str, int], Candidate] = {}
    for found in candidates:
        if not _allowed(found, entities):
            continue
        key = _key(found)
        other = best.get(key)
        if other is None or _rank(found) < _rank(other):
            best[key] = found
    _drop_rivals(best)
    relations = [_relation(candidate, passages) for candidate in best.values()]
    return tuple(sorted(relations, key=lambda r: (r.evidence, r.subject, r.predicate, r.object)))


def _allowed(found: Candidate, entities: Sequence[PageEntity]) -> bool:
    subject, obj = entities[found.subject].type, entities[found.object].type
    domain, reach = ALLOWED[found.predicate]
    if found.subject == found.object or subject not in domain or obj not in reach:
        return False
    if found.predicate == "partOf":
        return _ORDER[subject] > _ORDER[obj] or subject == obj
    return True


def _key(found: Candidate) -> tuple[int, str, int]:
    if found.predicate in SYMMETRIC and found.subject > found.object:
        return found.object, found.predicate, found.subject
    return found.subject, found.predicate, found.object


def _rank(found: Candidate) -> tuple[bool, bool, float, int]:
    length = sum(end - start for start, end in found.pieces)
    return found.modality is not None, found.predicate == "memberOf" and found.role is None, -found.confidence, length


def _drop_rivals(best: dict[tuple[int, str, int], Candidate]) -> None:
    """Of two wordings of one tie only one stays: an organiser is no participant, an organ's seat is no second tie."""
    for subject, predicate, obj in list(best):
        found = best.get((subject, predicate, obj))
        if found is None or found.modality is not None:
            continue
        weaker = {"organizes": "participatesIn", "implements": "participatesIn", "belongsTo": "locatedIn"}.get(predicate)
        if weaker is not None:
            best.pop((subject, weaker, obj), None)


def _relation(found: Candidate, passages: Sequence[Passage]) -> Relation:
    passage = passages[found.passage]
    spans: list[Span] = []
    repaired = False
    for start, end in found.pieces:
        repaired = repaired or passage.crosses_seam(start, end)
        spans.extend(passage.spans(start, end))
    subject, predicate, obj = _key(found)
    return Relation(
        subject, predicate, obj, tuple(sorted(set(spans))), found.rule, found.confidence, found.role, repaired,
        found.modality, passage.article,
    )  # fmt: skip
