"""What is wrong with what a question was given, and what terms are called → words in Chinese and English.

For the page that asks, which changes its language without asking again, and for pages to be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kg import questions
from kg.errors import Candidate, Fault
from kg.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS
from kg.ontology import Vocabulary
from kg.questions import ENTITY_CLASSES, Question

LONGEST = 60
"""Characters of a value that are repeated to whom gave it."""


class Words(NamedTuple):
    """The same in both languages; the fields are called as the languages are."""

    zh: str = ""
    en: str = ""


class Offer(NamedTuple):
    """A candidate: what to give instead, what it is called, what it is (empty where that needs no saying)."""

    name: str
    label: Words
    type: Words


class Wording(NamedTuple):
    """A fault in words: ``field`` is the one of the form that it is about, as the form calls it; empty for none."""

    fault: Fault
    field: Words
    text: Words
    offers: tuple[Offer, ...]

    def plain(self) -> dict[str, object]:
        """What JSON tells of it."""
        fault = {"kind": self.fault.kind, "parameter": self.fault.parameter, "value": self.fault.value}
        words = {"field": self.field._asdict(), "text": self.text._asdict(), "more": self.fault.more}
        offers = [
            {"name": each.name, "label": each.label._asdict(), "type": each.type._asdict()} for each in self.offers
        ]
        return {**fault, **words, "candidates": offers}


_OUTSIDE = {
    RDF + "type": Words("类别", "is a"),
    RDFS + "label": Words("名称", "name"),
    SKOS + "altLabel": Words("又名", "also called"),
    DCTERMS + "creator": Words("作者", "author"),
    DCTERMS + "date": Words("日期", "date"),
    DCTERMS + "identifier": Words("编号", "identifier"),
    DCTERMS + "source": Words("来源", "source"),
    DCTERMS + "isReplacedBy": Words("已并入", "replaced by"),
    OWL + "sameAs": Words("即", "same as"),
}
"""The terms of other vocabularies that facts of a graph use."""

_TOLD = {
    "unknown": Words("图谱里没有叫“{value}”的{kind}。", 'The graph has no {kind} called "{value}".'),
    "several": Words("“{value}”可以指几个不同的{kind}。", '"{value}" can mean more than one {kind}.'),
    "integer": Words("“{value}”不是整数。", '"{value}" is no whole number.'),
    "date": Words("“{value}”不是日期。", '"{value}" is no date.'),
    "predicate": Words("“{value}”不是图谱里的谓语。", '"{value}" is no predicate of the graph.'),
    "missing": Words("这一栏还没有填。", "This has to be filled in."),
    "parameter": Words("这个问题没有叫“{value}”的一栏。", 'This question has no field called "{value}".'),
    "question": Words("没有叫“{value}”的问题。", 'No question is called "{value}".'),
}
_MENDED = {
    "unknown": Words(
        "在这一栏里输入名称里的几个字，再从列出的名称里选一个。",
        "Type a part of the name into the field and choose one of the names that are listed.",
    ),
    "integer": Words("请只写数字，如 2。", "Write digits only, as 2."),
    "date": Words(
        "请写年、月或日，如 2024、2024-05 或 2024-05-06。",
        "Write a year, month or day, as 2024, 2024-05 or 2024-05-06.",
    ),
    "predicate": Words("请从这一栏列出的谓语里选一个。", "Choose one of those that the field lists."),
    "question": Words("全部问题都列在提问页上。", "The page that asks lists all questions."),
}
_ONE = Words("要的是不是下面这个？", "Did you mean this?")
_SOME = Words("要的是不是下面的一个？", "Did you mean one of these?")
_CHOOSE = Words("请从下面选一个。", "Choose one of these.")
_MORE = Words("另有 {} 个没有列出。", "{} more are not listed.")
_ANY = Words("人、机构、地方或别的事物", "person, body, place or other thing")


def terms(vocabulary: Vocabulary) -> dict[str, Words]:
    """IRI → words of every class and property that a graph's facts are told in."""
    own = (*(each.term for each in vocabulary.classes.values()), *vocabulary.properties.values())
    return {each.iri: Words(each.zh or each.name, each.en or each.name) for each in own} | _OUTSIDE


def told(fault: Fault, question: Question | None, vocabulary: Vocabulary, overlay: Path | None) -> Wording:
    """The fault in words; ``question`` is the one that was asked, None where there is none."""
    fields = {each.name: each for each in question.parameters} if question else {}
    given = fields.get(fault.parameter)
    if fault.kind == "question":
        offers = tuple(_question(each.name, overlay) for each in fault.candidates)
    else:
        offers = tuple(_offer(fault, each, fields, vocabulary) for each in fault.candidates)
    class_name = ENTITY_CLASSES.get(given.type, "") if given else ""
    kind = _class(class_name, vocabulary) if class_name else _ANY
    text = Words(*(_text(fault, word, language) for language, word in enumerate(kind)))
    return Wording(fault, _field(given), text, offers)


def _text(fault: Fault, kind: str, language: int) -> str:
    parts = [_TOLD[fault.kind][language].format(value=_cut(fault.value), kind=kind.lower())]
    if fault.candidates:
        ask = _CHOOSE if fault.kind == "several" else _ONE if len(fault.candidates) == 1 else _SOME
        parts.append(ask[language])
    else:
        parts.append(_MENDED.get(fault.kind, Words())[language])
    if fault.more:
        parts.append(_MORE[language].format(fault.more))
    return (" " if language else "").join(filter(None, parts))


def _cut(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _field(parameter: questions.Parameter | None) -> Words:
    if parameter is None:
        return Words()
    chinese, english = parameter.description or parameter.name, parameter.description_en or parameter.name
    return Words(chinese, english[:1].upper() + english[1:])


def _question(name: str, overlay: Path | None) -> Offer:
    found = questions.find(name, overlay)
    return Offer(name, Words(found.title, found.title_en), Words())


def _offer(fault: Fault, found: Candidate, fields: dict[str, questions.Parameter], vocabulary: Vocabulary) -> Offer:
    if fault.kind == "parameter":
        return Offer(found.name, _field(fields.get(found.name)), Words())
    if fault.kind == "predicate":
        term = vocabulary.properties[found.name]
        return Offer(found.name, Words(term.zh or term.name, term.en or term.name), Words())
    return Offer(found.name, Words(found.label, found.label), _class(found.type, vocabulary))


def _class(name: str, vocabulary: Vocabulary) -> Words:
    found = vocabulary.classes.get(name)
    return Words(found.term.zh or name, found.term.en or name) if found else Words(name, name)
