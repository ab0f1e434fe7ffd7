"""What is left of sheets at close: answers that nobody's order, time or text belongs to."""

from itertools import permutations

from surveys.ballot import Answer, longest, packed
from surveys.emptying import Emptying, ballots
from surveys.ports import Sheets
from surveys.questionnaire import Missing
from surveys.sealing import new_keys, sealed
from tests.surveys.questionnaires import asking, scale, single, text

QUESTIONNAIRE = asking(single(), text("ideas"), scale(), text("more"))
KEYS = new_keys()


def a_sheet(ballot: dict[str, Answer]) -> bytes:
    return sealed(packed(ballot, QUESTIONNAIRE), longest(QUESTIONNAIRE), KEYS.public)


def emptied(sheets: list[bytes]) -> tuple[Sheets, int]:
    emptying = Emptying(QUESTIONNAIRE, KEYS.private or b"")
    for at in range(0, len(sheets), 2):
        emptying.add(sheets[at : at + 2])
    return emptying.done(), emptying.spoiled


BALLOTS: list[dict[str, Answer]] = [
    {"visited": ("yes",), "ideas": "Больше окон", "good": ("5",), "more": Missing.SKIPPED},
    {"visited": ("no",), "ideas": Missing.SKIPPED, "good": ("1",), "more": "Нет"},
    {"visited": ("no",), "ideas": "Быстрее", "good": Missing.NOT_SHOWN, "more": "Всё"},
]


def test_texts_stand_apart_and_a_row_does_not_tell_who_typed_one() -> None:
    sheets, spoiled = emptied([a_sheet(ballot) for ballot in BALLOTS])
    assert [(number, dict(ballot)) for number, ballot in ballots(sheets, QUESTIONNAIRE)] == [
        (1, {"visited": ("no",), "good": ("1",)}),
        (2, {"visited": ("no",), "good": Missing.NOT_SHOWN}),
        (3, {"visited": ("yes",), "good": ("5",)}),
    ]
    assert sheets.texts == (
        ("ideas", "Больше окон"),
        ("ideas", "Быстрее"),
        ("more", "Всё"),
        ("more", "Нет"),
    )
    assert sheets.unsaid == {("ideas", Missing.SKIPPED): 1, ("more", Missing.SKIPPED): 1}
    assert spoiled == 0


def test_no_order_leaves_a_trace() -> None:
    known, _ = emptied([a_sheet(ballot) for ballot in BALLOTS])
    for shuffled in permutations(BALLOTS):
        found, _ = emptied([a_sheet(ballot) for ballot in shuffled])
        assert found == known
        assert list(found.unsaid) == list(known.unsaid)


def test_what_is_no_answer_is_counted_as_spoiled_and_left_out() -> None:
    other = new_keys()
    strange = [
        b"rubbish",
        sealed(packed(BALLOTS[0], QUESTIONNAIRE), 9999, other.public),
        sealed(b'{"visited":"yes"}', 9999, KEYS.public),
    ]
    sheets, spoiled = emptied([*strange, a_sheet(BALLOTS[0])])
    assert len(sheets.rows) == 1
    assert spoiled == 3


def test_nothing_of_it_is_shown_in_an_error() -> None:
    sheets, _ = emptied([a_sheet(BALLOTS[0])])
    assert repr(sheets) == "Sheets()"
