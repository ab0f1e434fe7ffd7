"""The sandbox's clock put forward, with the bot as a process of its own, all over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from sandbox.state import Message
from tests.endtoend.desk import ELENA, MARIA, OLGA
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child

CONTROLLER = 205
HOUR = 3600
PATIENCE = 90.0
"""Seconds; a process has to start first, which takes long on a busy machine."""


@dataclass(frozen=True)
class Town:
    """The sandbox with its bot, and what its page calls."""

    sandbox: SandboxWithChild
    page: httpx.AsyncClient

    async def clock(self) -> Any:
        """The clock as the page shows it."""
        return (await self.page.get("/clock")).json()

    async def forward(self, **wish: Any) -> Any:
        """Let time pass; the clock afterwards."""
        answer = await self.page.post("/clock", json=wish)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def appeal(self) -> Any:
        """The first appeal with its ladder."""
        (listed,) = (await self.page.get("/behind/appeals")).json()
        return (await self.page.get(f"/behind/appeals/{listed['number']}")).json()

    async def ladder(self) -> list[str]:
        """What became of its rungs."""
        return [step["state"] for step in (await self.appeal())["ladder"]]

    def said(self, who: int) -> list[Message]:
        """What the bot said to somebody in private."""
        return [one for one in self.sandbox.world.messages(who) if one.sender != who]

    async def until_said(self, who: int, words: str) -> Message:
        """Wait for words of the bot."""

        def found() -> list[Message]:
            return [one for one in self.said(who) if words in (one.text or "")]

        await self.sandbox.world.until(found, PATIENCE)
        return found()[-1]

    async def starts(self, *people: int) -> None:
        """They have started the bot."""
        for who in people:
            self.sandbox.world.starts(who)
            await self.sandbox.world.until(partial(self.said, who), PATIENCE)

    async def asked(self) -> None:
        """Olga has asked and been answered that she was heard."""
        self.sandbox.world.writes(OLGA, "Какая квота при 135 сотрудниках?")
        await self.until_said(OLGA, "-000001")


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """A sandbox over its folder, its bot answering."""
    async with sandbox_with_child(folder) as sandbox:
        address = f"{sandbox.url}/api"
        async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as page:
            yield Town(sandbox, page)


async def test_an_hour_put_forward_brings_the_warning(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.starts(MARIA)
        await here.asked()
        await here.forward(forward=19.5 * HOUR)
        assert await here.ladder() == ["ahead"] * 6
        said = len(here.said(MARIA))
        moved = await here.forward(forward=HOUR)
        assert (await here.ladder())[:2] == ["late", "ahead"]
        warning = await here.until_said(MARIA, "Скоро срок ответа: 1")
        assert len(here.said(MARIA)) == said + 1
        assert abs(warning.date - datetime.fromisoformat(moved["now"]).timestamp()) < 30


async def test_to_the_next_deadline_lands_on_each_step_and_takes_it(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.starts(MARIA, ELENA, CONTROLLER)
        await here.asked()
        following = (await here.clock())["next"]
        for taken in (1, 2, 4, 5, 6):
            moved = await here.forward(to="next")
            due, now = (datetime.fromisoformat(at) for at in (following["at"], moved["now"]))
            assert timedelta(0) <= now - due < timedelta(seconds=30)
            assert await here.ladder() == ["taken"] * taken + ["ahead"] * (6 - taken)
            following = moved["next"]
        assert following is None
        assert (await here.appeal())["overdue"]
        await here.until_said(MARIA, "Просрочено: 1")
        await here.until_said(ELENA, "Просрочено: 1")
        await here.until_said(CONTROLLER, "Просрочено: 1")
        refused = await here.page.post("/clock", json={"to": "next"})
        assert refused.status_code == 409


async def test_the_offset_survives_a_kill_of_the_bot_and_a_restart_of_the_sandbox(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        await here.starts(MARIA)
        await here.asked()
        await here.forward(forward=HOUR)
        await here.page.post("/bot/kill")
        refused = await here.page.get("/behind/appeals")
        assert (refused.status_code, refused.json()) == (503, {"error": "бот остановлен"})
        assert (await here.forward(forward=20 * HOUR))["next"] is None
        await here.page.post("/bot/start")
        await here.until_said(MARIA, "с опозданием")
        assert (await here.clock())["offset"] == 21 * HOUR
        assert (await here.ladder())[0] == "late"
        before = datetime.fromisoformat((await here.clock())["now"])
    async with town(tmp_path) as here:
        assert here.sandbox.world.clock_offset == 21 * HOUR
        here.sandbox.world.writes(OLGA, "Когда ждать ответа?")
        await here.sandbox.world.until(lambda: not here.sandbox.world.updates.waiting, PATIENCE)
        shown = await here.clock()
        assert shown["offset"] == 21 * HOUR
        assert shown["next"]["what"].startswith("Предупреждение за 1 ч, № ")
        assert datetime.fromisoformat(shown["now"]) >= before
        assert (await here.ladder())[0] == "late"


async def test_a_bot_that_is_starting_hears_of_a_move_though_nobody_looks_at_the_clock(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        world, heard = here.sandbox.world, asyncio.Event()
        await here.starts(MARIA)
        await here.page.post("/bot/kill")
        await here.page.post("/bot/start")
        with world.changes.listening(lambda one: heard.set() if one.kind == "behind" else None):
            assert (await here.forward(forward=5 * HOUR))["next"] is None
            async with asyncio.timeout(PATIENCE):
                await heard.wait()
        question = world.writes(OLGA, "Какая квота при 135 сотрудниках?")[0]
        await here.until_said(OLGA, "-000001")
        registered = (await here.appeal())["events"][0]["at_local"]
        asked = datetime.fromtimestamp(question.date, ZoneInfo("Asia/Novosibirsk"))
        soon = [f"{asked + timedelta(minutes=late):%d.%m, %H:%M}" for late in range(5)]
        assert registered in soon


async def test_more_than_a_day_away_loses_what_telegram_drops_and_says_so(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await here.starts(MARIA)
        await here.page.post("/bot/kill")
        here.sandbox.world.writes(OLGA, "Это сообщение не дождётся")
        await here.forward(forward=25 * HOUR)
        await here.page.post("/bot/start")

        def told() -> list[Message]:
            chat = here.sandbox.world.messages(here.sandbox.world.moderator_chat.id)
            return [one for one in chat if "Программа не работала 1 д" in (one.text or "")]

        await here.sandbox.world.until(told, PATIENCE)
        assert "24 часа" in (told()[0].text or "")
        assert here.said(OLGA) == []
