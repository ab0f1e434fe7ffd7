"""What happens when a client presses a button under a message about an appeal."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from appeals import desk
from appeals.desk import NotAllowed
from appeals.model import Appeal, Client, Event, Message, MessageRef, Reason, Side, State, What
from appeals.small_talk import small_talk
from handlers import clock, press_data, split_off, stopping
from handlers.conversation import (
    Button,
    Pressed,
    Redraw,
    Refresh,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
)
from handlers.office import Office
from handlers.opening import Matter
from handlers.press_data import PressData
from handlers.private_chat import OTHER_QUESTION
from handlers.registering import acknowledgement, copy_for_staff

_WAITS_FOR_OTHER = timedelta(minutes=30)
_A_DOUBLE_TAP = timedelta(seconds=10)


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """`c:<verb>:<appeal>:…`; forged data, or somebody else's appeal, changes nothing."""
    client = await office.clients.known(press.at.channel, press.who.id)
    asked = press_data.read(press.data)
    verb = VERBS.get(asked.verb) if asked else None
    appeal = await office.appeals.get(asked.id) if asked else None
    if client is None or verb is None or appeal is None or appeal.client_id != client.id:
        return [Toast(press.press_id, Words("press-stale"))]
    if client.banned:
        return [Toast(press.press_id, Words("client-banned"), alert=True)]
    try:
        return await verb(press, client, appeal, office)
    except NotAllowed as refusal:
        return [Toast(press.press_id, Words(f"client-refused-{refusal.why.value}"), alert=True)]


async def _apart(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    """«Это другой вопрос» below an addition that was noted: that very one, once."""
    asked = press_data.read(press.data)
    words = await _additions(appeal, office)
    meant = next((m for m in words if asked and m.id == asked.seen), None)
    if meant is None or not appeal.is_open:
        return [Toast(press.press_id, Words("press-stale"))]
    parts = [m for m in words if m is meant or (m.album and m.album == meant.album)]
    return await _split(press, client, appeal, parts, office)


async def _other(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    """«Это другой вопрос»: the last addition becomes an appeal of its own, else the next words."""
    if await _split_just_now(appeal, office):
        return [Toast(press.press_id, Words("empty"))]
    words = await _additions(appeal, office)
    latest = await office.appeals.latest_in(appeal.place, client.id)
    if not appeal.is_open or not words or latest != appeal:
        expires = office.now + _WAITS_FOR_OTHER
        await office.dialogs.save(press.at, client.external_id, OTHER_QUESTION, {}, expires)
        return [
            Toast(press.press_id, Words("empty")),
            Say(press.at, Words("client-write-other")),
        ]
    last = [m for m in words if m.id == words[-1].id or (m.album and m.album == words[-1].album)]
    return await _split(press, client, appeal, last, office)


async def _split_just_now(appeal: Appeal, office: Office) -> bool:
    """A tap too many would make the next words an appeal of their own."""
    history = await office.appeals.history(appeal.id)
    last = history[-1] if history else None
    return last is not None and last.what is What.SPLIT and office.now - last.at < _A_DOUBLE_TAP


async def _additions(appeal: Appeal, office: Office) -> list[Message]:
    """What the client has added to the question; thanks and greetings ask nothing."""
    _, *later = [m for m in await office.messages.of_appeal(appeal.id) if m.side is Side.CLIENT]
    return [message for message in later if small_talk(message.content) is None]


async def _split(
    press: Pressed, client: Client, appeal: Appeal, last: list[Message], office: Office
) -> list[Reply]:
    """Another question is an ordinary one, also beside a report of a problem."""
    kind = office.desk.channels[appeal.place.channel].private_kind
    by = desk.of_client(client)
    other = await split_off.parted(appeal, client, last, Matter(kind), by, office)
    first = last[0]
    copies = [
        copy for m in last for copy in copy_for_staff(other, m, office.desk, first=m is first)
    ]
    return [
        Toast(press.press_id, Words("empty")),
        acknowledgement(other, office.desk, await stopping.notice(office)),
        Say(TopicOf(appeal.id), Words("staff-split", {"number": other.number})),
        Refresh(appeal.id),
        Refresh(other.id),
        *copies,
    ]


async def _cancel(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    """The client takes the question back; writing again, or one press, brings it back."""
    change = desk.close(appeal, desk.of_client(client), Reason.CANCELLED, office.now)
    await office.appeals.save(await clock.timed(change, office))
    back = ((Button(Words("button-client-return"), str(PressData("c", "return", appeal.id))),),)
    return [
        Toast(press.press_id, Words("empty")),
        Say(press.at, Words("client-cancelled", {"number": appeal.number}), buttons=back),
        Say(TopicOf(appeal.id), Words("staff-cancelled")),
        Refresh(appeal.id),
    ]


async def _return(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    if appeal.reason is not Reason.CANCELLED and not appeal.is_open:
        return [Toast(press.press_id, Words("press-stale"))]
    return await _reopen(press, client, appeal, office)


async def _unsolved(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    """«Нет, не решён»: the appeal is open again and the client is told so (B15, basic)."""
    if appeal.state is not State.ANSWERED and not appeal.is_open:
        return [Toast(press.press_id, Words("press-stale"))]
    return await _reopen(press, client, appeal, office)


async def _reopen(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    change = desk.reopen(appeal, desk.of_client(client), office.now)
    await office.appeals.save(await clock.timed(change, office))
    ref = MessageRef(press.at, press.id)
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(ref, Words("client-reopened", {"number": appeal.number})),
        Say(TopicOf(appeal.id), Words("staff-reopened")),
        Refresh(appeal.id),
    ]


async def _solved(press: Pressed, client: Client, appeal: Appeal, office: Office) -> list[Reply]:
    """«Да, решён»: recorded beside the answer, once."""
    history = await office.appeals.history(appeal.id)
    if appeal.state is not State.ANSWERED or (history and history[-1].what is What.SOLVED):
        return [Toast(press.press_id, Words("press-stale"))]
    solved = Event(What.SOLVED, office.now, desk.of_client(client))
    await office.appeals.record(appeal.id, solved)
    ref = MessageRef(press.at, press.id)
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(ref, Words("client-solved", {"number": appeal.number})),
    ]


Verb = Callable[[Pressed, Client, Appeal, Office], Awaitable[list[Reply]]]
VERBS: dict[str, Verb] = {
    "other": _other,
    "apart": _apart,
    "cancel": _cancel,
    "return": _return,
    "solved": _solved,
    "unsolved": _unsolved,
}
