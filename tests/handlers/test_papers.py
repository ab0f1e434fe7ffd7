from datetime import UTC, date, datetime

import pytest

from appeals.register import Question, Which
from handlers.papers import Paper, paper_of
from handlers.periods import Period

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    "paper",
    [
        Paper(),
        Paper(Which.OPEN, Period(until=date(2026, 11, 30))),
        Paper(Which.MISSED, NOVEMBER, "quota-1"),
    ],
)
def test_the_wish_for_a_file_is_read_back_from_its_path(paper: Paper) -> None:
    assert paper_of(paper.attachment().path) == paper


@pytest.mark.parametrize(
    "path",
    [
        "",
        "forms/zhaloba.docx",
        "register/../x.xlsx",
        "register/all+++../x.xlsx",
        "register/no+++.xlsx",
    ],
)
def test_other_paths_are_ordinary_files(path: str) -> None:
    assert paper_of(path) is None


def test_a_wish_becomes_a_question_to_the_register() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    first, last = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    asked = Paper(Which.ALL, NOVEMBER, "quota").question(UTC, now)
    assert asked == Question(now, Which.ALL, first, last, "quota")
