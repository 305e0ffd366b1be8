"""What a line's words name: IRIs in three ways, names in articles, pages with odd ids."""

from __future__ import annotations

import pytest

from kg.judging.spots import Reference, Spot, own_key, refer
from kg.model import Key
from kg.namespaces import BASE, prefixes

PAGES = {"a.txt", "甲/b#2.txt", "c@d.txt"}
STREET = BASE + "street/柳影街道"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("street:柳影街道", Reference(STREET, "")),
        (f"<{STREET}>", Reference(STREET, "")),
        (STREET, Reference(STREET, "")),
        ("王芳@a.txt", Reference("", "王芳", "a.txt")),
        ("王芳@a.txt#12", Reference("", "王芳", "a.txt", 12)),
        ("王芳@甲/b#2.txt", Reference("", "王芳", "甲/b#2.txt")),
        ("王芳@甲/b#2.txt#3", Reference("", "王芳", "甲/b#2.txt", 3)),
        ("邻里@家@c@d.txt#1", Reference("", "邻里@家", "c@d.txt", 1)),
        ("street:柳影街道@a.txt#1", Reference(STREET, "", "a.txt", 1)),
        ("person:Rene\u0301", Reference(BASE + "person/René", "")),
    ],
)
def test_a_reference_is_understood(text: str, found: Reference) -> None:
    assert refer(text, PAGES, prefixes()) == found


@pytest.mark.parametrize("text", ["王芳@z.txt", "王芳@a.txt#x", "王芳"])
def test_what_names_no_page_is_told(text: str) -> None:
    assert refer(text, PAGES, prefixes()) == f"{text}: the graph has no such page"


def test_what_stands_alone_has_its_article_in_its_scope() -> None:
    person, body = Key("PERSON", "王芳", "甲社区"), Key("ORG", "食堂")
    assert own_key(Spot(person)) == person
    assert own_key(Spot(person, ("a.txt", 3))) == Key("PERSON", "王芳", "甲社区-a.txt-3")
    assert own_key(Spot(body, ("a.txt", 0))) == Key("ORG", "食堂", "a.txt")
