"""Copies of a page, and pages nearly the same."""

import random
from itertools import permutations

import pytest

from kg.duplicates import copies, near
from kg.model import Page

WORDS = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]


def made(seed: int, length: int = 600) -> str:
    """A page of its own."""
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) + ("\n" if n % 30 == 29 else "") for n in range(length))


def misread(text: str, share: float, seed: int = 0) -> str:
    """The text with this share of its letters lost, doubled or another, its lines broken elsewhere."""
    chance = random.Random(seed)
    letters = [
        chance.choice(("", letter * 2, chance.choice(WORDS))) if chance.random() < share else letter
        for letter in text.replace("\n", "")
    ]
    return "\r\n".join("".join(letters[at : at + 41]) for at in range(0, len(letters), 41))


def test_a_copy_is_the_same_text_whatever_its_encoding() -> None:
    pages = [Page("b.txt", "甲", "gb18030"), Page("a.txt", "甲"), Page("c.txt", "甲 "), Page("d.txt", "甲")]
    for order in permutations(pages):
        assert copies(order) == {"b.txt": "a.txt", "d.txt": "a.txt"}


def test_the_copy_with_a_date_is_kept() -> None:
    pages = [Page("a.txt", "甲", number="3"), Page("b.txt", "甲", date="2025-01-02"), Page("c.txt", "乙")]
    for order in permutations(pages):
        assert copies(order) == {"a.txt": "b.txt"}


@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.05])
def test_pages_with_the_noise_of_ocr_are_nearly_the_same(share: float) -> None:
    pages = [Page(f"{n}.txt", made(n)) for n in range(30)]
    noisy = [Page(f"{n}.txt~", misread(made(n), share, n)) for n in range(30)]
    assert {(pair.page, pair.other) for pair in near([*noisy, *pages])} == {
        (f"{n}.txt", f"{n}.txt~") for n in range(30)
    }


def test_pages_that_share_an_article_are_not_nearly_the_same() -> None:
    pages = [Page(f"{n}.txt", made(99, 300) + made(n, 300)) for n in range(20)]
    assert near(pages) == []
    assert len(near(pages, least=0.2)) >= 15


def test_how_alike_pages_are_is_the_share_of_what_they_have_in_common() -> None:
    text = made(1)
    assert [pair.alike for pair in near([Page("a", text), Page("b", text + "\n")])] == [1.0]
    ((*_, alike),) = near([Page("a", text), Page("b", text[: len(text) * 4 // 5])])
    assert alike == pytest.approx(0.8, abs=0.01)


def test_editions_are_told_beside_the_first() -> None:
    pages = [Page(f"{n}.txt", made(1) + "末" * n) for n in range(6)]
    assert [(pair.page, pair.other) for pair in near(pages)] == [("0.txt", f"{n}.txt") for n in range(1, 6)]


def test_order_does_not_matter() -> None:
    pages = [Page(f"{n}.txt", misread(made(n % 4), 0.02, n)) for n in range(12)]
    assert near(pages) == near(pages[::-1])


def test_pages_without_three_letters_are_alike_to_none() -> None:
    assert near([Page("a", "甲乙"), Page("b", "甲乙"), Page("c", "……"), Page("d", ""), Page("e", "……")]) == []
