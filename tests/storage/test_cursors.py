"""How far a channel was read is committed with what was read."""

import pytest

from storage.store import Store
from tests.storage.given import put_event


async def test_a_cursor_moves_with_the_events_it_stands_behind(store: Store) -> None:
    async with store.begin() as unit:
        assert await unit.cursors.get("telegram") is None
        await unit.cursors.set("telegram", "10")
        await unit.cursors.set("vk", "ts")
    with pytest.raises(KeyError):
        await _read_and_die(store)
    async with store.begin() as unit:
        assert await unit.cursors.get("telegram") == "10"
        assert await unit.inbox.waiting() == 0


async def _read_and_die(store: Store) -> None:
    async with store.begin() as unit:
        await put_event(unit, "11")
        await unit.cursors.set("telegram", "11")
        raise KeyError
