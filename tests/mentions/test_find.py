import os
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.mentions import Lexicon, district, find, load, mentions
from kg.model import Mention, PageEntity
from tests import factory

TEXT = (
    "昨天,柳影街道小河里社区推出“邻里帮”助老服务,社区党委书记高远山带着小河里社区“小马灯”志愿服务队上门。\n"
    "青河县水务局的人也来了。青河县人民医院派来医生周有田,周大夫给居民赵玉兰量血压。\n"
)


@cache
def lexicon() -> Lexicon:
    return load()


def names(*texts: str) -> dict[str, str]:
    """Name → type of all entities."""
    return {entity.name: entity.type for entity in find([factory.passage(text) for text in texts], lexicon())}


def test_names_of_a_page_are_found_with_their_types() -> None:
    found = names(TEXT)
    wanted = {
        "柳影街道": "STREET",
        "小河里社区": "COMMUNITY",
        "高远山": "PERSON",
        "赵玉兰": "PERSON",
        "青河县水务局": "ORG",
    }
    assert wanted.items() <= found.items()


def test_nothing_is_found_in_nothing() -> None:
    assert find([], lexicon()) == ()
    assert find([factory.passage("")], lexicon()) == ()
    assert find([factory.passage("今天天气很好。")], lexicon()) == ()


def test_mentions_lie_in_their_passages_and_do_not_overlap() -> None:
    passages = [factory.passage(text) for text in TEXT.splitlines()]
    found = mentions(passages, lexicon())
    assert {mention.passage for mention in found} == {0, 1}
    assert found == sorted(found, key=lambda mention: (mention.passage, mention.start))
    for left, right in pairwise(found):
        assert left.passage < right.passage or left.end <= right.start
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(passages[mention.passage].text)


def test_every_mention_stands_in_one_entity() -> None:
    passages = [factory.passage(text) for text in TEXT.splitlines()]
    inside = [mention for entity in find(passages, lexicon()) for mention in entity.mentions]
    assert sorted(inside) == sorted(mentions(passages, lexicon()))


def test_a_name_in_a_list_is_completed_from_the_list() -> None:
    found = names("志愿者走遍竹隐、绿茵、灯草巷三个社区,问了每一户。竹隐社区的老人很高兴。")
    assert "竹隐社区" in found


def test_the_same_page_gives_the_same_names() -> None:
    passages = [factory.passage(text) for text in TEXT.splitlines()]
    assert find(passages, lexicon()) == find(passages, load())


def test_the_names_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys; from kg.mentions import find, load; from tests import factory\n"
        "print(find([factory.passage(line) for line in sys.argv[1].splitlines()], load()))"
    )
    root = str(Path(__file__).resolve().parents[2])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, TEXT], capture_output=True, check=True, encoding="utf-8", cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": root},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1
    assert "高远山" in outputs.pop()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*"“”‘’《》()、,。\n 的和在说", "柳影街道", "小河里", "社区", "赵玉兰", "有限公司", "三个", "𬇕", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")]), max_size=30).map("".join))  # fmt: skip  # noqa: E501
def test_any_text_can_be_read(text: str) -> None:
    passage = factory.passage(text)
    for mention in mentions([passage], lexicon()):
        assert 0 <= mention.start < mention.end <= len(text)
        assert "\n" not in passage.text[mention.start : mention.end]


def entity(type_: str, name: str, times: int = 1) -> PageEntity:
    made = tuple(Mention(0, 20 * n, 20 * n + len(name), type_, name, "test") for n in range(times))
    return PageEntity(type_, name, (), made)


def counties() -> list[str]:
    level = [name for name in sorted(lexicon().levels) if lexicon().levels[name] == "county"]
    return [name for name in level if len(name) == 3 and name.endswith("区")]


def test_the_district_is_the_county_that_the_page_names_most() -> None:
    often, seldom = counties()[0], counties()[1]
    assert district([entity("AREA", seldom), entity("AREA", often, 2)], lexicon()) == often
    assert district([entity("AREA", often, 2), entity("AREA", seldom)], lexicon()) == often


def test_a_page_that_names_no_county_has_no_district() -> None:
    assert district([], lexicon()) is None
    assert district([entity("PERSON", "高远山", 3)], lexicon()) is None


def test_a_users_own_name_is_found_quoted_and_bare(tmp_path: Path) -> None:
    (tmp_path / "gazetteer").mkdir()
    rows = "槐香食堂\tORG\n银发守护\tPROGRAMME\n"
    (tmp_path / "gazetteer" / "names.tsv").write_text(rows, encoding="utf-8")
    text = "槐树里社区的“槐香食堂”正式开张。\n社区推出银发守护项目,启动“银发守护”。\n老人都爱去槐香食堂吃饭。"
    found = mentions([factory.passage(text)], load(tmp_path))
    assert [m.type for m in found if m.name == "槐香食堂"] == ["ORG", "ORG"]
    assert "PROGRAMME" in {m.type for m in found if "银发守护" in m.name}


def test_a_users_own_name_leaves_longer_names_that_hold_it_whole(tmp_path: Path) -> None:
    (tmp_path / "gazetteer").mkdir()
    (tmp_path / "gazetteer" / "names.tsv").write_text("望潮区\tAREA\n", encoding="utf-8")
    text = "望潮区妇联和望潮区民政局慰问了老人。活动在望潮区举行。"
    found = mentions([factory.passage(text)], load(tmp_path))
    assert {(m.type, m.name) for m in found} == {("ORG", "望潮区妇联"), ("ORG", "望潮区民政局"), ("AREA", "望潮区")}


def test_a_name_does_not_begin_with_the_end_of_the_post_before_it() -> None:
    found = mentions([factory.passage("柳湾街道办事处主任何平来到现场。")], lexicon())
    assert [m.name for m in found if m.type == "PERSON"] == ["何平"]
