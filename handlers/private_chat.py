"""What happens when a client writes in a private chat."""

from dataclasses import replace
from datetime import timedelta

from appeals import desk
from appeals.model import Appeal, Client, Fate, Message, Side, State
from appeals.small_talk import SmallTalk, small_talk
from appeals.subject import subject_of
from handlers import causes, clock, joining, menu, my_appeals, staff_greeting, stopping
from handlers.banning import banned_in
from handlers.conversation import Feeling, React, Refresh, Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.people import for_staff, hidden_in, open_here
from handlers.registering import acknowledgement, copy_for_staff, warning

OTHER_QUESTION = "other-question"
_BANNED_NOTICE = timedelta(hours=24)


async def wrote(message: Wrote, office: Office) -> list[Reply]:
    """A client's message: a command, an addition, small talk, or a new appeal (A1, A9)."""
    client = await _client(message, office)
    if client.banned:
        return await _refuse_banned(message, client, office)
    return await _heard(message, client, office)


async def _heard(message: Wrote, client: Client, office: Office) -> list[Reply]:
    if message.content.text.startswith("/") and not message.content.attachments:
        return await _command(message, client, office)
    if menu.is_menu_text(message.content.text) and not message.content.attachments:
        return await menu.menu(message.at, office)
    if my_appeals.is_asked_for(message.content.text) and not message.content.attachments:
        return await my_appeals.listed(message.at, client, office)
    if message.content.is_empty:
        return [Say(message.at, Words("client-unreadable"))]
    return await _said(message, client, office)


async def _client(message: Wrote, office: Office) -> Client:
    who = message.who
    client = await office.clients.met(message.at.channel, who.id, who.name, who.username)
    if not client.reachable:
        await office.clients.set_reachable(client.id, True)
    return client


async def _command(message: Wrote, client: Client, office: Office) -> list[Reply]:
    word, *others = message.content.text.split()
    match word.split("@")[0].lower():
        case "/start" if others and joining.is_invitation(others[0], message, office):
            return await joining.opened(message, others[0], office)
        case "/start" | "/help" as asked:
            return await _greet(asked, message, office)
        case "/my":
            return await my_appeals.listed(message.at, client, office)
        case "/menu":
            return await menu.menu(message.at, office)
        case _:
            return await _said(message, client, office)


async def _greet(asked: str, message: Wrote, office: Office) -> list[Reply]:
    """/start and /help: an employee reads words of their own."""
    if own := await staff_greeting.greet(message, office):
        return own
    if asked == "/help":
        return [Say(message.at, Words("client-help", {"authority": office.desk.name}))]
    return await menu.greet(message.at, office, await stopping.notice(office))


async def _said(message: Wrote, client: Client, office: Office) -> list[Reply]:
    earlier = await office.messages.of_album(message.at, message.album) if message.album else []
    if earlier and earlier[0].appeal_id is not None:
        return await _more_of_album(message, client, earlier[0], office)
    asked, _ = await office.dialogs.load(message.at, client.external_id, office.now)
    if asked == causes.DIALOG and (cause := await causes.explained(message, office)):
        return cause
    current = None if asked == OTHER_QUESTION else await _meant(message, client, office)
    talk = small_talk(message.content)
    if current is not None:
        return await _join(message, client, current, talk, office)
    if talk is not None:
        return await _small_talk(message, client, talk, office)
    if asked == OTHER_QUESTION:
        await office.dialogs.clear(message.at, client.external_id)
    return await _register(message, client, office)


async def _meant(message: Wrote, client: Client, office: Office) -> Appeal | None:
    """The open appeal that the client replies to, else the one whose turn it is here."""
    if message.reply_to:
        ref = replace(message.ref, id=message.reply_to)
        quoted = await office.messages.original(ref) or await office.messages.at(ref)
        appeal = await office.appeals.get(quoted.appeal_id) if quoted and quoted.appeal_id else None
        if appeal and appeal.is_open and appeal.client_id == client.id:
            return appeal
    appeals = await open_here(message.at, client, office)
    if len(appeals) < 2:  # noqa: PLR2004 - a choice is needed between two
        return appeals[0] if appeals else None
    last = {appeal.id: await _last_turn(appeal, office) for appeal in appeals}
    return max(appeals, key=lambda appeal: last[appeal.id])


