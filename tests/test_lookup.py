import pytest

from kg import binding, lookup, sparql
from kg.errors import InputError
from kg.lookup import Reader
from kg.namespaces import BASE, DCTERMS, ONTOLOGY, RDF, RDFS
from kg.questions import Parameter, Question
from kg.stores import oxigraph
from tests import factory

TWINS = [
    line
    for iri in (f"<{BASE}person/甲-王洋>", f"<{BASE}person/乙-王洋>")
    for line in (f'{iri} <{RDFS}label> "王洋"@zh .', f"{iri} <{RDF}type> <{ONTOLOGY}Person> .")
]


def reader(*lines: str) -> Reader:
    return Reader(oxigraph.from_lines(lines or factory.sample_lines()), sparql.builtin())


def question(type: str, default: str | None = None) -> Question:
    return Question("q", "题", "t", "", "", (Parameter("x", type, default, "the x"),), "SELECT * WHERE { ?x ?y ?z }")


def bound(type: str, value: str, *lines: str) -> list[str]:
    return binding.terms(question(type), {"x": [value]}, reader(*lines))["x"]


def test_labels_come_before_aliases() -> None:
    assert [found.label for found in lookup.named(reader(), "柳影街道")] == ["柳影街道"]
    assert [found.name for found in lookup.named(reader(), "柳影街", "Street")] == ["柳影街"]
    assert lookup.named(reader(), "柳影街", "Person") == []


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("street:柳影街道", BASE + "street/柳影街道"),
        ("<http://e/x>", "http://e/x"),
        ("https://e/x", "https://e/x"),
        ("柳影街道", None),
        ("nope:x", None),
        ('<http://e/> } INSERT { "x>', None),
    ],
)
def test_what_is_an_iri_already(name: str, iri: str | None) -> None:
    assert lookup.as_iri(name, sparql.builtin()) == iri


def test_short_and_as_iri_are_inverse() -> None:
    for iri in (BASE + "street/甲区-建设街道", BASE + "community/𬇕湾社区", "http://elsewhere/x"):
        assert lookup.as_iri(lookup.short(iri, sparql.builtin()), sparql.builtin()) == iri


def test_labeller_falls_back_on_short_iris() -> None:
    label = lookup.labeller(reader())
    assert label(BASE + "street/柳影街道") == "柳影街道"
    assert label(ONTOLOGY + "partOf") == "kg:partOf"


def test_replaced_follows_chains_and_stops_in_circles() -> None:
    chain = [f"<http://e/{a}> <{DCTERMS}isReplacedBy> <http://e/{b}> ." for a, b in ("ab", "bc", "xy", "yx")]
    assert lookup.replaced(reader(*chain), "http://e/a") == ("http://e/c", [])
    assert lookup.replaced(reader(*chain), "http://e/x")[0] in ("http://e/x", "http://e/y")


def test_replaced_tells_the_parts_at_the_end_of_a_chain() -> None:
    chain = [f"<http://e/{a}> <{DCTERMS}isReplacedBy> <http://e/{b}> ." for a, b in ("ab", "bd", "bc")]
    assert lookup.replaced(reader(*chain), "http://e/a") == ("http://e/b", ["http://e/c", "http://e/d"])


@pytest.mark.parametrize(
    ("type", "value", "term"),
    [
        ("street", "柳影街", f"<{BASE}street/柳影街道>"),
        ("entity", "street:柳影街道", f"<{BASE}street/柳影街道>"),
        ("text", '"} DROP ALL #\n', '"\\"} DROP ALL #\\n"'),
        ("integer", "-5", '"-5"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("predicate", "partOf", "<https://w3id.org/linpu/ontology#partOf>"),
        ("date", "2024", '"2024"'),
        ("date", "2024/5", '"2024-05"'),
        ("date", "2024年5月6日", '"2024-05-06"'),
    ],
)
def test_values_become_terms_of_their_type(type: str, value: str, term: str) -> None:
    assert bound(type, value) == [term]


@pytest.mark.parametrize(
    ("type", "value", "what"),
    [
        ("street", "小河里社区", "no Street is called 小河里社区"),
        ("integer", "5; x", "is no whole number"),
        ("integer", "５", "is no whole number"),
        ("predicate", "partOf ?x", "is no predicate"),
        ("date", "2024-02-30", "is no date"),
        ("date", "May", "is no date"),
    ],
)
def test_wrong_values_are_told(type: str, value: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        bound(type, value)


def test_an_ambiguous_name_lists_the_candidates() -> None:
    with pytest.raises(InputError, match="means several things") as caught:
        bound("person", "王洋", *TWINS)
    assert len(caught.value.__notes__) == 2
    assert "person:甲-王洋" in "".join(caught.value.__notes__)


def test_of_many_candidates_it_says_how_many_more_there_are() -> None:
    many = [line.replace("甲", f"甲{n}") for n in range(22) for line in TWINS[:2]]
    with pytest.raises(InputError) as caught:
        bound("person", "王洋", *many)
    assert caught.value.__notes__[-1] == "  … 2 more: kg find 王洋 --limit 0"


def test_required_open_and_default_parameters() -> None:
    with pytest.raises(InputError, match="--x is missing; give it: the x"):
        binding.terms(question("street"), {}, reader())
    assert binding.terms(question("street", ""), {}, reader()) == {}
    assert list(binding.terms(question("integer", "5"), {}, reader())) == ["x"]
    with pytest.raises(InputError, match="has no parameter y"):
        binding.terms(question("street", ""), {"y": ["1"]}, reader())


def test_namesakes_are_told_apart_by_their_iris() -> None:
    label = lookup.labeller(reader(*TWINS))
    assert {label(f"{BASE}person/{scope}-王洋") for scope in "甲乙"} == {
        "王洋 (person:甲-王洋)",
        "王洋 (person:乙-王洋)",
    }
    alone = lookup.labeller(reader(*TWINS[:2]))
    assert alone(f"{BASE}person/甲-王洋") == "王洋"


def test_things_of_different_kinds_may_share_a_label() -> None:
    other = (TWINS[2], TWINS[3].replace("#Person", "#Programme"))
    assert lookup.labeller(reader(*TWINS[:2], *other))(f"{BASE}person/甲-王洋") == "王洋"


@pytest.mark.parametrize("value", ["partOf", "partof", "隶属", f"<{ONTOLOGY}partOf>", "kg:partOf"])
def test_a_predicate_is_given_by_name_or_label(value: str) -> None:
    assert bound("predicate", value) == [f"<{ONTOLOGY}partOf>"]


@pytest.mark.parametrize(
    ("value", "how"), [("partsOf", "did you mean partOf"), ("属于啥", "write one of the ontology")]
)
def test_what_is_no_predicate_is_refused(value: str, how: str) -> None:
    with pytest.raises(InputError, match=how):
        bound("predicate", value)
