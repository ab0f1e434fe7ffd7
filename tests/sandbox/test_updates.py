"""Updates: nothing is lost before it is confirmed, and nobody polls beside another."""

import asyncio

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from sandbox.world import World
from tests.sandbox.clock import MovableClock
from tests.sandbox_server import RunningSandbox

CLIENT = 101


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, world: World) -> None:
    world.writes(CLIENT, "раз")
    world.writes(CLIENT, "два")
    first, second = await bot.get_updates()
    assert [u.update_id for u in await bot.get_updates()] == [first.update_id, second.update_id]
    assert await bot.get_updates(offset=second.update_id) == [second]
    assert await bot.get_updates(offset=second.update_id + 1) == []
    assert world.updates.confirmed == 2


async def test_a_limit_and_a_negative_offset_are_obeyed(bot: Bot, world: World) -> None:
    for text in "абвг":
        world.writes(CLIENT, text)
    assert len(await bot.get_updates(limit=2)) == 2
    last = await bot.get_updates(offset=-1)
    assert [u.message.text for u in last if u.message] == ["г"]


async def test_a_long_poll_ends_as_soon_as_somebody_writes(bot: Bot, world: World) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.updates.polled)
    world.writes(CLIENT, "вопрос")
    updates = await polling
    assert [u.message.text for u in updates if u.message] == ["вопрос"]


async def test_a_second_poller_ends_the_first_with_a_conflict(bot: Bot, world: World) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await world.until(lambda: world.updates.polled)
    assert await bot.get_updates() == []
    with pytest.raises(TelegramConflictError) as conflict:
        await polling
    assert "Conflict: terminated by other getUpdates request; make sure that only one bot" in str(
        conflict.value
    )


async def test_a_poll_whose_client_is_gone_loses_nothing(
    bot: Bot, sandbox: RunningSandbox, world: World
) -> None:
    async with httpx.AsyncClient(trust_env=False) as dying:
        url = f"{sandbox.url}/bot{sandbox.token}/getUpdates"
        polling = asyncio.create_task(dying.post(url, data={"timeout": 30}, timeout=40))
        await world.until(lambda: world.updates.polled)
        polling.cancel()
    await world.until(lambda: not world.updates.polled)
    world.writes(CLIENT, "вопрос")
    assert len(await bot.get_updates()) == 1


async def test_updates_are_kept_for_24_hours(bot: Bot, world: World, clock: MovableClock) -> None:
    world.writes(CLIENT, "старое")
    clock.pass_time(hours=23, minutes=59)
    world.writes(CLIENT, "новое")
    assert len(await bot.get_updates()) == 2
    clock.pass_time(minutes=1)
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["новое"]


async def test_a_clock_put_forward_ages_the_updates_and_nothing_else(
    bot: Bot, world: World, clock: MovableClock
) -> None:
    """Waiting for updates, limits and the life of presses are measured by the steady clock."""
    world.writes(CLIENT, "старое")
    steady = world.monotonic()
    world.put_forward(24 * 3600)
    world.writes(CLIENT, "новое")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["новое"]
    assert world.monotonic() == steady == clock.monotonic()


async def test_only_allowed_updates_are_queued(bot: Bot, world: World) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    world.writes(CLIENT, "не нужно")
    world.presses(CLIENT, "да", message=1)
    assert [u.event_type for u in await bot.get_updates()] == ["callback_query"]
    await bot.get_updates(allowed_updates=[])
    world.writes(CLIENT, "снова нужно")
    assert len(await bot.get_updates()) == 2


async def test_pending_updates_are_dropped_only_on_request(bot: Bot, world: World) -> None:
    world.writes(CLIENT, "вопрос")
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_any_raw_update_can_be_injected(sandbox: RunningSandbox, world: World) -> None:
    number = world.inject({"message": "nonsense"})
    assert world.inject({"update_id": number + 10, "telepathy": {}}) == number + 10
    assert world.inject({"update_id": number, "again": True}) == number
    async with httpx.AsyncClient(trust_env=False) as raw:
        answer = await raw.get(f"{sandbox.url}/bot{sandbox.token}/getUpdates")
    assert answer.json()["result"] == [
        {"update_id": number, "message": "nonsense"},
        {"update_id": number + 10, "telepathy": {}},
        {"update_id": number, "again": True},
    ]
    world.writes(CLIENT, "дальше")
    assert world.updates.pending()[-1]["update_id"] == number + 11


async def test_a_webhook_keeps_the_updates_until_it_is_taken_away(bot: Bot, world: World) -> None:
    world.writes(101, "вопрос")
    free = await bot.get_webhook_info()
    assert (free.url, free.pending_update_count) == ("", 1)
    world.settings.webhook = "https://other.example/bot"
    assert (await bot.get_webhook_info()).url == "https://other.example/bot"
    with pytest.raises(TelegramConflictError, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
