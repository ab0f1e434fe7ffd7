"""Broken days of both platforms, hour after hour: whatever was written is answered afterwards.

Each hour has one trouble that spoils every call. People write all the time; nothing spins, nothing
is lost, and in VK nothing comes twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import GetUpdates

from sandbox.faults import Fault, FaultKind, fair
from sandbox.state import BotRights, Person
from sandbox.vk.faults import VkFault, VkFaultKind
from sandbox.vk.state import User
from tests.endtoend.desk import MARIA, FrontDesk, front_desk
from tests.endtoend.patience import as_time_passes, until_well

FIRST_PERSON = 600_000
QUARTERS = 4
PER_STEP = 30.0
MOST_CALLS = 400
"""In an hour of nothing but failures; a program that spins makes thousands."""

TROUBLES: list[FaultKind] = ["429", "500", "502", "html", "drop_before", "drop_after"]
VK_TROUBLES: list[tuple[VkFaultKind, int]] = [
    ("error", 10),
    ("error", 6),
    ("html", 0),
    ("502", 0),
    ("drop_before", 0),
    ("html_after", 0),
]


@dataclass
class Day:
    """People on both platforms and what they have asked in the hours so far."""

    desk: FrontDesk
    asked: list[int] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    async def hour(self, begin: Callable[[], None], end: Callable[[], None]) -> int:
        """An hour in which a quarter brings two questions; returns how many calls were made."""
        before = self.calls()
        begin()
        for _ in range(QUARTERS):
            self.two_ask()
            await passes(self.desk, 15)
        made = self.calls() - before
        end()
        await as_time_passes(self.desk, self.all_served, PER_STEP)
        return made

    def two_ask(self) -> None:
        """Somebody in Telegram and somebody in VK, who have never been here."""
        who = FIRST_PERSON + len(self.asked)
        self.desk.world.add_person(Person(who, f"Работодатель {who}"))
        self.desk.asks(f"Вопрос {who}: какая квота?", who)
        vk = self.desk.sandbox.vk.world
        vk.add_user(User(who + 1, "Работодатель", str(who + 1)))
        vk.writes(who + 1, f"Вопрос {who + 1}: какая квота?")
        self.asked += [who, who + 1]

    def all_served(self) -> bool:
        """Each has an acknowledgement, and staff see each question."""
        seen = "\n".join(m.text or "" for m in self.desk.world.messages(self.desk.chat))
        heard = {one.peer for one in self.desk.sandbox.vk.world.sends}
        return all(
            (who in heard if (who - FIRST_PERSON) % 2 else self.desk.answers(who))
            and f"Вопрос {who}:" in seen
            for who in self.asked
        )

    def calls(self) -> int:
        """Calls on both platforms so far, failed ones included."""
        return len(self.desk.world.ledger.entries) + len(self.desk.sandbox.vk.world.ledger.entries)


async def passes(desk: FrontDesk, minutes: int) -> None:
    """Time goes on; the program does what it can meanwhile."""
    for _ in range(minutes):
        desk.pass_time(minutes=1)
        try:
            await desk.world.until(lambda: False, 0.02)
        except TimeoutError:
            continue


async def in_peace(day: Day) -> None:
    """After all troubles everything works, and nothing came twice in VK."""
    sends = day.desk.sandbox.vk.world.sends
    assert len({(one.peer, one.text) for one in sends}) == len(sends)
    topic = day.desk.world.topics(day.desk.chat)[0]
    answer = day.desk.writes(topic, "Квота – два процента.", MARIA)
    await as_time_passes(day.desk, lambda: answer.reactions, PER_STEP)
    await until_well(day.desk)


async def hours_of_telegrams_troubles(folder: Path, kinds: Sequence[FaultKind]) -> None:
    """An hour of each."""
    async with front_desk(folder, vk={}) as desk:
        day, faults = Day(desk), desk.world.faults
        await desk.until(lambda: desk.sandbox.vk.world.pollers)
        for kind in kinds:

            def spoil(kind: FaultKind = kind) -> None:
                faults.weather = lambda method: Fault(method, kind)

            def mend() -> None:
                faults.weather = fair

            assert await day.hour(spoil, mend) < MOST_CALLS
        await in_peace(day)


async def hours_of_vks_troubles(folder: Path, kinds: Sequence[tuple[VkFaultKind, int]]) -> None:
    """An hour of each."""
    async with front_desk(folder, vk={}) as desk:
        day, faults = Day(desk), desk.sandbox.vk.world.faults
        await desk.until(lambda: desk.sandbox.vk.world.pollers)
        for kind, code in kinds:

            def spoil(kind: VkFaultKind = kind, code: int = code) -> None:
                faults.weather = lambda method: _of_vk(method, kind, code)

            def mend() -> None:
                faults.weather = fair

            assert await day.hour(spoil, mend) < MOST_CALLS
        await in_peace(day)


async def test_hours_of_trouble_in_telegram_lose_nothing_and_nothing_spins(tmp_path: Path) -> None:
    await hours_of_telegrams_troubles(tmp_path, ["429", "502"])


async def test_hours_of_trouble_in_vk_lose_nothing_and_nothing_spins(tmp_path: Path) -> None:
    await hours_of_vks_troubles(tmp_path, [("error", 10), ("html_after", 0)])


@pytest.mark.chaos
async def test_hours_of_every_trouble_in_telegram_lose_nothing(tmp_path: Path) -> None:
    await hours_of_telegrams_troubles(tmp_path, TROUBLES)


@pytest.mark.chaos
async def test_hours_of_every_trouble_in_vk_lose_nothing(tmp_path: Path) -> None:
    await hours_of_vks_troubles(tmp_path, VK_TROUBLES)


def _of_vk(method: str, kind: VkFaultKind, code: int) -> VkFault:
    """The long poll knows no errors of methods: it breaks instead."""
    return VkFault(method, "502" if method == "a_check" and kind == "error" else kind, code=code)


async def test_a_second_program_with_the_same_token_is_told_of_and_ends_nothing(
    tmp_path: Path,
) -> None:
    async with front_desk(tmp_path, vk={}) as desk:
        day = Day(desk)
        await desk.until(lambda: desk.sandbox.vk.world.pollers and desk.world.updates.polled)
        server = TelegramAPIServer.from_base(desk.sandbox.url)
        other = Bot(desk.sandbox.token, AiohttpSession(api=server))
        for _ in range(3):
            with pytest.raises(TelegramAPIError):
                # Whoever asks later ends the earlier question with 409, in turns.
                await _asked_until_ended(other, desk)
        await other.session.close()
        day.two_ask()
        await as_time_passes(desk, day.all_served, PER_STEP)
        await in_peace(day)


async def _asked_until_ended(other: Bot, desk: FrontDesk) -> None:
    """The other program asks for updates, and ours comes in between."""
    while True:
        await other(GetUpdates(timeout=30))
        desk.pass_time(seconds=5)


async def test_put_out_of_the_moderator_chat_for_an_hour_while_vk_is_silent(
    tmp_path: Path,
) -> None:
    async with front_desk(tmp_path, vk={}) as desk:
        day, vk = Day(desk), desk.sandbox.vk.world
        await desk.until(lambda: vk.pollers)

        def spoil() -> None:
            desk.world.sets_bot_rights(desk.chat, BotRights("kicked"))
            vk.faults.weather = lambda method: VkFault(method, "drop_before")

        def mend() -> None:
            vk.faults.weather = fair
            desk.world.sets_bot_rights(desk.chat, BotRights())

        assert await day.hour(spoil, mend) < MOST_CALLS
        await in_peace(day)
