"""The program as a process of its own that can be killed, forked where everything is imported."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.cli import main
from sandbox.child import LONGEST_LINE
from tests.forks import FORKS


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


class Forked:
    """A forked program as `sandbox.child` wants a process: its output can be read."""

    def __init__(self, process: BaseProcess, stdout: asyncio.StreamReader) -> None:
        assert process.pid is not None
        self._process, self.pid = process, process.pid
        self.stdout: asyncio.StreamReader | None = stdout

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    async def wait(self) -> int:
        await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode


async def spawned(_command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Forked:
    """For `sandbox.child`: the program as `otklik run` is, whatever command is named."""
    readable, writable = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=run_bot, args=(dict(environment), folder, writable))
    await asyncio.to_thread(process.start)
    writable.close()
    stdout = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stdout),
        os.fdopen(os.dup(readable.fileno()), "rb", buffering=0),
    )
    readable.close()
    return Forked(process, stdout)


def run_bot(
    environment: dict[str, str], folder: Path, output: "Connection[Any, Any] | None" = None
) -> None:
    """In the child: `otklik run` in its own folder and session, its output to where it is read."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path("bot.log").open("ab") as log:
        goal = log.fileno() if output is None else output.fileno()
        os.dup2(goal, 1)
        os.dup2(goal, 2)
    # Those of the server it was forked from may think that they can seek.
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    if output is not None:
        output.close()
    sys.argv = ["otklik", "run"]
    main()
