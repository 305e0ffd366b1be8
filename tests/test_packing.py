"""Readings come back from bytes as they were."""

from dataclasses import replace

import factory
import pytest

from kg.model import Article, Join, Layout, Line, Mend, Mention, PageEntity, Reading
from kg.packing import Packed, pack, shelf, unpack
from kg.pages.passages import mended, passages


def full_reading(id_: str = "a.txt") -> Reading:
    page = factory.page(id=id_)
    ends = [i for i, char in enumerate(page.text) if char == "\n"]
    starts = [0, *(end + 1 for end in ends[:-1])]
    lines = tuple(Line(n, s, e, "body") for n, (s, e) in enumerate(zip(starts, ends, strict=True), 1))
    layout = Layout(lines, (Article(1, (1, 2, 3, 5), "题", ("林小满",), "民生"),), (Join(3, 5, 1, True),))
    entity = PageEntity(
        "COMMUNITY", "小河里社区", ("小河里",), (Mention(0, 0, 5, "COMMUNITY", "小河里社区", "r", 1.5, True),),
        "全名", (("COMPOUND", "小河里"),),
    )  # fmt: skip
    relation = factory.relation(0, "partOf", 0, role="书记", modality="planned")
    return Reading(page, layout, passages(page, layout), (entity,), (relation,), "河西区")


def test_what_is_packed_is_what_is_unpacked() -> None:
    reading = full_reading()
    assert unpack(reading.page, pack(reading)) == reading


def test_mended_passages_come_back_mended() -> None:
    reading = full_reading()
    text = reading.passages[0].text
    first = mended(reading.passages[0], [Mend(3, text[3], ""), Mend(6, text[6], "何"), Mend(12, "", "河")])
    again = mended(first, [Mend(9, first.text[9], "里")])
    assert len(again.mends) == 4
    changed = replace(reading, passages=(again, *reading.passages[1:]))
    assert unpack(reading.page, pack(changed)) == changed


@pytest.mark.parametrize("count", [2, 300])
def test_a_shelf_is_sorted_and_can_be_gone_through_twice(count: int) -> None:
    reading = full_reading()
    body = pack(reading)
    pages = [replace(reading.page, id=f"{number:03}.txt") for number in range(count)]
    corpus = shelf([Packed(page, body) for page in reversed(pages)])
    assert [r.page.id for r in corpus] == [r.page.id for r in corpus] == [page.id for page in pages]
