from pathlib import Path

import pytest

from kg import questions
from kg.errors import InputError

HEAD = "# title: 题\n# title-en: Title\n# topic: people\n"


def write(folder: Path, text: str, name: str = "mine") -> Path:
    (folder / "queries").mkdir(exist_ok=True)
    path = folder / "queries" / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_head_tells_titles_topic_and_parameters(tmp_path: Path) -> None:
    lines = "# description-en: All of\n# description-en: it.\n# param who: person [] 谁\n# param-en who: the person\n"
    path = write(tmp_path, HEAD + lines + "# param n: integer [5] 几个\n# param s: street 街道\nASK WHERE {}")
    question = questions.read(path)
    assert question[:5] == ("mine", "题", "Title", "", "people")
    assert question.description_en == "All of it."
    assert question.parameters == (
        ("who", "person", "", "谁", "the person"),
        ("n", "integer", "5", "几个", ""),
        ("s", "street", None, "街道", ""),
    )
    assert [parameter.words for parameter in question.parameters] == ["谁 · the person", "几个", "街道"]


@pytest.mark.parametrize("line", ["# param-en who: the person", "# param-en: the person"])
def test_english_words_of_no_parameter_are_told_with_their_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"mine\.rq, line 5: the English of no parameter"):
        questions.read(write(tmp_path, f"{HEAD}# param whom: person 谁\n{line}\nASK WHERE {{}}"))


_MARKS = dict.fromkeys(map(ord, "→←⏎"))


@pytest.mark.parametrize("name", sorted(questions.load()))
def test_every_question_speaks_both_languages(name: str) -> None:
    question = questions.load()[name]
    chinese = [question.title, question.description, *(each.description for each in question.parameters)]
    english = [question.title_en, question.description_en, *(each.description_en for each in question.parameters)]
    assert all(any(char >= "\u4e00" for char in text) for text in chinese)
    assert all(text and text.isascii() for text in (text.translate(_MARKS) for text in english))


@pytest.mark.parametrize("line", ["# param x: colour 色", "# param X: street", "# param x street"])
def test_a_wrong_parameter_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"mine\.rq, line 4: not a parameter"):
        questions.read(write(tmp_path, f"{HEAD}{line}\nASK WHERE {{}}"))


def test_a_question_needs_both_titles(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="title in Chinese and English"):
        questions.read(write(tmp_path, "# title: 题\nASK WHERE {}"))


def test_own_questions_lie_over_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, HEAD + "ASK WHERE {}", "about")
    assert questions.find("about", tmp_path).title == "题"
    assert questions.load(tmp_path)["about"].title == "题"
    assert len(questions.load(tmp_path)) == len(questions.load())
    monkeypatch.setenv("KG_DATA", str(tmp_path))
    assert questions.find("about").title == "题"


@pytest.mark.parametrize("name", ["who-holds-which-pos", "../README", "a/b"])
def test_an_unknown_name_is_an_error(name: str) -> None:
    with pytest.raises(InputError, match="no question is called"):
        questions.find(name)


def test_values_stand_at_the_head_of_where_and_open_ones_nowhere(tmp_path: Path) -> None:
    question = questions.read(write(tmp_path, HEAD + "SELECT ?a WHERE { ?a ?b ?c }"))
    bound = questions.bind(question, {"a": ["<http://a>", "<http://b>"], "b": []})
    assert bound.endswith("SELECT ?a WHERE { VALUES ?a { <http://a> <http://b> } ?a ?b ?c }")
    assert questions.bind(question, {}) == question.text


def test_a_question_without_where_cannot_be_bound(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no WHERE"):
        questions.bind(questions.read(write(tmp_path, HEAD + "ASK { ?a ?b ?c }")), {"a": ["<http://a>"]})


def test_there_are_questions_for_a_street_office() -> None:
    found = questions.load()
    assert len(found) >= 40
    assert {question.topic for question in found.values()} == set(questions.TOPICS)


def test_topics_of_ones_own_come_last(tmp_path: Path) -> None:
    write(tmp_path, HEAD.replace("people", "aaa") + "ASK WHERE {}")
    assert list(questions.by_topic(questions.load(tmp_path).values())) == [*questions.TOPICS, "aaa"]
