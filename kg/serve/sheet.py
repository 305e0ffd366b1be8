"""An answer, an error or the endpoint's description → an HTML page for a browser that came by a link.

It needs no script; its links lead to the page that asks, never away from this machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from kg import questions
from kg.errors import Fault
from kg.frames import Request
from kg.htmltable import Cell, table
from kg.namespaces import ONTOLOGY, prefixes
from kg.ontology import Vocabulary
from kg.questions import Question
from kg.serve import wording
from kg.serve.wording import Offer, Wording

MOST = 2 << 20
"""Bytes of an answer that are made into a page: some 10,000 rows, for which the server itself takes 24 MB and 0.1 s."""

_WORDS = {
    "zh": {
        "rows": "{} 行", "none": "没有答案。", "true": "是", "false": "否", "graph": "一个图", "save": "下载",
        "open": "在提问页打开", "ask": "去提问", "fault": "没有问成",
        "endpoint": "这是一个只读的 SPARQL 1.1 端点；下面是它对自己的说明。",
    },
    "en": {
        "rows": "{} rows", "none": "No answer.", "true": "Yes", "false": "No", "graph": "A graph", "save": "Download",
        "open": "Open on the page that asks", "ask": "Ask", "fault": "This could not be answered",
        "endpoint": "This is a read-only SPARQL 1.1 endpoint; below it describes itself.",
    },
}  # fmt: skip
_FILES = {
    "rows": ("csv", "html", "md", "tsv", "json", "xml"),
    "boolean": ("json", "xml"),
    "triples": ("ttl", "nt", "rdfxml", "jsonld", "trig", "nq"),
}
"""What an answer may be saved as; first what people use."""

_LONGEST = 8000
"""Characters of a link beyond which servers and browsers may refuse it."""


class Heading(NamedTuple):
    """What a page is about: ``fields`` ask it again at ``path``; ``base`` begins the IRIs of the graph's own things.

    ``question`` is the name of a named question, ``asked`` what it or the query says, ``columns`` the words of its
    variables, ``words`` those of IRIs of classes and properties.
    """

    language: str = "en"
    path: str = "/sparql"
    fields: Sequence[tuple[str, str]] = ()
    base: str = ""
    question: str = ""
    asked: str = ""
    columns: Mapping[str, str] = MappingProxyType({})
    words: Mapping[str, str] = MappingProxyType({})

    @property
    def page(self) -> str:
        """Where the page asks the same; empty where that would be too long for a link, ``/`` where it asks no such."""
        if not self.question and all(name != "query" for name, _ in self.fields):
            return "/"
        asked = (("question", self.question), *self.fields) if self.question else self.fields
        link = f"/?{urlencode(asked)}"
        return link if len(link) < _LONGEST else ""


def language(accepted: str) -> str:
    """What an ``Accept-Language`` header wants first, of the two languages that pages speak."""
    return "zh" if accepted.strip().lower().startswith("zh") else "en"


def of_question(
    about: Heading, question: Question, request: Request, vocabulary: Vocabulary, *, language: str
) -> Heading:
    """``about`` with the question's title, what it was told, and the words of its columns and of the vocabulary."""
    at, overlay = int(language != "zh"), Path(request.overlay) if request.overlay else None
    given = ("、", ", ")[at].join(value for values in request.values.values() for value in values)
    title = (question.title, question.title_en)[at]
    return about._replace(
        asked=f"{title}{('：', ': ')[at]}{given}" if given else title,
        columns={name: words[at] for name, words in questions.columns(overlay).items()},
        words={iri: words[at] for iri, words in wording.terms(vocabulary).items()},
    )


def answer(kind: str, content: bytes, about: Heading, notes: Iterable[str] = ()) -> bytes:
    """The page of an answer: JSON of rows or of a truth value, Turtle of a graph. ``kind`` as in ``Outcome``."""
    words = _WORDS[about.language]
    told = [f'<p class="note">{escape(note)}</p>' for note in notes]
    if kind == "boolean":
        truth = words["true" if b"true" in content else "false"]
        return _page(about, [*told, f'<p class="truth">{truth}</p>', _head("", about, kind)])
    if kind == "triples":
        shown = f'<div class="scroll"><pre class="shown">{escape(content.decode())}</pre></div>'
        return _page(about, [*told, _head(words["graph"], about, kind), shown])
    found = json.loads(content)
    rows = found["results"]["bindings"]
    head = _head(words["rows"].format(f"{len(rows):,}"), about, kind)
    drawn = ['<div class="scroll">', *_table(found["head"]["vars"], rows, about), "</div>"]
    return _page(about, [*told, head, *(drawn if rows else [f'<p class="hint">{words["none"]}</p>'])])


def fault(lines: Sequence[str], about: Heading) -> bytes:
    """The page of an error: what is wrong, then what else is told of it."""
    more = f"<pre>{escape(chr(10).join(lines[1:]))}</pre>" if lines[1:] else ""
    told = f'<div class="fault"><h2>{_WORDS[about.language]["fault"]}</h2><p>{escape(lines[0])}</p>{more}</div>'
    return _page(about, [told])


