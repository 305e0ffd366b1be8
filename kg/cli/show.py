"""``kg show``: a name in, the entity's card out, each fact with the words that prove it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from kg.cli.parsing import add_graph, add_min_confidence, coloured

if TYPE_CHECKING:
    from kg.card import Card, Fact, Proof

T = TypeVar("T")

PROOFS = 2
"""Proofs of one fact that are printed unless --all is given."""

FACTS = 20
"""Facts of one predicate and direction, neighbours of one type and articles that are printed unless --all is given."""

_HELP = """\
examples:
  kg show 谊景村社区
  kg show 谊景村社区 --all --sentences
  kg show '敲一敲门 邻里就是亲人'              an article: authors, page, the names in it
  kg show 建设街道 --type street --json
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    from kg.cli.find import add_type

    parser.epilog = _HELP
    parser.add_argument("name", metavar="NAME", help="a label, an alias, a prefixed name (street:…) or an IRI")
    add_graph(parser)
    add_min_confidence(parser)
    add_type(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help=f"print all, not {PROOFS} proofs of a fact and {FACTS} facts of a predicate at most",
    )
    parser.add_argument("--sentences", action="store_true", help="print the whole sentence around each proof too")
    parser.add_argument("--json", action="store_true", help="print the card as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the card."""
    from kg.binding import iri_of
    from kg.card import card
    from kg.cli.find import class_of
    from kg.context import around
    from kg.worker import open_reader

    with open_reader(args.graph, least=args.min_confidence) as reader:
        found = card(reader, iri_of(reader, args.name, class_of(args.type), where="show"))
        sentence = around(reader) if args.sentences else lambda _: ""
        if args.json:
            print(_json(found, sentence))
        else:
            short = {"proofs": 0, "most": 0} if args.all else {"proofs": PROOFS, "most": FACTS}
            for line in lines(found, **short, bold=coloured(), around=sentence):
                print(line)
    return 0


def lines(
    card: Card,
    *,
    proofs: int = 0,
    most: int = 0,
    bold: bool = False,
    around: Callable[[Proof], str] = lambda _: "",
) -> Iterator[str]:
    """The card as text; ``proofs`` of each fact at most (0: all), each with the sentence that ``around`` gives.

    ``most`` facts of a predicate and direction, neighbours of a type, and articles are shown (0: all).
    """
    yield f"\x1b[1m{card.label}\x1b[0m  {card.type}" if bold else f"{card.label}  {card.type}"
    yield card.iri
    if card.aliases:
        yield f"also: {'、'.join(card.aliases)}"
    yield from (f"{what}: {words}" for what, words in card.about)
    for title, facts in (
        ("facts", [fact for fact in card.facts if not fact.modality]),
        ("planned, negated or doubtful", [fact for fact in card.facts if fact.modality]),
    ):
        if facts:
            yield f"\n{title}"
            for _, alike in groupby(facts, key=lambda fact: (fact.outgoing, fact.predicate)):
                shown, rest = _cut(list(alike), most)
                for fact in shown:
                    yield from _fact(fact, proofs, around)
                if rest:
                    yield f"  … {rest} more facts of {shown[0].predicate} (--all)"
    yield from _neighbours(card, most)
    if card.articles:
        yield "\narticles"
        places, rest = _cut(card.places, most)
        yield from (f"  {title}  {identifier}".rstrip() for identifier, title in places)
        if rest:
            yield f"  … {rest} more articles (--all)"


def _cut(items: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """The first ``most`` items (0: all), and how many are left out."""
    return (items[:most], len(items) - most) if 0 < most < len(items) else (items, 0)


def _neighbours(card: Card, most: int) -> Iterator[str]:
    if card.neighbours:
        yield "\nnames in it" if card.about else "\nneighbours"
    for kind, those in groupby(card.neighbours, key=lambda neighbour: neighbour.type):
        shown, rest = _cut(list(those), most)
        names = (f"{each.label} ×{each.facts}" if each.facts > 1 else each.label for each in shown)
        yield f"  {kind}  {'、'.join(names)}" + (f" … {rest} more (--all)" if rest else "")


def _fact(fact: Fact, proofs: int, around: Callable[[Proof], str]) -> Iterator[str]:
    role = f" ({fact.role})" if fact.role else ""
    modality = f" [{fact.modality}]" if fact.modality else ""
    arrow = f"{fact.predicate} → {fact.other}" if fact.outgoing else f"← {fact.predicate} {fact.other}"
    yield f"  {arrow}{role}{modality}  {fact.confidence:.2f}"
    for proof in fact.proofs[: proofs or None]:
        repaired = ", over repaired text" if proof.repaired else ""
        yield f"      「{_one_line(proof.words)}」"
        if sentence := around(proof):
            yield f"      {_one_line(sentence)}"
        yield f"      {proof.article}, {place(proof)}; {proof.rule} {proof.confidence:.2f}{repaired}"
    if proofs and len(fact.proofs) > proofs:
        yield f"      … {len(fact.proofs) - proofs} more proofs (--all)"


def place(proof: Proof) -> str:
    """Where the words stand: the page's id and their offsets in it."""
    return f"{proof.page}, characters {'+'.join(f'{start}–{end}' for start, end in proof.spans)}"


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "⏎" if letter == "\n" else " " for letter in text)


def _json(card: Card, around: Callable[[Proof], str]) -> str:
    import json

    facts = []
    for fact in card.facts:
        proofs = [
            {**proof._asdict(), **({"sentence": text} if (text := around(proof)) else {})} for proof in fact.proofs
        ]
        facts.append({**fact._asdict(), "proofs": proofs})
    neighbours = [neighbour._asdict() for neighbour in card.neighbours]
    return json.dumps(
        {**card._asdict(), "facts": facts, "neighbours": neighbours, "about": dict(card.about)},
        ensure_ascii=False,
        indent=1,
    )
