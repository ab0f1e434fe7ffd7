"""The bot as a child process: started, killed and started again, its last words kept."""

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sandbox import leash as leashes

LAST_LINES = 200
STOP_SECONDS = 10.0
LONGEST_LINE = 64 * 1024


class Process(Protocol):
    """As much of asyncio's own process as is needed here."""

    pid: int
    stdout: asyncio.StreamReader | None

    def terminate(self) -> None:
        """Ask it to end (SIGTERM)."""

    def kill(self) -> None:
        """End it at once (SIGKILL)."""

    async def wait(self) -> int:
        """Its exit code, once it has ended; negative for a signal."""


Spawn = Callable[[Sequence[str], Mapping[str, str], Path], Awaitable[Process]]
"""Begin a command with an environment in a folder."""


async def spawned(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Process:
    """The command as a process, in a session of its own; both its outputs can be read."""
    return await asyncio.create_subprocess_exec(
        *command,
        env=dict(environment),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=LONGEST_LINE,
        start_new_session=True,
    )


class Child:
    """One process at a time running ``command`` with exactly ``environment`` in ``folder``.

    ``environment`` may be a function: then it is asked at every start.

    ``changed`` is called whenever it starts, speaks or ends; ``patience`` is how many seconds it
    gets to end by itself. Should this process be killed, a leash ends the child
    (see ``sandbox.leash``). ``spawn`` begins it.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | Callable[[], Mapping[str, str]],
        folder: Path,
        changed: Callable[[], None],
        *,
        patience: float = STOP_SECONDS,
        spawn: Spawn = spawned,
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._changed = changed
        self._patience = patience
        self._spawn = spawn
        self._process: Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self.starts = 0
        self.exit_code: int | None = None
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)

    @property
    def running(self) -> bool:
        """Tell whether the process is alive, or about to be with an environment it has got."""
        return self._process is not None or self._starting.locked()

    def state(self) -> dict[str, Any]:
        """Return the state as the page shows it."""
        return {
            "running": self.running,
            "pid": self._process.pid if self._process else None,
            "restarts": max(self.starts - 1, 0),
            "exit_code": self.exit_code,
            "last_lines": list(self.last_lines),
        }

    async def start(self) -> None:
        """Start the process unless it runs."""
        async with self._starting:
            if self._process is None:
                await self._start()
        self._changed()

    async def _start(self) -> None:
        given = self._environment
        environment = given() if callable(given) else given
        self._process = await self._spawn(self._command, environment, self._folder)
        self.starts += 1
        self.exit_code = None
        self._watching = asyncio.create_task(self._watch(self._process))

    async def kill(self) -> None:
        """End the process at once, as a power cut would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            await self.ended()

    async def stop(self) -> None:
        """Ask the process to end, and kill it if it has not within its patience."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(self._patience):
                await self.ended()
        except TimeoutError:
            await self.kill()

    async def ended(self) -> None:
        """Wait until the process has ended and its last line is kept."""
        if self._watching is not None:
            await asyncio.shield(self._watching)

    async def _watch(self, process: Process) -> None:
        leash = await _leash(process.pid)
        if process.stdout is not None:
            await self._read(process.stdout)
        self.exit_code = await process.wait()
        # At once: the number of a process that has ended may be given to another.
        leash.kill()
        await leash.wait()
        self._process = None
        self._changed()

    async def _read(self, output: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await output.readline()
            except ValueError:
                self.last_lines.append("… (слишком длинная строка)")
                continue
            if not line:
                return
            self.last_lines.append(line.decode(errors="replace").rstrip())
            self._changed()


async def _leash(pid: int) -> asyncio.subprocess.Process:
    """In a session of its own, so that Ctrl+C in the terminal does not end it first."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        leashes.__file__,
        str(pid),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
