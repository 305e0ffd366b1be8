"""The whole measuring: own small pages, the project's labels against themselves, and the outside scorers' figures."""

import importlib.util
import json
import os
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg import cli, evaluate, ontology
from kg.errors import InputError
from kg.evaluation.facts import relations
from kg.evaluation.found import Found, FoundMention, FoundRelation, cells, labels
from kg.evaluation.names import entities, identity, match, mentions
from kg.evaluation.report import figures
from kg.evaluation.tally import Measure, collect
from kg.gold import GoldPage, read_gold
from kg.model import Span
from kg.resources import shared_root

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SETS = {
    "corpus": (SHARED / "corpus", SHARED / "gold", SHARED / "gold-layout"),
    "other": (SHARED / "other/pages", SHARED / "other/gold", SHARED / "other/gold-layout"),
}
OWN = shared_root() / "data"


def perfect(gold: GoldPage) -> Found:
    """What an extractor would find that agrees with every label that is not merely defensible."""
    text = gold.page.text
    sure = [entity for entity in gold.entities if not entity.may and entity.spans]
    made = []
    for entity in sure:
        for pieces in entity.spans:
            parts = tuple(cells(text, *piece) for piece in pieces)
            made.append(FoundMention(frozenset().union(*parts), parts, entity.id, "gold"))
    ids = {entity.id: entity for entity in sure}
    said = [
        FoundRelation(r.subject, r.predicate, r.object, r.role, "gold", (Span(0, 1),))
        for r in gold.relations
        if not r.may and r.subject in ids and r.object in ids
    ]
    return Found({i: e.type for i, e in ids.items()}, {i: e.name for i, e in ids.items()}, tuple(made), tuple(said))


@pytest.mark.parametrize("file", sorted((OWN / "gold").glob("*.json")), ids=lambda file: file.stem)
def test_the_labels_are_right_by_themselves(file: Path) -> None:
    gold = read_gold(OWN / "pages", file)
    page, known = perfect(gold), labels(gold)
    matched = match(page, known)
    rows = [*mentions(page, known), *entities(page, known, matched), *identity(matched)]
    score = collect([*rows, *relations(page, known, matched)])
    for name in ("mention", "entity", "identity", "relation", "strict"):
        tally = score.tallies[Measure("", name)]
        assert (tally.precision, tally.recall) == (1.0, 1.0), score.faults
    assert score.tallies[Measure("", "label")].precision == 1.0


