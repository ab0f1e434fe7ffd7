"""The program as a process of its own, wired as always, but not held back by VK's twenty a second.

The pace has tests of its own; here thousands of presses have to pass within seconds.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot import logs
from bot.app import running
from bot.clock import Clock
from bot.limits import Limits
from bot.platform import Platform, Wait
from bot.settings import Settings
from bot.settings.load import load
from tests.forks import FORKS

MANY = 1_000_000
LOG = "bot.log"


@asynccontextmanager
async def unhurried(environment: Mapping[str, str], folder: Path) -> AsyncIterator[BaseProcess]:
    """The program in this folder with exactly this environment; killed when the block ends."""
    process = FORKS.Process(target=run, args=(dict(environment), folder))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


def run(environment: dict[str, str], folder: Path) -> None:
    """In the child: its output goes to a file, as an administrator would see it."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path(LOG).open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    settings = load(to_run=True)
    logs.configure(settings.log.level, settings.log.format)
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(settings, others=platforms) as app:
        await app.wait(stop)


def platforms(settings: Settings, clock: Clock, wait: Wait) -> Sequence[Platform]:
    """VK as `bot.vk.platform.vk_platform` builds it, with limits that are never reached."""
    from bot.vk.alarms import Alarms  # noqa: PLC0415 - loaded in the child only
    from bot.vk.client import Client  # noqa: PLC0415 - the same
    from bot.vk.pacing import Pacer, Rate  # noqa: PLC0415 - the same
    from bot.vk.platform import VkPlatform  # noqa: PLC0415 - the same
    from bot.vk.sending import Vk  # noqa: PLC0415 - the same

    vk, alarms = settings.vk, Alarms()
    assert vk.token
    assert vk.group_id
    client = Client(vk.token.get_secret_value(), vk.api_url, pacer=Pacer(Rate(MANY)))
    channel = Vk(client, settings.storage.files, alarm=alarms.of("sending"))
    platform = VkPlatform(channel, int(vk.group_id), clock, alarms, wait)
    platform.limits = Limits(MANY, MANY, MANY, clock=clock.monotonic)
    return [platform]
