import random
import re
import unicodedata

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import rdf
from kg.iri import article_iri, hash_iri, iri, page_iri
from kg.model import ENTITY_TYPES, Key
from kg.namespaces import BASE, prefixes
from tests import factory

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


ALIKE = ("里理李丽莉礼", "谊宜宣", "嫒媛媪暖", "己已巳", "末未", "戊戌戍", "芳方仿", "街衔衍", "村材柱", "𠀀𠮷𬇕𰻝𪚥")
SIGNS = "·•・“”《》（）()+-—、１1①Ⅱ〇AaＡ&#/%<> "
UCS = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 15)
)
PATH = f"[A-Za-z0-9._~!$&'()*+,;=:@{UCS}-]"
RFC3987 = re.compile(f"[A-Za-z][A-Za-z0-9+.-]*://{PATH}+(?:/{PATH}*)*")


def generated(count: int) -> list[str]:
    """Different names of homophones, look-alikes, rare characters and signs; always the same, the first ones first."""
    chance = random.Random(4)
    names: dict[str, None] = {}
    while len(names) < count:
        stem = "".join(chance.choice(chance.choice(ALIKE)) for _ in range(chance.randint(1, 4)))
        place = chance.randint(0, len(stem))
        signs = "".join(chance.choice(SIGNS) for _ in range(chance.randint(0, 2)))
        names.setdefault(f"{stem[:place]}{signs}{stem[place:]}{chance.choice(['', '社区', '街道', 'abcdef123456'])}")
    return list(names)


def test_ten_thousand_generated_names_have_ten_thousand_valid_iris_that_stay() -> None:
    names = generated(11_000)
    whole = [factory.entity(ENTITY_TYPES[len(name) % 3], name, articles=()) for name in names]
    iris = [iri(entity.key) for entity in whole[:10_000]]
    assert len(set(iris)) == len(set(names[:10_000])) == 10_000
    assert sum(max(name) > "\uffff" for name in names[:10_000]) > 1_000
    assert [found for found in iris if not RFC3987.fullmatch(found)] == []
    lines = rdf.quads(whole[:10_000], (), (), factory.vocabulary())
    text = "\n".join(lines) + "\n"
    read = rdflib.Graph().parse(data=text, format="nt")
    assert {str(subject) for subject in read.subjects(rdflib.RDFS.label)} == set(iris)
    strict = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert {quad.subject.value for quad in strict} == {pyoxigraph.NamedNode(found).value for found in iris} == set(iris)
    assert set(lines) <= set(rdf.quads(whole, (), (), factory.vocabulary()))


@pytest.mark.parametrize("bad", ["http://e/a b", "http://e/“<”", "http://e/\ue000", "http://e/a#b", "e/a"])
def test_what_is_no_iri_would_be_found(bad: str) -> None:
    assert not RFC3987.fullmatch(bad)


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
