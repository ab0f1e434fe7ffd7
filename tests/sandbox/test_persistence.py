"""A bot that does not answer yet is told again, until there is no need."""

import asyncio
from dataclasses import dataclass

import pytest

from sandbox.behind import BotAwayError, BotRefusedError
from sandbox.persistence import Persistence


@dataclass
class Bot:
    """Deaf for its first calls; `heard` counts the calls, `ends_after` so many it ends."""

    deaf_for: int = 0
    refuses: bool = False
    ends_after: int = 1000
    heard: int = 0

    async def tell(self) -> None:
        self.heard += 1
        if self.refuses:
            raise BotRefusedError(503, "База данных не отвечает.")
        if self.heard <= self.deaf_for:
            raise BotAwayError

    def running(self) -> bool:
        return self.heard < self.ends_after


@pytest.mark.parametrize(
    ("bot", "calls"),
    [
        (Bot(), 1),
        (Bot(deaf_for=3), 4),
        (Bot(deaf_for=1000, ends_after=3), 3),
        (Bot(refuses=True), 1),
        (Bot(ends_after=0), 0),
    ],
    ids=["at once", "when it answers", "not once it has ended", "not against its will", "gone"],
)
async def test_the_bot_is_told_until_it_has_heard(bot: Bot, calls: int) -> None:
    persistence = Persistence(bot.tell, bot.running, again=0.0)
    persistence.begin()
    async with asyncio.timeout(10):
        await persistence.over()
    assert bot.heard == calls


async def test_one_telling_at_a_time_is_enough() -> None:
    bot = Bot(deaf_for=2)
    persistence = Persistence(bot.tell, bot.running, again=0.0)
    for _ in range(3):
        persistence.begin()
    async with asyncio.timeout(10):
        await persistence.over()
    assert bot.heard == 3


async def test_it_gives_up_when_the_sandbox_goes_down() -> None:
    bot = Bot(deaf_for=1000)
    persistence = Persistence(bot.tell, bot.running, again=3600.0)
    persistence.begin()
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await persistence.close()
        await persistence.close()
    assert bot.heard == 1
    await Persistence(bot.tell, bot.running).close()
