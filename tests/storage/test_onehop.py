"""A statement costs one trip to the driver's thread, a brief one and a savepoint none."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from storage.errors import StorageError
from storage.onehop import IN_A_ROW, QuickConnection
from storage.store import Store, Unit
from tests.storage.given import NOW, put_event

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements each trip ran, the commits and the like counted as one."""
    made: list[int] = []
    real = QuickConnection.in_thread

    async def counted(self: QuickConnection, work: Callable[..., None], *args: object) -> None:
        made.append(1 + len(self.first))
        await real(self, work, *args)

    monkeypatch.setattr(QuickConnection, "in_thread", counted)
    return made


async def test_savepoints_go_along_with_the_next_trip(store: Store, trips: list[int]) -> None:
    async with store.begin() as unit:
        await put_event(unit, "1")
        trips.clear()
        for _ in range(2):
            async with unit.savepoint():
                assert await unit.inbox.waiting() == 1
    assert trips[:3] == [2, 3, 2]


async def test_a_brief_statement_makes_no_trip(store: Store, trips: list[int]) -> None:
    async with store.begin() as unit:
        trips.clear()
        async with unit.savepoint():
            await put_event(unit, "1")
        assert trips == []
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def test_after_some_brief_statements_others_have_their_turn(
    store: Store, trips: list[int]
) -> None:
    async with store.begin() as unit:
        trips.clear()
        for number in range(2 * (IN_A_ROW + 1)):
            await put_event(unit, str(number))
        assert trips == [1, 1]


async def test_what_fails_in_place_is_undone_to_its_savepoint(store: Store) -> None:
    async with store.begin() as unit:
        await put_event(unit, "1")
        with pytest.raises(ZeroDivisionError):
            await _put_in_vain(unit)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def _put_in_vain(unit: Unit) -> None:
    async with unit.savepoint():
        await put_event(unit, "2")
        raise ZeroDivisionError


async def test_nothing_runs_beside_a_trip_that_was_cancelled(store: Store) -> None:
    async with store.begin() as unit:
        driver = (await unit.db._connection.get_raw_connection()).driver_connection
        assert isinstance(driver, QuickConnection)
        begun, may_end = threading.Event(), threading.Event()

        def long_work(_: object) -> None:
            begun.set()
            may_end.wait()

        trip = asyncio.create_task(driver.in_thread(long_work))
        await asyncio.to_thread(begun.wait)
        trip.cancel()
        await asyncio.gather(trip, return_exceptions=True)
        driver.brief = True
        assert not driver.at_once(lambda _: None)
        may_end.set()
        await driver.in_thread(lambda _: None)
        driver.brief = True
        assert driver.at_once(lambda _: None)


async def test_rows_are_all_there_and_counted(store: Store) -> None:
    async with store.begin() as unit:
        for event_id in "123":
            await put_event(unit, event_id)
        assert len(await unit.inbox.claim(9, NOW)) == 3
        assert await unit.db.run(text("UPDATE inbox SET error = 'x'")) == 3


async def test_a_transaction_that_sqlite_ended_by_itself_is_noticed(store: Store) -> None:
    with pytest.raises(StorageError, match="no such savepoint"):
        await _lose_the_transaction_inside_a_savepoint(store)
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 0


async def _lose_the_transaction_inside_a_savepoint(store: Store) -> None:
    async with store.begin() as unit:
        async with unit.savepoint():
            await put_event(unit, "1")
            await unit.db.run(text("ROLLBACK"))
        await put_event(unit, "2")
