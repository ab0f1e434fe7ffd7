"""Answers to presses: once, in time, and never in the way."""

import asyncio
from dataclasses import dataclass, field

import pytest
from aiogram import Bot

from bot.telegram.sending import Telegram
from sandbox.faults import Fault
from tests.sandbox_server import RunningSandbox


@dataclass
class Patience:
    """The two seconds of a toast, over when the test says so."""

    asked: list[float] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.over.wait()


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def telegram(client: Bot, patience: Patience) -> Telegram:
    return Telegram(client, wait=patience)


async def pressed(sandbox: RunningSandbox, telegram: Telegram) -> str:
    press = sandbox.world.presses(101, "take:7:1", message=1)
    telegram.press_received(press.id)
    return press.id


def answers(sandbox: RunningSandbox) -> list[str]:
    calls = sandbox.world.ledger.entries
    return [c.params.get("text", "") for c in calls if c.method == "answerCallbackQuery"]


async def test_a_toast_is_shown_and_the_empty_answer_spared(
    telegram: Telegram, sandbox: RunningSandbox, patience: Patience
) -> None:
    press = sandbox.world.presses(101, "take:7:1", message=1)
    telegram.press_received(press.id)
    await telegram.toast(press.id, "Вы взяли обращение", alert=True)
    assert await press.answered() == {"text": "Вы взяли обращение", "show_alert": True}
    patience.over.set()
    await telegram.close()
    assert answers(sandbox) == ["Вы взяли обращение"]


async def test_a_press_nobody_answers_is_answered_empty_after_two_seconds(
    telegram: Telegram, sandbox: RunningSandbox, patience: Patience
) -> None:
    press = sandbox.world.presses(101, "take:7:1", message=1)
    telegram.press_received(press.id)
    telegram.press_received(press.id)
    patience.over.set()
    assert await press.answered() == {"text": "", "show_alert": False}
    assert patience.asked == [2.0]


async def test_a_toast_that_comes_too_late_is_not_sent(
    telegram: Telegram, sandbox: RunningSandbox, patience: Patience
) -> None:
    press = sandbox.world.presses(101, "take:7:1", message=1)
    telegram.press_received(press.id)
    patience.over.set()
    await press.answered()
    await telegram.toast(press.id, "Поздно", alert=False)
    telegram.press_received(press.id)
    assert answers(sandbox) == [""]


async def test_a_long_toast_is_cut_to_what_telegram_shows(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    press = await pressed(sandbox, telegram)
    await telegram.toast(press, "👍" * 300, alert=False)
    assert answers(sandbox) == ["👍" * 99 + "…"]


async def test_a_failing_toast_hurts_nobody(telegram: Telegram, sandbox: RunningSandbox) -> None:
    await telegram.toast("unknown", "Поздно", alert=False)
    sandbox.world.faults.plan(Fault("answerCallbackQuery", "drop_before"))
    await telegram.toast(await pressed(sandbox, telegram), "Готово", alert=False)
    await telegram.toast("", "", alert=False)


async def test_closing_lets_the_timers_go(telegram: Telegram, sandbox: RunningSandbox) -> None:
    await pressed(sandbox, telegram)
    await asyncio.sleep(0)
    await telegram.close()
    assert answers(sandbox) == []
