"""The token is withdrawn while the program runs, and given back: it waits, nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.app import running
from tests.endtoend.desk import FrontDesk, MovableClock, settings
from tests.endtoend.patience import as_time_passes, until_unwell, until_well
from tests.sandbox_server import running_sandbox


@dataclass
class Pauses:
    """Pauses of the receiving side, until the test lets it go on."""

    seconds: list[float] = field(default_factory=list)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await self.go_on.wait()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def desk(tmp_path: Path, pauses: Pauses) -> AsyncIterator[FrontDesk]:
    clock = MovableClock()
    async with (
        running_sandbox(now=clock.now) as sandbox,
        running(settings(sandbox, tmp_path), clock, wait=pauses) as app,
    ):
        yield FrontDesk(sandbox, app, clock)


async def test_a_withdrawn_token_is_waited_for_and_everything_arrives_afterwards(
    desk: FrontDesk, pauses: Pauses
) -> None:
    _, topic = await desk.registered()
    good = desk.world.bot
    with capture_logs() as lines:
        desk.world.bot = replace(good, token=f"{good.id}:another")
        answer = desk.writes(topic, "Квота – 2 %.")
        await desk.until(lambda: desk.world.ledger.refused("sendMessage"))
        await until_unwell(desk, "telegram", "token")
    assert [line["event"] for line in lines] == ["telegram_token_refused"]
    assert 30 <= pauses.seconds[0] <= 60
    assert not answer.reactions
    desk.asks("И ещё: куда писать?")

    desk.world.bot = good
    pauses.go_on.set()
    await as_time_passes(desk, lambda: answer.reactions, seconds=30)
    await as_time_passes(desk, lambda: "И ещё: куда писать?" in str(desk.in_topic(topic)))
    assert desk.texts(desk.answers()).count("Квота – 2 %.") == 1
    await until_well(desk)


async def test_a_token_refused_at_the_start_keeps_the_program_alive_until_it_is_good(
    tmp_path: Path, pauses: Pauses
) -> None:
    clock = MovableClock()
    async with running_sandbox(now=clock.now) as sandbox:
        chosen = settings(sandbox, tmp_path)
        good = sandbox.world.bot
        sandbox.world.bot = replace(good, token=f"{good.id}:another")
        async with running(chosen, clock, wait=pauses) as app:
            desk = FrontDesk(sandbox, app, clock)
            await until_unwell(desk, "telegram", "token")
            desk.asks("Положена ли нам квота?")
            sandbox.world.bot = good
            pauses.go_on.set()
            await as_time_passes(desk, desk.answers)
            await desk.until(lambda: len(desk.world.ledger.calls("setMyCommands")) == 2)
            await until_well(desk)
