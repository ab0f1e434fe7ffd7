"""Whatever a channel does, each call has an outcome."""

from appeals.model import Address
from handlers.conversation import Outcome, Rendered
from storage.store import Store
from tests.bot.delivery.given import say
from tests.bot.program import Program
from tests.fakes import FakeChannel


async def test_a_platform_that_breaks_its_word_and_raises_stops_nothing(store: Store) -> None:
    program = Program(store, channel=RaisingChannel())
    await program.put(say("1"))
    await program.deliver()
    assert await program.counts() == {"unknown": 1}


class RaisingChannel(FakeChannel):
    """Forgets that outcomes are values."""

    async def send(self, to: Address, message: Rendered) -> Outcome:
        raise OSError(f"{to}: {message}")
