"""Scenes and the rules' hits → hits that hold and relations that no rule saw, each with how likely it is.

A rule's hit is one piece of evidence among many: the sum decides whether it stands, and pairs of names that no rule
knows stand where the words around them suffice. Plans and denials stay what the rules say they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kg.model import PREDICATES, PageEntity
from kg.relations.candidates import Candidate
from kg.relations.choose import Key, key
from kg.relations.evidence import evidence
from kg.relations.field import field
from kg.relations.frames import SHARED_OUT
from kg.relations.gate import directed
from kg.relations.modality import modality
from kg.relations.pairs import Pairs, pairs
from kg.relations.proofs import antecedent, merged, rest_of_clause, whole_clause
from kg.relations.roles import role
from kg.relations.rules import Rules
from kg.relations.scene import Scene, Slot
from kg.relations.scorer import Floats
from kg.relations.triggers import Word
from kg.relations.words import Flags, Ints

LEARNT = "learnt."
"""What opens the rule of a relation that no rule proposed."""
_NEAR = 40
_ROOM = 24
_MARKS = ",。!?;:\n"
_END = re.compile("[。!?;\n]")
_CLAUSE_END = re.compile(f"[{_MARKS}]")


class Weighed(NamedTuple):
    """The rules' hits, what may be chosen, and how likely each (subject, predicate, object) is."""

    hits: Sequence[Candidate]
    candidates: Sequence[Candidate]
    sure: Mapping[Key, float]


def weigh(hits: Sequence[Candidate], views: Sequence[Scene], entities: Sequence[PageEntity], rules: Rules) -> Weighed:
    """The hits that hold and what is likely without one; hits of rules that the scorer never met hold as they are."""
    scorer = rules.scorer
    if scorer is None or not views:
        return Weighed(hits, hits, {})
    ground = field(views, entities, rules.known, rules.modal)
    found = pairs(ground, hits, [view.index for view in views], scorer.gate)
    sums = scorer.sums(evidence(ground, found, hits), found.predicate)
    likely = best(found, sums)
    probability = scorer.probability(sums[likely])
    keys = _keys(found, likely)
    sure = dict(zip(keys, probability.tolist(), strict=True))
    for hit in hits:
        if hit.modality is None and hit.rule not in scorer.rules:
            sure[key(hit)] = max(sure.get(key(hit), 0.0), hit.confidence, scorer.least)
    kept = [hit for hit in hits if hit.modality is not None or sure.get(key(hit), 0.0) >= scorer.least]
    said = {key(hit) for hit in hits}
    taken = {(hit.predicate, end) for hit in kept for end in (hit.subject, hit.object)}
    for number in np.flatnonzero(probability >= scorer.least).tolist():
        ends = keys[number]
        if ends in said:
            continue
        place = _place(found, int(likely[number]), ground.scene, views)
        if not (taken.issuperset({(ends[1], ends[0]), (ends[1], ends[2])}) and place.shares_out()):
            kept.append(_learnt(place, ends, sure[ends], rules))
    return Weighed(hits, kept, sure)


def best(found: Pairs, sums: Floats) -> Ints:
    """The likeliest candidate of each (subject, predicate, object)."""
    subject, obj = found.subject, found.object
    turned = _turned(found)
    first, last = np.where(turned, obj, subject), np.where(turned, subject, obj)
    size = int(max(first.max(initial=0), last.max(initial=0))) + 1
    code = (first * len(PREDICATES) + found.predicate) * size + last
    order = np.lexsort((-sums, code))
    code = code[order]
    opens = np.ones(len(code), np.bool_)
    opens[1:] = code[1:] != code[:-1]
    rows: Ints = order[opens]
    return rows


def _turned(found: Pairs) -> Flags:
    """Candidates of predicates without a direction whose ends are to be turned round, to say each only once."""
    flags: Flags = ~directed()[found.predicate] & (found.subject > found.object)
    return flags


def _keys(found: Pairs, rows: Ints) -> list[Key]:
    turned = _turned(found)[rows]
    subject, obj = found.subject[rows], found.object[rows]
    ends = np.where(turned, obj, subject).tolist(), np.where(turned, subject, obj).tolist()
    says = [PREDICATES[number] for number in found.predicate[rows].tolist()]
    return list(zip(ends[0], says, ends[1], strict=True))


class _Place(NamedTuple):
    """Where a pair stands: the numbers of its slots, from left to right."""

    scene: Scene
    left: int
    right: int

    def shares_out(self) -> bool:
        """Whether words between the two say that two rows go with one another one by one."""
        places = self.scene.places
        return SHARED_OUT.search(self.scene.masked, places[self.left], places[self.right]) is not None


def _place(found: Pairs, row: int, scene_of: Ints, views: Sequence[Scene]) -> _Place:
    pair = int(found.pair[row])
    left, right = int(found.left[pair]), int(found.right[pair])
    first = int(np.searchsorted(scene_of, scene_of[left]))
    return _Place(views[int(scene_of[left])], left - first, right - first)


def _learnt(place: _Place, ends: Key, sure: float, rules: Rules) -> Candidate:
    """A relation that no rule proposed, with the clauses that show both names; planned where these say so."""
    scene, left, right = place
    subject, predicate, obj = ends
    post = None
    if predicate == "memberOf":
        person, body = (left, right) if scene.slots[left].name.entity == subject else (right, left)
        post = role(scene, person, body, rules)
    return Candidate(
        subject, predicate, obj, scene.index, _shown(scene, scene.slots[left], scene.slots[right]),
        LEARNT + predicate, round(sure, 3), post, _modality(place, rules),
    )  # fmt: skip


def _shown(scene: Scene, one: Slot, other: Slot) -> tuple[tuple[int, int], ...]:
    """One stretch where both stand near each other in a sentence, else what each one's clause says; what a reference
    stands for too."""
    text = scene.passage.text
    named = (antecedent(scene, slot) for slot in (one, other) if slot.name.reference)
    shown = [rest_of_clause(text, (slot.start, slot.end), _ROOM) for slot in named if slot is not None]
    if other.start - one.end <= _NEAR and not _END.search(text, one.end, other.start):
        return merged((*shown, rest_of_clause(text, (one.start, other.end), _ROOM)))
    apart = rest_of_clause(text, (one.start, one.end), _ROOM), whole_clause(text, (other.start, other.end))
    return merged((*shown, *apart))


def _modality(place: _Place, rules: Rules) -> str | None:
    """Planned, negated or doubtful, by the words from the clause of the first name to the second's end of clause; by
    those of the second's clause where it stands in another sentence."""
    scene = place.scene
    begin, end = scene.places[place.left], scene.places[place.right]
    if scene.sentence_of(begin) != scene.sentence_of(end):
        begin = end
    stop = _CLAUSE_END.search(scene.masked, end)
    span = (begin, stop.start() if stop else len(scene.masked))
    floor = scene.sentences[scene.sentence_of(begin)][0]
    found = rules.modal.find_matches_as_indexes(scene.masked[floor : span[1]])
    words = (Word(rules.modal_kinds[number], floor + start, floor + end) for number, start, end in found)
    return modality(scene, span, words, rules)
