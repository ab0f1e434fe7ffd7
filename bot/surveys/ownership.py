"""One process owns the surveys: drafts and pool are in its memory, and no other's.

Two locks tell who: one beside the key file, for the processes of one machine, and on PostgreSQL one
of the database, for all machines.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from storage.leadership import Leadership


class OwnedElsewhere(Exception):
    """Another process of this installation owns the surveys."""


class Ownership:
    """One process's claim. It ends with the process, however that ends."""

    def __init__(self, key_file: Path, leadership: Leadership) -> None:
        self._key_file, self._leadership = key_file, leadership
        self._here, self._lock = ExitStack(), asyncio.Lock()
        self._taken = False

    async def take(self) -> None:
        """Own the surveys. Raises OwnedElsewhere, OSError."""
        async with self._lock:
            self._here.enter_context(owned(self._key_file))
            if not await self._leadership.leads():
                self._here.close()
                raise OwnedElsewhere
            self._taken = True

    async def holds(self) -> bool:
        """Still the owner, and all the time since `take`; a lost connection means no, for good.

        Before anybody else can have taken over this says no: the database asks the lock itself.
        """
        async with self._lock:
            if self._taken and not await self._leadership.leads():
                await self._let_go()
            return self._taken

    async def release(self) -> None:
        """Own them no longer; another process can follow at once."""
        async with self._lock:
            await self._let_go()

    async def _let_go(self) -> None:
        self._taken = False
        await self._leadership.close()
        self._here.close()


@asynccontextmanager
async def owning(key_file: Path, leadership: Leadership) -> AsyncIterator[Ownership]:
    """Owner while the block runs. Raises OwnedElsewhere, OSError."""
    ownership = Ownership(key_file, leadership)
    await ownership.take()
    try:
        yield ownership
    finally:
        await ownership.release()


def is_owned_here(key_file: Path) -> bool:
    """A process of this machine owns the surveys now; nothing is changed. Raises OSError."""
    try:
        descriptor = os.open(_lock_of(key_file), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def owned(key_file: Path) -> Iterator[None]:
    """Owner on this machine while the block runs; the system ends it with the process.

    Raises OwnedElsewhere, OSError.
    """
    key_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_lock_of(key_file), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OwnedElsewhere from None
        yield
    finally:
        os.close(descriptor)


def _lock_of(key_file: Path) -> Path:
    return key_file.with_name(key_file.name + ".lock")
