"""A talk of several steps is a row that expires."""

from datetime import timedelta

from appeals.model import Address
from storage.store import Unit
from tests.storage.given import CHAT, NOW

LATER = NOW + timedelta(minutes=15)
NOTHING: tuple[str, dict[str, str]] = ("", {})


async def test_a_dialog_is_loaded_as_it_was_saved(unit: Unit) -> None:
    await unit.dialogs.save(CHAT, "501", "split", {"от": "17"}, LATER)
    assert await unit.dialogs.load(CHAT, "501", NOW) == ("split", {"от": "17"})
    assert await unit.dialogs.load(CHAT, "502", NOW) == NOTHING
    assert await unit.dialogs.load(Address("telegram", "501", "1"), "501", NOW) == NOTHING


async def test_a_dialog_is_over_when_it_expires(unit: Unit) -> None:
    await unit.dialogs.save(CHAT, "501", "split", {}, LATER)
    before = LATER - timedelta(microseconds=1)
    assert await unit.dialogs.load(CHAT, "501", before) == ("split", {})
    assert await unit.dialogs.load(CHAT, "501", LATER) == NOTHING


async def test_the_next_step_replaces_the_dialog_and_clearing_ends_it(unit: Unit) -> None:
    await unit.dialogs.save(CHAT, "501", "split", {"a": "1"}, NOW)
    await unit.dialogs.save(CHAT, "501", "ban", {}, LATER)
    assert await unit.dialogs.load(CHAT, "501", NOW) == ("ban", {})
    await unit.dialogs.clear(CHAT, "501")
    assert await unit.dialogs.load(CHAT, "501", NOW) == NOTHING
