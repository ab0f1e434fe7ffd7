"""Asking the bot's own web pages: its clock, and what lies behind the chats."""

import asyncio
import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

Json = dict[str, Any]
PATIENCE_SECONDS = 60.0
STOPPED = "бот остановлен"
SILENT = "бот пока не отвечает"


class BotAwayError(Exception):
    """The bot does not answer; the words say so to whoever looks at the page."""


class BotRefusedError(Exception):
    """The bot has answered that it can't be; holds its status and its words."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Behind:
    """The bot's ``/control`` pages at ``url``."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "", address.port or 80

    async def clock(self) -> Json:
        """Return the bot's time and its next deadline. All methods raise the errors above."""
        return dict(await self._ask("GET", "/clock"))

    async def put_forward(self, offset: float) -> Json:
        """Tell the bot how many seconds its clock is ahead; returns when it has done all due."""
        return dict(await self._ask("POST", "/clock", {"offset": offset}))

    async def appeals(self) -> list[Json]:
        """Return the latest appeals."""
        return list(await self._ask("GET", "/appeals"))

    async def appeal(self, number: str) -> Json:
        """Return an appeal with its ladder and its events."""
        return dict(await self._ask("GET", f"/appeals/{quote(number, safe='')}"))

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Any:  # noqa: ANN401 - a JSON value
        return await asyncio.to_thread(self._call, method, path, body)

    def _call(self, method: str, path: str, body: Json | None) -> Any:  # noqa: ANN401 - the same
        """Without any proxy of the environment: the bot is on this computer."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, f"/control{path}", json.dumps(body) if body else None)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            raise BotAwayError(SILENT) from None
        finally:
            connection.close()
        if response.status != http.client.OK:
            words = answer.get("error") if isinstance(answer, dict) else None
            raise BotRefusedError(response.status, str(words or SILENT))
        return answer
