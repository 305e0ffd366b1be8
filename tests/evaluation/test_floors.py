import pytest

from kg.errors import InputError
from kg.evaluation import floors

FIGURES = {"mention": {"p": 0.9, "r": 0.8, "f1": 0.847}, "label": {"share": 0.95}, "by type": {"ORG": {"f1": 0.5}}}


def floors_file(tmp_path, text: str):
    file = tmp_path / "floors.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_figure_below_its_floor_is_named(tmp_path):
    file = floors_file(tmp_path, '"mention.f1" = 0.85\n"label.share" = 0.95\n"by type.ORG.f1" = 0.6\n')
    assert floors.below(FIGURES, file) == [("mention.f1", 0.847, 0.85), ("by type.ORG.f1", 0.5, 0.6)]


def test_written_floors_hold_and_lie_a_little_below(tmp_path):
    file = tmp_path / "floors.toml"
    floors.write(FIGURES, file)
    assert floors.read(file) == {"mention.f1": 0.83, "label.share": 0.93}
    assert floors.below(FIGURES, file) == []


def test_a_floor_of_what_was_not_measured_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"join\.f1 was not measured"):
        floors.below(FIGURES, floors_file(tmp_path, '"join.f1" = 0.5\n'))


@pytest.mark.parametrize("text", ["mention = ", '"mention.f1" = "viel"\n', "[mention]\nf1 = 0.8\n"])
def test_a_file_that_sets_no_floors_is_an_error(tmp_path, text):
    with pytest.raises(InputError, match="no file of floors"):
        floors.read(floors_file(tmp_path, text))


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no file of floors"):
        floors.read(tmp_path / "none.toml")