def worded(told: Wording, about: Heading) -> bytes:
    """The page of what is wrong with what a question was given; each candidate leads to the same asked of it."""
    at = int(about.language != "zh")
    field = f"<p><b>{escape(told.field[at])}</b></p>" if told.field[at] else ""
    links = "".join(_offered(each, _instead(each, told.fault, about), at) for each in told.offers)
    offers = f"<ul>{links}</ul>" if links else ""
    head = f"<h2>{_WORDS[about.language]['fault']}</h2>{field}<p>{escape(told.text[at])}</p>"
    return _page(about, [f'<div class="fault">{head}{offers}</div>'])


def _offered(offer: Offer, link: str, at: int) -> str:
    more = escape(" · ".join(filter(None, (offer.type[at], offer.name))))
    label = escape(offer.label[at] or offer.name)
    return f'<li><a class="link" href="{escape(link)}">{label}</a> <span class="tag">{more}</span></li>'


def _instead(offer: Offer, fault: Fault, about: Heading) -> str:
    """Where the question is asked with the candidate in the place of what was given."""
    if fault.kind == "question":
        return f"/?question={offer.name}"
    wrong = fault.value if fault.kind == "parameter" else fault.parameter
    fields = []
    for name, value in about.fields:
        is_meant = name.replace("-", "_") == wrong and (name == fault.value or value.strip() == fault.value)
        pair = (offer.name, value) if fault.kind == "parameter" else (name, offer.name)
        fields.append(pair if is_meant else (name, value))
    return f"{about.path}?{urlencode(fields)}"


def description(turtle: bytes, language: str) -> bytes:
    """The page of the service description."""
    text = f"<p>{_WORDS[language]['endpoint']}</p>"
    shown = f'<div class="scroll"><pre class="shown">{escape(turtle.decode())}</pre></div>'
    return _page(Heading(language), [text, shown])


def _page(about: Heading, parts: Iterable[str]) -> bytes:
    words, title = _WORDS[about.language], escape(about.asked)
    link, text = about.page, words["ask" if about.page == "/" else "open"]
    to = f'<a class="bar" href="{escape(link)}">{text}</a>' if link else ""
    asked = (f"<h2>{title}</h2>" if about.question else f'<pre class="asked">{title}</pre>') if title else ""
    return f"""<!DOCTYPE html>
<html lang="{"zh-Hans" if about.language == "zh" else "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title[:80] or "SPARQL"} · 邻谱 Linpu</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/serve.css">
</head>
<body class="sheet">
<header><h1><a href="/">邻谱 Linpu</a></h1>{to}</header>
<main>
{asked}
{"".join(parts)}
</main>
</body>
</html>
""".encode()


def _head(text: str, about: Heading, kind: str) -> str:
    """A line of what was found, and the same answer as files."""
    links = [(name, f"{about.path}?{urlencode([*about.fields, *_asks(name)])}") for name in _FILES[kind]]
    names = {"csv": "csv (Excel)"}
    files = [
        f'<a class="bar" href="{escape(link)}">{names.get(name, name)}</a>'
        for name, link in links
        if len(link) < _LONGEST
    ]
    save = [f"<span>{_WORDS[about.language]['save']}</span>", *files] if files else []
    return f'<div class="told">{"".join([f"<span>{text}</span>" if text else "", *save])}</div>'


def _asks(format: str) -> Iterator[tuple[str, str]]:
    yield from (("format", format), ("download", "1"))
    if format in ("csv", "md"):  # names, and what Excel knows UTF-8 by
        yield from (("labels", "1"), ("bom", "1"))


def _table(names: Sequence[str], rows: Iterable[dict[str, Any]], about: Heading) -> Iterator[str]:
    heads = [about.columns.get(name, name) for name in names]
    return table(heads, ([_cell(row.get(name), about) for name in names] for row in rows))


def _cell(term: dict[str, str] | None, about: Heading) -> Cell:
    if term is None:
        return Cell()
    value = term["value"]
    if term["type"] == "uri":
        return Cell(about.words.get(value) or term.get("label", value), _link(value, about.base), iri=value)
    text = f"_:{value}" if term["type"] == "bnode" else _in_words(value, about)
    return Cell(text, "", term.get("xml:lang", ""), term.get("datatype", ""))


def _in_words(text: str, about: Heading) -> str:
    """What a question answers in the vocabulary's names, as the ways between things, is told in words."""
    name = text.removeprefix("→ ").removeprefix("← ")
    arrow, word = text[: len(text) - len(name)], about.words.get(ONTOLOGY + name)
    return f"{arrow}{word}" if word else text


def _link(iri: str, base: str) -> str:
    """Where the page tells more of it; nothing for words of vocabularies, of which a graph tells nothing."""
    if base and iri.startswith(base):
        return f"/?question=about&thing={quote(iri, safe='')}"
    return "" if iri.startswith(tuple(prefixes(base).values())) else f"/?query={quote(f'DESCRIBE <{iri}>')}"
