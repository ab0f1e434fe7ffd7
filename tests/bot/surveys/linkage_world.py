"""The real box under attack: interleaved, restarted now and then, watched all the time."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from bot import logs
from surveys.ballot import Ballot
from surveys.sealing import new_private, public_of, tag_of
from surveys.wave import Stage
from tests.bot.surveys.station import Station
from tests.surveys.linkage import CHANCE, PEOPLE, Look
from tests.surveys.linkage_looks import Database
from tests.surveys.waves import LEVEL, WAVE, somebody

RESTARTS = 4


class RealWorld:
    """`with_analyst`: the key that opens sheets is brought to close the wave only."""

    def __init__(self, polls: Station, database: Database, *, with_analyst: bool) -> None:
        self._polls, self._database = polls, database
        self._analyst = new_private() if with_analyst else None
        self._restarts = set(CHANCE.sample(range(PEOPLE), RESTARTS))
        self._looks: list[Look] = []
        self._log = StringIO()
        self._tag_key = self.private = b""

    async def open(self) -> None:
        """The wave begins; the attacker knows all keys, and it depends on them which they use."""
        logs.configure("debug", "json", self._log)
        public = public_of(self._analyst) if self._analyst else None
        await self._polls.open(level=LEVEL, analyst=public)
        keys = self._polls.keys.get(WAVE)
        assert keys is not None
        self._tag_key, self.private = keys.tag, self._analyst or keys.private or b""

    async def answer(self, person: int, ballot: Ballot) -> None:
        """Somebody submits; sometimes the program is restarted before."""
        if person in self._restarts:
            await self._polls.restart()
        await self._polls.answer(person, ballot)

    async def close(self) -> list[Look]:
        """Looks while the wave waits for its key, while the traces are still there, and after."""
        self._polls.purge = self._watch
        if self._analyst:
            await self._polls.close()
            await self._watch()
        await self._polls.close(analyst=self._analyst)
        closed = await self._polls.box.waves()
        assert closed[0].stage is Stage.CLOSED
        await self._watch()
        return self._looks

    async def look(self, *, offsets: bool) -> Look | None:
        """Everything on disk."""
        return await self._database.look(offsets=offsets)

    def names(self) -> Mapping[bytes, int]:
        """Whose tag it is."""
        people = {person: somebody(person) for person in range(PEOPLE)}
        return {
            tag_of(who.platform, who.id, self._tag_key): number for number, who in people.items()
        }

    def lines(self) -> list[str]:
        """The log, and whatever text the program has left on the disk."""
        files = [file for file in self._polls.folder.rglob("*") if is_text(file)]
        found = [self._log.getvalue(), *(file.read_text(errors="replace") for file in files)]
        return [line for text in found for line in text.splitlines()]

    async def _watch(self, _wave: str = "") -> None:
        if look := await self._database.look():
            self._looks.append(look)


def is_text(file: Path) -> bool:
    """A file that is no database."""
    return file.is_file() and ".db" not in file.name
