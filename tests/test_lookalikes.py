from pathlib import Path

from kg.lookalikes import families


def overlay(folder: Path) -> Path:
    (folder / "gazetteer").mkdir()
    (folder / "gazetteer" / "lookalikes.tsv").write_text("# remark\n㐀\t㐁㐂\n", encoding="utf-8")
    (folder / "gazetteer" / "lookalikes-parts.txt").write_text("㐂㐃㐄 㐅㐆\n\n", encoding="utf-8")
    return folder


def test_rows_hold_either_way_and_families_among_all(tmp_path: Path) -> None:
    found = families(overlay(tmp_path))
    own = {char: "".join(sorted(found[char])) for char in "㐀㐁㐂㐃㐅"}
    assert own == {"㐀": "㐁㐂", "㐁": "㐀", "㐂": "㐀㐃㐄", "㐃": "㐂㐄", "㐅": "㐆"}
    assert "宜" in found["谊"]
    assert "谊" in found["宜"]


def test_a_few_characters_have_the_families_that_they_have_among_all(tmp_path: Path) -> None:
    whole = families(overlay(tmp_path))
    some = frozenset("㐁㐂谊x")
    assert families(tmp_path, some) == {char: whole[char] for char in some if char in whole}
