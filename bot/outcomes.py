"""What follows from the outcome of a call: recorded in one transaction with its consequences."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from appeals.model import SYSTEM, Event, Fate, MessageRef, Topic, What
from bot.enqueue import enqueue
from bot.files import foreign
from bot.house import House
from bot.lost_files import LostFiles
from bot.payload import Part, part_payload, read_message, read_part, read_ref
from bot.steps import Kind, Step
from handlers import notices, removing, settled
from handlers.channels import is_public
from handlers.conversation import (
    Later,
    Outcome,
    Refusal,
    Refused,
    Relocated,
    Reply,
    Sent,
    Unknown,
)
from handlers.office import Office
from storage.outbox import Order, Row
from storage.store import Unit

LOST_ANSWERS, LOST_WHERE_RECOGNISED = 5, 60
LONG_IN_COMING = timedelta(minutes=5)
TOLD = "told"
"""In a row's payload: staff know that it waits."""

UNKNOWN_PAUSES = (2.0, 10.0, 60.0)
ALONE_PAUSE = 300.0
CHAT_REFUSED_PAUSE = 60.0
_SHOWS_STAFF = {Kind.OPEN, Kind.CARD, Kind.RENAME, Kind.REDRAW_CARD}
_MAY_BE_A_FILES_FAULT = {Refusal.TOO_LARGE, Refusal.OTHER}
_NO_WAY_IN = {Refusal.NO_RIGHTS, Refusal.CHAT_GONE, Refusal.BLOCKED}


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that has ended."""

    row: Row
    step: Step
    outcome: Outcome


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
class Recorder:
    """Records outcomes within one unit of work.

    `now` is the queues' time (aware UTC); `remade` holds ids of rows whose deleted topic was made
    again once already (see `Rest.remade`).
    """

    unit: Unit
    house: House
    office: Office
    now: datetime
    remade: Set[int]

    async def record(self, done: Finished) -> Rest:
        """Store what came of the call, and what staff are to be told of it."""
        match done.outcome:
            case Sent(ids):
                return await self._sent(done, ids)
            case Later(seconds, why):
                await self._again(done, why)
                await self._tell_that_it_waits(done)
                return Rest(chat=seconds)
            case Unknown(why):
                return await self._unknown(done, why)
            case Relocated(to_chat):
                return await self._relocated(done, to_chat)
            case Refused():
                return await self._refused(done, done.outcome)

    async def bare(self, done: Finished) -> Rest:
        """The outcome alone, when something about its consequences fails."""
        if done.step.kind in _SHOWS_STAFF:
            await self._again(done, "not recorded")
            return Rest(row=ALONE_PAUSE)
        if isinstance(done.outcome, Sent):
            await self.unit.outbox.sent(done.row.id, done.outcome.ids, self.now)
        else:
            await self._drop(done, "not recorded")
        return Rest()

    async def _sent(self, done: Finished, ids: Sequence[str]) -> Rest:
        if done.step.kind in {Kind.OPEN, Kind.CARD} and not ids:
            return await self._unknown(done, "no id in the answer")
        if done.step.kind in _SHOWS_STAFF:
            await self._shown(done, ids)
        elif done.step.kind is Kind.SAY:
            await self._arrived(done, ids)
        elif done.step.kind is Kind.REMOVE:
            await self._removed(done, None)
        if done.step.kind in _SHOWS_STAFF and not done.step.last:
            await self._again(done, "")
        else:
            await self.unit.outbox.sent(done.row.id, ids, self.now)
        return Rest(home="" if self._is_home(done) else None)

    async def _shown(self, done: Finished, ids: Sequence[str]) -> None:
        """Remember the topic as it stands on the platform now."""
        step, appeal_id = done.step, done.row.appeal_id or 0
        if step.kind is Kind.OPEN:
            at = replace(step.at, thread=ids[0])
            await self.unit.topics.put(Topic(appeal_id, at, name=step.name))
            return
        topic = await self.unit.topics.of(appeal_id)
        if topic is None:
            return
        if step.kind is Kind.CARD:
            topic = replace(topic, card=ids[0], drawn=step.drawn)
        elif step.kind is Kind.RENAME:
            topic = replace(topic, name=step.name)
        else:
            topic = replace(topic, drawn=step.drawn)
        await self.unit.topics.put(topic)

    async def _arrived(self, done: Finished, ids: Sequence[str]) -> None:
        """Remember the copies, so that replies find their appeal; the last part ends a message."""
        part = read_part(done.row.payload)
        owners = part.owners if len(part.owners) == len(ids) else part.owners[:1] * len(ids)
        for owner, copy in zip(owners, ids, strict=bool(owners)):
            await self.unit.messages.copied(owner, MessageRef(done.step.at, copy))
        if done.row.job == "amend":
            return
        for message_id in part.ends:
            await self.unit.messages.set_fate(message_id, Fate.DELIVERED)
        for message_id in part.ends[:1]:
            await self._tell(await settled.delivered(self.office, message_id))

    async def _removed(self, done: Finished, refused: Refused | None) -> None:
        """Staff learn whether somebody's message is away."""
        ref = read_ref(done.row.payload["ref"])
        await self._tell(await removing.removed(ref, done.row.appeal_id, refused, self.office))

    async def _unknown(self, done: Finished, why: str) -> Rest:
        """Sent again after a while; a card until staff see it, other things five times.

        Where a repetition is recognised it can do no harm: there for about an hour.
        """
        lost = done.row.unknowns + 1
        if lost >= self._most_lost(done) and done.step.kind not in _SHOWS_STAFF:
            return await self._refused(done, Refused(Refusal.UNKNOWN, "no answer"))
        await self.unit.outbox.unknown(done.row.id, self.now, why)
        await self._tell_that_it_waits(done)
        return Rest(row=UNKNOWN_PAUSES[min(lost, len(UNKNOWN_PAUSES)) - 1])

    def _most_lost(self, done: Finished) -> int:
        recognises = self.house.channel(done.row.channel).capabilities.recognises
        return LOST_WHERE_RECOGNISED if recognises else LOST_ANSWERS

    async def _relocated(self, done: Finished, to_chat: str) -> Rest:
        at = done.step.at
        await self.unit.chats.moved(at.channel, at.chat, to_chat)
        if done.step.kind in {Kind.EDIT, Kind.REACT, Kind.REMOVE}:
            # The new chat counts its messages anew: this one can't be found there.
            await self._drop(done, "the chat has moved")
        else:
            await self._again(done, "the chat has moved")
        return Rest()

    async def _refused(self, done: Finished, refused: Refused) -> Rest:
        kind, reason = done.step.kind, refused.reason
        if kind is Kind.REACT:
            await self._drop(done, reason.value)
            return Rest()
        if kind is Kind.REMOVE:
            await self._drop(done, reason.value)
            await self._removed(done, refused)
            return Rest()
        if reason is Refusal.TOPIC_GONE and done.row.place == "topic" and kind is not Kind.EDIT:
            return await self._topic_gone(done, refused)
        if kind is Kind.RENAME:
            await self._shown(done, ())
            await self._again(done, reason.value)
            return Rest()
        if reason in _NO_WAY_IN and self._is_home(done):
            await self._again(done, reason.value)
            return Rest(chat=CHAT_REFUSED_PAUSE, home=reason.value)
        return await self._unsendable(done, refused)

    async def _unsendable(self, done: Finished, refused: Refused) -> Rest:
        """A topic and its card are never given up: without them staff would not see the appeal."""
        if refused.reason is Refusal.MESSAGE_GONE and await self._without_lost_message(done):
            return Rest()
        if done.step.kind in {Kind.OPEN, Kind.CARD}:
            await self._again(done, refused.reason.value)
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
        lost = LostFiles(self.unit, self.house, self.office)
        if not await lost.as_documents(row, files):
            await self._tell(await lost.leave_out(row, files, refused))
        await self._again(done, refused.reason.value)
        return True

    async def _topic_gone(self, done: Finished, refused: Refused) -> Rest:
        """Make it again, once for each row."""
        appeal_id = done.row.appeal_id or 0
        if done.row.id in self.remade:
            if done.step.kind is Kind.SAY:
                return await self._given_up(done, refused)
            await self._again(done, refused.reason.value)
            return Rest(row=ALONE_PAUSE)
        await self.unit.topics.forget(appeal_id)
        await self.unit.appeals.record(appeal_id, Event(What.TOPIC_REMADE, self.now, SYSTEM))
        await self._again(done, refused.reason.value)
        return Rest(remade=True)

    async def _without_lost_message(self, done: Finished) -> bool:
        """A deleted card is sent anew; a reply to a deleted message goes out as a plain one."""
        row = done.row
        topic = await self.unit.topics.of(row.appeal_id) if row.appeal_id else None
        if done.step.kind is Kind.REDRAW_CARD and topic is not None:
            await self.unit.topics.put(replace(topic, card=""))
        elif is_public(done.step.at, self.house.moderators):
            # Loose words before all would answer nobody knows what: staff decide.
            return False
        elif done.step.kind is Kind.SAY and read_part(row.payload).message.reply_to:
            part = read_part(row.payload)
            plain = replace(part, message=replace(part.message, reply_to=""))
            await self.unit.outbox.replace_payload(row.id, row.payload | part_payload(plain))
        else:
            return False
        await self._again(done, Refusal.MESSAGE_GONE.value)
        return True

    async def _given_up(self, done: Finished, refused: Refused) -> Rest:
        """Staff are told, except of what only decorates."""
        row = done.row
        await self._drop(done, f"{refused.reason.value} {refused.detail}".strip())
        if done.step.kind is Kind.REDRAW_CARD:
            return Rest()
        if row.job == "redraw":
            await self._said_anew(row, refused)
            return Rest()
        if row.job == "amend" and refused.reason is Refusal.MESSAGE_GONE:
            return Rest()
        if row.job == "say":
            for owner in dict.fromkeys(read_part(row.payload).owners):
                await self.unit.messages.set_fate(owner, Fate.FAILED)
        if own := notices.recipient_of(row.key):
            # Told in the moderator chat at the next tick, with whatever else is due by then.
            await notices.refused(*own, self.office)
            return Rest()
        to_client = row.place == "address" and not self._is_home(done)
        await self._tell(
            await settled.refused(self.office, row.appeal_id, row.message_id, to_client, refused)
        )
        return Rest()

    async def _said_anew(self, row: Row, refused: Refused) -> None:
        """What can't be changed any more (VK: after a day) is said by a message of its own."""
        if row.place != "address" or refused.reason is not Refusal.OTHER:
            return
        part = Part(read_message(row.payload["message"]))
        order = Order(**{name: getattr(row, name) for name in Order.__slots__})
        payload = part_payload(part)
        await self.unit.outbox.put(
            replace(order, job="say", payload=payload, not_before=self.now), self.now
        )

    async def _tell_that_it_waits(self, done: Finished) -> None:
        """Once for a row: staff's words have not reached the client for some minutes."""
        row = done.row
        fresh = self.now - row.created_at < LONG_IN_COMING
        if fresh or row.job != "say" or row.place != "address" or TOLD in row.payload:
            return
        replies = await settled.waits(self.office, row.message_id)
        if replies:
            await self.unit.outbox.replace_payload(row.id, row.payload | {TOLD: True})
            await self._tell(replies)

    async def _again(self, done: Finished, why: str) -> None:
        """Waiting is done by the steady clock (see Rest), so the row itself is due at once."""
        await self.unit.outbox.later(done.row.id, self.now, why)

    async def _drop(self, done: Finished, why: str) -> None:
        await self.unit.outbox.failed(done.row.id, why, self.now)

    async def _tell(self, replies: list[Reply]) -> None:
        await enqueue(replies, self.unit, self.house, self.now)

    def _is_home(self, done: Finished) -> bool:
        home = self.house.moderators
        return (done.step.at.channel, done.step.at.chat) == (home.channel, home.chat)
