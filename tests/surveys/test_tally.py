from surveys.ballot import Ballot, packed
from surveys.emptying import without_texts
from surveys.ports import Sheets
from surveys.questionnaire import Missing
from surveys.tally import tally, tally_of
from tests.surveys.questionnaires import asking, multiple, number, single, text

SURVEY = asking(
    single(),
    multiple(show_if=("visited", "yes")),
    number(),
    text(),
    crosstabs=(("wanted", "visited"),),
)
SHEETS: list[Ballot] = [
    {"visited": ("yes",), "wanted": ("a", "b"), "people": 7},
    {"visited": ("yes",), "wanted": ("a",), "people": 7},
    {"visited": ("no",), "wanted": Missing.NOT_SHOWN, "people": Missing.SKIPPED},
    {"visited": Missing.DONT_KNOW, "wanted": Missing.NOT_SHOWN, "people": 100},
]
UNSAID = {("ideas", Missing.SKIPPED): 3}


def test_every_answer_and_every_gap_is_counted() -> None:
    found = tally(SURVEY, SHEETS, UNSAID)
    visited, wanted, people = (found.counts[code] for code in ("visited", "wanted", "people"))
    assert found.sheets == 4
    assert (visited.base, visited.asked, visited.codes) == (3, 4, {"yes": 2, "no": 1})
    assert (wanted.base, wanted.asked, wanted.codes) == (2, 2, {"a": 2, "b": 1})
    assert (people.base, people.numbers) == (3, {7: 2, 100: 1})
    assert found.counts["ideas"].base == 1


def test_a_cross_table_counts_those_who_answered_both() -> None:
    (table,) = tally(SURVEY, SHEETS).crossings
    assert (table.both, table.of_column) == (2, {"yes": 2})
    assert table.cells == {("a", "yes"): 2, ("b", "yes"): 1}
    assert table.of_row == {"a": 2, "b": 1}


def test_it_is_the_same_from_what_a_closed_wave_left() -> None:
    choices = without_texts(SURVEY)
    rows = tuple(sorted(packed(sheet, choices) for sheet in SHEETS))
    sheets = Sheets(rows, (("ideas", "Больше света"),), UNSAID)
    assert tally_of(SURVEY, sheets) == tally(SURVEY, SHEETS, UNSAID)


def test_the_order_of_sheets_changes_nothing() -> None:
    assert tally(SURVEY, reversed(SHEETS)).counts == tally(SURVEY, SHEETS).counts
