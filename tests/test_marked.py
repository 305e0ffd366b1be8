from pathlib import Path

import pytest
from marked import read_marked

from kg.errors import InputError
from kg.gold import gold_entities
from kg.pages.passages import passages
from kg.relations.choose import ALLOWED
from kg.resources import shared_root

TEXT = """# 云溪区
= {COMMUNITY1|柳湾社区}办起{EVENT1+PROGRAMME|邻里节}
@ ■ 通讯员 {PERSON1|田晓禾}
昨天,{STREET1|青石街道}{COMMUNITY1|柳湾社区}办{EVENT1|首届邻里节}。
> COMMUNITY1 partOf STREET1
>? COMMUNITY1 organizes EVENT1

{COMMUNITY1?|北山社区}的{PERSON1|王洋}来了。
> PERSON1 memberOf COMMUNITY1 网格员
"""


def marked(folder: Path, text: str) -> Path:
    (folder / "m.txt").write_text(text, encoding="utf-8")
    return folder / "m.txt"


def test_marks_become_spans_of_the_plain_text(tmp_path: Path) -> None:
    gold, layout = read_marked(marked(tmp_path, TEXT))
    words = {e.id: [gold.page.text[s.start : s.end] for (s,) in e.spans] for e in gold.entities}
    assert words["a1.COMMUNITY1"] == ["柳湾社区", "柳湾社区"]
    assert words["a1.EVENT1"] == ["邻里节", "首届邻里节"]
    assert words["a2.COMMUNITY1"] == ["北山社区"]
    assert "{" not in gold.page.text
    assert [line.role for line in layout.lines] == ["title", "byline", "body", "body"]
    assert [article.lines for article in layout.articles] == [(1, 2, 3), (4,)]


def test_defensible_readings_further_types_and_posts_are_kept(tmp_path: Path) -> None:
    gold, _ = read_marked(marked(tmp_path, TEXT))
    entities = {e.id: e for e in gold.entities}
    assert [e.id for e in gold.entities if e.may] == ["a2.COMMUNITY1"]
    assert entities["a1.EVENT1"].types == {"EVENT", "PROGRAMME"}
    assert [(r.predicate, r.role, r.may) for r in gold.relations] == [
        ("partOf", None, False), ("organizes", None, True), ("memberOf", "网格员", False),
    ]  # fmt: skip
    assert gold.relations[0].evidence == "昨天,青石街道柳湾社区办首届邻里节。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{NAME1|柳湾}", "m.txt:1: has no type NAME"),
        ("\n{ORG|柳湾}", "m.txt:2: has a brace"),
        ("{ORG1|柳湾}\n> ORG1 likes ORG1", "m.txt:2: is no relation"),
        ("{ORG1|柳湾}\n> ORG1 helps ORG2", "m.txt:2: speaks of ORG2"),
        ("> ORG1 helps ORG2", "m.txt:1: is no relation"),
    ],
)
def test_faults_are_told_by_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_marked(marked(tmp_path, text))


@pytest.mark.parametrize("file", sorted((shared_root() / "data/marked").glob("*.txt")), ids=lambda file: file.stem)
def test_shipped_articles_keep_the_form_and_the_vocabulary(file: Path) -> None:
    gold, layout = read_marked(file)
    types = {entity.id: entity.types for entity in gold.entities}
    assert gold.relations
    for relation in gold.relations:
        domain, reach = ALLOWED[relation.predicate]
        assert types[relation.subject] & domain, relation
        assert types[relation.object] & reach, relation
    entities = gold_entities(gold, passages(gold.page, layout))
    assert all(entity.mentions for entity in entities)
