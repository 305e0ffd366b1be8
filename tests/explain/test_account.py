"""A page explained: names with what they beat, relations with what else proposed them, proposals that lost."""

from functools import cache

import pytest

from kg import reading
from kg.explain import account, marking
from kg.explain.account import Explanation, explain
from kg.reading import Knowledge
from tests import factory


@cache
def knowledge() -> Knowledge:
    return reading.load()


@cache
def told(text: str = factory.TEXT) -> Explanation:
    return explain(factory.page(text), knowledge())


def test_every_mention_is_told_with_its_place_on_the_page() -> None:
    page = told()
    mentions = [m for entity in page.reading.entities for m in entity.mentions]
    assert len(page.names) == len(mentions) > 5
    for name in page.names:
        assert page.words(name.own.spans).replace("⏎", "") == name.own.words.replace("⏎", "")
        assert name.own.chosen
        assert name.own.weight == pytest.approx(name.mention.weight, abs=0.01)


def test_rivals_overlap_and_were_not_chosen() -> None:
    rivals = [(name, rival) for name in told().names for rival in name.rivals]
    assert rivals
    for name, rival in rivals:
        cells = {i for span in name.own.spans for i in range(*span)}
        assert cells & {i for span in rival.spans for i in range(*span)}
        assert not rival.chosen


def test_the_relations_are_those_of_the_reading() -> None:
    page = told()
    assert tuple(found.relation for found in page.relations) == page.reading.relations
    assert page.reading == reading.read(factory.page(), knowledge())


def test_a_proposal_that_lost_says_why() -> None:
    page = told("小河里社区清扫楼道\n■ 通讯员 田晓禾\n小河里社区很热闹。桂香街道小河里社区党委组织大家清扫了楼道。\n")
    kept = {(r.subject, r.predicate, r.object) for r in page.reading.relations}
    assert all((p.candidate.subject, p.candidate.predicate, p.candidate.object) not in kept for p in page.lost)
    assert all(p.reason for p in page.lost)
    said = {(page.label(p.candidate.object), p.reason) for p in page.lost if p.candidate.predicate == "belongsTo"}
    assert ("桂香街道", "小河里社区 is nearer or surer") in said


def test_sections_hold_every_line_and_name_once() -> None:
    page = told()
    found = list(marking.sections(page))
    assert sorted(line.number for section in found for line in section.lines) == [
        line.number for line in page.reading.layout.lines
    ]
    assert sorted(number for section in found for number in section.names) == list(range(len(page.names)))
    for section in found:
        for line in section.lines:
            text = "".join(run.text for run in line.runs)
            assert text == factory.TEXT.split("\n")[line.number - 1]


def test_a_page_offset_leads_to_its_passage() -> None:
    at = factory.TEXT.index("青禾超市")
    found = account.passage_of(told(), at)
    assert found is not None
    assert found[1].text[found[2] :].startswith("青禾超市")
    assert account.passage_of(told(), factory.TEXT.index("\n")) is None


def test_a_page_without_text_has_nothing_to_tell() -> None:
    page = explain(factory.page("\n\n"), knowledge())
    assert (page.names, page.relations, page.lost) == ((), (), ())
