"""Which situation an event is, and so which handler answers it."""

from collections.abc import Awaitable, Callable, Mapping

from appeals.model import Side
from handlers import (
    answered_elsewhere,
    client_presses,
    edits,
    mailings,
    menu,
    moderator_presses,
    moderator_topic,
    my_appeals,
    plain_buttons,
    private_chat,
    problem,
    public_answers,
    public_deleted,
    public_edits,
    public_square,
    public_words,
    reachability,
)
from handlers.channels import is_public
from handlers.conversation import (
    AnsweredElsewhere,
    Deleted,
    Edited,
    EditedElsewhere,
    Incoming,
    LedBy,
    Moved,
    Nothing,
    Posted,
    Pressed,
    Reachability,
    Reply,
    Toast,
    Words,
    Wrote,
)
from handlers.office import Office
from handlers.offline import sendable
from handlers.people import is_staff_channel


async def handle(incoming: Incoming, office: Office) -> list[Reply]:
    """Answer one event inside the unit of work that `office` belongs to."""
    replies = sendable(await _answered(incoming, office))
    return public_words.fit(replies, office.desk.moderator_chat)


async def _answered(incoming: Incoming, office: Office) -> list[Reply]:
    match incoming:
        case Wrote():
            replies = await _wrote(incoming, office)
        case Edited():
            replies = await _edited(incoming, office)
        case Pressed():
            replies = await _pressed(incoming, office)
        case Reachability():
            replies = await reachability.changed(incoming, office)
        case AnsweredElsewhere():
            replies = await _answered_elsewhere(incoming, office)
        case EditedElsewhere():
            replies = await _edited_elsewhere(incoming, office)
        case LedBy():
            replies = await problem.came(incoming, office)
        case Posted(post):
            await office.posts.add(post)
            replies = []
        case Deleted():
            replies = await public_deleted.heard(incoming, office)
        case Moved() | Nothing():
            replies = []
    return replies


async def _wrote(message: Wrote, office: Office) -> list[Reply]:
    if not message.private and _in_moderator_chat(message.at.channel, message.at.chat, office):
        return await moderator_topic.wrote(message, office)
    if await _is_known(message, office):
        return []
    heard = private_chat.wrote if message.private else public_square.wrote
    return await heard(message, office)


async def _is_known(message: Wrote, office: Office) -> bool:
    """It was stored already, or its later version was: an edit can come before what it changes."""
    known = await office.messages.at(message.ref)
    return known is not None and known.side is Side.CLIENT and message.when <= known.at


async def _edited(edit: Edited, office: Office) -> list[Reply]:
    if edit.private:
        return await edits.by_client(edit, office)
    if _in_moderator_chat(edit.at.channel, edit.at.chat, office):
        return await edits.by_staff(edit, office)
    return await public_edits.changed(edit, office)


async def _answered_elsewhere(news: AnsweredElsewhere, office: Office) -> list[Reply]:
    if is_public(news.at, office.desk.moderator_chat):
        return await public_answers.told(news, office)
    return await answered_elsewhere.heard(news, office)


async def _edited_elsewhere(edit: EditedElsewhere, office: Office) -> list[Reply]:
    if is_public(edit.at, office.desk.moderator_chat):
        return await public_edits.elsewhere(edit, office)
    return await edits.elsewhere(edit, office)


async def _pressed(press: Pressed, office: Office) -> list[Reply]:
    if press.private:
        return plain_buttons.said(press, await _pressed_in_private(press, office))
    if _in_moderator_chat(press.at.channel, press.at.chat, office):
        return await moderator_presses.pressed(press, office)
    return []


async def _pressed_in_private(press: Pressed, office: Office) -> list[Reply]:
    """A client's button, or an employee's own."""
    does = PRIVATE_GROUPS.get(press.data.partition(":")[0])
    if does is not None:
        return await does(press, office)
    # Employees are known by their ids in the staff's channel: another's would be mistaken.
    here = is_staff_channel(press.at, office)
    own = await moderator_presses.staff_buttons(press, office) if here else []
    return own or [Toast(press.press_id, Words("press-stale"))]


async def _menu(press: Pressed, office: Office) -> list[Reply]:
    await problem.forget(press.at, press.who.id, office)
    return await menu.pressed(press, office)


def _in_moderator_chat(channel: str, chat: str, office: Office) -> bool:
    home = office.desk.moderator_chat
    return (channel, chat) == (home.channel, home.chat)


PRIVATE_GROUPS: Mapping[str, Callable[[Pressed, Office], Awaitable[list[Reply]]]] = {
    "m": _menu,
    "my": my_appeals.pressed,
    "c": client_presses.pressed,
    "p": problem.pressed,
    mailings.GROUP: mailings.pressed,
}
"""Buttons of clients, by the group that their data begins with."""
