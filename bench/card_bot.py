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
    "Ваше обращение получено: № 2026-{number:06}.\nОтветим до 05:15, среда, 2 декабря "
    "(по новосибирскому времени, UTC+7).\n\n"
    "Хотите что-то добавить? Просто напишите сюда, можно приложить фото и файлы."
)
CARD = (
    "Новое · № 2026-{number:06}\nКлиент: К-68D5 (Telegram, личный чат)\nВид: консультация\n"
    "Получено: 05:15, вторник, 1 декабря\n"
    "Ответить до: 05:15, среда, 2 декабря, осталось 23 ч 59 мин (на 05:15)\n"
    "Похоже на обращение 000001\n\nВопрос:\n{question}"
)
NAME = "🔵 Новое {number:06} до 05:15 ср 02.12 · У нас в организации 112 работников, два филиала…"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(*rows: tuple[tuple[str, str], ...]) -> InlineKeyboardMarkup:
    """Buttons by caption and data."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row]
            for row in rows
        ]
    )


def bold(*places: tuple[int, int]) -> list[MessageEntity]:
    """What stands out, by offset and length."""
    return [MessageEntity(type="bold", offset=at, length=length) for at, length in places]


class CardBot:
    """Acknowledges, opens a topic, puts a card into it."""

    def __init__(self, bot: Bot, chat: str) -> None:
        self._bot, self._chat = bot, chat
        self._numbers, self._room = count(1), asyncio.Semaphore(AT_ONCE)

    async def asked(self, message: Message) -> None:
        """A question: two lanes, as in the program."""
        number = next(self._numbers)
        await asyncio.gather(self._acknowledge(message, number), self._show(message, number))

    async def _acknowledge(self, message: Message, number: int) -> None:
        async with self._room:
            await self._bot.send_message(
                str(message.chat.id),
                ACKNOWLEDGEMENT.format(number=number),
                entities=bold((25, 13), (51, 23)),
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(
                    (
                        ("Это другой вопрос", f"c:other:{number}:0"),
                        ("Отменить", f"c:cancel:{number}:0"),
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
                entities=bold((0, 21), (127, 23), (212, 7)),
                link_preview_options=NO_PREVIEW,
                reply_markup=keyboard(
                    (
                        ("Взять", f"a:take:{number}:1"),
                        ("Ответ дан", f"a:answered:{number}:1"),
                    ),
                    (("Уточнить", f"a:clarify:{number}:1"), ("Ещё", f"a:more:{number}:1")),
                    (("Собрать вместе", f"i:join:{number}:1"),),
                ),
            )


async def main() -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ[URL]), limit=100)
    bot, dispatcher = Bot(os.environ[TOKEN], session=session), Dispatcher()
    dispatcher.message.register(CardBot(bot, os.environ[CHAT]).asked)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
