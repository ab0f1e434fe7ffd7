"""The real aiogram client, aimed at a sandbox."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer


class PromptSession(AiohttpSession):
    """Closes without the quarter of a second that aiogram waits for TLS to say goodbye."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def client_of(url: str, token: str) -> Bot:
    """Return aiogram's client for the Bot API at ``url``."""
    return Bot(token, session=PromptSession(api=TelegramAPIServer.from_base(url)))
