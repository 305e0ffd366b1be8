from functools import cache

import pytest

from kg.mentions.coreference import entities
from kg.mentions.lexicon import Lexicon, load, short_area
from kg.mentions.likeness import plain
from kg.model import Mention, PageEntity
from tests import factory


@cache
def lexicon() -> Lexicon:
    return load()


def put_together(*names: str, short: dict[str, str] | None = None, apart: bool = False) -> tuple[PageEntity, ...]:
    """Entities from marked names such as "ORG 区民政局", all in one passage unless ``apart``."""
    found = []
    for number, marked in enumerate(names):
        type_, name = marked.split(" ", 1)
        found.append(Mention(number if apart else 0, number * 50, number * 50 + len(name), type_, name, "test"))
    return entities(found, [mention.name for mention in found], lexicon(), short=short or {})


def groups(*names: str, short: dict[str, str] | None = None, apart: bool = False) -> list[set[str]]:
    return [{mention.name for mention in entity.mentions} for entity in put_together(*names, short=short, apart=apart)]


def area() -> str:
    """Some district of three characters that the data knows, and that nothing else is called like."""
    return next(name for name in sorted(lexicon().areas) if len(name) == 3 and name.endswith("区"))


SAME = [
    ("STREET 柳影街道", "STREET 柳影街"),
    ("ORG “小马灯”服务队", "ORG 小马灯服务队"),
    ("PERSON 周大爷", "PERSON 周有田"),
    ("COMPOUND 幸福里小区", "COMPOUND 幸福里"),
    ("COMMUNITY 菱塘社区", "COMMUNITY 菱塘"),
    ("EVENT 第三届邻里节", "EVENT 邻里节"),
    ("PROGRAMME “三问三办”工作法", "PROGRAMME 三问三办"),
]
DIFFERENT = [
    ("COMMUNITY 菱塘社区", "COMPOUND 菱塘"),
    ("COMMUNITY 菱塘社区", "ORG 菱塘社区党委"),
    ("ORG 菱塘社区党委", "ORG 菱塘社区居委会"),
    ("STREET 柳影镇", "STREET 柳影乡"),
    ("PERSON 赵玉兰", "PERSON 赵玉梅"),
    ("COMMUNITY 菱塘社区", "COMMUNITY 莲塘北社区"),
    ("AWARD 文明村", "AWARD 卫生村"),
    ("ORG 区旅文局", "ORG 市旅文局"),
]


@pytest.mark.parametrize("names", SAME, ids=" = ".join)
def test_forms_of_one_name_are_one(names: tuple[str, str]) -> None:
    assert len(groups(*names)) == 1
    assert len(groups(*reversed(names))) == 1


@pytest.mark.parametrize("names", DIFFERENT, ids=" ≠ ".join)
def test_different_things_stay_apart(names: tuple[str, str]) -> None:
    assert len(groups(*names)) == 2
    assert len(groups(*reversed(names))) == 2


def test_a_body_is_the_same_with_its_district_and_without() -> None:
    assert len(groups("ORG 区司法局", f"ORG {area()}司法局")) == 1
    assert len(groups("ORG 区司法局", "ORG 区民政局")) == 2


def test_bodies_of_different_areas_stay_apart() -> None:
    one, other = sorted({short_area(name) for name in lexicon().levels if len(name) == 3 and name.endswith("市")})[:2]
    assert len(groups(f"ORG {one}大学", f"ORG {other}大学")) == 2
    assert len(groups(f"ORG {one}街道办事处", f"ORG {other}街道办事处")) == 2
    assert len(groups(f"ORG {one}大学", f"ORG {one}市大学")) == 1


def test_misread_names_are_one_when_the_characters_look_alike() -> None:
    char = "谊"
    alike = min(other for other in lexicon().lookalikes[char] if "\u4e00" <= other <= "\u9fff")
    assert len(groups(f"COMMUNITY {char}河里社区", f"COMMUNITY {alike}河里社区")) == 1


def test_a_familiar_form_is_the_person_of_the_surname() -> None:
    assert len(groups("PERSON 小赵", "PERSON 赵玉兰")) == 1


def test_nothing_is_merged_where_two_partners_fit_equally_well() -> None:
    found = groups("PERSON 赵玉兰", "PERSON 赵有田", "PERSON 赵大爷")
    assert {"赵玉兰"} in found
    assert {"赵有田"} in found
    assert {"赵大爷"} in found


def test_people_meet_within_an_article_only() -> None:
    assert len(groups("PERSON 周大爷", "PERSON 周有田", apart=True)) == 2


def test_an_introduced_short_form_is_the_full_name() -> None:
    names = ("ORG 柳影街道综合服务队", "ORG 柳综队")
    assert len(groups(*names, short={"柳综队": "柳影街道综合服务队"})) == 1


def test_the_label_is_the_fullest_form_and_the_others_are_aliases() -> None:
    street = put_together("STREET 柳影街", "STREET 柳影街", "STREET 柳影街道")[0]
    assert (street.name, street.aliases) == ("柳影街道", ("柳影街",))
    person = put_together("PERSON 周大爷", "PERSON 周有田", "PERSON 周有田")[0]
    assert person.name == "周有田"


def test_entities_stand_in_the_order_of_their_first_mentions() -> None:
    names = [entity.name for entity in put_together("ORG 青禾超市", "PERSON 高远山", "ORG 青禾超市")]
    assert names == ["青禾超市", "高远山"]


def test_no_mention_is_lost_or_doubled() -> None:
    passages_names = [name for pair in SAME + DIFFERENT for name in pair]
    found = put_together(*passages_names)
    places = [mention.start for entity in found for mention in entity.mentions]
    assert sorted(places) == [number * 50 for number in range(len(passages_names))]


def test_marks_and_blanks_are_no_part_of_a_plain_name() -> None:
    assert plain("“小 马灯”\n服务队") == "小马灯服务队"
    assert factory.passage("x").text == "x"
