"""A box in a process of its own that is killed, by signal 9, right before one of its steps.

A step is what changes something outside of the process: a commit, or a file written, renamed,
linked or removed. `thorough` adds every statement.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.bot.surveys.station import Station
from tests.forks import FORKS
from tests.surveys.waves import CLOSING_DAY, WAVE

PATIENCE = 60
WRITING = os.O_WRONLY | os.O_RDWR
FILES = {"os.rename", "os.remove", "os.link"}


@dataclass(frozen=True)
class Child:
    """What the process does, on which station, and before which step it is killed."""

    url: str
    folder: Path
    memory: Path
    deed: str
    step: int
    thorough: bool


def was_killed(child: Child) -> bool:
    """Run it; False when it had done everything before that step came."""
    process = FORKS.Process(target=_live, args=(child,))
    process.start()
    process.join(PATIENCE)
    assert process.exitcode in {0, -signal.SIGKILL}, process.exitcode
    return process.exitcode != 0


def _live(child: Child) -> None:
    asyncio.run(_do(child))


async def _do(child: Child) -> None:
    polls = Station(child.url, child.folder, child.memory)
    await polls.start()
    _count_steps(child)
    match child.deed:
        case "open":
            await polls.open()
        case "answer":
            await polls.answer(9)
        case "close":
            await polls.close()
        case "give up":
            await polls.box.give_up(WAVE, CLOSING_DAY)


def _count_steps(child: Child) -> None:
    left = child.step

    def step(*_: Any, **__: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", step)
    if child.thorough:
        event.listen(Engine, "before_cursor_execute", step)
    sys.addaudithook(_of_files(step, (str(child.folder), str(child.memory))))


def _of_files(step: Callable[[], None], folders: tuple[str, ...]) -> Callable[[str, Any], None]:
    def hook(name: str, args: Any) -> None:
        writes = name in FILES or (name == "open" and args[2] & WRITING)
        if writes and str(args[0]).startswith(folders):
            step()

    return hook
