"""Which of several processes over one database may do what only one may: it leads, others wait.

On PostgreSQL the leader holds an advisory lock of its session, on a connection of its own that is
used for nothing else. The server lets go of the lock when that connection ends, however it ends.
The connection must reach the server itself, not a pooler that lends sessions by the transaction.
SQLite serves one process, which always leads.
"""

import asyncio
import contextlib

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

KEY = 0x6F746B6C696B
"""The lock's number; advisory locks are counted within a database, and that is one authority's.

This one is the timetable's.
"""

PATIENCE = 5.0
"""Seconds without an answer after which the connection counts as lost."""

_SERVER = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""The server must notice soon that a leader's machine has gone, or nobody could follow it."""

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_STILL = text("SELECT 1")


class Leadership:
    """One process's claim to lead. Close it, so that another one can follow at once.

    `key` is the number of what is led, `name` how the server's list of connections shows it.
    """

    def __init__(self, engine: AsyncEngine, key: int = KEY, name: str = "timetable") -> None:
        self._alone = engine.dialect.name == "sqlite"
        self._engine = engine if self._alone else _apart(engine, name)
        self._key = {"key": key}
        self._connection: AsyncConnection | None = None
        self._held = False

    async def leads(self) -> bool:
        """Whether this process leads now; tries to when nobody does.

        A lost connection means no: whoever asks next may lead, this process among them. What is
        done at the moment of the loss must be safe to be done by two; see `Steps` and `Notices`.
        """
        if self._alone:
            return True
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked()
        except Exception:  # each driver and the system have their own; none of them leads
            await self.close()
            return False

    async def close(self) -> None:
        """Lead no longer."""
        connection, self._connection, self._held = self._connection, None, False
        if connection is not None:
            # What no longer answers is thrown away rather than waited for.
            with contextlib.suppress(Exception):
                async with asyncio.timeout(PATIENCE):
                    await connection.invalidate()
                    await connection.close()

    async def _asked(self) -> bool:
        if self._connection is None:
            self._connection = await self._engine.connect()
        if self._held:
            await self._connection.execute(_STILL)
        else:
            self._held = bool(await self._connection.scalar(_TRY, self._key))
        return self._held


def _apart(engine: AsyncEngine, name: str) -> AsyncEngine:
    """The same database without a pool; each statement stands alone."""
    return create_async_engine(
        engine.url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        connect_args={
            "server_settings": _SERVER | {"application_name": f"otklik {name}"},
            "timeout": PATIENCE,
        },
    )
