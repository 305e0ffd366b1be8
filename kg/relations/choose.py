"""Candidates → relations: domain and range kept, each relation once with its best proof, places by the nearest step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

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
_WEAKER = {"organizes": "participatesIn", "implements": "participatesIn", "belongsTo": "locatedIn"}
Key = tuple[int, str, int]
"""(subject, predicate, object) by the entities' numbers."""
_SURER = 0.1
"""So much likelier than another of the same kind a parent must be."""
_ORDER = {"AREA": 0, "STREET": 1, "COMMUNITY": 2, "COMPOUND": 3}


def choose(
    candidates: Iterable[Candidate], entities: Sequence[PageEntity], passages: Sequence[Passage],
    sure: Mapping[Key, float] | None = None,
) -> tuple[Relation, ...]:  # fmt: skip
    """The relations that the candidates amount to, in page order of their proofs.

    ``sure`` is the confidence of each fact, where it is another than that of its best candidate.

    A fact outweighs a plan of the same; of several proofs the most confident stays, then the shortest.
    """
    best: dict[Key, Candidate] = {}
    for found in candidates:
        if not _allowed(found, entities):
            continue
        ends = key(found)
        other = best.get(ends)
        if other is None or _rank(found) < _rank(other):
            best[ends] = found
    _drop_rivals(best, entities)
    _one_parent(best, entities, sure or {})
    relations = [
        _relation(found, passages, found.confidence if found.modality or not sure else sure.get(ends, found.confidence))
        for ends, found in best.items()
    ]
    return tuple(sorted(relations, key=lambda r: (r.evidence, r.subject, r.predicate, r.object)))


def _allowed(found: Candidate, entities: Sequence[PageEntity]) -> bool:
    subject, obj = entities[found.subject].type, entities[found.object].type
    return found.subject != found.object and permitted(subject, found.predicate, obj)


def permitted(subject: str, predicate: str, obj: str) -> bool:
    """Whether a predicate may hold between things of these types; a part is of the same level or a finer one."""
    domain, reach = ALLOWED[predicate]
    if subject not in domain or obj not in reach:
        return False
    return predicate != "partOf" or _ORDER[subject] > _ORDER[obj] or subject == obj


def key(found: Candidate) -> Key:
    """What makes two candidates the same relation."""
    if found.predicate in SYMMETRIC and found.subject > found.object:
        return found.object, found.predicate, found.subject
    return found.subject, found.predicate, found.object


def _rank(found: Candidate) -> tuple[bool, bool, float, int]:
    length = sum(end - start for start, end in found.pieces)
    return found.modality is not None, found.predicate == "memberOf" and found.role is None, -found.confidence, length


def _drop_rivals(best: dict[Key, Candidate], entities: Sequence[PageEntity]) -> None:
    """Leave the nearest and the surest of what says the same: an organiser is no participant, the
    nearest larger place stands for those around it, a stated organiser for the one in the event's name."""
    facts = {ends: found for ends, found in best.items() if found.modality is None}
    stated = {obj for (_, predicate, obj), found in facts.items() if predicate == "organizes" and not _by_name(found)}
    finest: dict[tuple[int, str], int] = {}
    for subject, predicate, obj in facts:
        if predicate in ("partOf", "belongsTo"):
            level = _ORDER.get(entities[obj].type, 4)
            finest[subject, predicate] = max(level, finest.get((subject, predicate), 0))
    for (subject, predicate, obj), found in facts.items():
        if predicate in _WEAKER:
            best.pop((subject, _WEAKER[predicate], obj), None)
        coarser = _ORDER.get(entities[obj].type, 4) < finest.get((subject, predicate), 0)
        silenced = predicate == "organizes" and _by_name(found) and obj in stated
        if silenced or (coarser and entities[obj].type != "ORG"):
            best.pop((subject, predicate, obj), None)


def _one_parent(best: dict[Key, Candidate], entities: Sequence[PageEntity], sure: Mapping[Key, float]) -> None:
    """Leave a thing one place of each type that it is part of; none where no one of several is surer."""
    parents: dict[tuple[int, str], list[tuple[float, Key]]] = defaultdict(list)
    for ends, found in best.items():
        if found.predicate == "partOf" and found.modality is None:
            parents[found.subject, entities[found.object].type].append((sure.get(ends, found.confidence), ends))
    for rivals in parents.values():
        rivals.sort(reverse=True)
        alone = len(rivals) == 1 or rivals[0][0] - rivals[1][0] >= _SURER
        for _, ends in rivals[int(alone) :]:
            del best[ends]


def _by_name(found: Candidate) -> bool:
    return found.rule.startswith(("name.", "chain."))


def _relation(found: Candidate, passages: Sequence[Passage], confidence: float) -> Relation:
    passage = passages[found.passage]
    spans: list[Span] = []
    repaired = False
    for start, end in found.pieces:
        seam = bool(passage.seams) and passage.crosses_seam(start, end)
        repaired = repaired or seam
        if seam or "\n" in passage.text[start:end]:
            spans.extend(passage.spans(start, end))
        else:
            spans.append(Span(passage.offsets[start], passage.offsets[end - 1] + 1))
    subject, predicate, obj = key(found)
    evidence = tuple(spans) if len(spans) == 1 else tuple(sorted(set(spans)))
    return Relation(
        subject, predicate, obj, evidence, found.rule, round(confidence, 3), found.role, repaired,
        found.modality, passage.article,
    )  # fmt: skip
