import re
import unicodedata

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.iri import article_iri, hash_iri, iri, page_iri
from kg.model import ENTITY_TYPES, Key
from kg.namespaces import BASE, prefixes

LOCAL = re.compile(r"[^\W_](?:(?:[^\W_]|-)*[^\W_])?")
ALPHABET = '街道社区甲乙1２9aZ-·“”①+（ ⅡÅ\u0301金金\u2f801㐀𠀀𰻝é#/_.:%<>"\\\n\0abcdef0'
NAMES = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=6) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8
)
KEYS = st.builds(Key, st.sampled_from(ENTITY_TYPES), NAMES, st.none() | st.just("") | NAMES)


def canonical(key: Key) -> Key:
    scope = None if key.scope is None else unicodedata.normalize("NFC", key.scope)
    return Key(key.type, unicodedata.normalize("NFC", key.name), scope)


@pytest.mark.parametrize(
    ("key", "local"),
    [
        (Key("STREET", "建设街道"), "street/建设街道"),
        (Key("STREET", "建设街道", "乙区"), "street/乙区-建设街道"),
        (Key("COMMUNITY", "𬇕湾社区"), "community/𬇕湾社区"),
        (Key("ORG", "二〇二〇工作室"), "org/二〇二〇工作室"),
        (Key("PLACE", "Ａ座"), "place/Ａ座"),
    ],
)
def test_letters_and_digits_carry_a_name(key: Key, local: str) -> None:
    assert iri(key) == BASE + local


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("“3+N帮1”助老", "3-N帮1-助老"),
        ("阿·甲", "阿-甲"),
        ("①号院", "号院"),
        ("甲-乙", "甲-乙"),
        ("①", ""),
    ],
)
def test_a_hash_follows_what_letters_do_not_carry(name: str, readable: str) -> None:
    local = iri(Key("PROGRAMME", name)).removeprefix(BASE + "programme/")
    assert re.fullmatch(f"{readable}-?[0-9a-f]{{12}}", local)


def test_what_looks_alike_is_told_apart() -> None:
    hashed = iri(Key("ORG", "甲+")).rsplit("/", 1)[1]
    scope, _, name = hashed.partition("-")
    keys = [
        Key("ORG", "甲+"), Key("ORG", hashed), Key("ORG", name), Key("ORG", name, scope), Key("ORG", "甲"),
        Key("ORG", "乙区-甲"), Key("ORG", "甲", "乙区"), Key("ORG", "乙区", "甲"),
        Key("ORG", "甲", ""), Key("ORG", "甲", "-"), Key("ORG", "乙-甲", "丙"), Key("ORG", "甲", "丙-乙"),
        Key("ORG", "丙-乙-甲"), Key("PLACE", "甲"), Key("ORG", "“甲”"),
    ]  # fmt: skip
    assert len({iri(key) for key in keys}) == len(keys)


def test_canonically_equivalent_spellings_are_one_name() -> None:
    assert iri(Key("ORG", "e\u0301")) == iri(Key("ORG", "é")) == BASE + "org/é"


@settings(max_examples=100, deadline=None)
@given(st.sets(KEYS.map(canonical), max_size=100))
def test_different_keys_never_share_an_iri(keys: set[Key]) -> None:
    assert len({iri(key) for key in keys}) == len(keys)


@settings(max_examples=300, deadline=None)
@given(KEYS)
def test_nothing_else_ever_reaches_an_iri(key: Key) -> None:
    found = iri(key)
    local = found.rsplit("/", 1)[1]
    assert LOCAL.fullmatch(local)
    assert unicodedata.is_normalized("NFC", found)
    assert found == iri(canonical(key))


@settings(max_examples=100, deadline=None)
@given(KEYS)
def test_local_names_can_be_typed_in_a_query(key: Key) -> None:
    found = iri(key)
    prefix, local = found.removeprefix(BASE).split("/")
    text = f"SELECT * {{ VALUES ?x {{ {prefix}:{local} }} }}"
    [row] = rdflib.Graph().query(text, initNs=prefixes())
    assert str(row[0]) == found
    if all(char < "\U00010000" for char in local):  # oxigraph stops there
        [solution] = pyoxigraph.Store().query(text, prefixes=prefixes())
        assert solution["x"].value == found


def test_ten_thousand_generated_names_have_ten_thousand_iris() -> None:
    signs = ["", "·", "“", "①", "-", "1", "𠀀", "(", "abcdef123456", "Ｂ"]
    keys = {
        Key("ORG", f"{a}{b}甲{c}", scope)
        for a in signs
        for b in signs
        for c in signs
        for scope in (None, "", *signs[1:9])
    }
    assert len(keys) >= 9_000
    assert len({iri(key) for key in keys}) == len(keys)


def test_sources_are_named_by_page_and_line() -> None:
    assert re.fullmatch(BASE + "article/a-一版-txt-3-[0-9a-f]{12}", article_iri("a/一版.txt", 3))
    assert re.fullmatch(BASE + "page/a-一版-txt-[0-9a-f]{12}", page_iri("a/一版.txt"))
    assert article_iri("p1", 23) != article_iri("p12", 3)
    assert page_iri("p#1") != article_iri("p", 1)


def test_hashes_tell_parts_apart() -> None:
    found = {
        hash_iri("statement", *parts)
        for parts in (("a", "b"), ("ab", ""), ("ab",), ("a", None, "b"), ("a", "1"), ("a", 1))
    }
    assert len(found) == 6


def test_the_base_can_be_another() -> None:
    assert iri(Key("AREA", "甲区"), "http://e/") == "http://e/area/甲区"
    assert prefixes("http://e/")["area"] == "http://e/area/"
