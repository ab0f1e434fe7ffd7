"""Telegram as a platform of the program, built from the settings."""

import asyncio
import contextlib

import structlog

from appeals.model import Address
from bot.clock import Clock
from bot.limits import Limits
from bot.platform import Inlet, Wait
from bot.settings import Settings
from bot.status import Status
from bot.telegram.chats import linked_to
from bot.telegram.client import TokenRefused, introduce, make_bot
from bot.telegram.commands import CLIENT_COMMANDS, MODERATOR_COMMANDS, set_commands
from bot.telegram.polling import Poller
from bot.telegram.raw import CHANNEL
from bot.telegram.sending import Telegram
from bot.texts import Texts
from bot.worker import Source
from handlers.conversation import Sent, Words

TOKEN_PAUSE = 60.0

log = structlog.get_logger(__name__)


def telegram_platform(
    settings: Settings, clock: Clock, wait: Wait = asyncio.sleep
) -> "TelegramPlatform":
    """The platform of an installation. Raises aiogram's TokenValidationError without a token."""
    telegram = settings.telegram
    token = telegram.token.get_secret_value() if telegram.token else ""
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else ""
    limits = Limits(
        telegram.per_second,
        telegram.chat_per_second,
        group_per_minute=telegram.group_per_minute,
        clock=clock.monotonic,
    )
    channel = Telegram(
        make_bot(token, telegram.api_url, proxy),
        settings.storage.files,
        moderators=str(telegram.moderator_chat or ""),
        own=map(str, (*telegram.consultation_chats, *telegram.channels)),
    )
    return TelegramPlatform(channel, limits, Status(clock.now), wait)


class TelegramPlatform:
    """`bot.platform.Platform`; `wait` (seconds) measures the pauses between attempts."""

    name = CHANNEL

    def __init__(
        self, channel: Telegram, limits: Limits, status: Status, wait: Wait = asyncio.sleep
    ) -> None:
        self.channel, self.limits, self.status, self._wait = channel, limits, status, wait
        self.source = Source(channel.parse, channel.press_received)

    async def receiving(self, inlet: Inlet, stop: asyncio.Event) -> None:
        """By getUpdates, until `stop` is set."""
        bot = self.channel.bot
        poller = Poller(bot, inlet.receive, self.status, inlet.cursor, wait=self._wait)
        await poller.run(stop)

    async def greet(self, texts: Texts, staff: Address) -> None:
        """Show the commands once Telegram answers; a refused token is told of by the poller."""
        with contextlib.suppress(Exception):
            username = await self._introduced()
            self.channel.introduced(username)
            self.channel.introduced(username, await linked_to(self.channel))
            clients = {name: texts.plain(Words(f"command-{name}")) for name in CLIENT_COMMANDS}
            moderators = {
                name: texts.plain(Words(f"command-staff-{name}")) for name in MODERATOR_COMMANDS
            }
            home = staff.chat if staff.channel == self.name else ""
            outcome = await set_commands(self.channel.bot, clients, moderators, home)
            if not isinstance(outcome, Sent):
                log.warning("commands_not_shown", reason=type(outcome).__name__)

    def check(self) -> str | None:
        """What keeps updates from coming in."""
        return None if self.status.trouble is None else self.status.trouble.value

    async def close(self) -> None:
        """End the timers and the connection."""
        await self.channel.close()

    async def _introduced(self) -> str:
        """The bot's username, once Telegram accepts the token."""
        while True:
            try:
                return (await introduce(self.channel.bot, wait=self._wait)).username or ""
            except TokenRefused:
                await self._wait(TOKEN_PAUSE)
