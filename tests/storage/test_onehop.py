"""A statement costs one trip to the driver's thread, a savepoint none."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from storage.errors import StorageError
from storage.onehop import QuickConnection
from storage.store import Store
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
        for event_id in ("2", "3"):
            async with unit.savepoint():
                await put_event(unit, event_id)
    assert trips == [2, 3, 2]


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
