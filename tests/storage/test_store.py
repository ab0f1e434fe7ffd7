"""Units of work: all of it or nothing."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.errors import RowRefused, StorageError, StorageFull
from storage.store import Store, Unit
from tests.storage.given import NOW, put_event


async def test_two_savepoints_and_an_outer_rollback_leave_nothing(store: Store) -> None:
    """As the drivers come, releasing the first savepoint commits."""
    with pytest.raises(KeyError):
        await _two_savepoints_then_fail(store)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 0


async def _two_savepoints_then_fail(store: Store) -> None:
    async with store.begin() as unit:
        for event_id in ("1", "2"):
            async with unit.savepoint():
                await put_event(unit, event_id)
        assert await unit.inbox.waiting() == 2
        raise KeyError


async def test_what_fails_inside_a_savepoint_is_undone_alone(store: Store) -> None:
    async with store.begin() as unit:
        await put_event(unit, "before")
        with pytest.raises(ValueError, match="bad event"):
            await _fail_inside_a_savepoint(unit)
        await put_event(unit, "after")
    async with store.begin() as unit:
        events = await unit.inbox.claim(9, NOW)
        assert [event.event_id for event in events] == ["before", "after"]


async def _fail_inside_a_savepoint(unit: Unit) -> None:
    async with unit.savepoint():
        await put_event(unit, "inside")
        message = "bad event"
        raise ValueError(message)


async def test_a_refused_row_spoils_its_savepoint_only(store: Store) -> None:
    async with store.begin() as unit:
        with pytest.raises(RowRefused):
            await _refused_inside_a_savepoint(unit)
        await put_event(unit, "next")
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def _refused_inside_a_savepoint(unit: Unit) -> None:
    async with unit.savepoint():
        await put_event(unit, "inside")
        await unit.db.run(text("INSERT INTO cursors (channel, value) VALUES ('t', NULL)"))


async def test_an_exception_never_shows_what_somebody_wrote(unit: Unit) -> None:
    insert = text("INSERT INTO cursors (channel, value) VALUES (:secret, NULL)")
    with pytest.raises(RowRefused) as refused:
        await unit.db.run(insert, {"secret": "Иван, +79130000000"})
    assert "Иван" not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_units_of_work_at_once_all_succeed(store: Store) -> None:
    async def one(number: int) -> None:
        async with store.begin() as unit:
            await put_event(unit, str(number))

    await asyncio.gather(*(one(number) for number in range(20)))
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 20


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_units_of_work_take_their_turns_in_order(store: Store) -> None:
    turns: list[int] = []

    async def one(number: int) -> None:
        async with store.begin() as unit:
            turns.append(number)
            await put_event(unit, str(number))

    await asyncio.gather(*(one(number) for number in range(9)))
    assert turns == list(range(9))


async def test_a_cancelled_unit_of_work_leaves_nothing_and_the_next_one_works(
    store: Store,
) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        async with store.begin() as unit:
            await put_event(unit, "1")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(forever())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 0


async def test_the_check_passes_on_a_living_storage(store: Store) -> None:
    await store.check()


async def test_the_check_fails_when_the_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database, only some notes " * 100)
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}")
    with pytest.raises(StorageError):
        await store.check()
    await store.close()


@pytest.mark.postgres
async def test_the_check_fails_when_no_server_answers(tmp_path: Path) -> None:
    store = Store.open(f"postgresql+asyncpg://nobody@/none?host={tmp_path}")
    with pytest.raises(StorageError):
        await store.check()
    await store.close()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_full_disk_half_saves_nothing_and_works_once_there_is_room(store: Store) -> None:
    async with store.begin() as unit:
        await put_event(unit, "before")
        pages = await unit.db.value(text("PRAGMA page_count"))
        await unit.db.run(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(StorageFull):
        await _fill(store)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1
        await unit.db.run(text("PRAGMA max_page_count = 1073741823"))
    await _fill(store)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 21


async def _fill(store: Store) -> None:
    async with store.begin() as unit:
        for number in range(20):
            async with unit.savepoint():
                await put_event(unit, str(number), raw="x" * 10_000)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_a_caller_who_swallows_a_full_disk_still_saves_nothing(store: Store) -> None:
    """SQLite undoes the whole transaction by itself; what came after would stand alone."""
    async with store.begin() as unit:
        pages = await unit.db.value(text("PRAGMA page_count"))
        await unit.db.run(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(StorageFull):
        await _fill_and_swallow(store)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 0


async def _fill_and_swallow(store: Store) -> None:
    async with store.begin() as unit:
        for number in range(20):
            try:
                async with unit.savepoint():
                    await put_event(unit, str(number), raw="x" * 10_000)
            except StorageError:
                continue
