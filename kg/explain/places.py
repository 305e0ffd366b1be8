"""An explained page and one place of it (an offset, or words) → why a name was found there, or why none was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.errors import InputError
from kg.explain.account import Explanation, Rival, passage_of, rivals_at
from kg.explain.marking import place, weighed
from kg.explain.terminal import printable
from kg.mentions.scene import Scene
from kg.model import Passage, Span
from kg.pages.passages import normalise
from kg.reading import Knowledge

MOST, TIMES = 6, 5
"""Candidates that are told of a place, and places that are told of words that stand on the page more often."""
_FOR, _AGAINST, _AROUND = 5, 4, 12


class Asked(NamedTuple):
    """A stretch of a passage that is asked about; ``exact`` unless only its first character was given."""

    number: int
    passage: Passage
    start: int
    end: int
    exact: bool


def answer(told: Explanation, asked: str, knowledge: Knowledge) -> Iterator[str]:
    """Lines that explain a page offset (digits alone) or each occurrence of words. Raises InputError for neither."""
    found = _at_offset(told, int(asked)) if asked.isdecimal() else _at_words(told, asked)
    for number, at in enumerate(found[:TIMES]):
        if number:
            yield ""
        yield from _explained(told, at, knowledge)
    if len(found) > TIMES:
        yield f"\n… and at {len(found) - TIMES} further places (give an offset with --at to see one)"


def _at_offset(told: Explanation, offset: int) -> list[Asked]:
    size = len(told.reading.page.text)
    if offset >= size:
        raise InputError("--at", f"{offset} lies beyond the page's {size} characters", "give an offset from 0 on")
    found = passage_of(told, offset)
    if found is None:
        raise InputError("--at", f"no line's text holds character {offset}", "it is white space, or doubled at a break")
    number, passage, at = found
    return [Asked(number, passage, at, at + 1, False)]


def _at_words(told: Explanation, words: str) -> list[Asked]:
    wanted = normalise(words.strip())
    found = []
    for number, passage in enumerate(told.reading.passages):
        at = passage.text.find(wanted) if wanted else -1
        while at >= 0:
            found.append(Asked(number, passage, at, at + len(wanted), True))
            at = passage.text.find(wanted, at + 1)
    found = found or list(_as_printed(told, wanted))
    if not found:
        raise InputError("--at", f"{words!r} does not stand on this page", _near(told, wanted))
    return found


def _as_printed(told: Explanation, wanted: str) -> Iterator[Asked]:
    """Where the page itself has words that were mended when it was read."""
    page = normalise(told.reading.page.text)
    at = page.find(wanted) if wanted else -1
    while at >= 0:
        first, last = passage_of(told, at), passage_of(told, at + len(wanted) - 1)
        if first is not None and last is not None and first[0] == last[0]:
            yield Asked(first[0], first[1], first[2], last[2] + 1, True)
        at = page.find(wanted, at + 1)


def _near(told: Explanation, wanted: str) -> str:
    from difflib import get_close_matches

    known = sorted({form for e in told.reading.entities for form in (e.name, *e.aliases)})
    near = get_close_matches(wanted, known, 3, 0.5)
    return f"names like it there: {'、'.join(near)}" if near else "give words as the page has them, or an offset"


def _explained(told: Explanation, at: Asked, knowledge: Knowledge) -> Iterator[str]:
    text = at.passage.text
    spans = at.passage.spans(at.start, at.end)
    around = (
        f"{text[max(0, at.start - _AROUND) : at.start]}【{text[at.start : at.end]}】{text[at.end : at.end + _AROUND]}"
    )
    yield printable(f"{place(spans)}  …{around}…")
    rivals = list(rivals_at(told, at.number, (at.start, at.end), knowledge))
    yield from _verdict(told, at, rivals)
    for rival in rivals[:MOST]:
        yield from _candidate(rival)
    if len(rivals) > MOST:
        yield f"  … {len(rivals) - MOST} lighter candidates"
    yield from map(printable, _relations(told, spans))


def _relations(told: Explanation, spans: Sequence[Span]) -> Iterator[str]:
    """What the words at a place help to prove, and what was proposed of them and not kept."""
    cells = {i for span in spans for i in range(*span)}
    for r in (found.relation for found in told.relations):
        if any(cells & set(range(*span)) for span in r.evidence):
            said = f"{told.label(r.subject)} {r.predicate} {told.label(r.object)}"
            yield f"  proves: {said} {r.confidence:.2f} {r.rule}{f' [{r.modality}]' if r.modality else ''}"
    for lost in told.lost:
        if any(cells & set(range(*span)) for span in lost.spans):
            c = lost.candidate
            said = f"{told.label(c.subject)} {c.predicate} {told.label(c.object)}"
            yield f"  not kept: {said} {c.confidence:.2f} {c.rule}: {lost.reason}"


def _verdict(told: Explanation, at: Asked, rivals: list[Rival]) -> Iterator[str]:
    chosen = [rival for rival in rivals if rival.chosen]
    spans = at.passage.spans(at.start, at.end)
    for rival in chosen:
        entity = next((f", entity {told.label(n.entity)}" for n in told.names if n.own == rival), "")
        yield printable(f"  found: {rival.words} {rival.type}{entity}")
    if not chosen:
        yield "  no name was found here"
    if not at.exact or any(rival.spans == spans for rival in chosen):
        return
    exact = [rival for rival in rivals if rival.spans == spans]
    words = printable(at.passage.text[at.start : at.end])
    if not exact:
        yield f"  {words} itself is no candidate: {_unproposed(told, at)}"
    elif exact[0].weight <= 0:
        yield f"  {words} is a candidate, but more speaks against it than for it ({exact[0].weight:+.2f})"
    else:
        yield f"  {words} is a candidate ({exact[0].weight:+.2f}), but what overlaps it weighs more"


def _unproposed(told: Explanation, at: Asked) -> str:
    """Why no kind of evidence proposes exactly these characters, as far as their edges tell."""
    assert told.weighed is not None
    scene: Scene = told.weighed.scene
    start, end = scene.bases[at.number] + at.start, scene.bases[at.number] + at.end
    inside = [edge for edge, where in (("begins", start), ("ends", end)) if not scene.sharp[where]]
    edges = f" (it {' and '.join(inside)} inside a word of the dictionary)" if inside else ""
    return (
        f"no head noun, known name, surname, quotation or list proposes exactly these characters{edges};"
        " a line in gazetteer/names.tsv of your own data (--data DIR) makes them one"
    )


def _candidate(rival: Rival) -> Iterator[str]:
    mark = "✓" if rival.chosen else "✗"
    yield printable(f"  {mark} {rival.words} {rival.type} {rival.weight:+.2f}  {rival.rule}  {place(rival.spans)}")
    for word, sign, most in (("for", 1, _FOR), ("against", -1, _AGAINST)):
        said = weighed(rival.evidence, most=most, sign=sign)
        if said:
            yield printable(f"      {word} {said}")
