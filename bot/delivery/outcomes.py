"""What follows from the outcome of a call: recorded in one transaction with its consequences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.delivery.ended import Finished
from bot.delivery.notes import Notes, Rest
from bot.delivery.refusals import Refusals
from bot.delivery.resting import ALONE_PAUSE
from bot.delivery.step import Kind
from bot.delivery.traces import Traces
from handlers import settled
from handlers.conversation import Later, Refusal, Refused, Relocated, Sent, Unknown

LOST_ANSWERS, LOST_WHERE_RECOGNISED = 5, 60
LONG_IN_COMING = timedelta(minutes=5)
TOLD = "told"
"""In a row's payload: staff know that it waits."""

UNKNOWN_PAUSES = (2.0, 10.0, 60.0)
_SHOWS_STAFF = {Kind.OPEN, Kind.CARD, Kind.RENAME, Kind.REDRAW_CARD}


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records outcomes within one unit of work."""

    notes: Notes
    traces: Traces
    refusals: Refusals

    async def record(self, done: Finished) -> Rest:
        """Store what came of the call, and what staff are to be told of it."""
        match done.outcome:
            case Sent(ids):
                return await self._sent(done, ids)
            case Later(seconds, why):
                await self.notes.again(done, why)
                await self._tell_that_it_waits(done)
                return Rest(chat=seconds)
            case Unknown(why):
                return await self._unknown(done, why)
            case Relocated(to_chat):
                return await self._relocated(done, to_chat)
            case Refused():
                return await self.refusals.refused(done, done.outcome)

    async def bare(self, done: Finished) -> Rest:
        """The outcome alone, when something about its consequences fails."""
        if done.step.kind in _SHOWS_STAFF:
            await self.notes.again(done, "not recorded")
            return Rest(row=ALONE_PAUSE)
        if isinstance(done.outcome, Sent):
            await self.notes.unit.outbox.sent(done.row.id, done.outcome.ids, self.notes.now)
        else:
            await self.notes.drop(done, "not recorded")
        return Rest()

    async def _sent(self, done: Finished, ids: Sequence[str]) -> Rest:
        if done.step.kind in {Kind.OPEN, Kind.CARD} and not ids:
            return await self._unknown(done, "no id in the answer")
        if done.step.kind in _SHOWS_STAFF:
            await self.traces.shown(done, ids)
        elif done.step.kind is Kind.SAY:
            await self.traces.arrived(done, ids)
        elif done.step.kind is Kind.REMOVE:
            await self.traces.removed(done, None)
        if done.step.kind in _SHOWS_STAFF and not done.step.last:
            await self.notes.again(done, "")
        else:
            await self.notes.unit.outbox.sent(done.row.id, ids, self.notes.now)
        return Rest(home="" if self.notes.is_home(done) else None)

    async def _unknown(self, done: Finished, why: str) -> Rest:
        """Sent again after a while; a card until staff see it, other things five times.

        Where a repetition is recognised it can do no harm: there for about an hour.
        """
        lost = done.row.unknowns + 1
        if lost >= self._most_lost(done) and done.step.kind not in _SHOWS_STAFF:
            return await self.refusals.refused(done, Refused(Refusal.UNKNOWN, "no answer"))
        await self.notes.unit.outbox.unknown(done.row.id, self.notes.now, why)
        await self._tell_that_it_waits(done)
        return Rest(row=UNKNOWN_PAUSES[min(lost, len(UNKNOWN_PAUSES)) - 1])

    def _most_lost(self, done: Finished) -> int:
        recognises = self.notes.house.channel(done.row.channel).capabilities.recognises
        return LOST_WHERE_RECOGNISED if recognises else LOST_ANSWERS

    async def _relocated(self, done: Finished, to_chat: str) -> Rest:
        at = done.step.at
        await self.notes.unit.chats.moved(at.channel, at.chat, to_chat)
        if done.step.kind in {Kind.EDIT, Kind.REACT, Kind.REMOVE}:
            # The new chat counts its messages anew: this one can't be found there.
            await self.notes.drop(done, "the chat has moved")
        else:
            await self.notes.again(done, "the chat has moved")
        return Rest()

    async def _tell_that_it_waits(self, done: Finished) -> None:
        """Once for a row: staff's words have not reached the client for some minutes."""
        row = done.row
        fresh = self.notes.now - row.created_at < LONG_IN_COMING
        if fresh or row.job != "say" or row.place != "address" or TOLD in row.payload:
            return
        replies = await settled.waits(self.notes.office, row.message_id)
        if replies:
            await self.notes.unit.outbox.replace_payload(row.id, row.payload | {TOLD: True})
            await self.notes.tell(replies)
