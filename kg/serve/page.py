"""The page that asks: its files, and what it knows of the graph before anything is asked; the named questions.

All lies on this machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg import questions, sparql
from kg.errors import InputError
from kg.model import ENTITY_TYPES
from kg.namespaces import BASE, WORDS
from kg.ontology import Term, Vocabulary
from kg.serve.media import GRAPHS, ROWS
from kg.serve.protocol import Limits, RefusedError
from kg.serve.wording import terms
from kg.stores import generations

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_FILES = {
    "": ("serve.html", "text/html; charset=utf-8"),
    "serve.css": ("serve.css", "text/css; charset=utf-8"),
    "words.js": ("serve-words.js", "text/javascript; charset=utf-8"),
    "offers.js": ("serve-offers.js", "text/javascript; charset=utf-8"),
    "editor.js": ("serve-editor.js", "text/javascript; charset=utf-8"),
    "answers.js": ("serve-answers.js", "text/javascript; charset=utf-8"),
    "serve.js": ("serve.js", "text/javascript; charset=utf-8"),
}
POLICY = (
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "same-origin"),
)
"""No request of the page leaves the machine, whatever stands in the graph."""


def file(name: str) -> tuple[str, bytes]:
    """Content type and bytes of a file of the page. Raises RefusedError where there is none."""
    if name not in _FILES:
        raise RefusedError(404, f"there is no /{name[:60]}", "ask at /sparql or /questions, or open /")
    source, type = _FILES[name]
    return type, (_TEMPLATES / source).read_bytes()


def about(vocabulary: Vocabulary, graph: Path, overlay: Path | None, limits: Limits) -> bytes:
    """What the page is told, as JSON: prefixes, classes and properties with labels, the named questions, limits."""
    told_base = generations.read_meta(graph).get("base")
    base = told_base if isinstance(told_base, str) else BASE
    order = {vocabulary.types[code].term.name: place for place, code in enumerate(ENTITY_TYPES)}
    classes = sorted(vocabulary.classes.values(), key=lambda each: order.get(each.term.name, len(order)))
    told = {
        "base": base,
        "prefixes": sparql.builtin(base),
        "classes": [_term(each.term) | {"prefix": WORDS.get(each.code, "")} for each in classes],
        "properties": [_term(term) for term in vocabulary.properties.values()],
        "parameters": questions.ENTITY_CLASSES,
        "predicates": sorted(vocabulary.predicates),
        "topics": [_topic(name, those) for name, those in questions.by_topic(questions.load(overlay).values()).items()],
        "columns": questions.columns(overlay),
        "words": {iri: words._asdict() for iri, words in terms(vocabulary).items()},
        "rows": _names(media.format for media in ROWS),
        "graphs": [name for name in _names(media.format for media in GRAPHS) if name != "html"],
        "timeout": limits.timeout,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def question(name: str, overlay: Path | None) -> questions.Question:
    """The named question. Raises RefusedError, as for a page that is not there, where there is none of this name."""
    try:
        return questions.find(name, overlay)
    except InputError as error:
        if error.fault is None:
            raise
        near = [f"/questions/{each.name}" for each in error.fault.candidates]
        how = f"did you mean {', '.join(near)}? GET /questions lists them" if near else "GET /questions lists them"
        raise RefusedError(404, error.what, how, fault=error.fault) from None


def listed(overlay: Path | None) -> bytes:
    """The named questions as JSON: names, titles, descriptions, topics, parameters; what they ask stays unsaid."""
    told = [_question(each) for each in questions.load(overlay).values()]
    for each in told:
        del each["text"]
    return json.dumps({"questions": told}, ensure_ascii=False).encode()


def _term(term: Term) -> dict[str, str]:
    return {"name": term.name, "zh": term.zh or term.name, "en": term.en or term.name}


def _topic(name: str, those: Iterable[questions.Question]) -> dict[str, object]:
    english = name[:1].upper() + name[1:]
    return {"zh": questions.TOPICS.get(name, name), "en": english, "questions": [_question(each) for each in those]}


def _question(question: questions.Question) -> dict[str, object]:
    return question._asdict() | {"parameters": [each._asdict() for each in question.parameters]}


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
