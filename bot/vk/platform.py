"""VK as a platform of the program, built from the settings."""

import asyncio
from collections.abc import Callable, Sequence

from appeals.model import Address
from bot.clock import Clock
from bot.limits import Limits
from bot.platform import Inlet, Wait
from bot.received import Received
from bot.settings import Settings
from bot.status import Status
from bot.texts import Texts
from bot.vk.alarms import Alarms
from bot.vk.beside import Beside, Looking
from bot.vk.client import Client
from bot.vk.keys import keys_of
from bot.vk.pacing import PER_SECOND
from bot.vk.polling import Poller
from bot.vk.raw import CHANNEL
from bot.vk.reading import ReadMarks
from bot.vk.sending import Vk
from bot.worker import Source
from handlers.conversation import Words

CHAT_PER_SECOND, CHAT_BURST = 3, 10
ENDING = 1.0
"""Seconds that reading with other keys has to end when the program goes down."""


class SwitchedOff(Exception):
    """Without a token, or without saying of which community it is (`vk.group_id`), VK is off."""


def vk_platform(settings: Settings, clock: Clock, wait: Wait = asyncio.sleep) -> "VkPlatform":
    """The platform of an installation. Raises SwitchedOff."""
    vk = settings.vk
    if vk.token is None or vk.group_id is None:
        raise SwitchedOff
    alarms = Alarms()
    client, group_id = Client(vk.token.get_secret_value(), vk.api_url), int(vk.group_id)
    keys = keys_of(vk)
    channel = Vk(
        client,
        settings.storage.files,
        alarm=alarms.of("sending"),
        group_id=group_id,
        keys=keys,
    )
    authority = settings.authority
    names = dict.fromkeys((*authority.mention_names, authority.short_name, authority.name))
    known = tuple(one for one in names if one)
    looking = Looking(known, vk.mentions_every.total_seconds(), authority.timezone)
    beside = Beside(client, keys, group_id, looking, clock=clock.now, wait=wait)
    return VkPlatform(channel, group_id, clock, alarms, wait, beside=beside)


class VkPlatform:
    """`bot.platform.Platform`; `wait` (seconds) measures the pauses between attempts.

    The exact pace is kept by `bot.vk.pacing`, over all calls; `limits` only keep one dialog from
    being flooded.
    """

    name = CHANNEL

    def __init__(
        self,
        channel: Vk,
        group_id: int,
        clock: Clock,
        alarms: Alarms | None = None,
        wait: Wait = asyncio.sleep,
        *,
        beside: Beside | None = None,
    ) -> None:
        self.channel, self._group_id = channel, group_id
        self._clock, self._wait, self._alarms = clock, wait, alarms or Alarms()
        self.status, self._beside = Status(clock.now), beside
        self.limits = Limits(
            2 * PER_SECOND,
            CHAT_PER_SECOND,
            CHAT_BURST,
            group_per_minute=None,
            clock=clock.monotonic,
        )
        self._marks = ReadMarks(channel.client)
        self._telling: set[asyncio.Task[None]] = set()
        self.source = Source(channel.parse, channel.press_received, self._received)

    async def receiving(self, inlet: Inlet, stop: asyncio.Event) -> None:
        """By Long Poll, until `stop` is set."""

        def tell(words: Words) -> None:
            task = asyncio.ensure_future(_told(inlet, words))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

        self._alarms.tell = tell
        poller = Poller(
            self.channel.client,
            self._group_id,
            inlet.receive,
            self.status,
            inlet.cursor,
            clock=self._clock.now,
            wait=self._wait,
            alarm=self._alarms.of("receiving"),
        )
        beside = self._begun_beside(poller, inlet, tell, stop)
        try:
            await poller.run(stop)
        finally:
            if beside is not None:
                await _ended(beside)

    def _begun_beside(
        self, poller: Poller, inlet: Inlet, tell: Callable[[Words], None], stop: asyncio.Event
    ) -> asyncio.Task[None] | None:
        if self._beside is None:
            return None
        return asyncio.create_task(self._beside.run(poller, inlet, tell, stop), name="vk beside")

    async def greet(self, texts: Texts, staff: Address) -> None:
        """Nothing to do: VK shows no list of commands."""

    def check(self) -> str | None:
        """What keeps events from coming in or messages from going out."""
        trouble = self.status.trouble or self._alarms.trouble
        return None if trouble is None else trouble.value

    async def close(self) -> None:
        """End the timers and let the threads go."""
        await self._marks.close()
        await self.channel.close()

    def _received(self, batch: Sequence[Received]) -> None:
        self._marks.received(batch)


async def _ended(beside: asyncio.Task[None]) -> None:
    """What is being stored is stored, within a moment; what fails there is nobody's trouble."""
    _, hanging = await asyncio.wait([beside], timeout=ENDING)
    for task in hanging:
        task.cancel()
    await asyncio.gather(beside, return_exceptions=True)


async def _told(inlet: Inlet, words: Words) -> None:
    await inlet.tell(words)
