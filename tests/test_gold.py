import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gold import GoldPage, gold_entities, gold_layout, line_bounds, read_gold
from kg.model import Join, Page, Span
from kg.pages.passages import passages
from kg.resources import shared_root

OWN = shared_root() / "data"
TEXT = "小河里社区办起“邻里帮”\n社区的老人都来了，小河里也来了。天河社\n区来人。\n"


def gold(folder: Path, text: str, *entities: dict[str, Any], relations: tuple[dict[str, Any], ...] = ()) -> GoldPage:
    """A labelled page; entities are given by what differs from a COMMUNITY named as its first mention."""
    (folder / "p.txt").write_bytes(text.encode())
    made = [{"id": f"e{n}", "type": "COMMUNITY", "name": e["mentions"][0], **e} for n, e in enumerate(entities, 1)]
    told = {"document": "p.txt", "entities": made, "relations": list(relations)}
    (folder / "p.json").write_text(json.dumps(told), encoding="utf-8")
    return read_gold(folder, folder / "p.json")


def words(page: GoldPage, entity: int) -> list[list[str]]:
    """The pieces of each mention of an entity, as text."""
    text = page.page.text
    return [[text[start:end] for start, end in pieces] for pieces in page.entities[entity].spans]


def test_every_occurrence_is_found_longest_string_first(tmp_path: Path) -> None:
    page = gold(tmp_path, TEXT, {"mentions": ["小河里"], "type": "COMPOUND"}, {"mentions": ["小河里社区"]})
    assert words(page, 0) == [["小河里"]]
    assert page.entities[0].spans[0][0].start == TEXT.rindex("小河里")
    assert words(page, 1) == [["小河里社区"]]


def test_a_name_broken_by_a_line_has_two_pieces(tmp_path: Path) -> None:
    page = gold(tmp_path, TEXT, {"mentions": ["天河社⏎区"]})
    assert words(page, 0) == [["天河社", "区"]]


def test_two_names_share_no_character_but_marks(tmp_path: Path) -> None:
    page = gold(tmp_path, "甲“乙丙”丁", {"mentions": ["甲“"]}, {"mentions": ["“乙丙”"]})
    assert words(page, 0) == [["甲“"]]
    assert words(page, 1) == [["“乙丙”"]]


def test_only_keeps_a_string_to_its_places(tmp_path: Path) -> None:
    text = "桃园很大。桃园地区开会。"
    page = gold(tmp_path, text, {"mentions": ["桃园"], "only": [["桃园", "桃园地区"]]})
    assert page.entities[0].spans == ((Span(5, 7),),)


def test_only_gives_one_string_to_different_things(tmp_path: Path) -> None:
    text = "桃园很大。桃园地区开会。"
    page = gold(
        tmp_path, text,
        {"mentions": ["桃园"], "only": [["桃园", "桃园很大"]]}, {"mentions": ["桃园"], "only": [["桃园", "桃园地区"]]},
    )  # fmt: skip
    assert [entity.spans[0][0].start for entity in page.entities] == [0, 5]


def test_marks_may_and_also_are_kept(tmp_path: Path) -> None:
    said = {"subject": "e1", "predicate": "partOf", "object": "e2", "may": True}
    page = gold(
        tmp_path, TEXT, {"mentions": ["小河里社区"], "also": ["ORG"], "may": True}, {"mentions": ["天河社⏎区"]},
        relations=(said, {"subject": "e2", "predicate": "helps", "object": "e1", "evidence": "来了", "role": "组长"}),
    )  # fmt: skip
    assert page.entities[0].types == {"COMMUNITY", "ORG"}
    assert [entity.may for entity in page.entities] == [True, False]
    assert [(r.predicate, r.role, r.evidence, r.may) for r in page.relations] == [
        ("partOf", None, "", True), ("helps", "组长", "来了", False),
    ]  # fmt: skip


def test_line_ends_and_a_bom_stay_in_the_text(tmp_path: Path) -> None:
    page = gold(tmp_path, "\ufeff甲村\r\n乙村\r", {"mentions": ["乙村"]})
    assert page.page.text == "\ufeff甲村\r\n乙村\r"
    assert page.entities[0].spans == ((Span(5, 7),),)