async def _last_turn(appeal: Appeal, office: Office) -> int:
    """Row id of what staff last said to the client in the appeal, or of its question."""
    written = await office.messages.of_appeal(appeal.id)
    unseen = {Fate.HELD, Fate.DROPPED}
    said = [m.id for m in written if m.side is Side.STAFF and m.fate not in unseen]
    asked = [m.id for m in written if m.ref == appeal.question]
    return max(said + asked, default=0)


async def _register(message: Wrote, client: Client, office: Office) -> list[Reply]:
    latest = await office.appeals.latest_in(message.at, client.id)
    kind = office.desk.channels[message.at.channel].private_kind
    change = desk.register(
        number=await office.appeals.next_number(office.now.astimezone(office.desk.zone).year),
        kind=kind,
        place=message.at,
        client=client,
        question=message.ref,
        subject=subject_of(for_staff(message.content, office.desk)),
        published_at=message.when,
        answer_within=office.desk.answer_within[kind],
        now=office.now,
        follows=latest.id if latest else None,
    )
    appeal = await office.appeals.add(await clock.timed(change, office))
    stored = await _store(message, appeal.id, office)
    if stored.appeal_id != appeal.id:
        await office.messages.move(stored.id, appeal.id)
    return [
        acknowledgement(appeal, office.desk, await stopping.notice(office)),
        *warning(message.at, hidden_in(message.content, office.desk)),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]


async def _join(
    message: Wrote, client: Client, appeal: Appeal, talk: SmallTalk | None, office: Office
) -> list[Reply]:
    stored = await _store(message, appeal.id, office)
    change = desk.join(appeal, client, stored.id, office.now, counts=talk is None)
    joined = await office.appeals.save(await clock.timed(change, office))
    replies: list[Reply] = [
        *warning(message.at, hidden_in(message.content, office.desk)),
        *copy_for_staff(joined, stored, office.desk),
    ]
    if talk is SmallTalk.THANKS:
        replies.append(React(message.ref, Feeling.WELCOME))
    if talk is None or appeal.state is State.CLARIFYING:
        replies.append(Refresh(appeal.id))
    return replies


async def _more_of_album(
    message: Wrote, client: Client, first: Message, office: Office
) -> list[Reply]:
    """A further part of an album: no appeal of its own, no second acknowledgement."""
    stored = await _store(message, first.appeal_id, office)
    appeal = await office.appeals.get(first.appeal_id or 0)
    if appeal is None:
        return []
    if appeal.is_open:
        change = desk.join(appeal, client, stored.id, office.now, counts=False)
        appeal = await office.appeals.save(await clock.timed(change, office))
    return [
        *warning(message.at, hidden_in(message.content, office.desk)),
        *copy_for_staff(appeal, stored, office.desk),
        Refresh(appeal.id),
    ]


async def _small_talk(
    message: Wrote, client: Client, talk: SmallTalk, office: Office
) -> list[Reply]:
    """Opens nothing; kept all the same."""
    latest = await office.appeals.latest_in(message.at, client.id)
    await _store(message, None, office)
    if talk is SmallTalk.THANKS or (latest and talk is SmallTalk.WORDLESS):
        return [React(message.ref, Feeling.WELCOME)]
    key = "client-greeting" if talk is SmallTalk.GREETING else "client-wordless"
    return [Say(message.at, Words(key))]


async def _refuse_banned(message: Wrote, client: Client, office: Office) -> list[Reply]:
    """A banned person's words are kept, shown to nobody, and answered once a day."""
    appeal = await banned_in(client, office)
    await _store(message, appeal.id if appeal else None, office)
    told, _ = await office.dialogs.load(message.at, client.external_id, office.now)
    if told == "banned":
        return []
    expires = office.now + _BANNED_NOTICE
    await office.dialogs.save(message.at, client.external_id, "banned", {}, expires)
    return [Say(message.at, Words("client-banned"))]


async def _store(message: Wrote, appeal_id: int | None, office: Office) -> Message:
    """Keep it; what was a greeting before its edit goes on in its new words."""
    stored = await office.messages.add(
        appeal_id=appeal_id,
        side=Side.CLIENT,
        author="",
        ref=message.ref,
        content=message.content,
        at=message.when,
        fate=Fate.KEPT,
        album=message.album,
        reply_to=message.reply_to,
    )
    return replace(stored, content=message.content)
