"""Deciding which calls begin next; their rows are marked before a platform hears of them."""

from collections.abc import Collection, Mapping, Sequence, Set

from bot.clock import Clock
from bot.delivery.booking import Booking
from bot.delivery.emergency import only
from bot.delivery.ended import Ended
from bot.delivery.gate import Planned
from bot.delivery.line import Line
from bot.delivery.resting import Resting
from bot.delivery.step import Fetch, Verdict
from bot.delivery.turn import LIMITED_SLEEP, Turn
from bot.house import House
from storage.outbox import Row

LOOK_FIRST, LOOK_AT = 32, 200
"""Rows; the second look is for when all of the first have to wait for their own chats."""
LOOK_AGAIN = 0.25
"""Seconds after a second look in vain until the next one."""
MOST_BUSY = 5000


class Planner:
    """As many calls on each channel as there is room for, the most urgent first."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        house: House,
        clock: Clock,
        ended: Ended,
        resting: Resting,
    ) -> None:
        self._lines, self._house, self._clock = lines, house, clock
        self._ended, self._resting = ended, resting
        self._fruitless = dict.fromkeys(lines, float("-inf"))

    async def plan(self, turn: Turn, fetching: Set[int]) -> None:
        """Fill the turn's plan. `fetching`: ids of rows that wait for a file."""
        plan, outbox = turn.plan, turn.unit.outbox
        on = [name for name in self._lines if name in turn.house.channels]
        chats = await only(turn.unit, turn.house, self._house.moderators, on)
        busy = sorted(fetching | self._resting.rows())[:MOST_BUSY]
        for name in on:
            booking = Booking(turn, self._lines[name], self._ended, self._resting)
            await self._plan_channel(booking, chats[name], busy)
        await outbox.sending([planned.row.id for planned in plan.calls])
        for name in on:
            due = await outbox.next_due(chats[name], channel=name)
            if due is not None:
                plan.soon(max((due - turn.now).total_seconds(), 0) or LIMITED_SLEEP)

    async def _plan_channel(
        self, booking: Booking, chats: Collection[str] | None, busy: Collection[int]
    ) -> None:
        """In an emergency stop what was planned for other `chats` is taken back first."""
        line, plan = booking.line, booking.turn.plan
        if chats is not None:
            line.gate.turn_away(
                lambda one: one.row.place == "address" and one.row.chat not in chats
            )
        if booking.room() <= 0:
            return
        if line.stormy:
            plan.soon(line.lookout.look())
        elif wait := booking.wait_for_all(1):
            plan.within_limits(wait)
        else:
            await self._look(booking, chats, busy)

    async def _look(
        self, booking: Booking, chats: Collection[str] | None, busy: Collection[int]
    ) -> None:
        """At the first rows that are due, and at more when nothing comes of those."""
        turn, name, now = booking.turn, booking.line.name, self._clock.monotonic()
        for most in (LOOK_FIRST, LOOK_AT):
            if most == LOOK_AT and self._fruitless[name] > now:
                turn.plan.soon(self._fruitless[name] - now)
                return
            rows = await turn.unit.outbox.heads(turn.now, most, chats, channel=name, without=busy)
            if await _plan_rows(rows, booking) or len(rows) < most:
                return
        self._fruitless[name] = now + LOOK_AGAIN


async def _plan_rows(rows: Sequence[Row], booking: Booking) -> bool:
    """As many of them as there is room for; False when nothing came of any."""
    found = False
    for row in rows:
        decided = await booking.next_call(row)
        if decided is not None:
            found = True
            await _put_down(row, decided, booking.turn)
        if booking.room() <= 0 or booking.has_to_wait(row):
            return True
    if found and len(rows) >= LOOK_FIRST:
        booking.turn.plan.soon(0)  # there may be more behind these
    return found


async def _put_down(row: Row, decided: Planned | Fetch | Verdict, turn: Turn) -> None:
    """In the plan; what needs no call (any more) has ended at once."""
    match decided:
        case Planned():
            turn.plan.calls.append(decided)
        case Fetch():
            turn.plan.fetches.append((row, decided))
        case Verdict.DONE:
            await turn.unit.outbox.sent(row.id, (), turn.now)
            turn.plan.soon(0)
        case Verdict.GIVEN_UP:
            await turn.unit.outbox.failed(row.id, "its beginning was refused", turn.now)
            turn.plan.soon(0)
