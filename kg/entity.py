"""An entity's card → the entity as Python sees it: facts as subject, predicate, object, each with its proofs.

``kg.card`` tells what stands on either side of the entity, as a page shows it; here every fact reads the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.card import Card, Proof
from kg.card import Fact as Side
from kg.lookup import Found

if TYPE_CHECKING:
    from kg import graph


class Fact(NamedTuple):
    """A statement of a graph; ``subject`` and ``object`` are labels, with their IRIs beside them.

    ``role`` is a post as the page has it, else empty. ``confidence`` is from 0 to 1: how often such a fact is right.
    ``evidence`` are the words that prove it, surest first. ``modality`` is empty for what is known, else ``planned``,
    ``negated`` or ``doubtful``.
    """

    subject: str
    predicate: str
    object: str
    role: str
    confidence: float
    evidence: tuple[Proof, ...]
    subject_iri: str
    object_iri: str
    modality: str = ""

    def __str__(self) -> str:
        role = f" ({self.role})" if self.role else ""
        return f"{self.subject} {self.predicate} {self.object}{role}"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of a graph: its names, what is known of it and by which words, the articles that name it.

    ``type`` is the class's name (``Community``). ``facts`` are those that it is subject or object of;
    ``unasserted`` what is only planned, negated or doubtful. ``articles`` are (identifier, headline), where the
    identifier is the page's id, ``#`` and the headline's line.
    """

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    unasserted: tuple[Fact, ...]
    articles: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join((f"{self.label}  {self.type}", *(f"  {fact}  {fact.confidence:.2f}" for fact in self.facts)))


def entity(card: Card) -> Entity:
    """The entity that ``card`` shows."""
    facts = [_fact(card, side) for side in card.facts]
    known = tuple(fact for fact in facts if not fact.modality)
    others = tuple(fact for fact in facts if fact.modality)
    return Entity(card.iri, card.label, card.type, card.aliases, known, others, card.places)


def _fact(card: Card, side: Side) -> Fact:
    ends = ((card.label, card.iri), (side.other, side.other_iri))
    (subject, subject_iri), (object_, object_iri) = ends if side.outgoing else ends[::-1]
    return Fact(
        subject,
        side.predicate,
        object_,
        side.role,
        side.confidence,
        side.proofs,
        subject_iri,
        object_iri,
        side.modality,
    )


def fact_of(network: graph.Graph, edge: graph.Edge) -> Fact:
    """The fact that an edge of a network is."""
    subject, object_, key = edge
    about, nodes = network.edges[subject, object_, key], network.nodes
    ends = (nodes[subject]["label"], about["predicate"], nodes[object_]["label"])
    return Fact(*ends, about["role"] or "", about["confidence"], about["evidence"], subject, object_)


def found_in(network: graph.Graph, iri: str) -> Found:
    """The entity that a node of a network is."""
    about = network.nodes[iri]
    return Found(iri, about["label"], about["type"], about["label"])


def proof_of(proof: graph.Proof) -> Proof:
    """A network's proof as a card has it: its article by headline."""
    return Proof(*proof[:5], proof.title, proof.file)
