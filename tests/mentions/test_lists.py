import pytest

from kg.mentions.lists import noun_after
from kg.model import ENTITY_TYPES

COMMUNITY = ENTITY_TYPES.index("COMMUNITY")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("竹隐、绿茵两个社区。梅园、柳园两个街道", "社区"),
        ("竹隐、绿茵社区都来了", "社区"),
        ("竹隐来了。绿茵两个社区", ""),
        ("竹隐、绿茵都来了", ""),
    ],
)
def test_a_listed_name_takes_the_noun_at_the_end_of_its_list(text: str, noun: str) -> None:
    assert noun_after(text, 2, COMMUNITY) == noun
