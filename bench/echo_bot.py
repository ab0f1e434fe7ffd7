"""The least a bot can be: aiogram's own polling, every text answered with itself.

Run as a process of its own; `ECHO_URL` is the Bot API's address, `ECHO_TOKEN` the token.
"""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

URL, TOKEN = "ECHO_URL", "ECHO_TOKEN"


async def echo(message: Message) -> None:
    """Say it back."""
    await message.answer(message.text or "")


async def main() -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ[URL]))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(Bot(os.environ[TOKEN], session=session))


if __name__ == "__main__":
    asyncio.run(main())
