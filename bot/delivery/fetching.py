"""Files of other platforms on their way here, each for one outbox row; beside everything else."""

import asyncio
from collections.abc import Iterable, Set

from bot.delivery.ended import Brought, Ended
from bot.delivery.measuring import Measuring
from bot.delivery.resting import ALONE_PAUSE
from bot.delivery.step import Fetch
from bot.faults import described
from handlers.conversation import Later
from storage.outbox import Row


class Fetching:
    """Each file that is begun comes to be among the `ended`; its row waits until that is stored."""

    def __init__(self, ended: Ended, measuring: Measuring) -> None:
        self._ended, self._measuring = ended, measuring
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def tasks(self) -> list[asyncio.Task[None]]:
        """All of them, under way or ended and not recorded."""
        return list(self._tasks.values())

    @property
    def rows(self) -> Set[int]:
        """Ids of the rows that wait."""
        return self._tasks.keys()

    def begin(self, row: Row, fetch: Fetch) -> None:
        """Bring one file."""
        self._tasks[row.id] = asyncio.create_task(self._fetch(row, fetch))

    def recorded(self, files: Iterable[Brought]) -> None:
        """Their rows wait no longer."""
        for brought in files:
            del self._tasks[brought.row_id]

    async def _fetch(self, row: Row, fetch: Fetch) -> None:
        """One file for one row; whatever happens, there is a result."""
        try:
            result = await fetch.call()
        except Exception as error:  # a channel promises not to raise
            result = Later(ALONE_PAUSE, described(error))
        brought = Brought(row.id, fetch.file, result)
        self._ended.file(brought)
        self._measuring.file(brought)
