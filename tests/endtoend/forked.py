"""The program as a process of its own that can be killed, forked where everything is imported."""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.cli import main

# A start takes no five seconds then.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.app", "bot.vk.platform"])


@asynccontextmanager
async def forked(environment: Mapping[str, str], folder: Path) -> AsyncIterator[BaseProcess]:
    """`otklik run` in this folder with exactly this environment; killed when the block ends."""
    process = FORKS.Process(target=run_bot, args=(dict(environment), folder))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


def run_bot(environment: dict[str, str], folder: Path) -> None:
    """In the child: `otklik run` in its own folder, its output in a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path("bot.log").open("ab") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    sys.argv = ["otklik", "run"]
    main()