def test_lines_end_at_three_kinds_of_line_end_and_nothing_else() -> None:
    text = "一\r\n二\r三\n四\u2028五\x0b六\x85七"
    assert [text[start:end] for start, end in line_bounds(text)] == ["一", "二", "三", "四\u2028五\x0b六\x85七"]
    assert line_bounds("") == [(0, 0)]


@given(st.text(alphabet="甲\r\n", max_size=20))
def test_lines_and_line_ends_make_up_the_text(text: str) -> None:
    bounds = line_bounds(text)
    ends = [*(start for start, _ in bounds[1:]), len(text)]
    assert "".join(text[start:nxt] for (start, _), nxt in zip(bounds, ends, strict=True)) == text
    assert not any("\n" in text[start:end] or "\r" in text[start:end] for start, end in bounds)


def test_a_labelled_layout_has_lines_articles_and_joins(tmp_path: Path) -> None:
    told = {
        "lines": [{"n": 1, "role": "title"}, {"n": 3, "role": "body"}],
        "articles": [{"id": "a1", "title": "题", "authors": ["田晓禾"], "order": [1, 3]}],
        "joins": [[1, 3]],
    }
    (tmp_path / "p.json").write_text(json.dumps(told), encoding="utf-8")
    found = gold_layout(Page("p.txt", "题目\n\n正文。\n"), tmp_path / "p.json")
    assert [(line.number, line.start, line.end, line.role) for line in found.lines] == [
        (1, 0, 2, "title"), (3, 4, 7, "body"),
    ]  # fmt: skip
    assert found.articles[0].lines == (1, 3)
    assert found.articles[0].authors == ("田晓禾",)
    assert found.joins == (Join(1, 3),)


def test_labels_become_entities_in_passages(tmp_path: Path) -> None:
    page = gold(tmp_path, TEXT, {"mentions": ["小河里社区", "小河里"]}, {"mentions": ["天河社⏎区"]})
    told = {
        "lines": [{"n": n, "role": "body"} for n in (1, 2, 3)],
        "articles": [{"title": "题", "authors": [], "order": [1, 2, 3]}],
        "joins": [[2, 3]],
    }
    (tmp_path / "layout.json").write_text(json.dumps(told), encoding="utf-8")
    texts = passages(page.page, gold_layout(page.page, tmp_path / "layout.json"))
    first, second = gold_entities(page, texts)
    assert [texts[m.passage].text[m.start : m.end] for m in first.mentions] == ["小河里社区", "小河里"]
    assert first.aliases == ("小河里",)
    assert [texts[m.passage].text[m.start : m.end] for m in second.mentions] == ["天河社区"]


def test_a_name_that_no_passage_holds_is_left_out_but_its_entity_stays(tmp_path: Path) -> None:
    page = gold(tmp_path, TEXT, {"mentions": ["天河社⏎区"]})
    assert [entity.mentions for entity in gold_entities(page, ())] == [()]


@pytest.mark.parametrize("file", sorted((OWN / "gold").glob("*.json")), ids=lambda file: file.stem)
def test_the_projects_own_labels_agree_with_their_pages(file: Path) -> None:
    page = read_gold(OWN / "pages", file)
    ids = [entity.id for entity in page.entities]
    assert len(ids) == len(set(ids))
    told = json.loads(file.read_text(encoding="utf-8"))
    strings = [string for entity in told["entities"] for string in entity["mentions"]]
    assert [
        string for string in strings if not re.search(r"\s+".join(map(re.escape, string.split("⏎"))), page.page.text)
    ] == []
    assert sum(not entity.spans for entity in page.entities) <= 0.05 * len(ids)
    assert {end for r in page.relations for end in (r.subject, r.object)} <= set(ids)
    layout = gold_layout(page.page, OWN / "gold-layout" / file.name)
    numbers = {line.number for line in layout.lines}
    assert {number for article in layout.articles for number in article.lines} <= numbers
    assert {number for join in layout.joins for number in join[:2]} <= numbers
    taken = [i for entity in page.entities for pieces in entity.spans for piece in pieces for i in range(*piece)]
    assert sum(page.page.text[i].isalpha() for i in taken) == sum(page.page.text[i].isalpha() for i in set(taken))
