"""Faults happen to the calls they were ordered for, and the ledger tells the truth about them."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from sandbox.faults import Fault, FaultKind
from sandbox.world import World

CLIENT = 101


@pytest.fixture(autouse=True)
def _started(world: World) -> None:
    world.starts(CLIENT)


def received(world: World) -> list[str | None]:
    return [one.text for one in world.messages(CLIENT) if one.sender == world.bot.id]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", TelegramRetryAfter),
        ("500", TelegramServerError),
        ("502", TelegramServerError),
        ("html", ClientDecodeError),
        ("drop_before", TelegramNetworkError),
    ],
)
async def test_a_failed_call_had_no_effect(
    bot: Bot, world: World, kind: FaultKind, error: type[Exception]
) -> None:
    world.faults.plan(Fault("sendMessage", kind))
    with pytest.raises(error):
        await bot.send_message(CLIENT, "раз")
    assert received(world) == []
    await bot.send_message(CLIENT, "два")
    assert received(world) == ["два"]
    entries = [e for e in world.ledger.entries if e.method == "sendMessage"]
    assert [(e.ok, e.fault) for e in entries] == [(False, kind), (True, None)]


async def test_retry_after_is_what_was_ordered(bot: Bot, world: World) -> None:
    world.faults.plan(Fault("sendMessage", "429", retry_after=17))
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(CLIENT, "раз")
    assert refusal.value.retry_after == 17


async def test_a_call_dropped_afterwards_took_effect(bot: Bot, world: World) -> None:
    world.faults.plan(Fault("sendMessage", "drop_after"))
    with pytest.raises(TelegramNetworkError, match="Server disconnected"):
        await bot.send_message(CLIENT, "раз")
    assert received(world) == ["раз"]
    entry = world.ledger.calls("sendMessage")[0]
    assert (entry.ok, entry.fault) == (True, "drop_after")


async def test_updates_survive_a_dropped_poll(bot: Bot, world: World) -> None:
    kinds: list[FaultKind] = ["drop_before", "drop_after"]
    for kind in kinds:
        world.faults.plan(Fault("getUpdates", kind))
        with pytest.raises(TelegramNetworkError):
            await bot.get_updates(timeout=5)
    assert len(await bot.get_updates()) == 1


async def test_a_slow_call_takes_effect_late(bot: Bot, world: World) -> None:
    world.faults.plan(Fault("sendMessage", "slow", seconds=0.05))
    await bot.send_message(CLIENT, "раз")
    assert received(world) == ["раз"]
    assert world.ledger.calls("sendMessage")[0].fault == "slow"


async def test_a_hanging_call_is_never_answered(bot: Bot, world: World) -> None:
    world.faults.plan(Fault("sendMessage", "hang"))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(CLIENT, "раз", request_timeout=1)
    assert received(world) == []


async def test_a_fault_happens_as_often_as_ordered_and_only_where_it_fits(
    bot: Bot, world: World
) -> None:
    world.faults.plan(Fault("sendMessage", "500", times=2, match={"chat_id": CLIENT, "text": "a"}))
    await bot.send_message(CLIENT, "b")
    await bot.get_me()
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(CLIENT, "a")
    await bot.send_message(CLIENT, "a")
    world.faults.plan(Fault("*", "500"))
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    world.faults.plan(Fault("*", "500"))
    world.faults.clear()
    await bot.get_me()


def test_an_unknown_fault_is_named() -> None:
    with pytest.raises(ValueError, match="telepathy"):
        Fault("getMe", "telepathy")  # type: ignore[arg-type]  # that is what is tested


async def test_twenty_parallel_calls_are_dropped_independently(bot: Bot, world: World) -> None:
    world.faults.plan(Fault("sendMessage", "drop_after", times=20, match={"text": "odd"}))
    calls = [bot.send_message(CLIENT, "odd" if n % 2 else "even") for n in range(40)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(isinstance(one, TelegramAPIError) for one in results) == 20
    assert len(received(world)) == 40
