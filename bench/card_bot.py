"""What the program says to a question, by bare aiogram: the same calls, and nothing is stored.

Run as a process of its own; `ECHO_URL` is the Bot API's address, `ECHO_TOKEN` the token,
`CARD_CHAT` the moderator chat. As many calls run at once as the program lets run.
"""

import asyncio
import os
from itertools import count

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
)

from bench.echo_bot import TOKEN, URL

CHAT = "CARD_CHAT"
AT_ONCE = 16
ACKNOWLEDGEMENT = (
    "Ваше обращение получено: № 2026-{number:06}. Ответим до 2 декабря, среда, 03:31 "
    "(по новосибирскому времени, UTC+7).\nДополнения и файлы пришлите сюда же."
)
CARD = (
    "Новое · № 2026-{number:06}\nОт: К-{number:06}\nВид: консультация · Telegram\n"
    "Задан: 1 декабря, вторник, 03:31\nОтветить до: 2 декабря, среда, 03:31, осталось 23 ч 59 мин "
    "(на 03:31)\n\nВопрос:\n{question}"
)
NAME = "🟡 {number:06} · до 2.12 03:31 · Добрый день. У нас в организации 112 работников"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(*rows: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup:
    """Buttons by caption and data."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row]
            for row in rows
        ]
    )


class CardBot:
    """Acknowledges, opens a topic, puts a card into it."""

    def __init__(self, bot: Bot, chat: int) -> None:
        self._bot, self._chat = bot, chat
        self._numbers, self._room = count(1), asyncio.Semaphore(AT_ONCE)

    async def asked(self, message: Message) -> None:
        """A question: two lanes, as in the program."""
        number = next(self._numbers)
        await asyncio.gather(self._acknowledge(message, number), self._show(message, number))

    async def _acknowledge(self, message: Message, number: int) -> None:
        async with self._room:
            await self._bot.send_message(
                message.chat.id,
                ACKNOWLEDGEMENT.format(number=number),
                entities=[MessageEntity(type="bold", offset=27, length=13)],
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(
                    (
                        ("Это другой вопрос", f"c:other:{number}"),
                        ("Отменить", f"c:cancel:{number}"),
                    )
                ),
            )

    async def _show(self, message: Message, number: int) -> None:
        async with self._room:
            topic = await self._bot.create_forum_topic(self._chat, NAME.format(number=number))
        async with self._room:
            await self._bot.send_message(
                self._chat,
                CARD.format(number=number, question=message.text),
                message_thread_id=topic.message_thread_id,
                entities=[MessageEntity(type="bold", offset=0, length=21)],
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(
                    (
                        ("Взять", f"a:take:{number}:1"),
                        ("Ответ дан", f"a:answered:{number}:1"),
                    ),
                    (("Уточнить", f"a:clarify:{number}:1"), ("Ещё", f"a:more:{number}:1")),
                ),
            )


async def main() -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ[URL]), limit=100)
    bot, dispatcher = Bot(os.environ[TOKEN], session=session), Dispatcher()
    dispatcher.message.register(CardBot(bot, int(os.environ[CHAT])).asked)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
