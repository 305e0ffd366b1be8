from kg.evaluation.articles import layouts
from kg.evaluation.tally import Measure, Tally, collect
from kg.model import Article, Join, Layout


def layout(
    *articles: tuple[int, ...], joins: tuple[tuple[int, int], ...] = (), authors: tuple[str, ...] = ()
) -> Layout:
    """Articles by their lines; the first is signed."""
    made = [Article(lines[0], lines, "", authors if i == 0 else ()) for i, lines in enumerate(articles)]
    return Layout((), tuple(made), tuple(Join(*pair) for pair in joins))


def tally(found: Layout, gold: Layout, name: str) -> Tally:
    return collect(layouts("p.txt", found, gold)).tallies[Measure("", name)]


GOLD = layout((1, 2, 3, 4), (5, 6), joins=((2, 4),), authors=("林小满",))


def test_the_labels_themselves_are_right_in_all():
    score = collect(layouts("p.txt", GOLD, GOLD))
    assert [tally.f1 for tally in score.tallies.values()] == [1.0] * 4
    assert score.faults == ()


def test_a_line_in_the_wrong_article_costs_both():
    found = layout((1, 2, 3), (4, 5, 6))
    measured = tally(found, GOLD, "article")
    # lines 1–3: 1, 1, 1; line 4: 1/3; lines 5, 6: 2/3 each; labels: 3/4 × 3, 1/4, 1, 1
    assert abs(measured.precision - (3 + 1 / 3 + 4 / 3) / 6) < 1e-12
    assert abs(measured.recall - (9 / 4 + 1 / 4 + 2) / 6) < 1e-12


def test_a_line_left_out_counts_as_an_article_of_its_own():
    measured = tally(layout((1, 2, 3), (5, 6)), GOLD, "article")
    assert measured.precision == 1.0
    assert abs(measured.recall - (9 / 4 + 1 / 4 + 2) / 6) < 1e-12


def test_order_counts_pairs_that_follow_each_other():
    assert tally(layout((1, 3, 2, 4), (5, 6)), GOLD, "order") == Tally(1, 4, 1, 4)


def test_joins_and_authors_are_counted_and_their_faults_told():
    found = layout((1, 2, 3, 4), (5, 6), joins=((3, 4),), authors=("林大满",))
    score = collect(layouts("p.txt", found, GOLD))
    assert score.tallies[Measure("", "join")] == Tally(0, 1, 0, 1)
    assert score.tallies[Measure("", "author")] == Tally(0, 1, 0, 1)
    assert [fault.kind for fault in score.faults] == ["missed join", "false join", "missed author", "false author"]


def test_an_author_belongs_to_the_article_that_shares_most_lines():
    swapped = layout((5, 6), (1, 2, 3, 4), authors=("林小满",))
    assert tally(swapped, GOLD, "author") == Tally(0, 1, 0, 1)
    assert tally(layout((1, 2, 3), (4, 5, 6), authors=("林小满",)), GOLD, "author") == Tally(1, 1, 1, 1)
