"""What follows from a refusal: another way is tried, or the row is given up and staff are told."""

from collections.abc import Set
from dataclasses import dataclass, replace

from appeals.model import SYSTEM, Event, Fate, What
from bot.delivery.ended import Finished
from bot.delivery.lost_files import LostFiles
from bot.delivery.notes import Notes, Rest
from bot.delivery.resting import ALONE_PAUSE
from bot.delivery.step import Kind
from bot.delivery.traces import Traces
from bot.files import foreign
from bot.payload import Part, part_payload, read_message, read_part
from handlers import notices, settled
from handlers.channels import is_public
from handlers.conversation import Refusal, Refused
from storage.outbox import Order, Row

CHAT_REFUSED_PAUSE = 60.0
_MAY_BE_A_FILES_FAULT = {Refusal.TOO_LARGE, Refusal.OTHER}
_NO_WAY_IN = {Refusal.NO_RIGHTS, Refusal.CHAT_GONE, Refusal.BLOCKED}


@dataclass(frozen=True, slots=True)
class Refusals:
    """`remade` holds ids of rows whose deleted topic was made again once already."""

    notes: Notes
    traces: Traces
    remade: Set[int]

    async def refused(self, done: Finished, refused: Refused) -> Rest:
        """Try again in another way where there is one; else give up and tell staff."""
        kind, reason = done.step.kind, refused.reason
        if kind is Kind.REACT:
            await self.notes.drop(done, reason.value)
            return Rest()
        if kind is Kind.REMOVE:
            await self.notes.drop(done, reason.value)
            await self.traces.removed(done, refused)
            return Rest()
        if reason is Refusal.TOPIC_GONE and done.row.place == "topic" and kind is not Kind.EDIT:
            return await self._topic_gone(done, refused)
        if kind is Kind.RENAME:
            await self.traces.shown(done, ())
            await self.notes.again(done, reason.value)
            return Rest()
        if reason in _NO_WAY_IN and self.notes.is_home(done):
            await self.notes.again(done, reason.value)
            return Rest(chat=CHAT_REFUSED_PAUSE, home=reason.value)
        return await self._unsendable(done, refused)

    async def _unsendable(self, done: Finished, refused: Refused) -> Rest:
        """A topic and its card are never given up: without them staff would not see the appeal."""
        if refused.reason is Refusal.MESSAGE_GONE and await self._without_lost_message(done):
            return Rest()
        if done.step.kind in {Kind.OPEN, Kind.CARD}:
            await self.notes.again(done, refused.reason.value)
            return Rest(row=ALONE_PAUSE)
        if refused.reason in _MAY_BE_A_FILES_FAULT and await self._without_its_files(done, refused):
            return Rest()
        return await self._given_up(done, refused)

    async def _without_its_files(self, done: Finished, refused: Refused) -> bool:
        """What another platform took this one may not: as documents then, at last without them."""
        row = done.row
        if row.job != "say" or done.step.kind is not Kind.SAY:
            return False
        files = foreign(read_part(row.payload).message, done.step.at.channel)
        if not files:
            return False
        lost = LostFiles(self.notes.unit, self.notes.house, self.notes.office)
        if not await lost.as_documents(row, files):
            await self.notes.tell(await lost.leave_out(row, files, refused))
        await self.notes.again(done, refused.reason.value)
        return True

    async def _topic_gone(self, done: Finished, refused: Refused) -> Rest:
        """Make it again, once for each row."""
        appeal_id = done.row.appeal_id or 0
        if done.row.id in self.remade:
            if done.step.kind is Kind.SAY:
                return await self._given_up(done, refused)
            await self.notes.again(done, refused.reason.value)
            return Rest(row=ALONE_PAUSE)
        await self.notes.unit.topics.forget(appeal_id)
        await self.notes.unit.appeals.record(
            appeal_id, Event(What.TOPIC_REMADE, self.notes.now, SYSTEM)
        )
        await self.notes.again(done, refused.reason.value)
        return Rest(remade=True)

    async def _without_lost_message(self, done: Finished) -> bool:
        """A deleted card is sent anew; a reply to a deleted message goes out as a plain one."""
        row = done.row
        topic = await self.notes.unit.topics.of(row.appeal_id) if row.appeal_id else None
        if done.step.kind is Kind.REDRAW_CARD and topic is not None:
            await self.notes.unit.topics.put(replace(topic, card=""))
        elif is_public(done.step.at, self.notes.house.moderators):
            # Loose words before all would answer nobody knows what: staff decide.
            return False
        elif done.step.kind is Kind.SAY and read_part(row.payload).message.reply_to:
            part = read_part(row.payload)
            plain = replace(part, message=replace(part.message, reply_to=""))
            await self.notes.unit.outbox.replace_payload(row.id, row.payload | part_payload(plain))
        else:
            return False
        await self.notes.again(done, Refusal.MESSAGE_GONE.value)
        return True

    async def _given_up(self, done: Finished, refused: Refused) -> Rest:
        """Staff are told, except of what only decorates."""
        row = done.row
        await self.notes.drop(done, f"{refused.reason.value} {refused.detail}".strip())
        if done.step.kind is Kind.REDRAW_CARD:
            return Rest()
        if row.job == "redraw":
            await self._said_anew(row, refused)
            return Rest()
        if row.job == "amend" and refused.reason is Refusal.MESSAGE_GONE:
            return Rest()
        if row.job == "say":
            for owner in dict.fromkeys(read_part(row.payload).owners):
                await self.notes.unit.messages.set_fate(owner, Fate.FAILED)
        if own := notices.recipient_of(row.key):
            # Told in the moderator chat at the next tick, with whatever else is due by then.
            await notices.refused(*own, self.notes.office)
            return Rest()
        to_client = row.place == "address" and not self.notes.is_home(done)
        await self.notes.tell(
            await settled.refused(
                self.notes.office, row.appeal_id, row.message_id, to_client, refused
            )
        )
        return Rest()

    async def _said_anew(self, row: Row, refused: Refused) -> None:
        """What can't be changed any more (VK: after a day) is said by a message of its own."""
        if row.place != "address" or refused.reason is not Refusal.OTHER:
            return
        part = Part(read_message(row.payload["message"]))
        order = Order(**{name: getattr(row, name) for name in Order.__slots__})
        payload = part_payload(part)
        await self.notes.unit.outbox.put(
            replace(order, job="say", payload=payload, not_before=self.notes.now), self.notes.now
        )
