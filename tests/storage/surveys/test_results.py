"""Results come back as they were counted, wave by wave."""

from storage.surveys.results import BATCH
from storage.surveys.store import SurveyStore
from surveys.ports import Sheets
from surveys.questionnaire import Missing

SHEETS = Sheets(
    tuple(f"[{at}]".encode() for at in range(1, 8)),
    (("ideas", "а\n'б'"), ("ideas", "а\n'б'"), ("ideas", "😀"), ("more", "в")),
    {("ideas", Missing.SKIPPED): 4, ("more", Missing.NOT_SHOWN): 6},
)


async def test_they_come_back_as_they_were(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", SHEETS)
        await unit.results.put("other", Sheets((b"[0]",)))
        assert await unit.results.get("w") == SHEETS
        assert await unit.results.get("unknown") == Sheets()


async def test_many_rows_are_read_page_by_page(surveys: SurveyStore) -> None:
    many = Sheets(tuple(f"[{at}]".encode() for at in range(BATCH + 2)))
    async with surveys.begin() as unit:
        await unit.results.put("w", many)
        assert await unit.results.get("w") == many
        assert await unit.results.rows("w", BATCH) == [*many.rows[BATCH:]]
        assert await unit.results.rows("w", BATCH + 2) == []


async def test_a_text_that_names_somebody_can_be_taken_out(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", SHEETS)
        assert await unit.results.drop_text("w", "ideas", "а\n'б'") == 2
        assert await unit.results.drop_text("w", "ideas", "а\n'б'") == 0
        assert (await unit.results.get("w")).texts == (("ideas", "😀"), ("more", "в"))


async def test_texts_are_withheld_one_by_one_and_released_again(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", SHEETS)
        await unit.results.put("other", SHEETS)
        await unit.results.withhold("w", {1, 3, 99})
        assert (await unit.results.get("w")).withheld == {1, 3}
        assert (await unit.results.get("w")).texts == SHEETS.texts
        assert (await unit.results.get("other")).withheld == frozenset()
        await unit.results.withhold("w", {0})
        assert (await unit.results.get("w")).withheld == {0}
        await unit.results.withhold("w", set())
        assert await unit.results.get("w") == SHEETS
