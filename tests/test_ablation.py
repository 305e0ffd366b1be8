"""benchmarks/ablation.py: each source can be taken away, for as long as asked, and is then missed."""

import ablation
import pytest

from kg import reading
from kg.model import Reading
from tests import factory

TEXT = (
    "柳影街道：小河里社区办起“邻里帮”助老服务\n■ 通讯员 林小满\n"
    "河西区柳影街道小河里社区推出“邻里帮”助老服务，由社区党委书记高远山牵头。邻里帮每周二上门，"
    "小河里的孟爱莲最高兴。\n小河里社区党委常开会。今年还打造“邻里学堂”品牌，举办邻里节。\n"
)


def read() -> Reading:
    return reading.read(factory.page(TEXT), reading.load())


def said(found: Reading) -> tuple[object, ...]:
    """What can differ: names with their weights, relations, articles."""
    names = [(e.type, e.name, [m.weight for m in e.mentions]) for e in found.entities]
    return names, found.relations, found.layout.articles


@pytest.mark.parametrize("name", ablation.SOURCES)
def test_a_source_can_be_taken_away_and_comes_back(name: str) -> None:
    before = read()
    with ablation.SOURCES[name]():
        without = read()
    assert without.page == before.page
    assert read() == before


@pytest.mark.parametrize(
    "name", ["gazetteers (areas and names)", "surnames", "dictionary words", "weights: inside the name",
             "second look (other forms)", "articles and joins", "carried subjects"],
)  # fmt: skip
def test_what_is_taken_away_is_missed(name: str) -> None:
    before = said(read())
    with ablation.SOURCES[name]():
        assert said(read()) != before


def test_an_emptied_file_must_exist() -> None:
    with pytest.raises(FileNotFoundError), ablation.emptied("gazetteer/none.tsv"):
        pass


def test_rows_tell_points_beside_the_whole() -> None:
    whole = {"mention": {"f1": 0.9}, "relation": {"f1": 0.5}}
    less = {"mention": {"f1": 0.85}, "relation": {"f1": 0.51}}
    assert ablation.row("everything", whole)[:2] == ("everything", "0.900")
    assert ablation.row("without x", less, whole)[:2] == ("without x", "-5.0")
    assert ablation.row("without x", less, whole)[4] == "+1.0"
