"""Clarify: a question back to the client; it stops a clock only where the policy says so."""

from datetime import timedelta

from appeals import desk
from appeals.model import Address, Appeal, Employee, Fate, Message, Side
from handlers import clock, offline, words_to_client
from handlers.channels import takes_words
from handlers.conversation import Refresh, Reply, Say, TopicOf, Words, Wrote
from handlers.office import Office

_DIALOG = "clarify"
_PATIENCE = timedelta(minutes=15)


async def begin(at: Address, appeal: Appeal, employee: Employee, office: Office) -> list[Reply]:
    """The employee's next words in the topic will be asked as a clarifying question."""
    await office.dialogs.save(at, employee.id, _DIALOG, {}, office.now + _PATIENCE)
    facts = {"who": employee.name, "pauses": "yes" if _pauses(appeal, office) else "no"}
    return [Say(TopicOf(appeal.id), Words("staff-write-clarification", facts))]


def _pauses(appeal: Appeal, office: Office) -> bool:
    """What is overdue already stays so."""
    policy = office.desk.policy(appeal.kind)
    return policy.pause_on_clarify and office.now < appeal.due_at


async def is_awaited(at: Address, employee: Employee, office: Office) -> bool:
    """Whether the employee has pressed Clarify here and not yet written."""
    name, _ = await office.dialogs.load(at, employee.id, office.now)
    return name == _DIALOG


async def ask(message: Wrote, appeal: Appeal, employee: Employee, office: Office) -> list[Reply]:
    """Send the clarifying question; the client answers by simply writing."""
    stored = await office.messages.add(
        appeal_id=appeal.id,
        side=Side.STAFF,
        author=employee.id,
        ref=message.ref,
        content=message.content,
        at=message.when,
        fate=Fate.QUEUED,
        album=message.album,
        reply_to=message.reply_to,
    )
    return await asked(stored, message.at, appeal, employee, office)


async def asked(
    stored: Message, at: Address, appeal: Appeal, employee: Employee, office: Office
) -> list[Reply]:
    """The stored words leave as the clarifying question that was awaited in the topic `at`."""
    await office.dialogs.clear(at, employee.id)
    change = desk.clarify(appeal, employee, stored.id, office.now)
    await office.appeals.save(await clock.timed(change, office))
    if not takes_words(appeal):
        return [*await offline.recorded(stored, appeal, office), Refresh(appeal.id)]
    lead = words_to_client.leading_line(appeal)
    say = words_to_client.say(stored, appeal, office, reply_to=appeal.question.id, lead=lead)
    return [say, Refresh(appeal.id)]
