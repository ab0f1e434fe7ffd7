"""Words for tests of refusals: a call, and what Telegram says to it."""

from collections.abc import Awaitable, Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

from sandbox.world import MODERATOR_CHAT

Call = Callable[[Bot], Awaitable[object]]
STAFF = MODERATOR_CHAT
CLIENT = 101


def button(**action: str) -> InlineKeyboardMarkup:
    one = InlineKeyboardButton.model_validate({"text": "Да", **action})
    return InlineKeyboardMarkup(inline_keyboard=[[one]])


def says(bot: Bot, text: str, **more: object) -> Awaitable[object]:
    return bot.send_message(CLIENT, text, **more)  # type: ignore[arg-type]  # options of any kind


async def refused(call: Awaitable[object], text: str, *, exactly: bool = True) -> None:
    with pytest.raises(TelegramBadRequest) as refusal:
        await call
    expected = f"Telegram server says - Bad Request: {text}"
    said = str(refusal.value)
    assert said == expected if exactly else said.startswith(expected)


async def forbidden(call: Awaitable[object], text: str) -> None:
    with pytest.raises(TelegramForbiddenError) as refusal:
        await call
    assert str(refusal.value) == f"Telegram server says - Forbidden: {text}"
