"""The same answers from swapped people, in another order, leave the same bytes."""

from pathlib import Path
from random import SystemRandom

from storage.surveys.store import beside
from tests.bot.surveys.station import Station, station
from tests.postgres import execute
from tests.surveys.waves import WAVE, a_ballot

PEOPLE = 31


async def a_whole_wave(polls: Station, answers: list[int]) -> None:
    """Person n gives answer answers[n]; everybody comes when they like."""
    await polls.open()
    for person in SystemRandom().sample(range(PEOPLE), PEOPLE):
        number = answers[person]
        await polls.answer(person, a_ballot(number, f"мысль {number % 7}" if number % 3 else ""))
    await polls.close()


async def left_behind(polls: Station) -> tuple[object, ...]:
    """Everything that is stored, byte by byte where the database is a file."""
    if polls.url.startswith("sqlite"):
        await polls.end()
        file = Path(beside(polls.url).removeprefix("sqlite+aiosqlite:///"))
        return (file.read_bytes(),)
    async with polls.store.begin() as unit:
        sheets = await unit.results.get(WAVE)
        waves = await unit.waves.all()
    assert len(sheets.rows) == PEOPLE
    return (sheets, waves, sorted(await polls.tables()))


async def test_swapped_answers_in_another_order_give_the_same_bytes(
    polls: Station, survey_url: str, tmp_path: Path, kind: str
) -> None:
    answers = list(range(PEOPLE))
    await a_whole_wave(polls, answers)
    first = await left_behind(polls)
    answers[3], answers[17] = answers[17], answers[3]
    other = survey_url
    if kind == "sqlite":
        (tmp_path / "other").mkdir()
        other = f"sqlite+aiosqlite:///{tmp_path / 'other' / 'otklik.db'}"
    else:
        await polls.end()
        await execute(survey_url, "DROP SCHEMA surveys CASCADE")
    async with station(other, tmp_path / "other") as swapped:
        await a_whole_wave(swapped, answers)
        assert await left_behind(swapped) == first
