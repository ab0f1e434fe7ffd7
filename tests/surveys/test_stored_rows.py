import pytest

from surveys.ballot import Answer, NotABallot, packed
from surveys.emptying import without_texts
from surveys.questionnaire import Missing
from surveys.stored_rows import StoredRows
from tests.surveys.questionnaires import asking, info, multiple, number, scale, single, text

SURVEY = asking(info(), single(), multiple(), text(), scale(), number())
ROW: dict[str, Answer] = {
    "visited": ("yes",),
    "wanted": ("a", "b"),
    "good": Missing.DONT_KNOW,
    "people": -12,
}


def test_a_row_is_read_answer_by_answer() -> None:
    made = StoredRows(SURVEY, lambda question, answer: (question.code, answer))
    (row,) = made.of([packed(ROW, without_texts(SURVEY))])
    assert dict(row) == ROW
    assert [question.code for question in made.asked] == list(ROW)


def test_each_different_answer_is_read_once() -> None:
    seen = []
    rows = [packed(ROW | {"people": people}, without_texts(SURVEY)) for people in (1, 2, 1, 2)]
    list(StoredRows(SURVEY, lambda question, _: seen.append(question.code)).of(rows))
    assert sorted(seen) == ["good", "people", "people", "visited", "wanted"]


@pytest.mark.parametrize(
    "row",
    [
        b'[["yes"],["a"],["1"]]',
        b'[["yes"],["a"],["1"],3,4]',
        b'[["perhaps"],["a"],["1"],3]',
        b'[["yes"],["b","a"],["1"],3]',
        b'[["yes"],["a"],["9"],3]',
        b'[["yes"],["a"],{"missing":"lost"},3]',
        b"",
    ],
)
def test_a_row_of_another_questionnaire_is_refused(row: bytes) -> None:
    with pytest.raises(NotABallot):
        list(StoredRows(SURVEY, lambda _, answer: answer).of([row]))
