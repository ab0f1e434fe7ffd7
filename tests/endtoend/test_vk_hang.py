"""VK takes calls and never answers them: nobody in Telegram notices, and nothing in VK is lost."""

from pathlib import Path

import pytest

from bot.app import running
from sandbox.vk.faults import VkFault
from sandbox.vk.state import User
from tests.endtoend.desk import (
    OLGA,
    FrontDesk,
    MovableClock,
    community,
    settings,
)
from tests.sandbox_server import running_sandbox
from tests.sqlite_tables import fresh_file

HANGING = 30
FIRST_USER = 800_000
AT_ONCE = 12
ENDLESS = 10**9


@pytest.mark.parametrize("method", ["messages.send", "*"])
async def test_thirty_hanging_conversations_delay_no_question_in_telegram(
    tmp_path: Path, method: str
) -> None:
    clock = MovableClock()
    await fresh_file(tmp_path)
    async with running_sandbox(now=clock.now) as sandbox:
        vk = sandbox.vk.world
        given = settings(sandbox, tmp_path, vk=community(sandbox))
        async with running(given, clock) as app:
            desk = FrontDesk(sandbox, app, clock)
            await desk.until(lambda: vk.pollers)
            vk.faults.plan(VkFault("messages.send", "hang", times=ENDLESS))
            for who in range(FIRST_USER, FIRST_USER + HANGING):
                vk.add_user(User(who, "Работодатель", str(who)))
                vk.writes(who, "Какая квота?")
            await desk.until(lambda: len(desk.world.topics(desk.chat)) == HANGING)
            vk.faults.plan(VkFault(method, "hang", times=ENDLESS))
            await desk.until(lambda: len(vk.ledger.refused("messages.send")) == AT_ONCE)
            acknowledged, topic = await desk.registered("Положена ли нам квота?")
            assert "№ 2026-" in (acknowledged.text or "")
            desk.writes(topic, "Да, положена")
            await desk.until(lambda: desk.texts(desk.answers(OLGA))[-1] == "Да, положена")
            assert not vk.sends
            assert len(vk.ledger.refused("messages.send")) < 2 * AT_ONCE
        vk.faults.clear()
        async with running(given, clock) as app:
            desk = FrontDesk(sandbox, app, clock)
            await desk.until(lambda: len(vk.sends) >= HANGING)
    assert len({one.peer for one in vk.sends}) == len(vk.sends) == HANGING
