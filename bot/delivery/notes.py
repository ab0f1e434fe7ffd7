"""What is noted of a row whose call has ended, and told of it, within one unit of work."""

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.ended import Finished
from bot.enqueue import enqueue
from bot.house import House
from handlers.conversation import Reply
from handlers.office import Office
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class Rest:
    """How long (monotonic seconds) to leave a chat, or a single row, alone.

    `home` is why the moderator chat takes nothing; empty: it does; None: nothing known of it.
    `remade`: the row's topic was found deleted and will be made again.
    """

    chat: float = 0.0
    row: float = 0.0
    home: str | None = None
    remade: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """`now` is the queues' time (aware UTC)."""

    unit: Unit
    house: House
    office: Office
    now: datetime

    async def again(self, done: Finished, why: str) -> None:
        """Waiting is done by the steady clock (see Rest), so the row itself is due at once."""
        await self.unit.outbox.later(done.row.id, self.now, why)

    async def drop(self, done: Finished, why: str) -> None:
        """It is given up."""
        await self.unit.outbox.failed(done.row.id, why, self.now)

    async def tell(self, replies: list[Reply]) -> None:
        """Put these into the outbox."""
        await enqueue(replies, self.unit, self.house, self.now)

    def is_home(self, done: Finished) -> bool:
        """The call went to the moderator chat."""
        home = self.house.moderators
        return (done.step.at.channel, done.step.at.chat) == (home.channel, home.chat)
