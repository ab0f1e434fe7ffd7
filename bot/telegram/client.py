"""The connection to the Bot API: address, proxy, time limits, and the first greeting."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import Response, TelegramMethod
from aiogram.types import User
from aiohttp import ClientResponse, ClientSession, ClientTimeout

from bot.backoff import Backoff
from bot.mending import loads

Wait = Callable[[float], Awaitable[None]]


class TokenRefused(Exception):
    """Telegram does not know this token; asking again at once would not help."""


class Answer(ClientResponse):
    """An answer in which a broken character spoils nothing but itself."""

    async def text(self, encoding: str | None = None, errors: str = "replace") -> str:
        """The body; what is no UTF-8 comes out as replacement characters."""
        return await super().text(encoding, errors)


@cache
def _model_of(returned: Any) -> type[Response[Any]]:  # noqa: ANN401 - whatever methods return
    """The model that aiogram reads an answer with.

    Held here: pydantic forgets a model of this kind that nobody holds, and to make it anew for each
    call takes longer than everything else about the call.
    """
    return Response[returned]


class Session(AiohttpSession):
    """aiogram's session with answers as above, closed at once where there is no TLS.

    aiogram gives TLS a quarter of a second to say goodbye.
    """

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """As aiogram's own, which finds the model made."""
        _model_of(method.__returning__)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """Let go of the connections."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()

    async def create_session(self) -> ClientSession:
        """The connection pool, made when there is none."""
        if self._should_reset_connector:
            await self.close()
        if self._session is None or self._session.closed:
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, response_class=Answer)
            self._should_reset_connector = False
        return self._session


def make_bot(
    token: str, api_url: str = "", proxy: str = "", timeout: float = 60, connect: float = 10
) -> Bot:
    """A client that has not spoken yet. Times are seconds; no parse mode, for texts are literal.

    The time to connect is limited apart from the whole, because a call that never connected may
    safely be repeated. Raises aiogram's TokenValidationError for what cannot be a token.
    """
    session = Session(
        proxy=proxy or None,
        api=TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION,
        json_loads=loads,
        timeout=ClientTimeout(total=timeout, sock_connect=connect),
    )
    return Bot(token, session=session)


async def introduce(bot: Bot, backoff: Backoff | None = None, wait: Wait = asyncio.sleep) -> User:
    """Who the bot is (getMe), asked until Telegram answers. Raises TokenRefused."""
    backoff = backoff or Backoff()
    while True:
        try:
            return await bot.me()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise TokenRefused from error
        except Exception:  # whatever fails at start is tried again, with a pause
            await wait(backoff.next())
