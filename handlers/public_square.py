"""What happens when somebody writes where others read along (A1, A4, A5)."""

from dataclasses import replace

from appeals import desk
from appeals.model import Address, Appeal, Client, Employee, Post, Scene, Side
from appeals.small_talk import SmallTalk, small_talk
from handlers import (
    clock,
    common_names,
    opening,
    private_chat,
    public_answers,
    public_joining,
    quiet,
    write_privately,
)
from handlers.banning import banned_in
from handlers.conversation import Feeling, React, Refresh, Reply, Wrote
from handlers.first_sign import first_sign
from handlers.moderator_commands import is_command
from handlers.needs_answer import asks, needs_answer
from handlers.office import Office
from handlers.opening import Matter
from handlers.people import is_staff_channel
from handlers.public_kind import COMMENT, MENTION, Standing, standing
from handlers.registering import copy_for_staff


async def wrote(message: Wrote, office: Office) -> list[Reply]:
    """Somebody's message in public: a question, an answer of staff's, or nothing of ours."""
    if message.who.is_bot:
        return []
    message = await common_names.unmasked(await _rooted(message, office), office)
    if message.who.anonymous or await _employee(message, office):
        return await public_answers.heard(message, await _employee(message, office), office)
    post = await _post(message, office)
    here = await _standing(message, post, office)
    if here is None or is_command(message.content.text):
        return []
    return await _client_wrote(_placed(message, here, post), here, office)


async def _standing(message: Wrote, post: Post | None, office: Office) -> Standing | None:
    """By the place; where it tells nothing, by whether the words name the authority."""
    rules = office.desk.public
    source = "" if post else await _source(message.at, office)
    here = standing(message, post, source, False, rules)
    if here is None and office.desk.names_authority(message.content.text):
        return standing(message, post, source, True, rules)
    return here


async def _rooted(message: Wrote, office: Office) -> Wrote:
    """A row of answers that no post began is no discussion of its own; Telegram numbers both."""
    below = message.spot.scene is Scene.COMMENT or await office.posts.at(message.at, message.root)
    return message if below else replace(message, root="")


async def _employee(message: Wrote, office: Office) -> Employee | None:
    """Known by their ids in the staff's channel; one who writes in a common name is nobody."""
    if message.who.anonymous or not is_staff_channel(message.at, office):
        return None
    return await office.staff.get(message.who.id)


async def _post(message: Wrote, office: Office) -> Post | None:
    """Below which post it stands; one that was never seen is remembered by its first comment."""
    post = await office.posts.at(message.at, message.root)
    if post is None and message.root and message.spot.scene is Scene.COMMENT:
        unseen = Post(message.at, message.root, "", "", message.about, message.when)
        await office.posts.add(unseen)
        return unseen
    return post


async def _source(at: Address, office: Office) -> str:
    """The channel whose consultations are held in this group, by its latest post here."""
    for channel in sorted(office.desk.public.groups):
        latest = await office.posts.latest(channel, 1)
        if latest and latest[0].at == at:
            return channel
    return ""


def _placed(message: Wrote, here: Standing, post: Post | None) -> Wrote:
    """With all that is known of where it stands."""
    about = message.about or (post.excerpt if post else "")
    link = here.spot.link or (post.link if post else "")
    return replace(message, spot=replace(here.spot, link=link), about=about)


async def _client_wrote(message: Wrote, here: Standing, office: Office) -> list[Reply]:
    heard = await _heard(message, here, office)
    client = await office.clients.known(message.at.channel, message.who.id)
    if client is None or client.banned:
        return heard
    return [*heard, *await write_privately.told(message, office)]


async def _heard(message: Wrote, here: Standing, office: Office) -> list[Reply]:
    who = message.who
    client = await office.clients.met(message.at.channel, who.id, who.name, who.username)
    if client.banned:
        appeal = await banned_in(client, office)
        await opening.keep(message, appeal.id if appeal else None, office)
        return []
    earlier = await office.messages.of_album(message.at, message.album) if message.album else []
    if earlier:
        return await _more_of_album(message, client, earlier[0].appeal_id, office)
    talk = small_talk(message.content)
    appeal = await public_joining.meant(message, client, office)
    if appeal is not None:
        return await _join(message, client, appeal, talk, office)
    if talk is not None:
        return await _small_talk(message, client, talk, office)
    if await _needs_answer(message, client, here.kind, office):
        return await opened(message, client, here.kind, office)
    return await quiet.kept(message, client, here.kind, office)


async def _needs_answer(message: Wrote, client: Client, kind: str, office: Office) -> bool:
    """Below a post the settings decide; an answer to another person has to ask something."""
    if kind == COMMENT:
        return needs_answer(message.content, office.desk.public)
    return (
        kind == MENTION or asks(message.content) or not await _to_another(message, client, office)
    )


async def _to_another(message: Wrote, client: Client, office: Office) -> bool:
    quoted = await public_joining.quoted_in(message, office)
    if quoted is None or quoted.side is not Side.CLIENT:
        return False
    appeal = await office.appeals.get(quoted.appeal_id) if quoted.appeal_id else None
    return appeal is None or appeal.client_id != client.id


async def opened(message: Wrote, client: Client, kind: str, office: Office) -> list[Reply]:
    """A question before all: an appeal whose clock runs from the message's own date."""
    appeal, stored = await opening.opened(message, client, Matter(kind), office)
    return [
        *first_sign(appeal, message, office),
        Refresh(appeal.id),
        *copy_for_staff(appeal, stored, office.desk, first=True),
    ]


async def _join(
    message: Wrote, client: Client, appeal: Appeal, talk: SmallTalk | None, office: Office
) -> list[Reply]:
    """More words about the same thing."""
    stored = await opening.keep(message, appeal.id, office)
    change = desk.join(appeal, client, stored.id, office.now, counts=talk is None)
    joined = await office.appeals.save(await clock.timed(change, office))
    thanks: list[Reply] = []
    if talk is SmallTalk.THANKS and not appeal.spot.by_hand:
        thanks.append(React(message.ref, Feeling.WELCOME))
    return [*copy_for_staff(joined, stored, office.desk), *thanks, Refresh(joined.id)]


async def _more_of_album(
    message: Wrote, client: Client, appeal_id: int | None, office: Office
) -> list[Reply]:
    """Further parts go with the first one: into its appeal, or into none."""
    if appeal_id is None:
        await opening.keep(message, None, office)
        return []
    return await private_chat.more_of_album(message, client, appeal_id, office)


async def _small_talk(
    message: Wrote, client: Client, talk: SmallTalk, office: Office
) -> list[Reply]:
    """Kept, and nothing is said; thanks of somebody who has asked here get a reaction."""
    latest = await office.appeals.latest_in(message.at, client.id)
    await opening.keep(message, None, office)
    thanks = talk is SmallTalk.THANKS and latest is not None and not message.spot.by_hand
    return [React(message.ref, Feeling.WELCOME)] if thanks else []
