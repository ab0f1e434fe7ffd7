"""What a call has left on its platform, remembered: topics, cards, copies, removals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from appeals.model import Fate, MessageRef, Topic
from bot.delivery.ended import Finished
from bot.delivery.notes import Notes
from bot.delivery.step import Kind
from bot.payload import read_part, read_ref
from handlers import removing, settled
from handlers.conversation import Refused


@dataclass(frozen=True, slots=True)
class Traces:
    """Within one unit of work."""

    notes: Notes

    async def shown(self, done: Finished, ids: Sequence[str]) -> None:
        """Remember the topic as it stands on the platform now."""
        step, appeal_id = done.step, done.row.appeal_id or 0
        if step.kind is Kind.OPEN:
            at = replace(step.at, thread=ids[0])
            await self.notes.unit.topics.put(Topic(appeal_id, at, name=step.name))
            return
        topic = await self.notes.unit.topics.of(appeal_id)
        if topic is None:
            return
        if step.kind is Kind.CARD:
            topic = replace(topic, card=ids[0], drawn=step.drawn)
        elif step.kind is Kind.RENAME:
            topic = replace(topic, name=step.name)
        else:
            topic = replace(topic, drawn=step.drawn)
        await self.notes.unit.topics.put(topic)

    async def arrived(self, done: Finished, ids: Sequence[str]) -> None:
        """Remember the copies, so that replies find their appeal; the last part ends a message."""
        part = read_part(done.row.payload)
        owners = part.owners if len(part.owners) == len(ids) else part.owners[:1] * len(ids)
        for owner, copy in zip(owners, ids, strict=bool(owners)):
            await self.notes.unit.messages.copied(owner, MessageRef(done.step.at, copy))
        if done.row.job == "amend":
            return
        for message_id in part.ends:
            await self.notes.unit.messages.set_fate(message_id, Fate.DELIVERED)
        for message_id in part.ends[:1]:
            await self.notes.tell(await settled.delivered(self.notes.office, message_id))

    async def removed(self, done: Finished, refused: Refused | None) -> None:
        """Staff learn whether somebody's message is away."""
        ref = read_ref(done.row.payload["ref"])
        await self.notes.tell(
            await removing.removed(ref, done.row.appeal_id, refused, self.notes.office)
        )
