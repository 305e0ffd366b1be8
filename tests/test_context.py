from kg.context import sentence
from kg.model import Article, Join, Layout, Line, Page, Reading, Span
from kg.pages.passages import passages

LINES = (
    "社区办起食堂",
    "柳影街道搭台，小河里社区唱戏。食堂天天开，老人都说",
    "今日多云",
    "好。区民政局也来了。林小满很高兴。",
)


def reading() -> Reading:
    text = "\r\n".join(LINES)
    lines, at = [], 0
    for number, line in enumerate(LINES, 1):
        lines.append(Line(number, at, at + len(line), "body"))
        at += len(line) + 2
    page = Page("a.txt", text)
    layout = Layout(tuple(lines), (Article(1, (1, 2, 4)),), (Join(2, 4),))
    return Reading(page, layout, passages(page, layout), (), ())


def around(*words: str) -> str:
    text = reading().page.text
    return sentence(reading(), [Span(text.index(each), text.index(each) + len(each)) for each in words])


def test_words_stand_in_their_sentence() -> None:
    assert around("小河里社区") == "柳影街道搭台，小河里社区唱戏。"
    assert around("社区办起食堂") == "社区办起食堂"
    assert around("今日") == "今日多云"


def test_a_sentence_goes_on_over_a_broken_column() -> None:
    assert around("老人都说", "好") == "食堂天天开，老人都说好。"
    assert around("天天开") == "食堂天天开，老人都说好。"


def test_what_lies_between_far_pieces_is_left_out() -> None:
    assert around("柳影街道", "区民政局") == "柳影街道搭台，小河里社区唱戏。…区民政局也来了。"
    assert around("食堂", "柳影街道") == "社区办起食堂 柳影街道搭台，小河里社区唱戏。"
    assert around("区民政局", "林小满") == "区民政局也来了。林小满很高兴。"


def test_pieces_of_two_passages_have_no_sentence() -> None:
    assert around("今日", "老人") == ""
    assert sentence(reading(), []) == ""
