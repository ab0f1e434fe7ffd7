"""Thousands of bent events: the program stays alive, and sets aside only what nobody could read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.ours import Ours
from bot.telegram.parsing import Unreadable as UnreadableUpdate
from bot.telegram.parsing import parse as parse_update
from bot.vk.parsing import Unreadable as UnreadableEvent
from bot.vk.parsing import parse as parse_event
from sandbox.vk.state import User
from storage.inbox import DeadEvent
from tests.chaos.bent import telegram_events, vk_events
from tests.endtoend.desk import PETR, FrontDesk, front_desk
from tests.endtoend.patience import as_time_passes, until_well

SOME, MANY = 300, 10_000
BATCH = 200
IRINA = 987_654
PER_WAIT = 5


async def fed(desk: FrontDesk, inject: Callable[[Any], object], events: list[Any]) -> None:
    """Hand them over in batches; each is worked on before the next."""
    for start in range(0, len(events), BATCH):
        for event in events[start : start + BATCH]:
            inject(event)
        await desk.worked_off()


async def dead(desk: FrontDesk) -> list[DeadEvent]:
    """What was set aside."""
    async with desk.app.store.begin() as unit:
        return list(await unit.inbox.dead(MANY))


async def no_part_has_failed(desk: FrontDesk) -> None:
    """Nothing waits to be tried again, and a question is served as ever."""
    async with desk.app.store.begin() as unit:
        assert await unit.inbox.waiting() == 0
    before = len(desk.answers(PETR))
    desk.asks("Куда сдавать отчёт?", PETR)
    await as_time_passes(desk, lambda: len(desk.answers(PETR)) > before, PER_WAIT)
    await until_well(desk)


async def telegram_is_fuzzed(folder: Path, number: int) -> None:
    """So many bent updates of Telegram."""
    async with front_desk(folder) as desk:
        await fed(desk, desk.world.updates.inject, telegram_events(number))
        aside = await dead(desk)
        await no_part_has_failed(desk)
    for event in aside:
        with pytest.raises(UnreadableUpdate):
            parse_update(event.raw, Ours(desk.world.bot.id))


async def vk_is_fuzzed(folder: Path, number: int) -> None:
    """So many bent events of VK, each with an id of its own."""
    bent = vk_events(number)
    async with front_desk(folder, vk={}) as desk:
        vk = desk.sandbox.vk.world
        await desk.until(lambda: vk.pollers)

        def inject(event: Any) -> None:
            vk.inject(event | {"event_id": f"f{vk.events.last}"})

        for start in range(0, number, BATCH):
            await fed(desk, inject, bent[start : start + BATCH])
            await desk.until(lambda: vk.events.asked == vk.events.last)
        await desk.worked_off()
        aside = await dead(desk)
        vk.add_user(User(IRINA, "Ирина", "Лебедева"))
        vk.writes(IRINA, "Какая квота?")
        await as_time_passes(desk, lambda: any(one.peer == IRINA for one in vk.sends), PER_WAIT)
        await no_part_has_failed(desk)
    for event in aside:
        with pytest.raises(UnreadableEvent):
            parse_event(event.raw)


async def test_bent_updates_of_telegram_stop_nothing(tmp_path: Path) -> None:
    await telegram_is_fuzzed(tmp_path, SOME)


async def test_bent_events_of_vk_stop_nothing(tmp_path: Path) -> None:
    await vk_is_fuzzed(tmp_path, SOME)


@pytest.mark.chaos
async def test_ten_thousand_bent_updates_of_telegram_stop_nothing(tmp_path: Path) -> None:
    await telegram_is_fuzzed(tmp_path, MANY)


@pytest.mark.chaos
async def test_ten_thousand_bent_events_of_vk_stop_nothing(tmp_path: Path) -> None:
    await vk_is_fuzzed(tmp_path, MANY)


def test_the_bent_events_are_of_both_kinds() -> None:
    """Some can be read and some can't, or the trial would show nothing."""
    readable = [
        _reads(lambda raw: parse_update(raw, Ours(1)), one) for one in telegram_events(SOME)
    ]
    assert 0.2 < sum(readable) / SOME < 0.95
    readable = [_reads(parse_event, one) for one in vk_events(SOME)]
    assert 0.2 < sum(readable) / SOME < 0.98


def _reads(parse: Callable[[str], object], event: Any) -> bool:
    try:
        parse(json.dumps(event | {"update_id": 5} if isinstance(event, dict) else event))
    except (UnreadableUpdate, UnreadableEvent):
        return False
    return True
