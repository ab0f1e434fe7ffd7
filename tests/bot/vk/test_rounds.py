"""Looking again and again beside receiving: at its own pace, with its own troubles."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.status import Trouble
from bot.vk.failures import Answered, NeverSent
from bot.vk.rounds import Rounds

PATIENCE = 10.0


@dataclass
class Looks:
    """A ledger of looks, each of which may fail; pauses are written down and not waited for."""

    fails: list[Exception] = field(default_factory=list)
    looked: int = 0
    pauses: list[float] = field(default_factory=list)
    alarms: list[Trouble | None] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self) -> None:
        self.looked += 1
        self.changed.set()
        if self.fails:
            raise self.fails.pop(0)

    async def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def until(self, happened: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not happened():
                await self.changed.wait()
                self.changed.clear()


async def run(looks: Looks, times: int, **how: object) -> None:
    """Let it look so many times."""
    stop = asyncio.Event()
    given = {"wait": looks.wait, "alarm": looks.alarms.append, "chance": lambda: 1.0} | how
    rounds = Rounds("test", looks.look, 180.0, **given)  # type: ignore[arg-type] # as named
    running = asyncio.create_task(rounds.run(stop))
    await looks.until(lambda: looks.looked >= times)
    stop.set()
    await asyncio.wait_for(running, PATIENCE)


async def test_it_looks_every_so_many_seconds() -> None:
    looks = Looks()
    await run(looks, 3)
    assert set(looks.pauses) == {180.0}
    assert set(looks.alarms) == {None}


async def test_a_network_in_trouble_is_asked_again_and_nobody_is_alarmed() -> None:
    looks = Looks([NeverSent("x") for _ in range(8)])
    await run(looks, 9)
    assert looks.pauses[:8] == [180.0] * 6 + [300.0, 300.0]
    assert set(looks.alarms) <= {None}


async def test_a_refused_key_and_a_limit_slow_it_down_and_a_person_learns_of_it() -> None:
    looks = Looks([Answered(5), Answered(14), Answered(29), Answered(15)])
    await run(looks, 5)
    assert looks.pauses[:4] == [180.0, 180.0, 240.0, 480.0]
    told = [Trouble.TOKEN, Trouble.CAPTCHA, Trouble.TOO_FAST, Trouble.REFUSED]
    assert looks.alarms[:5] == [*told, None]


async def test_a_fault_of_our_own_ends_nothing() -> None:
    looks = Looks([ValueError("x")])
    await run(looks, 2)
    assert looks.looked >= 2


async def test_it_is_had_to_look_at_once() -> None:
    looks, soon = Looks(), asyncio.Event()

    async def for_ever(_seconds: float) -> None:
        await asyncio.Event().wait()

    stop = asyncio.Event()
    rounds = Rounds("test", looks.look, 180.0, wait=for_ever, soon=soon)
    running = asyncio.create_task(rounds.run(stop))
    await looks.until(lambda: looks.looked == 1)
    soon.set()
    await looks.until(lambda: looks.looked == 2)
    stop.set()
    await asyncio.wait_for(running, PATIENCE)
