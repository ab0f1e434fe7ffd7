"""The gate: a freed place is used at once, by the most urgent, and who can't go soon goes back."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from appeals.model import Address
from bot.delivery.gate import TOO_LONG, Gate, Planned
from bot.delivery.step import Kind, Step
from bot.limits import Limits
from handlers.conversation import Channel, Outcome, Priority, Sent
from storage.outbox import Row
from tests.fakes import ManualClock

SOME_DAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Door:
    """A gate before a platform that takes two calls a second; what began, what was given back."""

    clock: ManualClock = field(default_factory=ManualClock)
    begun: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    calls: dict[str, Planned] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.limits = Limits(2, 1, 1, group_per_minute=3, clock=self.clock.monotonic)
        self.gate = Gate(
            self.limits,
            lambda one: self.begun.append(one.chat),
            lambda one: self.back.append(one.chat),
        )

    def put(self, *chats: str, priority: Priority = Priority.BULK) -> None:
        """A call to each of these chats is planned."""
        for chat in chats:
            taken = self.limits.book(chat, chat.startswith("-"))
            self.calls[chat] = Planned(row(len(self.calls) + 1, chat, priority), STEP, chat, taken)
            self.gate.put(self.calls[chat])
        self.gate.open()

    def answered(self, *chats: str) -> None:
        """The platform has answered these calls."""
        for chat in chats:
            self.limits.ended(self.calls[chat].taken, 0.0)
        self.gate.open()

    def passes(self, seconds: float) -> None:
        """Time passes, and the gate's timer rings."""
        self.clock.advance(seconds)
        self.gate.open()


async def _done(_: Channel) -> Outcome:
    return Sent()


STEP = Step(Kind.SAY, Address("telegram", "1"), _done)


def row(number: int, chat: str, priority: Priority) -> Row:
    return Row(
        lane=chat,
        channel="telegram",
        job="say",
        payload={},
        priority=priority,
        not_before=SOME_DAY,
        place="address",
        chat=chat,
        id=number,
        state="sending",
        attempts=1,
        unknowns=0,
        created_at=SOME_DAY,
    )


@pytest.fixture
async def door() -> Door:
    """Inside a running loop, whose timers the gate uses."""
    return Door()


async def test_a_place_counts_until_it_was_answered_and_a_second_longer(door: Door) -> None:
    door.put("1", "2", "3")
    assert door.begun == ["1", "2"]
    door.passes(5)
    assert door.begun == ["1", "2"]
    door.answered("1")
    door.passes(0.9)
    assert door.begun == ["1", "2"]
    door.passes(0.2)
    assert door.begun == ["1", "2", "3"]


async def test_the_most_urgent_goes_first_however_late_it_came(door: Door) -> None:
    door.put("1", "2", "3", "4")
    door.put("ответ", priority=Priority.ANSWER)
    door.answered("1", "2")
    door.passes(1)
    assert door.begun == ["1", "2", "ответ", "3"]


async def test_a_short_pause_of_a_chat_lets_the_others_pass(door: Door) -> None:
    door.limits.pause("1", TOO_LONG / 2)
    door.put("1", "2")
    assert door.begun == ["2"]
    door.passes(TOO_LONG / 2)
    assert (door.begun, door.back) == (["2", "1"], [])


async def test_who_has_to_pause_for_long_goes_back_and_its_chat_keeps_no_place(door: Door) -> None:
    door.put("1", "2", "3")
    door.limits.pause(None, TOO_LONG)
    door.gate.open()
    assert (door.back, len(door.gate)) == (["3"], 0)
    door.passes(TOO_LONG)
    assert door.limits.chat_in("3", group=False) == 0


async def test_a_card_that_goes_back_is_still_paid_for_by_its_topic(door: Door) -> None:
    door.limits.take("-1", True, 2, overall=1)
    card = door.limits.book("-1", True, 0, overall=1)
    door.limits.give_back("-1", card)
    assert door.limits.chat_in("-1", True, 1) == 0
    door.limits.take("-1", True)
    assert door.limits.chat_in("-1", True, 1) > 0
    door.limits.ended(door.limits.take("-1", True, 0, overall=1, under_way=True), 0.0)
    door.clock.advance(60)
    assert door.limits.chat_in("-1", True, 3) == 0


async def test_who_was_told_when_to_come_back_finds_a_place(door: Door) -> None:
    """A survey's question to one person is no row of the outbox, and waits by itself."""
    door.put("1", "2", "3", "4", "5")
    door.answered("1", "2")
    assert door.limits.ready_in("опрос", group=False) == 1
    door.passes(1)
    assert door.begun == ["1", "2", "3"]
    door.limits.ended(door.limits.take("опрос", group=False, under_way=True), 0.0)
    door.answered("3")
    door.passes(1)
    assert door.begun == ["1", "2", "3", "4", "5"]


async def test_a_place_is_not_kept_for_who_never_comes(door: Door) -> None:
    door.put("1", "2", "3", "4")
    door.answered("1", "2")
    door.limits.ready_in("опрос", group=False)
    door.passes(1)
    assert door.begun == ["1", "2", "3"]
    door.passes(1)
    assert door.begun == ["1", "2", "3", "4"]


async def test_nothing_begins_after_the_end(door: Door) -> None:
    door.put("1", "2", "3", "4")
    door.gate.close()
    door.answered("1", "2")
    door.passes(2)
    assert (door.begun, door.back) == (["1", "2"], ["3", "4"])


async def test_the_next_call_begins_by_itself_when_a_place_gets_free() -> None:
    """By the machine's clock: nobody opens the gate."""
    limits, went = Limits(1, 1, 1), asyncio.Queue[str]()
    gate = Gate(limits, lambda one: went.put_nowait(one.chat), lambda _: None)
    for number, chat in enumerate("12"):
        gate.put(Planned(row(number, chat, Priority.BULK), STEP, chat, limits.book(chat, False)))
    first = gate._waiting[0].taken
    gate.open()
    limits.ended(first, 0.0)
    gate.open()
    async with asyncio.timeout(30):
        assert [await went.get(), await went.get()] == ["1", "2"]
