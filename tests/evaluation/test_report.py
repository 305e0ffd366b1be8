from kg.evaluation import report
from kg.evaluation.tally import FOUND_RIGHT, FOUND_WRONG, MISSED, Fault, Measure, Score, Tally

SCORE = Score(
    {
        Measure("", "mention"): FOUND_RIGHT + FOUND_WRONG + MISSED,
        Measure("", "identity"): Tally(0.5, 1, 1.0, 1),
        Measure("", "label"): Tally(3, 4),
        Measure("by type", "ORG"): FOUND_RIGHT,
        Measure("by relation rule", "partOf.chain"): FOUND_RIGHT + FOUND_WRONG,
    },
    (
        Fault("false mention", "ORG 甲队", "a.txt", 5, 7),
        Fault("false mention", "ORG 乙队", "a.txt", 11, 13),
        Fault("false mention", "ORG 乙队", "a.txt", 11, 13),
        Fault("missed join", "1 → 2", "a.txt"),
    ),
)
PAGES = {"a.txt": "第一行\r\n甲队来了，\r乙队走了"}


def test_figures_hold_counts_shares_and_groups():
    told = report.figures(SCORE)
    assert told["mention"] == {"p": 0.5, "r": 0.5, "f1": 0.5, "hit": 1, "pred": 2, "gold": 2}
    assert told["identity"] == {"p": 0.5, "r": 1.0, "f1": 0.6667}
    assert told["label"] == {"right": 3, "of": 4, "share": 0.75}
    assert told["by type"]["ORG"]["f1"] == 1.0
    assert told["by relation rule"] == {"partOf.chain": {"right": 1, "of": 2, "share": 0.5}}


def test_figures_are_found_by_their_names():
    told = report.figures(SCORE)
    assert report.named(told, "mention.f1") == 0.5
    assert report.named(told, "by relation rule.partOf.chain.share") == 0.5
    assert report.named(told, "join.f1") is None
    sure = report.figures(Score({Measure("by least confidence", "0.90"): FOUND_RIGHT}))
    assert report.named(sure, "by least confidence.0.90.p") == 1.0


def test_every_measure_has_its_row():
    tables = {table.head[0]: table for table in report.tables(SCORE)}
    assert [row[0] for row in tables["measure"].rows] == ["mention", "identity", "label"]
    assert tables["by type"].rows == [("ORG", "1.000", "1.000", "1.000", "1", "1", "1")]
    assert all(len(row) == len(table.head) for table in tables.values() for row in table.rows)


def test_figures_with_names_given_stand_beside_the_plain_ones():
    given = {
        Measure("by predicate", "helps"): FOUND_RIGHT + MISSED,
        Measure("by predicate, names given", "helps"): FOUND_RIGHT,
        Measure("by predicate, names given", "covers"): FOUND_WRONG,
        Measure("by relation rule, alone", "partOf.chain"): FOUND_RIGHT,
    }
    tables = {table.head[0]: table for table in report.tables(Score({**SCORE.tallies, **given}))}
    covers, helps = tables["by predicate"].rows
    assert helps == ("helps", "1.000", "0.500", "0.667", "1", "1", "2", "1.000", "1.000", "1.000")
    assert covers == ("covers", *[""] * 6, "0.000", "0.000", "0.000")
    assert tables["by relation rule"].rows == [("partOf.chain", "0.500", "1", "2", "1.000", "1", "1")]
    assert "by predicate, names given" not in tables


def test_faults_are_told_commonest_first_with_line_and_context():
    lines = list(report.faults(SCORE, PAGES, 1))
    assert lines[0] == "false mention: ORG 乙队  ×2  a.txt:3  第一行⏎甲队来了，⏎[乙队]走了"
    assert lines[1] == "missed join: 1 → 2  a.txt"
    assert len(lines) == 2
