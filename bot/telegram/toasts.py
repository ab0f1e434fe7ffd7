"""Telegram's answers to pressed buttons."""

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery

from bot.mending import mended
from bot.telegram.utf16 import cut
from bot.toasts import Answer

LONGEST_TOAST = 200


def answering(bot: Bot) -> Answer:
    """How `bot.toasts.Toasts` answers a press in Telegram: at most 200 characters."""

    async def answer(press_id: str, text: str, alert: bool) -> None:
        shown = cut(mended(text), LONGEST_TOAST)
        await bot(
            AnswerCallbackQuery(
                callback_query_id=press_id, text=shown or None, show_alert=alert or None
            )
        )

    return answer
