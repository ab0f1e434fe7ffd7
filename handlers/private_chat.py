"""What happens when a client writes in a private chat."""

from dataclasses import replace
from datetime import timedelta

from appeals import desk
from appeals.model import Appeal, Client, Fate, Side, State
from appeals.small_talk import SmallTalk, small_talk
from handlers import causes, client_commands, clock, opening, problem
from handlers.banning import banned_in
from handlers.conversation import Feeling, React, Refresh, Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.opening import Matter
from handlers.people import hidden_in, is_staff_channel, open_here
from handlers.registering import added_later, copy_for_staff, warning

OTHER_QUESTION = "other-question"
_BANNED_NOTICE = timedelta(hours=24)


async def wrote(message: Wrote, office: Office) -> list[Reply]:
    """A client's message: a command, an addition, small talk, or a new appeal (A1, A9)."""
    client = await _client(message, office)
    if client.banned:
        return await _refuse_banned(message, client, office)
    return await _heard(message, client, office)


async def _heard(message: Wrote, client: Client, office: Office) -> list[Reply]:
    asked = await client_commands.answered(message, client, office)
    if asked is not None:
        return asked
    if message.content.is_empty:
        return [Say(message.at, Words("client-unreadable"))]
    return await _said(message, client, office)


async def _client(message: Wrote, office: Office) -> Client:
    who = message.who
    client = await office.clients.met(message.at.channel, who.id, who.name, who.username)
    if not client.reachable:
        await office.clients.set_reachable(client.id, True)
    return client


async def _said(message: Wrote, client: Client, office: Office) -> list[Reply]:
    earlier = await office.messages.of_album(message.at, message.album) if message.album else []
    if earlier and earlier[0].appeal_id is not None:
        return await more_of_album(message, client, earlier[0].appeal_id, office)
    asked, kept = await office.dialogs.load(message.at, client.external_id, office.now)
    if _explains_cause(asked, message, office):
        cause = await causes.explained(message, office)
        if cause:
            return cause
    talk = small_talk(message.content)
    matter = problem.reported(message, asked, kept, office)
    if matter is not None and talk is None:
        return await _report(message, client, matter, asked, office)
    current = None if asked == OTHER_QUESTION else await _meant(message, client, office)
    if current is not None:
        return await _join(message, client, current, talk, office)
    if talk is not None:
        return await _small_talk(message, client, talk, office)
    if asked == OTHER_QUESTION:
        await office.dialogs.clear(message.at, client.external_id)
    usual = Matter(office.desk.channels[message.at.channel].private_kind)
    return await opening.registered(message, client, usual, office)


def _explains_cause(asked: str, message: Wrote, office: Office) -> bool:
    """Only in the staff's channel: elsewhere the same id is somebody else's."""
    return asked == causes.DIALOG and is_staff_channel(message.at, office)


async def _report(
    message: Wrote, client: Client, matter: Matter, asked: str, office: Office
) -> list[Reply]:
    """A problem is an appeal of its own, whatever else is open (A6)."""
    appeals = await open_here(message.at, client, office)
    same = await problem.same_report(appeals, matter, asked, office)
    if same is not None:
        return await _join(message, client, same, None, office)
    await office.dialogs.clear(message.at, client.external_id)
    return await opening.registered(message, client, matter, office)


async def _meant(message: Wrote, client: Client, office: Office) -> Appeal | None:
    """The open appeal that the client replies to, else the one whose turn it is here."""
    if message.reply_to:
        ref = replace(message.ref, id=message.reply_to)
        quoted = await office.messages.original(ref) or await office.messages.at(ref)
        appeal = await office.appeals.get(quoted.appeal_id) if quoted and quoted.appeal_id else None
        own = appeal and appeal.is_open and appeal.client_id == client.id
        # What answers a public question was sent here alone: more about it is asked here anew.
        if appeal and own and appeal.place == message.at:
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


async def _join(
    message: Wrote, client: Client, appeal: Appeal, talk: SmallTalk | None, office: Office
) -> list[Reply]:
    expected = talk is not None or appeal.state is State.CLARIFYING
    before = [] if expected else await office.messages.of_appeal(appeal.id)
    stored = await opening.keep(message, appeal.id, office)
    change = desk.join(appeal, client, stored.id, office.now, counts=talk is None)
    joined = await office.appeals.save(await clock.timed(change, office))
    replies: list[Reply] = [
        *added_later(joined, stored, before, office.now, office.desk),
        *warning(message.at, hidden_in(message.content, office.desk)),
        *copy_for_staff(joined, stored, office.desk),
    ]
    if talk is SmallTalk.THANKS:
        replies.append(React(message.ref, Feeling.WELCOME))
    if talk is None or appeal.state is State.CLARIFYING:
        replies.append(Refresh(appeal.id))
    return replies


async def more_of_album(
    message: Wrote, client: Client, appeal_id: int, office: Office
) -> list[Reply]:
    """A further part of an album: no appeal of its own, no second acknowledgement."""
    stored = await opening.keep(message, appeal_id, office)
    appeal = await office.appeals.get(appeal_id)
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
    """Opens nothing; kept all the same. Who was led here to report a problem is asked for it."""
    latest = await office.appeals.latest_in(message.at, client.id)
    await opening.keep(message, None, office)
    if problem.is_report(message.led_by, message.at, office):
        return await problem.led(message.at, client.external_id, message.led_by, office)
    if talk is SmallTalk.THANKS or (latest and talk is SmallTalk.WORDLESS):
        return [React(message.ref, Feeling.WELCOME)]
    key = "client-greeting" if talk is SmallTalk.GREETING else "client-wordless"
    return [Say(message.at, Words(key))]


async def _refuse_banned(message: Wrote, client: Client, office: Office) -> list[Reply]:
    """A banned person's words are kept, shown to nobody, and answered once a day."""
    appeal = await banned_in(client, office)
    await opening.keep(message, appeal.id if appeal else None, office)
    told, _ = await office.dialogs.load(message.at, client.external_id, office.now)
    if told == "banned":
        return []
    expires = office.now + _BANNED_NOTICE
    await office.dialogs.save(message.at, client.external_id, "banned", {}, expires)
    return [Say(message.at, Words("client-banned"))]
