"""Canonical forms and what a name says about its own district."""

import pytest

from kg.errors import InputError
from kg.names import Names, load


@pytest.fixture(scope="module")
def names() -> Names:
    return load()


@pytest.mark.parametrize(
    ("type_", "name", "canonical"),
    [
        ("STREET", "柳影街", "柳影街道"),
        ("STREET", "柳影街道", "柳影街道"),
        ("PLACE", "柳影街", "柳影街"),
        ("AREA", "河西", "河西区"),
        ("AREA", "天津", "天津市"),
        ("AREA", "和平", "和平"),
        ("PROGRAMME", "“四问” 工作法", "四问工作法"),
        ("PROGRAMME", "「四问」工作法", "四问工作法"),
        ("PROGRAMME", "“１＋２”计划", "1+2计划"),
        ("ORG", "小河里村民委员会", "小河里村委会"),
        ("ORG", "區衛生健康委員會", "区卫健委"),
        ("STREET", "柳影街办事处", "柳影街道"),
        ("PERSON", "葉乾", "叶乾"),
        ("EVENT", "Smart City 论坛", "Smart City论坛"),
    ],
)
def test_two_spellings_of_one_name_are_one_canonical_form(names: Names, type_: str, name: str, canonical: str) -> None:
    assert names.canonical(type_, name) == canonical


def test_a_short_form_of_several_areas_means_the_one_that_is_near(names: Names) -> None:
    assert names.canonical("AREA", "和平", ("和平区",)) == "和平区"


def test_what_is_written_keeps_its_quotation_marks(names: Names) -> None:
    assert names.written("PROGRAMME", "“四问”工作法") == "“四问”工作法"


@pytest.mark.parametrize(
    ("type_", "name", "area"),
    [
        ("ORG", "河西区司法局", "河西区"),
        ("ORG", "天津手风琴厂", "天津市"),
        ("PLACE", "天津手风琴厂", None),
        ("ORG", "厦门路小学", None),
        ("ORG", "小河里社区党委", None),
    ],
)
def test_a_name_may_carry_its_area(names: Names, type_: str, name: str, area: str | None) -> None:
    assert (names.carried(type_, name) or (None, 0))[0] == area


@pytest.mark.parametrize(
    ("name", "district", "full"),
    [
        ("区民政局", "河西区", "河西区民政局"),
        ("市民政局", "河西区", "天津市民政局"),
        ("市民学校", "河西区", "市民学校"),
        ("省民政厅", "秦淮区", "江苏省民政厅"),
        ("县民政局", "河西区", "县民政局"),
        ("区民政局", None, "区民政局"),
        ("区委", "河西区", "河西区委"),
        ("民政局", "河西区", "河西区民政局"),
        ("河西民政局", "河西区", "河西区民政局"),
        ("河西小学", "河西区", "河西小学"),
        ("青禾超市", "河西区", "青禾超市"),
    ],
)
def test_a_bare_body_is_completed_with_the_area_it_means(
    names: Names, name: str, district: str | None, full: str
) -> None:
    assert names.completed("ORG", name, district) == full


@pytest.mark.parametrize(
    ("person", "called"),
    [("张大爷", True), ("欧阳奶奶", True), ("老李", True), ("小赵", True), ("张大同", False)],
)
def test_a_form_of_address_is_told_from_a_name(names: Names, person: str, called: bool) -> None:
    assert names.called(person) is called


def test_the_area_above_is_parted_from_the_area(names: Names) -> None:
    assert names.without_parent("AREA", "天津市和平区") == ("和平区", "天津市")
    assert names.without_parent("ORG", "天津市河西区司法局") == ("河西区司法局", "天津市")
    assert names.without_parent("ORG", "和平区司法局") == ("和平区司法局", None)


def test_an_overlay_adds_forms(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "forms.tsv").write_text("ORG\t邻帮中心\t邻里帮扶中心\n", encoding="utf-8")
    assert load(tmp_path).canonical("ORG", "邻帮中心") == "邻里帮扶中心"


def test_a_broken_line_is_told_with_its_number(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "forms.tsv").write_text("# forms\nORG 邻帮中心\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"forms\.tsv:2"):
        load(tmp_path)
