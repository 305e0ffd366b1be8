"""A score → what is told of it: an object for JSON, tables, faults with their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from kg.evaluation.tally import Fault, Measure, Score
from kg.gold import line_bounds

ORDER = (
    "mention", "entity", "identity", "relation", "relation, names given", "strict", "label", "evidence", "roles",
    "article", "order", "join", "author",
)  # fmt: skip
GROUPS = (
    "by type", "by predicate", "by predicate, names given", "by mention rule", "by relation rule",
    "by relation rule, alone", "by confidence", "by least confidence",
)  # fmt: skip
SHARES = frozenset({"label", "evidence", "roles", "by mention rule", "by relation rule", "by relation rule, alone",
                    "by confidence"})  # fmt: skip
"""Measures, or groups of them, that have no recall."""
BESIDE = {"by predicate": "by predicate, names given", "by relation rule": "by relation rule, alone"}
"""Group → the one whose figures stand beside it in its table: with the labels' names and layout given."""
_HEAD = ("precision", "recall", "F1", "right", "found", "labelled")
_SHARE_HEAD = ("precision", "right", "found")
_GIVEN_HEAD = ("names given: precision", "recall", "F1")
_ALONE_HEAD = ("names given, alone: precision", "right", "found")
_AROUND = 14


def figures(score: Score) -> dict[str, Any]:
    """Every measure by its name, those of a group under the group's: p, r and f1, or right, of and share."""
    told: dict[str, Any] = {
        name: _figure(Measure("", name), score) for name in ORDER if Measure("", name) in score.tallies
    }
    for group in GROUPS:
        members = sorted(measure for measure in score.tallies if measure.group == group)
        told[group] = {measure.name: _figure(measure, score) for measure in members}
    return told


def _figure(measure: Measure, score: Score) -> dict[str, float]:
    tally = score.tallies[measure]
    if measure.group in SHARES or measure.name in SHARES:
        return {"right": int(tally.found_right), "of": tally.found, "share": round(tally.precision, 4)}
    told = {"p": round(tally.precision, 4), "r": round(tally.recall, 4), "f1": round(tally.f1, 4)}
    if tally.found_right == tally.labelled_right and isinstance(tally.found_right, int):
        told |= {"hit": tally.found_right, "pred": tally.found, "gold": tally.labelled}
    return told


class Table(NamedTuple):
    """One table: the names of its columns, the first of which is its title, and its rows."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def tables(score: Score) -> Iterator[Table]:
    """The tables of a score, those of groups without members left out."""
    told = figures(score)
    yield Table(("measure", *_HEAD), [_row(name, told[name]) for name in ORDER if name in told])
    for group in GROUPS:
        if told[group] and group not in BESIDE.values():
            yield _table(group, told)


def _table(group: str, told: Mapping[str, Any]) -> Table:
    """One group, the figures of the group beside it to the right."""
    head = _SHARE_HEAD if group in SHARES else _HEAD
    rows = {name: _cells(figure) for name, figure in told[group].items()}
    other = told.get(BESIDE.get(group, ""))
    if not other:
        return Table((group, *head), [(name, *cells) for name, cells in rows.items()])
    wide = len(_ALONE_HEAD if group in SHARES else _GIVEN_HEAD)
    none = ("",) * len(head)
    both = [
        (name, *rows.get(name, none), *(_cells(other[name])[:wide] if name in other else ("",) * wide))
        for name in sorted({*rows, *other})
    ]
    return Table((group, *head, *(_ALONE_HEAD if group in SHARES else _GIVEN_HEAD)), both)


def _row(name: str, figure: Mapping[str, float]) -> tuple[str, ...]:
    """A row of the table in which measures with and without recall stand together."""
    if "share" in figure:
        share, right, of = _cells(figure)
        return name, share, "", "", right, of, ""
    return name, *_cells(figure)


def _cells(figure: Mapping[str, float]) -> tuple[str, ...]:
    if "share" in figure:
        return f"{figure['share']:.3f}", str(figure["right"]), str(figure["of"])
    counts = (str(figure.get(count, "")) for count in ("hit", "pred", "gold"))
    return f"{figure['p']:.3f}", f"{figure['r']:.3f}", f"{figure['f1']:.3f}", *counts


def faults(score: Score, pages: Mapping[str, str], most: int) -> Iterator[str]:
    """Up to ``most`` of each kind of fault, commonest first, each with its first place; ``pages`` are texts by id."""
    kinds: dict[str, dict[str, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in score.faults:
        kinds[fault.kind][fault.what].append(fault)
    for kind in sorted(kinds):
        ranked = sorted(kinds[kind].items(), key=lambda item: (-len(item[1]), item[0]))
        for what, places in ranked[:most]:
            times = f"  ×{len(places)}" if len(places) > 1 else ""
            yield f"{kind}: {what}{times}  {_place(places[0], pages[places[0].page])}"


def _place(fault: Fault, text: str) -> str:
    if fault.start < 0:
        return fault.page
    line = sum(start <= fault.start for start, _ in line_bounds(text))
    before, words, after = (
        text[max(0, fault.start - _AROUND) : fault.start],
        text[fault.start : fault.end],
        text[fault.end : fault.end + _AROUND],
    )
    if len(words) > 3 * _AROUND:
        words = f"{words[: 2 * _AROUND]}…{words[-_AROUND:]}"
    return f"{fault.page}:{line}  " + re.sub(r"\r\n|\r|\n", "⏎", f"{before}[{words}]{after}")


def named(told: Mapping[str, Any], name: str) -> float | None:
    """A single figure by the name that floors give it, such as ``mention.f1`` or ``by least confidence.0.90.p``."""
    value: Any = told
    *steps, last = name.split(".") if not name.startswith("by ") else _steps(name)
    for step in (*steps, last):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return float(value)


def _steps(name: str) -> list[str]:
    # Ids of rules hold dots themselves.
    group, rest = name.split(".", 1)
    member, figure = rest.rsplit(".", 1)
    return [group, member, figure]
