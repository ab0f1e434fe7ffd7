"""One channel's calls: those that wait for a place, and those under way to the platform.

A channel that hangs holds up nothing but its own line.
"""

import asyncio
from collections.abc import Iterable

from bot.clock import Clock
from bot.delivery.ended import Ended, Finished
from bot.delivery.gate import Gate, Planned
from bot.delivery.lookout import Lookout
from bot.delivery.measuring import Measuring
from bot.delivery.step import Step
from bot.delivery.weather import Weather
from bot.faults import described
from bot.house import House
from bot.limits import Limits
from handlers.conversation import Later, Outcome, Unknown

LONGEST_CALL = 120.0


class Line:
    """Each call that is given to it comes to be among the `ended`, begun or not."""

    def __init__(
        self,
        name: str,
        house: House,
        limits: Limits,
        clock: Clock,
        *,
        ended: Ended,
        measuring: Measuring,
    ) -> None:
        self.name, self.limits = name, limits
        self._house, self._clock, self._ended, self._measuring = house, clock, ended, measuring
        self._weather = Weather()
        self.lookout = Lookout(self._responds, limits, self._weather, clock, ended.wake)
        self.gate = Gate(limits, self._started, self._not_begun)
        self.running: set[asyncio.Task[None]] = set()

    @property
    def stormy(self) -> bool:
        """Nothing but the lookout's call is to be tried."""
        return self._weather.stormy

    def __len__(self) -> int:
        """How many calls wait or run."""
        return len(self.running) + len(self.gate)

    def begin(self, calls: Iterable[Planned]) -> None:
        """These are decided on: they begin when they may."""
        for planned in calls:
            self.gate.put(planned)
        self._open()

    def _open(self) -> None:
        """Planned calls begin, if they may; in a storm they may not."""
        if self.stormy:
            self.gate.turn_away(lambda _: True)
        self.gate.open()

    def _started(self, planned: Planned) -> None:
        task = asyncio.create_task(self._call(planned))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    def _not_begun(self, planned: Planned) -> None:
        """The platform has not heard of it: its row waits again as it did before."""
        self._ended.call(Finished(planned.row, planned.step, Later(0, "not begun")))

    async def _call(self, planned: Planned) -> None:
        """One call; whatever happens to it, there is an outcome."""
        began = self._clock.monotonic()
        outcome = await self._outcome(planned.step)
        now = self._clock.monotonic()
        self.limits.ended(planned.taken, now - began)
        if storm := self._weather.after(outcome, began, now):
            self.limits.pause(None, storm)
        done = Finished(planned.row, planned.step, outcome)
        self._ended.call(done)
        self._open()
        self._measuring.call(done, now - began)

    async def _outcome(self, step: Step) -> Outcome:
        channel = self._house.channels[self.name]
        try:
            async with asyncio.timeout(LONGEST_CALL + step.patience):
                return await step.call(channel)
        except TimeoutError:
            return Unknown("timeout")
        except Exception as error:  # a channel promises not to raise; then nobody knows
            return Unknown(described(error))

    async def _responds(self) -> bool:
        return await self._house.channels[self.name].responds()
