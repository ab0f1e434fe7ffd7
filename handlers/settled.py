"""What is said once a message to a client was delivered, or could not be."""

from appeals import desk
from appeals.model import SYSTEM, Appeal, Event, Fate, Message, Side, State, What
from handlers import clock, incident_sending, public_refusal
from handlers.channels import asked_in
from handlers.conversation import (
    Button,
    Feeling,
    Priority,
    React,
    Refresh,
    Refusal,
    Refused,
    Reply,
    Say,
    TopicOf,
    Withdraw,
    Words,
)
from handlers.moderator_actions import answered_key
from handlers.office import Office
from handlers.press_data import PressData


async def delivered(office: Office, message_id: int) -> list[Reply]:
    """An employee's words arrived: on record, and a reaction on them says so."""
    message = await office.messages.get(message_id)
    if message is None or message.side is not Side.STAFF or message.appeal_id is None:
        return []
    if incident_sending.is_gathered(message):
        return await incident_sending.arrived(message, office)
    arrived = Event(What.DELIVERED, office.now, SYSTEM, {"message": message.id})
    await office.appeals.record(message.appeal_id, arrived)
    return [React(message.ref, Feeling.DELIVERED)]


async def waits(office: Office, message_id: int | None) -> list[Reply]:
    """An employee's words have not arrived for long, though nobody has refused them."""
    message = await office.messages.get(message_id) if message_id else None
    if message is None or message.side is not Side.STAFF or message.appeal_id is None:
        return []
    if incident_sending.is_gathered(message):
        return []
    appeal = await office.appeals.get(message.appeal_id)
    if appeal is None:
        return []
    words = Words("staff-still-waits", {"channel": asked_in(appeal)})
    place = TopicOf(appeal.id)
    return [Say(place, words, reply_to=message.ref.id, priority=Priority.COPY)]


async def refused(
    office: Office,
    appeal_id: int | None,
    message_id: int | None,
    to_client: bool,
    refusal: Refused,
) -> list[Reply]:
    """Something could not be delivered: staff learn why, in words, and can try again."""
    message = await office.messages.get(message_id) if message_id else None
    appeal = await _appeal(message, appeal_id, office)
    if appeal is None:
        return []
    if not to_client:
        return [Say(TopicOf(appeal.id), Words("staff-copy-failed"))] if message else []
    if refusal.reason is Refusal.BLOCKED and not appeal.spot.is_public:
        await _unreachable(appeal, office)
    if message is not None and incident_sending.is_gathered(message):
        return await incident_sending.failed(message, refusal.reason, office)
    return await _tell(appeal, message, refusal, office)


async def _appeal(message: Message | None, appeal_id: int | None, office: Office) -> Appeal | None:
    number = message.appeal_id if message else appeal_id
    return await office.appeals.get(number) if number else None


async def _unreachable(appeal: Appeal, office: Office) -> None:
    client = await office.clients.get(appeal.client_id)
    if client is not None and client.reachable:
        await office.clients.set_reachable(client.id, False)
        blocked = Event(What.UNREACHABLE, office.now, desk.of_client(client))
        await office.appeals.record(appeal.id, blocked)


async def _tell(
    appeal: Appeal, message: Message | None, refusal: Refused, office: Office
) -> list[Reply]:
    if message is None:
        words = Words("staff-notice-failed", {"reason": refusal.reason.value})
        return [Say(TopicOf(appeal.id), words)]
    failed = Event(
        What.NOT_DELIVERED,
        office.now,
        SYSTEM,
        {"message": message.id, "reason": refusal.reason.value},
    )
    await office.appeals.record(appeal.id, failed)
    if message.fate is Fate.DELIVERED:
        return [Say(TopicOf(appeal.id), Words("staff-edit-failed"), reply_to=message.ref.id)]
    unanswered = await _unanswered(appeal, message, office)
    stands = "again" if unanswered else "yes" if appeal.is_open else "no"
    if appeal.spot.is_public:
        return [
            await public_refusal.told(appeal, message, refusal, stands, office),
            *unanswered,
        ]
    again = Button(Words("button-retry"), str(PressData("r", "retry", message.id)))
    return [
        Say(
            TopicOf(appeal.id),
            Words("staff-not-delivered", {"reason": refusal.reason.value, "stands": stands}),
            buttons=((again,),),
            reply_to=message.ref.id,
            priority=Priority.COPY,
        ),
        *unanswered,
    ]


async def _unanswered(appeal: Appeal, message: Message, office: Office) -> list[Reply]:
    """«Ответ дан» was pressed before the answer failed: nothing has been answered."""
    if appeal.state is not State.ANSWERED or message.fate is not Fate.FAILED:
        return []
    events = list(await office.appeals.history(appeal.id))
    while events and events[-1].what is not What.ANSWERED:
        events.pop()
    said = (event.data.get("message") for event in events if event.what is What.STAFF_WROTE)
    if message.id not in said:
        return []
    # With the clock, or the ladder that ended with the answer would not go on.
    await office.appeals.save(await clock.timed(desk.unanswer(appeal, office.now), office))
    return [Withdraw(answered_key(appeal)), Refresh(appeal.id)]
