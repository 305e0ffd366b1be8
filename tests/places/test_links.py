"""Entities and their divisions in the list."""

from __future__ import annotations

from kg import background
from kg.model import Key
from kg.names import Names
from kg.places.links import links
from kg.resolve import resolve
from tests import factory
from tests.places import made

COMMUNITY = "https://w3id.org/linpu/id/community/"


def chain(name: str, *pages: made.Reading, type_: str = "COMMUNITY", scope: str | None = None) -> list[str]:
    """The names of an entity's division and of all above it, [] where it has none."""
    found, _ = made.linked(*pages)
    number = found.divisions.get(Key(type_, name, scope))
    return [] if number is None else [found.index[n].name for n in (number, *found.index.above(number))]


def test_a_community_gets_its_official_chain() -> None:
    story = made.page("[COMMUNITY 小河里社区]开会。")
    assert chain("小河里社区", story) == ["小河里社区居委会", "榆钱路街道办事处", "柳影区", "青禾省"]


def test_streets_areas_and_names_without_their_head_noun_are_linked() -> None:
    story = made.page("[AREA 柳影区][STREET 杏林街]和[COMMUNITY 万红里]。")
    assert chain("柳影区", story, type_="AREA") == ["柳影区", "青禾省"]
    assert chain("万红里", story) == ["万红里社区居委会", "杏林街道", "柳影区", "青禾省"]


def test_by_the_pages_own_district() -> None:
    home, other = (
        made.page("[COMMUNITY 小河里社区]"),
        made.page("[COMMUNITY 小河里社区]", id="乙.txt", district="桐花区"),
    )
    again = made.page("[COMMUNITY 小河里社区]", id="丙.txt")
    assert chain("小河里社区", home, again, other)
    assert chain("小河里社区", home, again, other, scope="桐花区") == []


def test_what_the_list_has_twice_needs_its_street() -> None:
    text = "[STREET 杏林街道][COMMUNITY 和平社区]"
    assert chain("和平社区", made.page(text)) == []
    assert chain("和平社区", made.page(text, (1, 0)))[1] == "杏林街道"


def test_what_is_stated_otherwise_stays_unlinked() -> None:
    assert chain("小河里社区", made.page("[STREET 杏林街道][COMMUNITY 小河里社区]", (1, 0))) == []
    assert chain("小河里社区", made.page("[AREA 桐花区]的[COMMUNITY 小河里社区]", (1, 0))) == []
    # What the list knows nothing of contradicts nothing.
    assert chain("小河里社区", made.page("[STREET 新塘街道][COMMUNITY 小河里社区]", (1, 0))) != []


def test_streets_and_communities_are_counted() -> None:
    story = made.page("[AREA 柳影区][STREET 榆钱路街道][COMMUNITY 小河里社区][COMMUNITY 新塘社区][ORG 小河里社区党委]")
    found, _ = made.linked(story)
    assert (found.linked, found.places, len(found.divisions)) == (2, 3, 3)


def test_without_an_index_there_are_no_links() -> None:
    assert links(None, resolve((), Names()), (), Names(), readings=(), changes={}) is None
    assert background.quads(None) == []


def test_the_background_has_its_own_graph_with_source_and_year() -> None:
    found, _ = made.linked(made.page("[COMMUNITY 小诃里社区]和[COMMUNITY 新塘社区]开会。"))
    lines = background.quads(found)
    assert lines == sorted(set(lines))
    text = "\n".join(line for line in lines if line.endswith(" <https://w3id.org/linpu/graph/gazetteer> ."))
    assert [line for line in lines if not line.endswith("gazetteer> .")] == [
        f"<{COMMUNITY}小诃里社区> <{term}> <{COMMUNITY}小河里社区> ."
        for term in ("http://purl.org/dc/terms/isReplacedBy", "http://www.w3.org/2002/07/owl#sameAs")
    ]
    for part in (
        'graph/gazetteer> <http://purl.org/dc/terms/title> "made list 1"',
        'graph/gazetteer> <http://purl.org/dc/terms/date> "2024"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        "community/小河里社区> <https://w3id.org/linpu/ontology#division> <https://w3id.org/linpu/id/division/910101001001>",
        'community/小河里社区> <https://w3id.org/linpu/ontology#mendedFrom> "小诃里社区"@zh',
        "division/910101001001> <https://w3id.org/linpu/ontology#within> <https://w3id.org/linpu/id/division/910101001>",
        "division/910101> <https://w3id.org/linpu/ontology#within> <https://w3id.org/linpu/id/division/91>",
    ):
        assert part in text
    assert "新塘社区" not in text


def test_what_is_still_another_thing_is_not_replaced() -> None:
    """The short name of the second page, whose street nobody tells, is not mended."""
    first = made.page("[STREET 石桥镇][COMMUNITY 诃村]修路。", (1, 0))
    found, resolution = made.linked(first, made.page("[COMMUNITY 诃村]修路。", id="乙.txt"))
    assert {entity.key.name for entity in resolution.entities} == {"石桥镇", "河村", "诃村"}
    assert (found.mended, found.replaced) == ({Key("COMMUNITY", "河村"): ("诃村",)}, {})


def test_the_background_of_nothing_is_empty() -> None:
    found, _ = made.linked(made.page("[COMMUNITY 新塘社区]开会。"))
    assert background.quads(found) == []


def test_the_links_are_the_same_in_any_order_of_the_list() -> None:
    story = made.page("[STREET 杏林街道][COMMUNITY 小河里社区]")
    turned, _ = made.linked(story, with_index=factory.made_index([*reversed(made.ROWS)]))
    assert background.quads(turned) == background.quads(made.linked(story)[0])
