"""Names as lists and pages write them."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.places import forms


@pytest.mark.parametrize(
    ("type_", "listed", "written"),
    [
        ("STREET", "柳影街道办事处", "柳影街道"),
        ("STREET", "柳影街", "柳影街道"),
        ("STREET", "青石镇", "青石镇"),
        ("COMMUNITY", "小河里社区居委会", "小河里社区"),
        ("COMMUNITY", "小河里社区居民委员会", "小河里社区"),
        ("COMMUNITY", "小河居委会", "小河社区"),
        ("COMMUNITY", "小河居民区", "小河社区"),
        ("COMMUNITY", "南高村委会", "南高村"),
        ("COMMUNITY", "南高村村民委员会", "南高村"),
        ("COMMUNITY", "巴音嘎查村民委员会", "巴音嘎查"),
        ("AREA", "柳影街", "柳影街"),
    ],
)
def test_the_form_that_pages_use(type_: str, listed: str, written: str) -> None:
    assert forms.load().canonical(type_, listed) == written
    assert forms.load().canonical(type_, written) == written


def test_an_ending_alone_is_a_name() -> None:
    assert forms.load().canonical("COMMUNITY", "居委会") == "居委会"


def test_lines_of_ones_own_are_laid_over(tmp_path: Path) -> None:
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "divisions.tsv").write_text(
        "COMMUNITY\t*虚拟社区\t*社区\nAREA\t直管区\t-\n", encoding="utf-8"
    )
    found = forms.load(tmp_path)
    assert found.canonical("COMMUNITY", "青禾虚拟社区") == "青禾社区"
    assert {"直管区", "市辖区"} <= found.fillers


@pytest.mark.parametrize("line", ["COMMUNITY\t*社区", "COMMUNITY\t社区\t*村", "STREET\t*街\t街道"])
def test_a_line_that_is_no_form_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "identity").mkdir()
    (tmp_path / "identity" / "divisions.tsv").write_text(f"# 头\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"divisions\.tsv:2: is no form of a name"):
        forms.load(tmp_path)
