"""The files of a list: tables and objects, flat and nested, and what they say of themselves."""

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.places import lists

ROWS = [("91", "青禾省"), ("9101", "青禾市"), ("910101", "柳影区"), ("910101001", "榆钱街道")]


def table(folder: Path, name: str = "streets.csv", rows: list[tuple[str, str]] = ROWS) -> Path:
    path = folder / name
    lines = "".join(f'{code},"{title}",{code[:2]}\n' for code, title in rows)
    path.write_text("\ufeffcode,name,provinceCode\n" + lines, encoding="utf-8")
    return path


def objects(folder: Path, value: object, name: str = "all.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def test_a_table_and_its_objects_say_the_same(tmp_path: Path) -> None:
    flat = [{"name": name, "code": code, "provinceCode": "91"} for code, name in ROWS]
    nested: dict[str, object] = {}
    for code, name in reversed(ROWS):
        nested = {"code": code, "name": name, **({"children": [nested]} if nested else {})}
    assert list(lists.read(table(tmp_path))) == ROWS
    assert list(lists.read(objects(tmp_path, flat))) == ROWS
    assert list(lists.read(objects(tmp_path, [nested]))) == ROWS


def test_of_a_folder_the_table_of_each_level_is_taken(tmp_path: Path) -> None:
    csv, json_ = table(tmp_path), objects(tmp_path, [], "villages.json")
    objects(tmp_path, [], "streets.json")
    objects(tmp_path, [], "other.json")
    assert lists.files([tmp_path]) == [csv, json_]
    assert lists.files([csv]) == [csv]


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.csv", "id,title\n1,一\n", "no columns code and name"),
        ("a.csv", "code,name\n1101\n", "too few columns"),
        ("a.csv", "code,name\n110,一\n", "division 1 .* is none"),
        ("a.csv", "code,name\n11,\n", "division 1 .* is none"),
        ("a.json", '[{"code": "11"}]', "without code and name"),
        ("a.json", '[{"code": "11", "name": ', "cannot be read"),
        ("a.json", '{"北京市": {"市辖区": []}}', "without code and name"),
        ("a.txt", "", "neither .csv nor .json"),
    ],
)
def test_what_is_no_list_is_told(tmp_path: Path, name: str, text: str, what: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=what):
        list(lists.read(tmp_path / name))


def test_bytes_that_are_no_utf8_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("code,name\n11,青禾省\n".encode("gb18030"))
    with pytest.raises(InputError, match="cannot be read"):
        list(lists.read(tmp_path / "a.csv"))


def test_inputs_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        lists.files([tmp_path / "none"])
    with pytest.raises(InputError, match=r"holds no list of divisions; give a folder with provinces\.csv"):
        lists.files([tmp_path])


def test_name_and_year_are_what_the_package_says(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    file = table(tmp_path / "dist")
    objects(tmp_path, {"name": "made-list", "version": "1.2.0"}, "package.json")
    (tmp_path / "README.md").write_text(
        "2022年（截止时间：2022-06-30）\n2023年（截止时间：2023-06-30）\n", encoding="utf-8"
    )
    assert lists.source([file]) == ("made-list 1.2.0", "2023")
    assert lists.source([file], name="own", year="2020") == ("own", "2020")


def test_a_list_without_a_year_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    file = table(tmp_path / "deep" / "deeper")
    assert lists.source([file], year="2024") == ("streets.csv", "2024")
    for year, what in ((None, "does not say"), ("last", "last is no year")):
        with pytest.raises(InputError, match=f"{what}.*--year YYYY"):
            lists.source([file], year=year)
