"""The noise benchmark carries labels along exactly, and its chance is fixed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from benchmarks import ocr_noise
from benchmarks.ocr_noise import SHARES, Misread, carried, lookalikes, misread
from kg.evaluate import Labelled
from kg.gold import GoldEntity, GoldPage, GoldRelation
from kg.model import Article, Join, Layout, Line, Page, Span

TEXT = (
    "小河里社区办起助老服务\n\n通讯员 林小满\n\n"
    "柳影街道小河里社区推出邻里帮助老服务,由社区党委书记高远山牵\n\n头,每周二上门量血压。\n"
)


def labelled() -> Labelled:
    name = GoldEntity(
        "e1", "小河里社区", frozenset({"COMMUNITY"}), "COMMUNITY", False, ((Span(0, 5),), (Span(26, 31),))
    )
    street = GoldEntity("e2", "柳影街道", frozenset({"STREET"}), "STREET", False, ((Span(22, 26),),))
    relation = GoldRelation("e1", "partOf", "e2", None, "柳影街道小河里社区", False)
    bounds = ocr_noise.line_bounds(TEXT)
    roles = {1: "title", 3: "byline", 5: "body", 7: "body"}
    lines = tuple(Line(n, *bounds[n - 1], role) for n, role in roles.items())
    layout = Layout(lines, (Article(1, (1, 3, 5, 7), "", ("林小满",)),), (Join(5, 7),))
    return Labelled(GoldPage(Page("a.txt", TEXT), (name, street), (relation,)), layout)


def noisy(rate: float, *kinds: str, seed: int = 0) -> tuple[Misread, Labelled]:
    new = misread(labelled(), rate, alike=lookalikes(), kinds=kinds or tuple(SHARES), seed=seed)
    return new, carried(labelled(), new)


def test_without_noise_nothing_changes() -> None:
    assert noisy(0)[1] == labelled()


@pytest.mark.parametrize("kind", sorted(SHARES))
@pytest.mark.parametrize("seed", range(5))
def test_labels_stand_on_the_characters_they_stood_on(kind: str, seed: int) -> None:
    new, there = noisy(0.3, kind, seed=seed)
    assert new.text != TEXT
    whole = "".join(new.text[begin:end] for begin, end in zip(new.begins, new.ends, strict=True))
    assert whole.replace("\n", "") == new.text.replace("\n", "")
    assert there.layout is not None
    text, (name, street) = there.gold.page.text, there.gold.entities
    before, after = [text[p[0].start : p[-1].end] for p in (street.spans[0], name.spans[-1])]
    assert "".join(there.gold.relations[0].evidence.split("⏎")) == (before + after).replace("\n", "")
    for line in there.layout.lines:
        assert text[line.start : line.end].strip()
        assert "\n" not in text[line.start : line.end]
    assert "".join(text[line.start : line.end] for line in there.layout.lines) == text.replace("\n", "")
    order = there.layout.articles[0].lines
    assert {(join.left, join.right) for join in there.layout.joins} <= set(pairwise(order))


def test_a_broken_line_becomes_two_of_one_article_with_a_join() -> None:
    _, there = noisy(0.05, "broken")
    assert there.layout is not None
    assert len(there.layout.lines) == len(there.layout.articles[0].lines) > 4
    assert len(there.layout.joins) == len(there.layout.lines) - 3


def test_what_is_hit_at_one_rate_is_hit_at_a_higher_one() -> None:
    changed = [
        {i for i, (a, b) in enumerate(zip(TEXT, noisy(rate, "alike")[0].text, strict=True)) if a != b}
        for rate in (0.05, 0.1, 0.3)
    ]
    assert 0 < len(changed[0]) < len(changed[1]) < len(changed[2])
    assert changed[0] < changed[1] < changed[2]
    assert noisy(0.1)[0] == noisy(0.1)[0] != noisy(0.1, seed=1)[0]
