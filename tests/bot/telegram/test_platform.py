"""Telegram behind the program's wall."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from appeals.model import Address
from bot.platform import Inlet, Platform
from bot.received import Received, Unreadable
from bot.settings import Settings
from bot.telegram.platform import TelegramPlatform, telegram_platform
from bot.texts import Texts
from handlers.conversation import Words, Wrote
from tests.fakes import ManualClock
from tests.sandbox_server import RunningSandbox


def platform(sandbox: RunningSandbox, folder: Path, **telegram: Any) -> TelegramPlatform:
    """As the settings describe it."""
    given = {"token": sandbox.token, "api_url": sandbox.url, "moderator_chat": -1001} | telegram
    settings = Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "Asia/Novosibirsk"},
            "telegram": given,
            "storage": {"files": str(folder)},
        }
    )
    return telegram_platform(settings, ManualClock())


async def nobody(_words: Words) -> None:
    """Nothing is worth telling."""


async def test_it_fits_the_wall_and_asks_nothing_of_the_network_at_first(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    built = platform(sandbox, tmp_path)
    wall: Platform = built
    assert (wall.name, wall.check()) == ("telegram", "starting")
    assert list(sandbox.world.ledger.entries) == []
    await wall.close()


async def test_what_it_receives_it_can_read(sandbox: RunningSandbox, tmp_path: Path) -> None:
    wall: Platform = platform(sandbox, tmp_path)
    stop, batches = asyncio.Event(), list[Received]()

    async def receive(batch: Sequence[Received], cursor: str | None) -> None:
        assert cursor
        batches.extend(batch)
        stop.set()

    sandbox.world.writes(101, "Положена ли квота?")
    async with asyncio.timeout(20):
        await wall.receiving(Inlet(receive, nobody), stop)
    incoming = wall.source.read(batches[0].raw)
    assert isinstance(incoming, Wrote)
    assert incoming.content.text == "Положена ли квота?"
    with pytest.raises(Unreadable):
        wall.source.read("{")
    await wall.close()


@pytest.mark.parametrize("staff", ["telegram", "elsewhere"])
async def test_it_shows_its_commands_where_staff_sit(
    sandbox: RunningSandbox, tmp_path: Path, staff: str
) -> None:
    built = platform(sandbox, tmp_path)
    await built.greet(Texts(), Address(staff, str(sandbox.moderator_chat)))
    assert built.channel.start_link("x").endswith("?start=x")
    shown = len(sandbox.world.ledger.calls("setMyCommands"))
    assert shown == (2 if staff == "telegram" else 1)
    await built.close()


async def test_the_settings_decide_how_fast_it_is_written_to(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    built = platform(sandbox, tmp_path, group_per_minute=2)
    for _ in range(2):
        built.limits.take("-1001", group=True)
    assert built.limits.ready_in("-1001", group=True) > 0
    assert built.limits.ready_in("101", group=False) == 0
    await built.close()
