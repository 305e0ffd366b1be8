"""An explained page → lines for a terminal: the text with its names marked, evidence beneath, plain or in colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.explain.account import Explanation, Proposal, RelationTold
from kg.explain.marking import LineTold, Section, place, rival, sections, weighed

_COLOURS = {
    "AREA": 153, "STREET": 157, "COMMUNITY": 120, "COMPOUND": 193, "PLACE": 223, "ORG": 147, "PERSON": 217,
    "PROGRAMME": 229, "EVENT": 183, "AWARD": 215,
}  # fmt: skip
"""Type → a light one of the 256 colours of a terminal, to stand behind black."""
_FOR, _AGAINST = 3, 2


class Style(NamedTuple):
    """What is shown (``only`` None: all), in colour or in plain characters."""

    only: str | None = None
    colour: bool = False

    def shows(self, part: str) -> bool:
        """Whether a part is to be told."""
        return self.only in (None, part)

    def name(self, words: str, kind: str) -> str:
        """A name in the text with its type."""
        if not self.colour:
            return f"[{words}/{kind}]"
        return f"\x1b[30;48;5;{_COLOURS.get(kind, 252)}m{words}\x1b[0m\x1b[2m/{kind}\x1b[0m"

    def strong(self, words: str) -> str:
        """A heading."""
        return f"\x1b[1m{words}\x1b[0m" if self.colour else words


def lines(told: Explanation, style: Style) -> Iterator[str]:
    """The whole page."""
    reading = told.reading
    district = f", own district {reading.district}" if reading.district else ""
    counts = f"{len(reading.layout.articles)} articles, {len(told.names)} mentions of {len(reading.entities)} entities"
    yield style.strong(printable(f"{reading.page.id}{district}"))
    yield f"{counts}, {len(told.relations)} relations"
    for section in sections(told):
        yield ""
        yield from _section(section, told, style)


def _section(section: Section, told: Explanation, style: Style) -> Iterator[str]:
    yield style.strong(_title(section))
    if style.only != "relations":
        yield from (_line(line, told, style) for line in section.lines)
    if style.shows("mentions") and section.names:
        yield style.strong("  mentions")
        for number in section.names:
            yield from _name(number, told)
    if style.shows("relations"):
        yield from _relations(section, told, style)


def _title(section: Section) -> str:
    article = section.article
    if article is None:
        return "── lines of no article"
    by = f" — {'、'.join(article.authors)}" if article.authors else ""
    part = f" [{article.section}]" if article.section else ""
    order = " ".join(map(str, article.lines))
    return printable(
        f"── article of line {article.number}: {article.title or '(no headline)'}{by}{part}; lines {order}"
    )


def _line(line: LineTold, told: Explanation, style: Style) -> str:
    marked = style.only != "articles"
    text = "".join(
        style.name(printable(run.text), told.names[run.name].own.type)
        if marked and run.name is not None
        else printable(run.text)
        for run in line.runs
    )
    broken = f"⤷ goes on from {line.goes_on}{', characters lost' if line.lost else ''}: " if line.goes_on else ""
    role = f" ({line.role})" if line.role != "body" else ""
    return f"{line.number:>5} {broken}{text}{role}"


def _name(number: int, told: Explanation) -> Iterator[str]:
    name = told.names[number]
    label = told.label(name.entity)
    entity = "" if label == name.own.words else f" = {label}"
    repaired = ", repaired" if name.mention.repaired else ""
    yield printable(
        f"    {name.own.words} {name.own.type}{entity}  {place(name.own.spans)}  {name.own.weight:+.2f}"
        f"  {name.own.rule}{repaired}"
    )
    against = weighed(name.own.evidence, most=_AGAINST, sign=-1)
    yield printable(
        f"      for {weighed(name.own.evidence, most=_FOR, sign=1)}{f'; against {against}' if against else ''}"
    )
    if name.rivals:
        yield printable(f"      rivals {', '.join(map(rival, name.rivals))}")


def _relations(section: Section, told: Explanation, style: Style) -> Iterator[str]:
    for title, found in (
        ("relations", [r for r in section.relations if r.relation.modality is None]),
        ("no facts: planned, negated or doubtful", [r for r in section.relations if r.relation.modality is not None]),
    ):
        if found:
            yield style.strong(f"  {title}")
            for relation in found:
                yield from _relation(relation, told)
    if section.lost:
        yield style.strong("  proposed, not kept")
        for proposal in section.lost:
            yield from _lost(proposal, told)


def _relation(found: RelationTold, told: Explanation) -> Iterator[str]:
    r = found.relation
    more = [f"({r.role})"] if r.role else []
    more += [f"[{r.modality}]"] if r.modality else []
    more += ["over a broken column"] if r.repaired else []
    said = " ".join((told.label(r.subject), r.predicate, told.label(r.object), *more))
    yield printable(f"    {said}  {r.confidence:.2f}  {r.rule}")
    yield printable(f"      「{told.words(r.evidence)}」 {place(r.evidence)}")
    for other in found.further:
        c = other.candidate
        said = f"also proposed by {c.rule} {c.confidence:.2f}{f' [{c.modality}]' if c.modality else ''}"
        yield printable(f"      {said}: 「{told.words(other.spans)}」")


def _lost(proposal: Proposal, told: Explanation) -> Iterator[str]:
    c = proposal.candidate
    said = f"{told.label(c.subject)} {c.predicate} {told.label(c.object)}"
    yield printable(f"    {said}  {c.confidence:.2f}  {c.rule}: {proposal.reason}")
    yield printable(f"      「{told.words(proposal.spans)}」 {place(proposal.spans)}")


def printable(text: str) -> str:
    """One line without control characters, so that a page's text cannot steer the terminal."""
    return "".join(c if c.isprintable() else "⏎" if c in "\r\n" else " " for c in text)
