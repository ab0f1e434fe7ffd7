"""A row's next call, if the limits let it go soon, with its place in its own chat booked."""

from dataclasses import dataclass

import structlog

from appeals.model import Address
from bot.delivery.ended import Ended
from bot.delivery.gate import AHEAD, Planned
from bot.delivery.line import Line
from bot.delivery.next_step import by_sign, next_step
from bot.delivery.resting import Resting
from bot.delivery.step import Fetch, Kind, Next, Step, Verdict
from bot.delivery.turn import Turn
from bot.faults import described
from bot.house import House
from handlers.channels import is_public
from storage.errors import StorageError
from storage.outbox import Row

AT_ONCE = 16
"""Calls on one channel: waiting for their place, running, or ended and not recorded."""

log = structlog.get_logger(__package__)


@dataclass(frozen=True, slots=True)
class Booking:
    """One channel's room within one cycle. `turn.plan` holds what has been decided until now."""

    turn: Turn
    line: Line
    ended: Ended
    resting: Resting

    def room(self) -> int:
        """How many more rows may be marked: each counts until what came of it is recorded."""
        name, unrecorded = self.line.name, self.ended.calls[self.turn.recorded :]
        ended = sum(1 for done in unrecorded if done.row.channel == name)
        return AT_ONCE - len(self.line) - ended - len(self.turn.plan.of(name))

    def wait_for_all(self, units: int, before: int = 0) -> float:
        """Seconds until the overall limit lets so much be planned; 0 when it does now."""
        return max(self.line.limits.overall_in(units, before) - AHEAD, 0.0)

    def has_to_wait(self, row: Row, units: int = 1) -> bool:
        """For the overall limit, after what is as urgent, and longer than is planned ahead."""
        planned = (*self.line.gate, *self.turn.plan.of(row.channel))
        before = sum(one.units for one in planned if one.row.priority <= row.priority)
        wait = self.wait_for_all(units, before)
        if wait:
            self.turn.plan.within_limits(wait)
        return wait > 0

    async def next_call(self, row: Row) -> Planned | Fetch | Verdict | None:
        """What is to be done for the row now; None when it has to wait."""
        if row.id in self.resting:
            return None
        house = self.turn.house
        chat = row.chat if row.place == "address" else house.moderators.chat
        group = row.place != "address" or _is_group(row, house)
        # What has begun may be paid for already (a card goes with its topic, see `card_steps`).
        if wait := self.line.limits.chat_in(chat, group, 0 if row.attempts else 1):
            self.turn.plan.within_limits(wait)
            return None
        step = await self._prepared(row)
        return self._booked(row, step, chat, group) if isinstance(step, Step) else step

    async def _prepared(self, row: Row) -> Next | None:
        """One row's fault holds its own lane only."""
        turn = self.turn
        try:
            async with turn.unit.savepoint():
                return await next_step(row, turn.unit, turn.house, turn.office)
        except StorageError:
            raise
        except Exception as error:
            log.error("send_not_prepared", outbox=row.id, job=row.job, error=described(error))
            self.resting.leave(row.id)
            return None

    def _booked(self, row: Row, step: Step, chat: str, group: bool) -> Planned | None:
        limits, plan = self.line.limits, self.turn.plan
        step = by_sign(row, step) if limits.nearly_full(chat, group) else step
        overall = step.cost if step.kind is Kind.SAY else 1
        wait = limits.chat_in(chat, group, step.cost)
        if wait:
            plan.within_limits(wait)
        if wait or self.has_to_wait(row, overall):
            return None
        return Planned(row, step, chat, limits.book(chat, group, step.cost, overall=overall))


def _is_group(row: Row, house: House) -> bool:
    """Many read there, the moderator chat's own or others."""
    at, home = Address(row.channel, row.chat), house.moderators
    return (at.channel, at.chat) == (home.channel, home.chat) or is_public(at, home)
