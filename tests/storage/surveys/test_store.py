"""The surveys' storage stands apart, is made once, and can be wiped."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.errors import NewerDatabase, RowRefused, StorageError
from storage.surveys.store import SurveyStore, SurveyUnit, beside
from storage.surveys.tables import VERSION, version
from surveys.pool import Flush
from surveys.ports import Sheets

CANARY = "канарейка"


DROP = "DROP TABLE surveys.withheld"


def is_sqlite(unit: SurveyUnit) -> bool:
    return not unit.box._postgres


def file_of(url: str) -> Path:
    return Path(beside(url).removeprefix("sqlite+aiosqlite:///"))


def on_disk(url: str) -> bytes:
    """Everything in the folder of an SQLite database."""
    return b"".join(one.read_bytes() for one in file_of(url).parent.iterdir() if one.is_file())


def test_it_lies_beside_the_front_desks_database() -> None:
    assert beside("sqlite+aiosqlite:///data/otklik.db") == (
        "sqlite+aiosqlite:///data/otklik-surveys.db"
    )
    server = "postgresql+asyncpg://otklik:secret@db/otklik"
    assert beside(server) == server


async def test_preparing_twice_keeps_what_is_there(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", Sheets((b"[1]",)))
    await surveys.prepare()
    async with surveys.begin() as unit:
        assert (await unit.results.get("w")).rows == (b"[1]",)


async def test_the_tables_of_an_older_program_are_made_complete(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", Sheets((b"[1]",), (("ideas", "а"),)))
        await unit.db.run(text("DROP TABLE withheld" if is_sqlite(unit) else DROP))
        await unit.db.run(version.update().values(number=1))
    assert await surveys.version() == 1
    await surveys.prepare()
    await surveys.prepare()
    assert await surveys.version() == VERSION
    async with surveys.begin() as unit:
        assert (await unit.results.get("w")).texts == (("ideas", "а"),)
        await unit.results.withhold("w", {0})


async def test_a_newer_programs_tables_are_left_alone(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.db.run(version.insert(), {"number": VERSION + 1})
    with pytest.raises(NewerDatabase, match=f"surveys-{VERSION + 1}"):
        await surveys.prepare()


async def test_what_fails_leaves_nothing(surveys: SurveyStore) -> None:
    async def two_tags_alike() -> None:
        async with surveys.begin() as unit:
            await unit.box.make("w")
            await unit.box.put("w", Flush((b"t", b"t"), (b"s",)))

    with pytest.raises(RowRefused):
        await two_tags_alike()
    async with surveys.begin() as unit:
        await unit.box.make("w")
        assert await unit.box.count("w") == 0


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_swept_text_is_neither_in_the_file_nor_in_its_log(
    surveys: SurveyStore, survey_url: str
) -> None:
    said = tuple(("ideas", f"{CANARY} {at}" * 50) for at in range(200))
    async with surveys.begin() as unit:
        await unit.results.put("w", Sheets((b"[1]",), said))
    assert CANARY.encode() in on_disk(survey_url)
    async with surveys.begin() as unit:
        for code, words in said:
            assert await unit.results.drop_text("w", code, words) == 1
    await surveys.sweep()
    assert CANARY.encode() not in on_disk(survey_url)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_sweeping_beside_a_reader_says_that_it_must_be_tried_again(
    surveys: SurveyStore, survey_url: str
) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", Sheets((b"[1]",)))
        await unit.db.run(text("PRAGMA busy_timeout = 50"))
    reader = sqlite3.connect(file_of(survey_url), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM results").fetchall()
    with pytest.raises(StorageError):
        await surveys.sweep()
    reader.close()
    await surveys.sweep()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_sweeping_on_postgresql_rewrites_the_texts(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.results.put("w", Sheets((b"[1]",), (("ideas", CANARY),)))
        before = await unit.db.value(text("SELECT pg_relation_filenode('surveys.texts')"))
    await surveys.sweep()
    async with surveys.begin() as unit:
        after = await unit.db.value(text("SELECT pg_relation_filenode('surveys.texts')"))
        assert (await unit.results.get("w")).texts == (("ideas", CANARY),)
    assert before != after
