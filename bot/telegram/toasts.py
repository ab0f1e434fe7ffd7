"""Answers to pressed buttons: at once, at most once, and never missing.

A pressed button turns a wheel until it is answered, so an empty answer goes out after two seconds
when the worker had nothing to say by then.
"""

import asyncio
from collections import deque
from contextlib import suppress

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery

from bot.telegram.client import Wait
from bot.telegram.utf16 import cut, mended

PATIENCE = 2.0
LONGEST_TOAST = 200
REMEMBERED = 1000


class Toasts:
    """Answers presses; a failure only means that somebody sees a wheel a little longer."""

    def __init__(self, bot: Bot, wait: Wait = asyncio.sleep) -> None:
        self._bot, self._wait = bot, wait
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._answered: deque[str] = deque(maxlen=REMEMBERED)

    def press_received(self, press_id: str) -> None:
        """Start the two seconds. For each press, in the loop that runs the bot."""
        if press_id and press_id not in self._timers and press_id not in self._answered:
            self._timers[press_id] = asyncio.create_task(self._answer_empty(press_id))

    async def toast(self, press_id: str, text: str, alert: bool) -> None:
        """Show `text`, cut to 200 characters, unless this press was answered already."""
        if press_id in self._answered:
            return
        timer = self._timers.pop(press_id, None)
        if timer:
            timer.cancel()
        await self._answer(press_id, cut(mended(text), LONGEST_TOAST), alert)

    async def close(self) -> None:
        """Let the timers go."""
        timers = list(self._timers.values())
        for timer in timers:
            timer.cancel()
        await asyncio.gather(*timers, return_exceptions=True)
        self._timers.clear()

    async def _answer_empty(self, press_id: str) -> None:
        await self._wait(PATIENCE)
        task = self._timers.pop(press_id, None)
        if task:
            await self._answer(press_id, "", alert=False)

    async def _answer(self, press_id: str, text: str, alert: bool) -> None:
        self._answered.append(press_id)
        # Too late, offline …: a toast is not worth a retry.
        with suppress(Exception):
            await self._bot(
                AnswerCallbackQuery(
                    callback_query_id=press_id, text=text or None, show_alert=alert or None
                )
            )
