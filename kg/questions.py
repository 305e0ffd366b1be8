"""``queries/*.rq`` → named questions with titles and typed parameters; a question and its values → query text.

Values are bound as terms in a VALUES block, never pasted, so the same text runs on every store.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.errors import Candidate, Fault, InputError
from kg.resources import shared_root
from kg.sparql import tokens

ENTITY_CLASSES = {
    "area": "AdministrativeArea",
    "street": "Street",
    "community": "Community",
    "compound": "Compound",
    "place": "Place",
    "org": "Organization",
    "person": "Person",
    "programme": "Programme",
    "event": "Event",
    "award": "Award",
    "article": "Article",
    "entity": "",
}
"""Type of a parameter → the class whose labels its values are looked up in; entity is any class."""

TOPICS = {
    "places": "地方", "people": "人物", "organisations": "机构", "programmes": "项目", "events": "活动",
    "awards": "荣誉", "articles": "文章", "evidence": "依据", "overview": "概览", "quality": "核对",
}  # fmt: skip
"""The topics of the shipped questions in the order in which they are listed, with their Chinese words."""

TYPES = frozenset({*ENTITY_CLASSES, "predicate", "text", "integer", "date"})
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARAMETER = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s*:\s*(?P<type>[a-z]+)\s*(?:\[(?P<default>[^\]]*)\])?\s*(?P<description>.*)"
)
_ENGLISH = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\s*:\s*(?P<description>.+)")
_HEAD = re.compile(r"#\s*(?P<key>(?:title|description|param)-en|title|description|topic|param)\b:?\s*(?P<value>.*)")


class Parameter(NamedTuple):
    """``default`` None: the value is required; empty: it may stay open, and the answer covers all."""

    name: str
    type: str
    default: str | None
    description: str
    description_en: str = ""

    @property
    def words(self) -> str:
        """What it is, in both languages as far as they are given."""
        return " · ".join(filter(None, (self.description, self.description_en)))


class Question(NamedTuple):
    """A named question: the head of its file and its SPARQL."""

    name: str
    title: str
    title_en: str
    description: str
    topic: str
    parameters: tuple[Parameter, ...]
    text: str
    description_en: str = ""


def folders(overlay: Path | None = None) -> list[Path]:
    """Where questions lie: a user's own first, then those that came with the program."""
    own = overlay or (Path(os.environ["KG_DATA"]) if os.environ.get("KG_DATA") else None)
    return [*([own / "queries"] if own else []), shared_root() / "queries"]


def names(overlay: Path | None = None) -> list[str]:
    """The names of all questions; their files are not read."""
    return sorted({path.stem for folder in folders(overlay) for path in folder.glob("*.rq")})


def load(overlay: Path | None = None) -> dict[str, Question]:
    """All questions by name, a user's own laid over the shipped ones."""
    found: dict[str, Question] = {}
    for folder in reversed(folders(overlay)):
        for path in sorted(folder.glob("*.rq")):
            found[path.stem] = read(path)
    return dict(sorted(found.items()))


def columns(overlay: Path | None = None) -> dict[str, tuple[str, str]]:
    """What columns are called in Chinese and English, by variable, from ``queries/columns.tsv``; own words go first."""
    found: dict[str, tuple[str, str]] = {}
    for folder in reversed(folders(overlay)):
        path = folder / "columns.tsv"
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else ()
        rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
        found.update({row[0]: (row[1], row[2]) for row in rows if len(row) > 2})
    return found


def by_topic(found: Iterable[Question]) -> dict[str, list[Question]]:
    """The questions under their topics, in the order of ``TOPICS``, a user's own topics after them."""
    topics: dict[str, list[Question]] = {}
    for question in found:
        topics.setdefault(question.topic, []).append(question)
    order = list(TOPICS)
    return dict(sorted(topics.items(), key=lambda item: (order.index(item[0]) if item[0] in order else 99, item[0])))


def about(word: str, overlay: Path | None = None) -> list[Question]:
    """The questions that have ``word`` in their name, titles, description or topic, in whatever case."""
    folded = word.casefold()

    def says(question: Question) -> bool:
        told = (*question[:5], question.description_en, TOPICS.get(question.topic, ""))
        return any(folded in text.casefold() for text in told)

    return [question for question in load(overlay).values() if says(question)]


def usage(question: Question) -> str:
    """How it is asked: ``members --body ENTITY``, what may be left out in brackets, with its default."""
    words = [question.name]
    for parameter in question.parameters:
        shown = f"--{parameter.name} {parameter.type.upper()}{f'={parameter.default}' if parameter.default else ''}"
        words.append(shown if parameter.default is None else f"[{shown}]")
    return " ".join(words)


def find(name: str, overlay: Path | None = None) -> Question:
    """The question called ``name``; InputError with the nearest names where there is none."""
    for folder in folders(overlay):
        path = folder / f"{name}.rq"
        if NAME.fullmatch(name) and path.is_file():
            return read(path)
    from difflib import get_close_matches

    near = get_close_matches(name, names(overlay), 3)
    raise InputError(
        "query",
        f"no question is called {name}",
        f"did you mean {', '.join(near)}?" if near else "kg queries lists them",
        fault=Fault("question", "", name, tuple(map(Candidate, near))),
    )


def read(path: Path) -> Question:
    """Read one ``.rq`` file; its head is the leading lines that begin with ``#``."""
    text = path.read_text(encoding="utf-8-sig")
    head: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        match = _HEAD.match(line)
        if match is None:
            continue
        where = f"{path}, line {number}"
        if match["key"] == "param":
            parameter = _parameter(match["value"], where)
            parameters[parameter.name] = parameter
        elif match["key"] == "param-en":
            parameter = _in_english(match["value"], parameters, where)
            parameters[parameter.name] = parameter
        else:
            head[match["key"]] = " ".join(filter(None, (head.get(match["key"]), match["value"].strip())))
    if not head.get("title") or not head.get("title-en"):
        raise InputError(str(path), "a question needs a title in Chinese and English", "add # title: and # title-en:")
    return Question(
        path.stem, head["title"], head["title-en"], head.get("description", ""), head.get("topic", "general"),
        tuple(parameters.values()), text, head.get("description-en", ""),
    )  # fmt: skip


def _parameter(text: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(text.strip())
    if match is None or match["type"] not in TYPES:
        raise InputError(
            where,
            "not a parameter",
            f"write # param name: type [default] description; types: {', '.join(sorted(TYPES))}",
        )
    return Parameter(match["name"], match["type"], match["default"], match["description"])


def _in_english(text: str, parameters: dict[str, Parameter], where: str) -> Parameter:
    match = _ENGLISH.fullmatch(text.strip())
    if match is None or match["name"] not in parameters:
        how = "write # param-en name: description, beneath the # param of that name"
        raise InputError(where, "the English of no parameter", how)
    return parameters[match["name"]]._replace(description_en=match["description"])


def bind(question: Question, values: dict[str, list[str]]) -> str:
    """The question's SPARQL with each parameter's terms (N-Triples form) in a VALUES block at the head of WHERE.

    Several terms of one parameter are alternatives; parameters without terms stay open.
    """
    block = " ".join(f"VALUES ?{name} {{ {' '.join(terms)} }}" for name, terms in values.items() if terms)
    found = tokens(question.text)
    for index, token in enumerate(found[:-1]):
        if token.kind == "word" and token.text.upper() == "WHERE" and found[index + 1].text == "{":
            at = found[index + 1].start + 1
            return f"{question.text[:at]} {block}{question.text[at:]}" if block else question.text
    raise InputError(question.name, "the question has no WHERE {", "write WHERE in front of its pattern")