@pytest.fixture
def small(tmp_path: Path) -> tuple[str, ...]:
    """A folder with one labelled page, as arguments of the command."""
    for folder in ("pages", "gold", "layout"):
        (tmp_path / folder).mkdir()
    text = "青河县水务局给桂香里社区修水管\n■ 通讯员 田晓禾\n青河县水务局的人来到桂香里社区，修好了水管。\n"
    (tmp_path / "pages/a.txt").write_text(text, encoding="utf-8")
    gold = {
        "document": "a.txt",
        "entities": [
            {"id": "e1", "type": "ORG", "name": "青河县水务局", "mentions": ["青河县水务局"]},
            {"id": "e2", "type": "COMMUNITY", "name": "桂香里社区", "mentions": ["桂香里社区"]},
            {"id": "e3", "type": "PERSON", "name": "田晓禾", "mentions": ["田晓禾"]},
        ],
        "relations": [{"subject": "e1", "predicate": "helps", "object": "e2", "evidence": "修好了水管"}],
    }
    lines = [{"n": n, "role": role} for n, role in enumerate(("title", "byline", "body"), 1)]
    article = {"id": "a1", "title": text.split("\n")[0], "authors": ["田晓禾"], "order": [1, 2, 3]}
    layout = {"document": "a.txt", "lines": lines, "articles": [article], "joins": []}
    (tmp_path / "gold/a.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "layout/a.json").write_text(json.dumps(layout), encoding="utf-8")
    return tuple(w for f, o in (("pages", "--pages"), ("gold", "--gold"), ("layout", "--layout"))
                 for w in (o, str(tmp_path / f)))  # fmt: skip


def test_eval_prints_every_measure_as_json(small: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", *small, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["mention"]["gold"] == 5
    assert told["author"]["f1"] == 1.0
    assert told["relation"]["gold"] == 1
    assert told["by mention rule"]
    assert {"entity", "identity", "strict", "label", "evidence", "article", "order", "join"} & set(told) >= {"entity"}


def test_eval_lists_errors_where_they_stand(small: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    gold = Path(small[3]) / "a.json"
    told = json.loads(gold.read_text(encoding="utf-8"))
    told["entities"].append({"id": "e4", "type": "PLACE", "name": "水管", "mentions": ["水管"]})
    gold.write_text(json.dumps(told), encoding="utf-8")
    assert cli.main(["eval", *small, "--errors", "5"]) == 0
    out = capsys.readouterr().out
    assert "missed mention: PLACE 水管  ×2  a.txt:1  青河县水务局给桂香里社区修[水管]⏎" in out


def test_a_figure_below_its_floor_fails_and_is_named(
    small: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.toml"
    assert cli.main(["eval", *small, "--floors", str(floors), "--write-floors"]) == 0
    assert cli.main(["eval", *small, "--floors", str(floors)]) == 0
    floors.write_text('"mention.f1" = 1.01\n', encoding="utf-8")
    assert cli.main(["eval", *small, "--floors", str(floors)]) == 1
    assert "mention.f1: 1.000 is below its floor 1.01" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--gold", "nowhere"], "--gold and --pages go together"),
        (["--gold", "nowhere", "--pages", "."], "no labelled page"),
        (["--write-floors"], "no file to write to"),
    ],
)
def test_what_cannot_be_measured_is_said(
    words: list[str], error: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["eval", *words]) == 2
    assert error in capsys.readouterr().err


def test_relations_between_given_names_are_measured_without_the_extractors_names(small: tuple[str, ...]) -> None:
    pages, gold, layout = (Path(small[i]) for i in (1, 3, 5))
    labelled = next(evaluate.labelled_pages(pages, gold, layout))
    options = evaluate.Options()
    reading, _ = evaluate.extract(pages, options)["a.txt"]
    knowledge = evaluate.Knowledge(evaluate.mentions.load(), evaluate.relations.load(), ontology.load())
    tally = evaluate.given(labelled, reading, knowledge).tallies[evaluate.GIVEN]
    assert tally.labelled == 1


def test_a_label_without_its_page_is_an_error(small: tuple[str, ...]) -> None:
    (Path(small[1]) / "a.txt").unlink()
    (Path(small[1]) / "b.txt").write_text("另一版。\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.json: no labels of a page"):
        evaluate.run(Path(small[1]), Path(small[3]))


def test_a_page_that_cannot_be_read_is_an_error(small: tuple[str, ...]) -> None:
    (Path(small[1]) / "b.txt").write_bytes(b"\x00\x01\x02" * 99)
    with pytest.raises(InputError, match=r"b\.txt: cannot be measured"):
        evaluate.run(Path(small[1]), Path(small[3]))


@cache
def scorer(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SHARED / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def theirs(name: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    kept, sys.argv = sys.argv, [name, "--json", *words]
    try:
        scorer(name).main()
    finally:
        sys.argv = kept
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("name", SETS)
def test_the_figures_are_those_of_the_outside_scorers(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not (SHARED / "score.py").is_file():
        assert os.environ.get("CI") != "true", f"{SHARED} is missing: lay the shared pages beside the checkout"
        pytest.skip(f"{SHARED} is not there")
    pages, gold, layout = SETS[name]
    assert cli.main(["extract", str(pages)]) == 0
    printed = tmp_path / "pages.jsonl"
    printed.write_text(capsys.readouterr().out, encoding="utf-8")
    told = figures(evaluate.run(pages, gold, layout))
    words = ["--pred", str(printed), "--gold"]
    outside = theirs("score", [*words, str(gold), "--pages", str(pages)], capsys)
    outside |= theirs("score_layout", [*words, str(layout)], capsys)
    for measure, figure in outside.items():
        for key, value in figure.items():
            assert told[measure].get(key, value) == value, (measure, key)
        assert {"f1", "share", "right", *figure} & set(told[measure]) or not figure
    assert outside["mention"]["gold"] > 100
